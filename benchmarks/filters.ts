/**
 * What filters cost: all of them together on one alert after the other, on one thread.
 *
 *   npm run bench:filters -- [--json]
 *
 * The filters are the real ones in $FRITZ_SHARED/data/filters (default ../shared beside the
 * repository) and generated ones like them, each different. The documents are the real packets in
 * $FRITZ_SHARED/data/ztf and those of a simulated night, each with a history of 100 points. How many
 * evaluations come to the last stage of their filter, in the author's order, and how many pass, is
 * said in the output; filters and documents are the same in every run. Beside the real filters
 * stands mingo, the JavaScript implementation of the same language. And: how long a broker that starts
 * with a thousand filters takes until they are ready, and one that runs until a change of one is.
 */
import { existsSync } from 'node:fs';
import { cpus } from 'node:os';
import { join, resolve } from 'node:path';
import { FilterSet, type MqlDocument, type Pipeline } from '@fritz/mql';
import { type Comparison, compareWithMingo } from './filters/compare-mingo.ts';
import { readDocuments } from './filters/documents.ts';
import { geometricMean, measure, type Rounds, round, type Timing } from './filters/measure.ts';
import { timeChanges } from './filters/time-changes.ts';
import {
  generateFilters,
  generatePipelines,
  type NamedFilter,
  ratesOf,
  readFilters,
} from './filters/workload.ts';

const HISTORY_POINTS = 100;
const SIMULATED_ALERTS = 270;
const GENERATED = 114;
const MANY = 1000;
/** The many filters are run over every fourth document. */
const EVERY = 4;

/** All filters as one set over each document, in microseconds per document. */
function timeTogether(
  filters: readonly Pipeline[],
  documents: readonly MqlDocument[],
  rounds: Rounds,
): Timing & { readonly compileMs: number } {
  const start = performance.now();
  const set = new FilterSet(filters.map((pipeline) => ({ pipeline, options: {} })));
  const compileMs = performance.now() - start;
  const indices = [...filters.keys()];
  const timing = measure(documents, rounds, (document) => {
    set.begin(document);
    for (const index of indices) set.run(index);
  });
  return { ...timing, compileMs };
}

/** Evaluations that come to the last stage, each filter by itself: nothing is shared. */
function timeReaching(filters: readonly NamedFilter[]): number {
  let total = 0;
  let evaluations = 0;
  for (const { pipeline, reaching } of filters) {
    const set = new FilterSet([{ pipeline, options: {} }]);
    const { best } = measure(reaching, { warmUp: 4, counted: 8 }, (document) => {
      set.begin(document);
      set.run(0);
    });
    if (reaching.length === 0) continue;
    total += best * reaching.length;
    evaluations += reaching.length;
  }
  return total / evaluations;
}

async function report(root: string) {
  const documents = readDocuments(root, HISTORY_POINTS, SIMULATED_ALERTS);
  const real = readFilters(root, documents);
  const filters = [...real, ...generateFilters(GENERATED, documents)];
  const rates = ratesOf(filters, documents.length);
  const pipelines = filters.map(({ pipeline }) => pipeline);
  const together = timeTogether(pipelines, documents, { warmUp: 10, counted: 30, chunk: 4 });
  const reachingUs = timeReaching(filters);
  const comparisons = real.map((filter) => compareWithMingo(filter, documents));
  const some = documents.filter((_document, index) => index % EVERY === 0);
  const many = [...real.map(({ pipeline }) => pipeline), ...generatePipelines(MANY - real.length)];
  const manyTogether = timeTogether(many, some, { warmUp: 6, counted: 24, chunk: 1 });
  const [first] = documents;
  const changes = first && (await timeChanges(many, first));
  return {
    machine: `${cpus()[0]?.model ?? 'unknown'}, node ${process.version}`,
    documents: documents.length,
    filters: filters.length,
    history_points: HISTORY_POINTS,
    evaluations: rates.evaluations,
    reached_last_stage: rates.reaching,
    reached_last_stage_percent: round(rates.reachingPercent),
    passed: rates.passing,
    passed_percent: round(rates.passingPercent),
    us_per_alert_filter: round(together.best / filters.length, 3),
    us_per_alert_filter_median: round(together.median / filters.length, 3),
    us_per_evaluation_reaching_last_stage: round(reachingUs),
    ms_per_alert_1000_filters: round(manyTogether.best / 1000, 3),
    ms_per_alert_1000_filters_median: round(manyTogether.median / 1000, 3),
    compile_ms_1000_filters: round(manyTogether.compileMs, 0),
    start_ms_1000_filters: round(changes?.startMs ?? 0, 0),
    start_longest_turn_ms: round(changes?.longestTurnMs ?? 0, 1),
    change_one_of_1000_ms: round(changes?.changeMs ?? 0, 1),
    change_one_of_1000_max_ms: round(changes?.changeMaxMs ?? 0, 1),
    change_first_alert_ms: round(changes?.firstAlertMs ?? 0, 1),
    times_mingo: round(geometricMean(comparisons.map(({ mingo, ours }) => mingo / ours)), 1),
    real_filters: comparisons.map((one) => toRow(one, documents.length)),
  };
}

function toRow(comparison: Comparison, documents: number) {
  const { filter, ours, oursReaching, mingo, mingoPassing } = comparison;
  return {
    filter: filter.name,
    reached: `${filter.reaching.length}/${documents}`,
    passed: `${filter.passing}/${documents}`,
    us: round(ours),
    us_reaching: oursReaching === null ? null : round(oursReaching),
    mingo_us: round(mingo),
    mingo_passed: mingoPassing === null ? 'gives up' : `${mingoPassing}/${documents}`,
    times: round(mingo / ours, 1),
  };
}

function print({ real_filters: rows, ...figures }: Awaited<ReturnType<typeof report>>): void {
  console.log(figures.machine);
  console.log(
    `${figures.documents} documents with ${figures.history_points} points, ` +
      `${figures.filters} distinct filters: ${figures.evaluations} evaluations, of which ` +
      `${figures.reached_last_stage} (${figures.reached_last_stage_percent} %) come to the last ` +
      `stage and ${figures.passed} (${figures.passed_percent} %) pass`,
  );
  console.table({
    'µs per (alert, filter), all active': {
      best: figures.us_per_alert_filter,
      median: figures.us_per_alert_filter_median,
      aim: 5,
    },
    'ms per alert, 1,000 distinct filters': {
      best: figures.ms_per_alert_1000_filters,
      median: figures.ms_per_alert_1000_filters_median,
      aim: 4,
    },
    'µs per evaluation that comes to the last stage, alone': {
      best: figures.us_per_evaluation_reaching_last_stage,
    },
    'times as fast as mingo, geometric mean': { best: figures.times_mingo, aim: 60 },
    'ms to prepare 1,000 filters': { best: figures.compile_ms_1000_filters },
    'ms until a broker that starts has 1,000 filters ready': {
      best: figures.start_ms_1000_filters,
    },
    'ms that others wait for a turn meanwhile, at most': { best: figures.start_longest_turn_ms },
    'ms until a change of one of 1,000 filters is ready': {
      median: figures.change_one_of_1000_ms,
    },
    'ms of the first alert that comes after it': { median: figures.change_first_alert_ms },
  });
  console.table(rows);
}

const root = process.env.FRITZ_SHARED ?? resolve(import.meta.dirname, '../../shared');
if (existsSync(join(root, 'data', 'filters'))) {
  const figures = await report(root);
  if (process.argv.includes('--json')) console.log(JSON.stringify(figures));
  else print(figures);
} else {
  console.log(`no filters under ${root}; set FRITZ_SHARED`);
}
