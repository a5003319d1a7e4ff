// Starts and stops the broker, and knows whether it runs.
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { openSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeCertificate, makeSignedCertificates } from './certificates.mjs';
import { freePorts, LOG4J, serverProperties } from './config.mjs';
import { fetchJars, KAFKA_VERSION, requireJava } from './jars.mjs';

const START_SECONDS = 90;
const STOP_SECONDS = 30;

/**
 * What `state.json` holds.
 * @typedef {{
 *   version: string, pid: number, brokers: string,
 *   sasl: { brokers: string, username: string, password: string } | null,
 *   tls: { brokers: string, ca: string } | null,
 *   mutual: { brokers: string, saslBrokers: string, ca: string, cert: string, key: string } | null,
 * }} BrokerState
 */

/**
 * A node's place in a cluster; without one the broker is by itself.
 * @typedef {import('./config.mjs').Seat & { cluster: string, controller: number }} Place
 */

/** @param {string} dir @returns {Promise<BrokerState | null>} the running broker, or null */
export async function readState(dir) {
  try {
    const state = JSON.parse(await readFile(join(dir, 'state.json'), 'utf8'));
    return isOurs(state.pid, dir) && (await answers(state.brokers)) ? state : null;
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw error;
  }
}

/**
 * @param {{ dir: string, port: number, sasl: boolean, place?: Place, jars?: string }} options
 * @returns {Promise<BrokerState>}
 */
export async function startBroker({ dir, port, sasl, place, jars = dir }) {
  const running = await readState(dir);
  if (running !== null) {
    if (sasl && running.sasl === null) {
      throw new Error('it runs already, without --sasl; stop it first');
    }
    return running;
  }
  requireJava();
  await mkdir(dir, { recursive: true });
  const libs = await fetchJars(jars);
  const { state, config } = await prepare(dir, { port, sasl, place });
  formatStorage(libs, config, { user: state.sasl, cluster: place?.cluster });
  const log = join(dir, 'run', 'broker.log');
  const out = openSync(log, 'a');
  const heap = place === undefined ? '512m' : '256m';
  const args = [...javaArgs(libs, dir, heap), 'kafka.Kafka', config];
  const child = spawn('java', args, { cwd: dir, detached: true, stdio: ['ignore', out, out] });
  child.unref();
  state.pid = child.pid ?? 0;
  await writeFile(join(dir, 'state.json'), JSON.stringify(state, null, 2), { mode: 0o600 });
  for (let waited = 0; waited < START_SECONDS * 5; waited += 1) {
    if (child.exitCode !== null || child.signalCode !== null) break;
    if (await answers(state.brokers)) return state;
    await sleep(200);
  }
  const tail = (await readFile(log, 'utf8')).trim().split('\n').slice(-20).join('\n');
  await stopBroker(dir);
  throw new Error(`it did not start; its log ends with:\n${tail}`);
}

/** @param {string} dir @returns {Promise<boolean>} whether there was one to stop */
export async function stopBroker(dir) {
  let pid = 0;
  try {
    pid = JSON.parse(await readFile(join(dir, 'state.json'), 'utf8')).pid;
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
  const wasRunning = pid > 0 && isOurs(pid, dir);
  if (wasRunning) {
    process.kill(pid, 'SIGTERM');
    for (let waited = 0; waited < STOP_SECONDS * 10 && isOurs(pid, dir); waited += 1) {
      await sleep(100);
    }
    if (isOurs(pid, dir)) process.kill(pid, 'SIGKILL');
  }
  await rm(join(dir, 'state.json'), { force: true });
  await rm(join(dir, 'run'), { recursive: true, force: true });
  return wasRunning;
}

/** Ports, certificates and configuration in a fresh `run` folder. */
async function prepare(dir, { port, sasl: withSasl, place }) {
  const run = join(dir, 'run');
  await rm(run, { recursive: true, force: true });
  await mkdir(run, { recursive: true, mode: 0o700 });
  const [controller = 0, sasl = 0, tls = 0, mutual = 0, saslTls = 0, free = 0] = await freePorts(6);
  const plain = port === 0 ? free : port;
  const ports = { plain, controller: place?.controller ?? controller, sasl, tls, mutual, saslTls };
  const user = withSasl ? { username: 'fritz', password: randomBytes(12).toString('hex') } : null;
  const certificate = user === null ? null : await makeCertificate(run, user.password);
  const signed = user === null ? null : await makeSignedCertificates(run);
  const seat = place ?? { id: 1, voters: `1@127.0.0.1:${controller}`, size: 1 };
  const config = join(run, 'server.properties');
  const secured = { user, store: certificate?.store ?? null, signed };
  const options = { seat, data: join(run, 'data'), ports, ...secured };
  await writeFile(config, serverProperties(options), { mode: 0o600 });
  await writeFile(join(run, 'log4j2.xml'), LOG4J);
  const at = (number) => `127.0.0.1:${number}`;
  /** @type {BrokerState} */
  const state = {
    version: KAFKA_VERSION,
    pid: 0,
    brokers: at(plain),
    sasl: user === null ? null : { brokers: at(sasl), ...user },
    tls: certificate === null ? null : { brokers: at(tls), ca: certificate.ca },
    mutual: signed === null ? null : { brokers: at(mutual), saslBrokers: at(saslTls), ...signed },
  };
  return { state, config };
}

function formatStorage(libs, config, { user, cluster = randomBytes(16).toString('base64url') }) {
  const args = ['format', '-t', cluster, '-c', config];
  for (const mechanism of user === null ? [] : ['SCRAM-SHA-256', 'SCRAM-SHA-512']) {
    const credentials = `[name=${user.username},password=${user.password}]`;
    args.push('--add-scram', `${mechanism}=${credentials}`);
  }
  const java = ['-Xmx256m', '-cp', join(libs, '*'), 'kafka.tools.StorageTool', ...args];
  const { status, stdout, stderr } = spawnSync('java', java, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`its storage could not be formatted:\n${stdout}${stderr}`);
}

function javaArgs(libs, dir, heap) {
  return [
    ...['-Xms256m', `-Xmx${heap}`, '-XX:+UseSerialGC', '-Djava.awt.headless=true'],
    // The folder is also how the process is known again, should its number be given to another.
    ...[`-Dfritz.kafka=${dir}`, `-Dlog4j2.configurationFile=${join(dir, 'run', 'log4j2.xml')}`],
    ...['-cp', join(libs, '*')],
  ];
}

function isOurs(pid, dir) {
  const { stdout } = spawnSync('ps', ['-ww', '-p', String(pid), '-o', 'args='], {
    encoding: 'utf8',
  });
  return (stdout ?? '').includes(`-Dfritz.kafka=${dir} `);
}

/** Whether a broker answers an ApiVersions request (version 0, no client id). */
function answers(address) {
  const [host, port] = address.split(':');
  const request = Buffer.from([0, 0, 0, 10, 0, 18, 0, 0, 0, 0, 0, 1, 0xff, 0xff]);
  return new Promise((done) => {
    const socket = connect({ host, port: Number(port), timeout: 2000 });
    const finish = (answered) => {
      socket.destroy();
      done(answered);
    };
    socket.once('connect', () => socket.write(request));
    socket.once('data', (bytes) => finish(bytes.length >= 8 && bytes.readInt32BE(4) === 1));
    socket.once('error', () => finish(false));
    socket.once('timeout', () => finish(false));
    socket.once('close', () => done(false));
  });
}
