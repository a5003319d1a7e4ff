/**
 * How fast the API answers at scale: pages of an ordinary user in 20 groups, as HTTP requests to the
 * server itself, sent to it within the process, against 10 million points of 50,000 sources.
 *
 * node benchmarks/api.ts [--points 10000000] [--rounds 200] [--quick] [--json]
 *
 * --quick: 200,000 points, 60 rounds. The filled database stays in .cache/benchmarks, and is that of
 * benchmarks/rights.ts.
 */
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startEmbedded } from '@fritz/archive';
import { sourceColumns } from '@fritz/contract';
import { createServer } from '@fritz/server';
import pg from 'pg';
import { type Marshal, openMarshal } from './rights/open-marshal.ts';

const { values } = parseArgs({
  options: {
    points: { type: 'string' },
    rounds: { type: 'string' },
    quick: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});
const points = Number(values.points ?? (values.quick ? 200_000 : 10_000_000));
const rounds = Number(values.rounds ?? (values.quick ? 60 : 200));
assert.ok(Number.isInteger(points) && points >= 10_000, '--points must be 10000 or more');
assert.ok(Number.isInteger(rounds) && rounds >= 10, '--rounds must be 10 or more');
const say = (text: string) => {
  if (!values.json) process.stderr.write(`${text}\n`);
};

type Server = Awaited<ReturnType<typeof createServer>>;

/** A visit: who asks, a source that he sees, one of his groups and how much it has saved. */
interface Visit {
  token: string;
  objId: string;
  groupId: number;
  saved: number;
}

const warmUps = 10;

async function chooseVisits(marshal: Marshal): Promise<Visit[]> {
  const client = new pg.Client(marshal.superuser);
  await client.connect();
  try {
    const visits: Visit[] = [];
    for (let turn = 0; turn < rounds + warmUps; turn++) {
      const person = marshal.people[turn % marshal.people.length];
      assert.ok(person);
      const { rows } = await client.query<{ obj_id: string; group_id: number; saved: number }>(
        `SELECT s.obj_id, s.group_id,
                (SELECT count(*)::int FROM sources n WHERE n.group_id = s.group_id) AS saved
           FROM sources s JOIN group_users gu ON gu.group_id = s.group_id AND gu.user_id = $1
          ORDER BY md5(s.id || '/' || $2::int) LIMIT 1`,
        [person.id, turn],
      );
      const [row] = rows;
      assert.ok(row, 'everybody has a source');
      const { obj_id: objId, group_id: groupId, saved } = row;
      visits.push({ token: person.token, objId, groupId, saved });
    }
    return visits;
  } finally {
    await client.end();
  }
}

async function time(server: Server, { token }: Visit, url: string): Promise<number> {
  const start = performance.now();
  const response = await server.inject({ url, headers: { authorization: `token ${token}` } });
  const ms = performance.now() - start;
  assert.equal(response.statusCode, 200, response.body.slice(0, 500));
  return ms;
}

const detailUrl = ({ objId }: Visit) =>
  `/api/sources/${objId}?includePhotometry=true&includeComments=true&includeThumbnails=true&includeDetectionStats=true`;

/** Every column by turns, both ways, and any page. */
function listUrl({ groupId, saved }: Visit, turn: number): string {
  const sortBy = sourceColumns[turn % sourceColumns.length] ?? 'saved_at';
  const sortOrder = Math.floor(turn / sourceColumns.length) % 2 === 0 ? 'desc' : 'asc';
  const pages = Math.max(1, Math.ceil(saved / 100));
  const pageNumber = 1 + ((turn * 7) % pages);
  return `/api/sources?group_ids=${groupId}&numPerPage=100&${new URLSearchParams({
    sortBy,
    sortOrder,
    pageNumber: String(pageNumber),
  })}`;
}

interface Figures {
  median: number;
  p95: number;
  worst: number;
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
  times.sort((a, b) => a - b);
  const at = (part: number) =>
    Number((times[Math.ceil(part * times.length) - 1] ?? Number.NaN).toFixed(1));
  return { median: at(0.5), p95: at(0.95), worst: at(1) };
}

async function run(): Promise<Record<string, unknown>> {
  const folder = join(import.meta.dirname, '../.cache/benchmarks');
  mkdirSync(folder, { recursive: true });
  const embedded = await startEmbedded({ dataDir: join(folder, `rights-${points}`) });
  try {
    const marshal = await openMarshal(embedded, 'rights_400', { points, audiences: 400 }, say);
    const visits = await chooseVisits(marshal);
    const server = await createServer({
      archive: { ...marshal.app, max: 4 },
      webRoot: null,
      version: 'benchmark',
    });
    try {
      say('measuring …');
      const source = await measure(server, visits, detailUrl);
      const sources = await measure(server, visits, listUrl);
      return {
        source_p95_ms: source.p95,
        sources_p95_ms: sources.p95,
        source_median_ms: source.median,
        sources_median_ms: sources.median,
        source_worst_ms: source.worst,
        sources_worst_ms: sources.worst,
        points,
        rounds,
        load: Number(loadavg()[0]?.toFixed(2)),
        cpu: cpus()[0]?.model ?? 'unknown',
        cores: cpus().length,
      };
    } finally {
      await server.close();
    }
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
