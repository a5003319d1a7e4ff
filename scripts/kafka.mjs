#!/usr/bin/env node
// A real Apache Kafka on this machine, for trials and tests: one broker or several, loopback only.
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { readState, startBroker, stopBroker } from './kafka/broker.mjs';
import { clusterFile, readCluster, startCluster, stopCluster } from './kafka/cluster.mjs';

const USAGE = `usage: node scripts/kafka.mjs start|stop|status [--dir .cache/kafka] [--port 9092] [--sasl]
       node scripts/kafka.mjs start|stop|status --brokers 3 [--dir .cache/kafka-cluster]
       node scripts/kafka.mjs run --brokers 3 -- --test e2e/kafka-cluster.test.ts

  start      fetch Apache Kafka once (Java 17 and Maven are needed), start it, print its address
  stop       stop it and delete its data
  status     print its address, or say that it does not run (exit code 1)
  run        start a cluster, run Node with what follows --, stop it; FRITZ_TEST_KAFKA_CLUSTER
             tells the program where the cluster is described

  --port     the plain listener's port; 0, the default, takes a free one
  --sasl     also listeners with passwords (PLAIN, SCRAM-SHA-256, SCRAM-SHA-512), with TLS and,
             where there is openssl, with certificates of clients and with passwords over TLS;
             their ports, users and certificates are in <dir>/state.json
  --brokers  a cluster of so many, which replicate to each other; described in <dir>/cluster.json`;

const JARS = resolve(import.meta.dirname, '../.cache/kafka');

/** @param {import('./kafka/broker.mjs').BrokerState} state */
function describe(state) {
  const lines = [`kafka ${state.version} answers at ${state.brokers} (pid ${state.pid})`];
  if (state.sasl !== null)
    lines.push(`passwords: ${state.sasl.brokers}, user ${state.sasl.username}`);
  if (state.tls !== null) lines.push(`tls: ${state.tls.brokers}, certificate ${state.tls.ca}`);
  // A broker that an earlier version started has none.
  const { mutual = null } = state;
  if (mutual !== null) {
    const { brokers, saslBrokers, ca } = mutual;
    lines.push(`certificates of clients: ${brokers}, passwords over tls: ${saslBrokers}`);
    lines.push(`both signed by ${ca}`);
  }
  return lines.join('\n');
}

/** @param {import('./kafka/cluster.mjs').ClusterState} state */
function describeCluster({ version, brokers, nodes }) {
  const pids = nodes.map(({ pid }) => pid).join(', ');
  return `kafka ${version} answers at ${brokers} (pids ${pids})`;
}

/** @typedef {{ start(): Promise<string>, stop(): Promise<boolean>, status(): Promise<string | null> }} Service */

/** @param {string} dir @param {number} port @param {boolean} sasl @returns {Service} */
function single(dir, port, sasl) {
  return {
    start: async () => describe(await startBroker({ dir, port, sasl })),
    stop: () => stopBroker(dir),
    async status() {
      const state = await readState(dir);
      return state === null ? null : describe(state);
    },
  };
}

/** @param {string} dir @param {number} size @returns {Service} */
function cluster(dir, size) {
  return {
    start: async () => describeCluster(await startCluster({ dir, jars: JARS, size })),
    stop: () => stopCluster(dir),
    async status() {
      const state = await readCluster(dir);
      return state === null ? null : describeCluster(state);
    },
  };
}

/** @param {string} dir @param {number} size @param {string[]} args @returns {Promise<number>} */
async function runWithCluster(dir, size, args) {
  // Ctrl-C goes to the program as well; the cluster is stopped after it.
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => {});
  try {
    console.error(describeCluster(await startCluster({ dir, jars: JARS, size })));
    const env = { ...process.env, FRITZ_TEST_KAFKA_CLUSTER: clusterFile(dir) };
    const child = spawn(process.execPath, args, { stdio: 'inherit', env });
    return await new Promise((done, fail) => {
      child.once('error', fail);
      child.once('exit', (code) => done(code ?? 1));
    });
  } finally {
    await stopCluster(dir);
  }
}

function parse() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      dir: { type: 'string' },
      port: { type: 'string', default: '0' },
      sasl: { type: 'boolean', default: false },
      brokers: { type: 'string', default: '1' },
      help: { type: 'boolean', default: false },
    },
  });
  const [port, size] = [Number(values.port), Number(values.brokers)];
  const folder = values.dir ?? (size > 1 ? '.cache/kafka-cluster' : '.cache/kafka');
  const dir = resolve(import.meta.dirname, '..', folder);
  const [command, ...rest] = positionals;
  const isRun = command === 'run' && size > 1 && rest.length > 0;
  const isService = ['start', 'stop', 'status'].includes(command) && rest.length === 0;
  const hasNumbers = Number.isInteger(port) && Number.isInteger(size) && size > 0;
  const isPlain = size === 1 || (port === 0 && !values.sasl);
  const isGood = hasNumbers && isPlain && (isRun || isService);
  return { ...values, dir, port, size, command, rest, isGood };
}

async function main() {
  const { dir, port, size, command, rest, sasl, help, isGood } = parse();
  const service = size === 1 ? single(dir, port, sasl) : cluster(dir, size);
  if (help || !isGood) {
    console.log(USAGE);
    process.exitCode = help ? 0 : 2;
  } else if (command === 'run') {
    process.exitCode = await runWithCluster(dir, size, rest);
  } else if (command === 'start') {
    console.log(await service.start());
  } else if (command === 'stop') {
    console.log((await service.stop()) ? 'kafka is stopped' : 'kafka was not running');
  } else {
    const status = await service.status();
    console.log(status ?? 'kafka does not run');
    process.exitCode = status === null ? 1 : 0;
  }
}

try {
  await main();
} catch (error) {
  console.error(`kafka: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
}
