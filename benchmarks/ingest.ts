/**
 * Packets per second through the whole pipeline into the embedded PostgreSQL: files on disk, ten
 * filters, cutouts included, half of the packets for objects that have 500 stored points.
 *
 * node benchmarks/ingest.ts [--packets 50000] [--json]
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { migrateUp, startEmbedded } from '@fritz/archive';
import pg from 'pg';
import { BENCHMARK_FILTERS } from './ingest/filters.ts';
import { insertFilters } from './ingest/insert-filters.ts';
import { preparePackets } from './ingest/packets.ts';
import { postgresCpuMs } from './ingest/postgres-cpu.ts';
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

async function measure(): Promise<Record<string, unknown>> {
  await preparePackets(dataFolder, packets, say);
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
      await insertFilters(client, BENCHMARK_FILTERS);
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
