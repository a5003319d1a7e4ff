/**
 * How fast Kowalski's queries are answered, over HTTP by a server in a process of its own, to somebody
 * who sees two of three programmes, from an archive of 5 million alerts without stamps: by object, by
 * cone of 1′, near ten places in five collections, a group over a night of 100,000; and a mixture of them from
 * sixteen clients while 100 alerts a second are stored.
 *
 * node benchmarks/queries.ts [--alerts 5000000] [--rounds 300] [--seconds 60] [--quick] [--json]
 *
 * --quick: 500,000 alerts, 100 rounds, 10 seconds. The filled database stays in .cache/benchmarks.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { Agent } from 'node:http';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startEmbedded } from '@fritz/archive';
import type pg from 'pg';
import { askQuery } from './queries/ask.ts';
import { fillQueries, type QueryArchive } from './queries/fill.ts';
import { makeQueries, mixedQuery, type Queries } from './queries/workload.ts';

const { values } = parseArgs({
  options: {
    alerts: { type: 'string' },
    rounds: { type: 'string' },
    seconds: { type: 'string' },
    quick: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});
const alerts = Number(values.alerts ?? (values.quick ? 500_000 : 5_000_000));
const rounds = Number(values.rounds ?? (values.quick ? 100 : 300));
const seconds = Number(values.seconds ?? (values.quick ? 10 : 60));
assert.ok(Number.isInteger(alerts) && alerts >= 100_000, '--alerts must be 100000 or more');
assert.ok(Number.isInteger(rounds) && rounds >= 20, '--rounds must be 20 or more');
assert.ok(seconds >= 1, '--seconds must be 1 or more');

const warmUps = 20;
const clients = 16;
const warmUpS = 2;
const ingestPerS = 100;
const say = (text: string) => {
  if (!values.json) process.stderr.write(`${text}\n`);
};

type Ask = (query: object) => Promise<string>;

function part(times: readonly number[], share: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return Number((sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN).toFixed(2));
}

async function time(ask: Ask, query: object): Promise<number> {
  const start = performance.now();
  const text = await ask(query);
  assert.match(text.slice(0, 30), /"success"/);
  return performance.now() - start;
}

async function measure(
  ask: Ask,
  queryAt: (turn: number) => object,
  turns: number,
): Promise<number[]> {
  const times: number[] = [];
  for (let turn = 0; turn < turns + warmUps; turn++) {
    const ms = await time(ask, queryAt(turn));
    if (turn >= warmUps) times.push(ms);
  }
  return times;
}

/** How many are answered a second, and how long they take, with sixteen on their way at any time. */
async function measureMixed(ask: Ask, queries: Queries) {
  const times: number[] = [];
  const start = performance.now() + warmUpS * 1000;
  const end = start + seconds * 1000;
  const client = async (first: number): Promise<void> => {
    for (let turn = first; ; turn += clients) {
      const ms = await time(ask, mixedQuery(queries, turn));
      const now = performance.now();
      if (now >= end) return;
      if (now >= start) times.push(ms);
    }
  };
  await Promise.all(Array.from({ length: clients }, (_, at) => client(at)));
  return { queries_per_s: Math.round(times.length / seconds), p99_ms: part(times, 0.99) };
}

/** Runs a server in a process of its own while `work` is done. */
async function withServer<T>(
  { app, reader }: QueryArchive,
  work: (ask: Ask) => Promise<T>,
): Promise<T> {
  const worker = join(import.meta.dirname, 'api/server-worker.ts');
  const child = spawn(process.execPath, [worker, JSON.stringify(plain(app))], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(child, 'close');
  const agent = new Agent({ keepAlive: true });
  try {
    const [line] = await once(child.stdout.setEncoding('utf8'), 'data');
    const { address } = JSON.parse(String(line)) as { address: string };
    const { hostname, port } = new URL(address);
    return await work((query) => askQuery({ hostname, port, agent }, reader.token, query));
  } finally {
    agent.destroy();
    child.stdin.end();
    await ended;
  }
}

/** Stores alerts in a process of its own while `work` is done. */
async function withIngest<T>({ broker }: QueryArchive, work: () => Promise<T>) {
  const worker = join(import.meta.dirname, 'queries/ingest-worker.ts');
  const given = { config: plain(broker), perSecond: ingestPerS, seconds: seconds + warmUpS + 1 };
  const child = spawn(process.execPath, [worker, JSON.stringify(given)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  const ended = once(child, 'close');
  await once(child.stdout, 'data');
  const result = await work();
  child.stdin.end();
  await ended;
  const { per_s: ingested } = JSON.parse(output.trim().split('\n').at(-1) ?? '{}');
  return { ...result, ingested_per_s: Math.round(Number(ingested)) };
}

function plain({ host, port, database, user, password }: pg.ClientConfig) {
  return { host, port, database, user, password };
}

async function run(): Promise<Record<string, unknown>> {
  const folder = join(import.meta.dirname, '../.cache/benchmarks');
  mkdirSync(folder, { recursive: true });
  const embedded = await startEmbedded({ dataDir: join(folder, `queries-${alerts}`) });
  try {
    const archive = await fillQueries(embedded, alerts, say);
    const queries = makeQueries(archive);
    return await withServer(archive, async (ask) => {
      say('one after another …');
      const find = await measure(ask, queries.find, rounds);
      const cone = await measure(ask, queries.cone, rounds);
      const near = await measure(ask, queries.near, rounds);
      const aggregate = await measure(ask, queries.aggregate, 10);
      say('all together, with alerts coming in …');
      const mixed = await withIngest(archive, () => measureMixed(ask, queries));
      return {
        ...{ find_p95_ms: part(find, 0.95), cone_p95_ms: part(cone, 0.95) },
        ...{ near_p95_ms: part(near, 0.95), aggregate_s: part(aggregate, 0.95) / 1000 },
        ...mixed,
        ...{ find_median_ms: part(find, 0.5), cone_median_ms: part(cone, 0.5) },
        ...{ near_median_ms: part(near, 0.5), alerts },
        ...{ cpus: cpus().length, load: Number((loadavg()[0] ?? 0).toFixed(1)) },
      };
    });
  } finally {
    await embedded.stop();
  }
}

const figures = await run();
if (values.json) process.stdout.write(`${JSON.stringify(figures)}\n`);
else console.table(figures);
