#!/usr/bin/env node
// A real Apache Kafka on this machine, for trials and tests: one broker, loopback only.
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { readState, startBroker, stopBroker } from './kafka/broker.mjs';

const USAGE = `usage: node scripts/kafka.mjs start|stop|status [--dir .cache/kafka] [--port 9092] [--sasl]

  start    fetch Apache Kafka once (Java 17 and Maven are needed), start it, print its address
  stop     stop it and delete its data
  status   print its address, or say that it does not run (exit code 1)

  --port   the plain listener's port; 0, the default, takes a free one
  --sasl   also listeners with passwords (PLAIN, SCRAM-SHA-256, SCRAM-SHA-512) and with TLS;
           their ports, users and certificate are in <dir>/state.json`;

/** @param {import('./kafka/broker.mjs').BrokerState} state */
function describe(state) {
  const lines = [`kafka ${state.version} answers at ${state.brokers} (pid ${state.pid})`];
  if (state.sasl !== null)
    lines.push(`passwords: ${state.sasl.brokers}, user ${state.sasl.username}`);
  if (state.tls !== null) lines.push(`tls: ${state.tls.brokers}, certificate ${state.tls.ca}`);
  return lines.join('\n');
}

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      dir: { type: 'string', default: '.cache/kafka' },
      port: { type: 'string', default: '0' },
      sasl: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const dir = resolve(import.meta.dirname, '..', values.dir);
  const port = Number(values.port);
  const [command] = positionals;
  if (values.help || positionals.length !== 1 || !Number.isInteger(port)) {
    console.log(USAGE);
    process.exitCode = values.help ? 0 : 2;
  } else if (command === 'start') {
    console.log(describe(await startBroker({ dir, port, sasl: values.sasl })));
  } else if (command === 'stop') {
    console.log((await stopBroker(dir)) ? 'kafka is stopped' : 'kafka was not running');
  } else if (command === 'status') {
    const state = await readState(dir);
    console.log(state === null ? 'kafka does not run' : describe(state));
    process.exitCode = state === null ? 1 : 0;
  } else {
    console.log(USAGE);
    process.exitCode = 2;
  }
}

try {
  await main();
} catch (error) {
  console.error(`kafka: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
}
