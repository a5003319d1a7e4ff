/**
 * A broker with everything on: cutouts stored, 14 catalogs, seven models, 100 filters, half of the
 * objects known before; into the embedded PostgreSQL.
 *
 * node benchmarks/broker.ts [--quick] [--json] [--packets N] [--catalog-rows N] [--archive N] [--keep DIR]
 *
 * What it makes first is used again by the next run of the same size: packets and catalogs always, the
 * filled archive, which has 35 GB at full size, with --keep, in that folder (which then takes 80 GB).
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cpus } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { EmbeddedServer } from '@fritz/archive';
import { candidateMark, measureCones } from './broker/checks.ts';
import { connected, measureIn, measureOn, prepareDatabase } from './broker/prepare.ts';
import { prepareArchive } from './broker/prepare-archive.ts';
import type { Job, Report } from './broker/worker.ts';
import { preparePackets } from './ingest/packets.ts';
import { postgresCpuMs } from './ingest/postgres-cpu.ts';

const { values } = parseArgs({
  options: {
    packets: { type: 'string' },
    'catalog-rows': { type: 'string' },
    archive: { type: 'string' },
    keep: { type: 'string' },
    quick: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});
/** A quick run does a tenth. */
const part = values.quick ? 0.1 : 1;
const packets = Number(values.packets ?? 30_000 * part);
const catalogRows = Number(values['catalog-rows'] ?? 10_000_000 * part);
const archived = Number(values.archive ?? 5_000_000 * part);
const burst = 10_000;

const say = (text: string) => {
  const seconds = Math.floor(performance.now() / 1000);
  const minutes = String(Math.floor(seconds / 60)).padStart(3);
  process.stderr.write(`${minutes}:${String(seconds % 60).padStart(2, '0')}  ${text}\n`);
};

interface Run extends Report {
  readonly perSecond: number;
  readonly postgresMs: number;
}

type Share = Pick<Job, 'from' | 'to' | 'perSecond'>;

function runOn(server: EmbeddedServer, share: Share): Run {
  const worker = join(import.meta.dirname, 'broker/worker.ts');
  const job: Job = { config: server.broker, folder: join(folder, 'night'), ...share };
  const before = postgresCpuMs(server.pid);
  const child = spawnSync(
    process.execPath,
    ['--max-semi-space-size=32', worker, JSON.stringify(job)],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 64 * 1024 * 1024 },
  );
  if (child.status !== 0) throw new Error(`the broker ended with status ${child.status}`);
  const report = JSON.parse(child.stdout.trimEnd().split('\n').at(-1) ?? '') as Report;
  const postgresMs = postgresCpuMs(server.pid) - before;
  return { ...report, postgresMs, perSecond: report.alerts / report.seconds };
}

async function askForBtsbot(server: EmbeddedServer): Promise<void> {
  await connected(server.owner, (client) =>
    client.query(`UPDATE models SET when_scored = 'asked' WHERE name = 'bts'`),
  );
}

const ALL_AT_ONCE = { from: 0, to: packets, perSecond: null };

/** About, of two cores of 2.8 GHz that do nothing else. */
function expectedMinutes(): number {
  const made = packets / 10_000 + catalogRows / 2_000_000 + archived / 300_000;
  const runs = (packets * (1 / 180 + 2 / 280) + 2 * Math.min(packets, 10_000) * (1 / 280)) / 60;
  return Math.ceil(made + runs + 2);
}

async function measure() {
  const dataDir = join(cache, `broker-${packets}-${catalogRows}`, 'data');
  say(`about ${expectedMinutes()} minutes, less where something is made already`);
  await preparePackets(folder, packets, say);
  const size = { packets, catalogRows };
  await prepareDatabase(dataDir, folder, { size, modelsFolder, say });
  say('all models on every alert …');
  const all = await measureOn(dataDir, async (server) => {
    const run = runOn(server, ALL_AT_ONCE);
    return { run, mark: await candidateMark(server) };
  });
  say('BTSbot on demand …');
  const asked = await measureOn(dataDir, async (server) => {
    await askForBtsbot(server);
    const run = runOn(server, ALL_AT_ONCE);
    return { run, mark: await candidateMark(server), conesPerS: await measureCones(server) };
  });
  const rate = 0.8 * asked.run.perSecond;
  const half = packets - Math.min(burst, packets >> 1);
  say(`packets that come at ${rate.toFixed(0)} a second, then ${packets - half} at once …`);
  const paced = await measureOn(dataDir, async (server) => {
    await askForBtsbot(server);
    const steady = runOn(server, { from: 0, to: half, perSecond: rate });
    return { steady, drained: runOn(server, { from: half, to: packets, perSecond: null }) };
  });
  const some = { from: 0, to: Math.min(packets, 10_000), perSecond: null };
  const isKept = values.keep !== undefined;
  const filled = await prepareArchive(dataDir, archived, { isKept, say });
  // It has 7 kB for each alert: it is only copied where it is to stay.
  const old = await (isKept ? measureOn : measureIn)(filled.dataDir, async (server) => {
    await askForBtsbot(server);
    say(`with ${filled.count} archived alerts …`);
    return { count: filled.count, run: runOn(server, some) };
  });
  filled.release();
  say('without them …');
  const empty = await measureOn(dataDir, async (server) => {
    await askForBtsbot(server);
    return runOn(server, some);
  });
  return { all, asked, paced, rate, old, empty };
}

type Measured = Awaited<ReturnType<typeof measure>>;

function summarize({ all, asked, paced, rate, old, empty }: Measured) {
  const round = (value: number, digits = 1) => Number(value.toFixed(digits));
  const rss = (run: Run) => run.rssMb.reduce((a, b) => Math.max(a, b), 0);
  const quarter = (run: Run) =>
    run.rssMb.slice(0, run.rssMb.length >> 2).reduce((a, b) => Math.max(a, b), 0);
  const perAlert = (run: Run) =>
    Object.fromEntries(
      Object.entries({
        ...run.stageMs,
        ...{ cpu_node: run.cpuMs, cpu_postgres: run.postgresMs },
        ...Object.fromEntries(
          Object.entries(run.threadMs).map(([thread, ms]) => [`cpu_node_${thread}`, ms]),
        ),
      }).map(([stage, ms]) => [stage, round(ms / run.alerts, 3)]),
    );
  return {
    alerts_per_s_all_models: round(all.run.perSecond),
    alerts_per_s_on_demand: round(asked.run.perSecond),
    same_candidates: all.mark.digest === asked.mark.digest,
    candidates: all.mark.count,
    alerts: all.run.alerts,
    failed: all.run.failed + asked.run.failed,
    scored_all: all.run.scored,
    scored_on_demand: asked.run.scored,
    open_loop_per_s: round(rate),
    latency_p50_s: round(paced.steady.latencyMs.p50 / 1000, 2),
    latency_p99_s: round(paced.steady.latencyMs.p99 / 1000, 2),
    burst: paced.drained.alerts,
    burst_drained_s: round(paced.drained.latencyMs.max / 1000),
    cones_per_s: round(asked.conesPerS, 0),
    archived: old.count,
    rate_ratio_5m: round(old.run.perSecond / empty.perSecond, 2),
    rss_mb_first_quarter: round(quarter(all.run)),
    rss_mb_max: round(Math.max(rss(all.run), rss(asked.run))),
    ms_per_alert_all_models: perAlert(all.run),
    ms_per_alert_on_demand: perAlert(asked.run),
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
  };
}

const modelsFolder = join(import.meta.dirname, '../../shared/models');
const cache = resolve(values.keep ?? join(import.meta.dirname, '../.cache/benchmarks'));
const folder = join(cache, `broker-packets-${packets}`);
if (!existsSync(modelsFolder)) {
  say(`the models are not here (${modelsFolder}); docs/guides/models.md says where they come from`);
  process.exitCode = 1;
} else {
  const result = summarize(await measure());
  if (values.json) process.stdout.write(`${JSON.stringify(result)}\n`);
  else
    for (const [key, value] of Object.entries(result)) {
      const text = typeof value === 'object' ? JSON.stringify(value) : value;
      process.stdout.write(`${key.padEnd(26)}${text}\n`);
    }
}
