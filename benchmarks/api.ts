/**
 * How fast the API answers at scale, 10 million points of 50,000 sources, to ordinary users in 20
 * groups: pages, as requests sent within the process; uploads of 10,000 points while others read, and
 * simple requests per second, by HTTP to a server in a process of its own.
 *
 * node benchmarks/api.ts [--points 10000000] [--rounds 200] [--seconds 10] [--quick] [--json]
 *                        [--seed-scale PART]
 *
 * --quick: 1,000,000 points, 60 rounds, 5 seconds. --seed-scale: such a part of what Fritz began with,
 * 530,000 objects with 106 million points, of which 46,000 are saved; 1 takes 31 GB, and 57 while it is
 * filled. The filled database stays in .cache/benchmarks, and is that of benchmarks/rights.ts.
 */
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startEmbedded } from '@fritz/archive';
import { createServer } from '@fritz/server';
import { countGets, timeUploads } from './api/load.ts';
import { withServer } from './api/server-process.ts';
import { chooseVisits, detailUrl, listUrl, type Visit } from './api/visits.ts';
import { type Marshal, openMarshal } from './rights/open-marshal.ts';

const { values } = parseArgs({
  options: {
    points: { type: 'string' },
    'seed-scale': { type: 'string' },
    rounds: { type: 'string' },
    seconds: { type: 'string' },
    quick: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});
const seedPart = values['seed-scale'] === undefined ? null : Number(values['seed-scale']);
assert.ok(seedPart === null || (seedPart > 0 && seedPart <= 1), '--seed-scale must be 0 to 1');
const points =
  seedPart === null
    ? Number(values.points ?? (values.quick ? 1_000_000 : 10_000_000))
    : Math.round(seedPart * 106_000_000);
const saved = seedPart === null ? {} : { saved: Math.round(seedPart * 46_000) };
const rounds = Number(values.rounds ?? (values.quick ? 60 : 200));
const seconds = Number(values.seconds ?? (values.quick ? 5 : 10));
const uploads = values.quick ? 3 : 7;
assert.ok(Number.isInteger(points) && points >= 10_000, '--points must be 10000 or more');
assert.ok(Number.isInteger(rounds) && rounds >= 10, '--rounds must be 10 or more');
assert.ok(seconds >= 1, '--seconds must be 1 or more');
const say = (text: string) => {
  if (!values.json) process.stderr.write(`${text}\n`);
};

type Server = Awaited<ReturnType<typeof createServer>>;

const warmUps = 10;

async function time(server: Server, { token }: Visit, url: string): Promise<number> {
  const start = performance.now();
  const response = await server.inject({ url, headers: { authorization: `token ${token}` } });
  const ms = performance.now() - start;
  assert.equal(response.statusCode, 200, response.body.slice(0, 500));
  return ms;
}

interface Figures {
  median: number;
  p95: number;
  worst: number;
}

function figuresOf(given: readonly number[]): Figures {
  const times = given.toSorted((a, b) => a - b);
  const at = (part: number) =>
    Number((times[Math.ceil(part * times.length) - 1] ?? Number.NaN).toFixed(2));
  return { median: at(0.5), p95: at(0.95), worst: at(1) };
}

async function measure(
  server: Server,
  visits: readonly Visit[],
  urlOf: (visit: Visit, turn: number) => string,
): Promise<Figures> {
  const times: number[] = [];
  for (const [turn, visit] of visits.entries()) {
    const ms = await time(server, visit, urlOf(visit, turn));
    if (turn >= warmUps) times.push(ms);
  }
  return figuresOf(times);
}

async function measurePages(marshal: Marshal, visits: readonly Visit[]) {
  const server = await createServer({
    archive: { ...marshal.app, max: 4 },
    webRoot: null,
    version: 'benchmark',
  });
  try {
    const source = await measure(server, visits, detailUrl);
    const sources = await measure(server, visits, listUrl);
    return {
      source_p95_ms: source.p95,
      sources_p95_ms: sources.p95,
      source_median_ms: source.median,
      sources_median_ms: sources.median,
      source_worst_ms: source.worst,
      sources_worst_ms: sources.worst,
    };
  } finally {
    await server.close();
  }
}

function measureHttp(marshal: Marshal, visits: readonly Visit[]) {
  return withServer(marshal.app, async (server) => {
    const gets = await countGets(server, visits, seconds);
    const { uploads: times, readMs } = await timeUploads(server, {
      marshal,
      visits,
      count: uploads,
    });
    const put = figuresOf(times);
    const read = figuresOf(readMs);
    return {
      gets_per_s: gets,
      put_10k_s: put.median,
      put_10k_worst_s: put.worst,
      read_meanwhile_median_ms: read.median,
      read_meanwhile_p95_ms: read.p95,
    };
  });
}

async function run(): Promise<Record<string, unknown>> {
  const folder = join(import.meta.dirname, '../.cache/benchmarks');
  mkdirSync(folder, { recursive: true });
  const embedded = await startEmbedded({
    dataDir: join(folder, `${seedPart === null ? 'rights' : 'seed'}-${points}`),
  });
  try {
    const marshal = await openMarshal(
      embedded,
      'rights_400',
      { points, audiences: 400, ...saved },
      say,
    );
    const visits = await chooseVisits(marshal, rounds + warmUps);
    say('pages …');
    const pages = await measurePages(marshal, visits);
    say('requests and uploads …');
    const http = await measureHttp(marshal, visits);
    return {
      ...pages,
      ...http,
      points,
      rounds,
      load: Number(loadavg()[0]?.toFixed(2)),
      cpu: cpus()[0]?.model ?? 'unknown',
      cores: cpus().length,
    };
  } finally {
    await embedded.stop();
  }
}

const result = await run();
if (values.json) process.stdout.write(`${JSON.stringify(result)}\n`);
else
  for (const [key, value] of Object.entries(result)) {
    process.stdout.write(`${key.padEnd(24)}${value}\n`);
  }
