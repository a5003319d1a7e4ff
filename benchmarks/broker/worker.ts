/** A broker over some of the packets, in a process of its own, as `fritz broker` runs; reports. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import {
  BrokerDatabase,
  PgAlertStore,
  PgCrossMatcher,
  PgFilterLibrary,
  PgModelLibrary,
} from '@fritz/archive';
import { InferencePool, ModelScorer } from '@fritz/classifiers';
import { type BatchWrite, runPipeline, type Scorer } from '@fritz/pipeline';
import { ZtfAdapter, type ZtfAlert } from '@fritz/surveys';
import type pg from 'pg';
import { TimedSource } from './timed-source.ts';

/** Which packets come how. */
export interface Job {
  readonly config: pg.ClientConfig;
  readonly folder: string;
  readonly from: number;
  readonly to: number;
  /** Null: all at once. */
  readonly perSecond: number | null;
  /** After so many alerts, whole batches, filters are compiled and caches warm; `warm` is what follows. */
  readonly warmUp: number;
}

export interface Spread {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

export interface Report {
  readonly alerts: number;
  readonly seconds: number;
  /** From a packet's coming to the commit of its batch, ms: the median, the 99th percentile, the last. */
  readonly latencyMs: Spread;
  /** Of the alerts after the warm-up. */
  readonly warm: {
    readonly alerts: number;
    readonly seconds: number;
    readonly latencyMs: Spread;
  };
  /** Wall time, ms per alert; stages overlap. */
  readonly stageMs: Readonly<Record<string, number>>;
  readonly passed: number;
  readonly scored: Readonly<Record<string, number>>;
  readonly failed: number;
  readonly rssMb: readonly number[];
  readonly cpuMs: number;
  /** CPU time of the process's threads by what they do, where the system tells. */
  readonly threadMs: Readonly<Record<string, number>>;
}

/** What the system calls a thread, and what it does. */
const THREADS = new Map([
  ['MainThread', 'main'],
  ['models', 'models'],
  ['V8Worker', 'garbage'],
]);

/** How often it is told how far the run came. */
const TELL_MS = 15_000;

/** A scorer that says how long it was waited for. */
function timed(scorer: Scorer, note: (ms: number) => void): Scorer {
  return {
    models: () => scorer.models(),
    forget: () => scorer.forget(),
    async score(requests, when) {
      const start = performance.now();
      const scores = await scorer.score(requests, when);
      note(performance.now() - start);
      return scores;
    },
  };
}

/** What came of the batches so far. */
class Tally {
  readonly stageMs: Record<string, number> = {};
  readonly scored: Record<string, number> = {};
  readonly rssMb: number[] = [];
  readonly sums = { alerts: 0, passed: 0, failed: 0 };
  private readonly start = performance.now();
  private readonly latencies: number[] = [];
  private warmAt = { alerts: 0, latencies: 0, ms: this.start };
  private readonly warmUp: number;

  constructor(warmUp: number) {
    this.warmUp = warmUp;
  }

  addTime(stage: string, ms: number): void {
    this.stageMs[stage] = (this.stageMs[stage] ?? 0) + ms;
  }

  /** @param arrivals when the batch's packets came, in ms */
  add({ alerts, counts, stageMs }: BatchWrite<ZtfAlert>, arrivals: readonly number[]): void {
    const now = performance.now();
    for (const time of arrivals) this.latencies.push(now - time);
    const { sums, latencies, scored } = this;
    const isCold = sums.alerts < this.warmUp;
    sums.alerts += alerts.length;
    if (isCold) this.warmAt = { alerts: sums.alerts, latencies: latencies.length, ms: now };
    for (const { passed, failed } of counts) {
      sums.passed += passed;
      sums.failed += failed;
    }
    for (const { scores } of alerts) {
      for (const [place, { name }] of (scores?.models ?? []).entries()) {
        if (scores?.scores[place]?.score != null) scored[name] = (scored[name] ?? 0) + 1;
      }
    }
    for (const [stage, ms] of Object.entries(stageMs)) this.addTime(stage, ms);
    this.rssMb.push(process.memoryUsage.rss() / 2 ** 20);
  }

  /** To be called when the last batch is stored. */
  end(): Pick<Report, 'alerts' | 'passed' | 'failed' | 'seconds' | 'latencyMs' | 'warm'> {
    const now = performance.now();
    const { sums, warmAt, latencies } = this;
    return {
      ...sums,
      seconds: (now - this.start) / 1000,
      latencyMs: spread(latencies),
      warm: {
        alerts: sums.alerts - warmAt.alerts,
        seconds: (now - warmAt.ms) / 1000,
        latencyMs: spread(latencies.slice(warmAt.latencies)),
      },
    };
  }
}

async function work({ config, folder, from, to, perSecond, warmUp }: Job): Promise<Report> {
  const paths = readdirSync(folder)
    .sort()
    .slice(from, to)
    .map((name) => join(folder, name));
  const source = new TimedSource(paths, perSecond ?? Number.POSITIVE_INFINITY);
  const database = new BrokerDatabase(config);
  const adapter = new ZtfAdapter();
  const pool = new InferencePool(availableParallelism());
  const tally = new Tally(warmUp);
  let toldAt = performance.now();
  await runPipeline(source, {
    adapter,
    store: new PgAlertStore(database, adapter),
    filters: new PgFilterLibrary(database, adapter),
    matcher: new PgCrossMatcher(database, adapter.name),
    scorer: timed(new ModelScorer(new PgModelLibrary(database, adapter.name), pool), (ms) =>
      tally.addTime('scores', ms),
    ),
    consumer: 'benchmark',
    onBatch: (write) => {
      tally.add(write, source.arrivals.shift() ?? []);
      if (performance.now() - toldAt < TELL_MS) return;
      toldAt = performance.now();
      process.stderr.write(`        ${tally.sums.alerts} of ${paths.length} alerts …\n`);
    },
  });
  const ended = tally.end();
  const threadMs = threadCpuMs();
  await pool.close();
  await database.close();
  const { user, system } = process.cpuUsage();
  const { stageMs, scored, rssMb } = tally;
  return { ...ended, stageMs, scored, rssMb, threadMs, cpuMs: (user + system) / 1000 };
}

/** From Linux's /proc, in its ticks of 10 ms: the threads that end are no more in it. */
function threadCpuMs(): Record<string, number> {
  const times: Record<string, number> = {};
  if (!existsSync('/proc/self/task')) return times;
  for (const id of readdirSync('/proc/self/task')) {
    const stat = readFileSync(`/proc/self/task/${id}/stat`, 'utf8');
    const comm = stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const ms = 10 * (Number(fields[11]) + Number(fields[12]));
    const what = THREADS.get(comm) ?? 'others';
    times[what] = (times[what] ?? 0) + ms;
  }
  return times;
}

function spread(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (part: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? 0;
  return { p50: at(0.5), p99: at(0.99), max: at(1) };
}

process.stdout.write(`${JSON.stringify(await work(JSON.parse(process.argv[2] ?? '{}')))}\n`);
