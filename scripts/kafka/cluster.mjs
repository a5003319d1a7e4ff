// Several brokers that replicate to each other, each also a controller: for trials of what happens
// when one of them is lost.
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readState, startBroker, stopBroker } from './broker.mjs';
import { freePorts } from './config.mjs';
import { fetchJars, requireJava } from './jars.mjs';

/**
 * What `cluster.json` holds; `brokers` names all of them, with commas.
 * @typedef {{ id: number, brokers: string, pid: number }} ClusterNode
 * @typedef {{ version: string, brokers: string, nodes: ClusterNode[] }} ClusterState
 */

/** @param {string} dir */
export function clusterFile(dir) {
  return join(dir, 'cluster.json');
}

/** @param {string} dir @returns {Promise<ClusterState | null>} null unless every node runs */
export async function readCluster(dir) {
  const state = await readFileState(dir);
  const nodes = state?.nodes ?? [];
  const running = await Promise.all(nodes.map(({ id }) => readState(nodeDir(dir, id))));
  return running.every((node) => node !== null) ? state : null;
}

/**
 * @param {{ dir: string, jars: string, size: number }} options
 * @returns {Promise<ClusterState>}
 */
export async function startCluster({ dir, jars, size }) {
  const running = await readCluster(dir);
  if (running?.nodes.length === size) return running;
  await stopCluster(dir);
  requireJava();
  await mkdir(jars, { recursive: true });
  await fetchJars(jars);
  const controllers = await freePorts(size);
  const voters = controllers.map((port, at) => `${at + 1}@127.0.0.1:${port}`).join();
  const cluster = randomBytes(16).toString('base64url');
  const started = await Promise.allSettled(
    controllers.map((controller, at) => {
      const place = { id: at + 1, voters, size, cluster, controller };
      return startBroker({ dir: nodeDir(dir, at + 1), port: 0, sasl: false, place, jars });
    }),
  );
  const failed = started.find(({ status }) => status === 'rejected');
  if (failed !== undefined) {
    await Promise.all(started.map((_, at) => stopBroker(nodeDir(dir, at + 1))));
    throw failed.reason;
  }
  const states = started.map(({ value }) => value);
  const nodes = states.map(({ brokers, pid }, at) => ({ id: at + 1, brokers, pid }));
  const brokers = nodes.map((node) => node.brokers).join();
  const state = { version: states[0].version, brokers, nodes };
  await writeFile(clusterFile(dir), JSON.stringify(state, null, 2));
  return state;
}

/** @param {string} dir @returns {Promise<boolean>} whether a node was there to stop */
export async function stopCluster(dir) {
  // Also those that a start left that was interrupted.
  const found = existsSync(dir) ? await readdir(dir) : [];
  const nodes = found.filter((name) => /^node-\d+$/.test(name)).map((name) => join(dir, name));
  const stopped = await Promise.all(nodes.map(stopBroker));
  for (const path of [...nodes, clusterFile(dir)]) await rm(path, { recursive: true, force: true });
  return stopped.includes(true);
}

/** @param {string} dir @returns {Promise<ClusterState | null>} */
async function readFileState(dir) {
  try {
    return JSON.parse(await readFile(clusterFile(dir), 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw error;
  }
}

function nodeDir(dir, id) {
  return join(dir, `node-${id}`);
}
