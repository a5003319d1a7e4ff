/**
 * A broker with everything on: cutouts stored, 14 catalogs, seven models, 100 filters, half of the
 * objects known before; into the embedded PostgreSQL.
 *
 * node benchmarks/broker.ts [--quick] [--json] [--packets N] [--catalog-rows N] [--archive N] [--keep DIR]
 *   [--only rates|latency|archive ...]
 *
 * What it makes first is used again by the next run of the same size: packets and catalogs always, the
 * filled archive, which has 27 GB at full size, with --keep, in that folder (which then takes 73 GB).
 *
 * A process that starts compiles filters, and what it looks up is not in memory yet: rates are those of all
 * alerts; latency and the two archives are compared after a warm-up, a sixth and a half of what they are given.
 *
 * The main rates come first. Each part is told as soon as it is measured, and is then in
 * `broker-results.json` beside what was made; a run that is ended (Ctrl-C, SIGTERM) prints what it has.
 */
import { existsSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { EmbeddedServer } from '@fritz/archive';
import { candidateMark, measureCones } from './broker/checks.ts';
import { bytesFree, bytesNeeded, gigabytes } from './broker/disk.ts';
import { connected, measureIn, measureOn, prepareDatabase, stopServers } from './broker/prepare.ts';
import { prepareArchive } from './broker/prepare-archive.ts';
import { memoryOf, perAlert, Results, round } from './broker/results.ts';
import { endBrokers, type Run, runBroker, type Share } from './broker/run-broker.ts';
import { preparePackets } from './ingest/packets.ts';

const { values } = parseArgs({
  options: {
    packets: { type: 'string' },
    'catalog-rows': { type: 'string' },
    archive: { type: 'string' },
    keep: { type: 'string' },
    only: { type: 'string', multiple: true, default: ['rates', 'latency', 'archive'] },
    quick: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});
/** A quick run does a tenth. */
const part = values.quick ? 0.1 : 1;
const packets = Number(values.packets ?? 30_000 * part);
const catalogRows = Number(values['catalog-rows'] ?? 10_000_000 * part);
const archived = Number(values.archive ?? 5_000_000 * part);
const isKept = values.keep !== undefined;
const burst = Math.min(10_000, packets >> 1);
const parts = new Set(values.only);
const compared = Math.min(packets, 20_000);
const half: Share = { from: 0, to: compared, perSecond: null, warmUp: compared >> 1 };
const allAtOnce: Share = { from: 0, to: packets, perSecond: null, warmUp: 0 };

const modelsFolder = join(import.meta.dirname, '../../shared/models');
const cache = resolve(values.keep ?? join(import.meta.dirname, '../.cache/benchmarks'));
const folder = join(cache, `broker-packets-${packets}`);
const dataDir = join(cache, `broker-${packets}-${catalogRows}`, 'data');
const results = new Results(join(cache, 'broker-results.json'), values.json);

const say = (text: string) => {
  const seconds = Math.floor(performance.now() / 1000);
  const minutes = String(Math.floor(seconds / 60)).padStart(3);
  process.stderr.write(`${minutes}:${String(seconds % 60).padStart(2, '0')}  ${text}\n`);
};

const runOn = (server: EmbeddedServer, share: Share) =>
  runBroker(server, join(folder, 'night'), share);

async function askForBtsbot(server: EmbeddedServer): Promise<void> {
  await connected(server.owner, (client) =>
    client.query(`UPDATE models SET when_scored = 'asked' WHERE name = 'bts'`),
  );
}

/** About, of two cores of 2.8 GHz that do nothing else. */
function expectedMinutes(): number {
  const fill = parts.has('archive') ? archived / 500_000 : 0;
  const made = packets / 20_000 + catalogRows / 2_500_000 + fill;
  const seconds = {
    rates: packets * (1 / 150 + 1 / 220),
    latency: packets / 200,
    archive: (2 * compared) / 200,
  };
  const runs = Object.entries(seconds).map(([name, each]) => (parts.has(name) ? each : 0));
  return Math.ceil(made + runs.reduce((sum, each) => sum + each, 0) / 60 + 2);
}

/** @throws where the disk has too little room */
function checkDisk(): void {
  const needed = bytesNeeded({
    ...{ packets, catalogRows, isKept },
    archived: parts.has('archive') ? archived : 0,
    hasPackets: existsSync(join(folder, 'done')),
    hasBase: existsSync(join(dataDir, '../made.json')),
  });
  const free = bytesFree(cache);
  const both = `${gigabytes(needed)} of disk at the most; ${gigabytes(free)} are free`;
  say(`about ${expectedMinutes()} minutes, less where something is made already, and ${both}`);
  if (needed > free) {
    throw new Error(
      `the disk has too little room: ${both}. Give a smaller --archive, or a folder elsewhere with --keep`,
    );
  }
}

async function measureRates(): Promise<number> {
  say('all models on every alert …');
  const all = await measureOn(dataDir, async (server) => {
    const run = await runOn(server, allAtOnce);
    return { run, mark: await candidateMark(server) };
  });
  results.add({
    alerts_per_s_all_models: round(all.run.perSecond),
    alerts: all.run.alerts,
    candidates: all.mark.count,
    scored_all: all.run.scored,
    ...tellOf(all.run, 'all_models'),
  });
  say('BTSbot on demand …');
  const asked = await measureOn(dataDir, async (server) => {
    await askForBtsbot(server);
    const run = await runOn(server, allAtOnce);
    return { run, mark: await candidateMark(server), conesPerS: await measureCones(server) };
  });
  results.add({
    alerts_per_s_on_demand: round(asked.run.perSecond),
    same_candidates: all.mark.digest === asked.mark.digest,
    failed: all.run.failed + asked.run.failed,
    scored_on_demand: asked.run.scored,
    ...tellOf(asked.run, 'on_demand'),
    cones_per_s: round(asked.conesPerS, 0),
    rss_mb_first_quarter: memoryOf(all.run).firstQuarter,
    rss_mb_max: Math.max(memoryOf(all.run).most, memoryOf(asked.run).most),
  });
  return asked.run.perSecond;
}

/** What a run cost, and how it used the cores. */
function tellOf(run: Run, name: string): Record<string, unknown> {
  const { cores } = run;
  return {
    [`ms_per_alert_${name}`]: perAlert(run),
    ...(cores ? { [`cores_used_${name}`]: cores.used, [`cores_${name}`]: cores } : {}),
  };
}

/** @param perSecond the sustained rate; null to measure it first, over fewer alerts */
async function measureLatency(perSecond: number | null): Promise<void> {
  const rate = 0.8 * (perSecond ?? (await measureEmpty()).warmPerSecond);
  say(`packets that come at ${rate.toFixed(0)} a second, then ${burst} at once …`);
  await measureOn(dataDir, async (server) => {
    await askForBtsbot(server);
    const to = packets - burst;
    const steady = await runOn(server, { from: 0, to, perSecond: rate, warmUp: packets / 6 });
    results.add({
      open_loop_per_s: round(rate),
      latency_p50_s: seconds(steady.warm.latencyMs.p50),
      latency_p99_s: seconds(steady.warm.latencyMs.p99),
      latency_p99_with_start_s: seconds(steady.latencyMs.p99),
      ...tellOf(steady, 'open_loop'),
    });
    const drained = await runOn(server, { ...allAtOnce, from: to });
    results.add({
      burst: drained.alerts,
      burst_drained_s: round(drained.latencyMs.max / 1000),
    });
  });
}

const seconds = (ms: number) => round(ms / 1000, 2);

async function measureEmpty(): Promise<Run> {
  say('an empty archive, to compare …');
  return measureOn(dataDir, async (server) => {
    await askForBtsbot(server);
    return runOn(server, half);
  });
}

async function measureArchive(): Promise<void> {
  const empty = await measureEmpty();
  results.add({ alerts_per_s_empty: round(empty.warmPerSecond), ...tellOf(empty, 'empty') });
  const filled = await prepareArchive(dataDir, archived, { isKept, say });
  try {
    // It has 5 kB for each alert: it is only copied where it is to stay.
    await (isKept ? measureOn : measureIn)(filled.dataDir, async (server) => {
      await askForBtsbot(server);
      say(`with ${filled.count} archived alerts …`);
      const run = await runOn(server, half);
      results.add({
        archived: filled.count,
        alerts_per_s_archived: round(run.warmPerSecond),
        rate_ratio_5m: round(run.warmPerSecond / empty.warmPerSecond, 2),
        rate_ratio_5m_with_start: round(run.perSecond / empty.perSecond, 2),
        ...tellOf(run, 'archived'),
      });
    });
  } finally {
    filled.release();
  }
}

/** Ends what runs, and prints what there is. */
async function endEarly(): Promise<void> {
  say('ended early');
  results.finish(false);
  endBrokers();
  await stopServers();
  rmSync(`${dataDir}-copy`, { recursive: true, force: true });
  process.exit(130);
}

async function measure(): Promise<void> {
  checkDisk();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void endEarly());
  await preparePackets(folder, packets, say);
  const size = { packets, catalogRows };
  await prepareDatabase(dataDir, folder, { size, modelsFolder, say });
  const perSecond = parts.has('rates') ? await measureRates() : null;
  if (parts.has('latency')) await measureLatency(perSecond);
  if (parts.has('archive')) await measureArchive();
  results.finish(true);
}

if (!existsSync(modelsFolder)) {
  say(`the models are not here (${modelsFolder}); docs/guides/models.md says where they come from`);
  process.exitCode = 1;
} else await measure();
