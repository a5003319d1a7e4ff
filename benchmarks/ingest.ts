/**
 * Packets per second through the whole pipeline into the embedded PostgreSQL: files on disk, ten
 * filters, cutouts included, half of the packets for objects that have 500 stored points.
 *
 * node benchmarks/ingest.ts [--packets 50000] [--json]
 */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
} from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { migrateUp, startEmbedded } from '@fritz/archive';
import { type SimulatedPacket, simulateNight, writeNightFiles } from '@fritz/surveys';
import pg from 'pg';
import { BENCHMARK_FILTERS } from './ingest/filters.ts';
import { ingestFolder, simulateHistories, storeHistories } from './ingest/prefill.ts';

const HISTORY_POINTS = 500;
const HISTORIES = 40;
/** The night before the first packets: histories reach to it. */
const HISTORY_NIGHT = '20260309';

const { values } = parseArgs({
  options: {
    packets: { type: 'string', default: '50000' },
    json: { type: 'boolean', default: false },
  },
});
const packets = Number(values.packets);
const say = (text: string) => {
  if (!values.json) process.stderr.write(`${text}\n`);
};

/** Kinds that come back night after night: the half with a history. */
const LASTING = { bogus: 0, asteroid: 0, flare: 0, cv: 0 };

/** Writes the packets once; the sky is the same every time. */
async function prepareFiles(folder: string): Promise<void> {
  if (existsSync(join(folder, 'done'))) return;
  say(`simulating ${packets} packets (once; kept in ${folder}) …`);
  rmSync(folder, { recursive: true, force: true });
  const half = Math.ceil(packets / 2);
  const sky = { seed: 5, alerts: Math.ceil(half / 2), kinds: LASTING };
  const known = new Set<string>();
  const before = note(simulateNight({ ...sky, night: '20260310' }), known);
  await writeNightFiles(join(folder, 'before'), before, { layout: 'files' });
  const later = simulateNight({ ...sky, night: '20260312', nights: 60 });
  const fresh = simulateNight({ seed: 6, night: '20260312', alerts: half });
  await writeNightFiles(join(folder, 'night'), mix(later, known, fresh), { layout: 'files' });
  mkdirSync(join(folder, 'done'));
}

function* note(packets: Iterable<SimulatedPacket>, objectIds: Set<string>) {
  for (const packet of packets) {
    objectIds.add(packet.objectId);
    yield packet;
  }
}

/** Alternates packets of known objects with those of an ordinary night of another sky. */
function* mix(
  later: Iterable<SimulatedPacket>,
  known: ReadonlySet<string>,
  fresh: Iterable<SimulatedPacket>,
): Generator<SimulatedPacket> {
  const others = fresh[Symbol.iterator]();
  for (const packet of later) {
    if (!known.has(packet.objectId)) continue;
    yield packet;
    const other = others.next();
    if (other.done) return;
    yield other.value;
  }
}

async function insertFilters(client: pg.Client): Promise<void> {
  await client.query(
    `INSERT INTO streams (name, survey, program_ids) VALUES ('all', 'ztf', '{1,2,3}')`,
  );
  await client.query(`INSERT INTO groups (name) VALUES ('benchmark')`);
  await client.query(`INSERT INTO group_streams SELECT g.id, s.id FROM groups g, streams s
    WHERE g.name = 'benchmark'`);
  for (const [name, pipeline] of Object.entries(BENCHMARK_FILTERS)) {
    await client.query(
      `WITH f AS (INSERT INTO filters (name, group_id, stream_id, audience_id)
         SELECT $1, g.id, s.id, intern_audience(ARRAY[g.id]) FROM groups g, streams s
         WHERE g.name = 'benchmark' RETURNING id)
       INSERT INTO filter_versions (filter_id, fid, pipeline) SELECT id, 'bench0', $2 FROM f`,
      [name, JSON.stringify(pipeline)],
    );
  }
  await client.query(
    `UPDATE filters f SET active = true, active_version_id = v.id
     FROM filter_versions v WHERE v.filter_id = f.id`,
  );
}

async function measure(): Promise<Record<string, unknown>> {
  await prepareFiles(dataFolder);
  const dataDir = mkdtempSync(join(tmpdir(), 'fritz-bench-'));
  // Started as root, the server runs as somebody else.
  chmodSync(dataDir, 0o755);
  const server = await startEmbedded({ dataDir });
  try {
    await pgClient(server.owner, (client) => migrateUp(client));
    const objects = await pgClient(server.superuser, async (client) => {
      say(`storing ${HISTORY_POINTS} points for each known object …`);
      await ingestFolder(server.broker, join(dataFolder, 'before'));
      const histories = simulateHistories(HISTORIES, HISTORY_POINTS, HISTORY_NIGHT);
      const count = await storeHistories(client, histories);
      await insertFilters(client);
      await client.query('VACUUM ANALYZE');
      await client.query('CHECKPOINT');
      return count;
    });
    say(`${objects} objects have ${HISTORY_POINTS} points; ingesting …`);
    const cpuBefore = postgresCpuMs(server.pid);
    const report = runWorker(server.broker);
    const postgresMs = postgresCpuMs(server.pid) - cpuBefore;
    const bytes = await pgClient(server.superuser, async (client) => {
      const { rows } = await client.query('SELECT pg_database_size(current_database()) AS bytes');
      return Number(rows[0].bytes);
    });
    return summarize(report, { objects, bytes, postgresMs });
  } finally {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function pgClient<T>(
  config: pg.ClientConfig,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ ...config, database: 'fritz', options: '-c search_path=fritz' });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

interface Report {
  readonly alerts: number;
  readonly passed: Readonly<Record<string, number>>;
  readonly quarantined: number;
  readonly seconds: number;
  readonly stageMs: Record<string, number>;
  readonly rssMb: number[];
  readonly cpu: { user: number; system: number };
}

function runWorker(config: pg.ClientConfig): Report {
  const worker = join(import.meta.dirname, 'ingest/worker.ts');
  const job = JSON.stringify({ config, folder: join(dataFolder, 'night') });
  const child = spawnSync(process.execPath, [...RUNTIME_FLAGS, worker, job], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (child.status !== 0) throw new Error(`the pipeline ended with status ${child.status}`);
  // What flags such as --trace-gc print stands before the report.
  const lines = child.stdout.trimEnd().split('\n');
  for (const line of lines.slice(0, -1)) process.stderr.write(`${line}\n`);
  return JSON.parse(lines.at(-1) ?? '') as Report;
}

/** CPU time of a PostgreSQL server, its live and its ended processes, from Linux's /proc. */
function postgresCpuMs(postmaster: number): number {
  let ticks = 0;
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const fields = statOf(name);
    const [utime = 0, stime = 0, cutime = 0, cstime = 0] = fields.slice(11, 15).map(Number);
    if (Number(name) === postmaster) ticks += utime + stime + cutime + cstime;
    else if (Number(fields[1]) === postmaster) ticks += utime + stime;
  }
  return ticks * 10;
}

/** The fields of /proc/PID/stat after the command's name; none for a process that ended. */
function statOf(pid: string): string[] {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return [];
  }
}

/** As `fritz broker` and `fritz ingest` run. */
const RUNTIME_FLAGS: readonly string[] = [
  '--max-semi-space-size=32',
  ...(process.env.FRITZ_BENCH_FLAGS ?? '').split(' ').filter(Boolean),
];

function summarize(report: Report, store: { objects: number; bytes: number; postgresMs: number }) {
  const { alerts, seconds, stageMs, rssMb } = report;
  const round = (value: number, digits = 1) => Number(value.toFixed(digits));
  const quarter = Math.floor(rssMb.length / 4);
  const max = (list: readonly number[]) => list.reduce((a, b) => Math.max(a, b), 0);
  return {
    packets_per_s: round(alerts / seconds),
    alerts,
    seconds: round(seconds),
    filters: Object.keys(BENCHMARK_FILTERS).length,
    passed: report.passed,
    objects_with_history: store.objects,
    ms_per_packet: Object.fromEntries(
      Object.entries(stageMs).map(([stage, ms]) => [stage, round(ms / alerts, 3)]),
    ),
    cpu_ms_per_packet: round((report.cpu.user + report.cpu.system) / 1000 / alerts, 3),
    postgres_cpu_ms_per_packet: round(store.postgresMs / alerts, 3),
    rss_mb_first_quarter: round(max(rssMb.slice(0, quarter))),
    rss_mb_max: round(max(rssMb)),
    database_gb: round(store.bytes / 1e9, 2),
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
  };
}

const dataFolder = join(import.meta.dirname, '../.cache/benchmarks', `ingest-${packets}`);
const result = await measure();
if (values.json) process.stdout.write(`${JSON.stringify(result)}\n`);
else
  for (const [key, value] of Object.entries(result)) {
    process.stdout.write(
      `${key.padEnd(24)}${typeof value === 'object' ? JSON.stringify(value) : value}\n`,
    );
  }
