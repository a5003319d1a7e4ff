import { FilterSet, type MqlDocument } from '@fritz/mql';
import { Aggregator } from 'mingo';
import { measure, type Rounds } from './measure.ts';
import type { NamedFilter } from './workload.ts';

/** One real filter by itself, here and in mingo, over the same documents. */
export interface Comparison {
  readonly filter: NamedFilter;
  /** Microseconds per document. */
  readonly ours: number;
  /** Of documents that arrive at the last stage; null where none does. */
  readonly oursReaching: number | null;
  readonly mingo: number;
  /** How many documents mingo passes, which is wrong about some; null where it gives up. */
  readonly mingoPassing: number | null;
}

/** The stages that mingo runs: the filter, and what its prefix asks of the history. */
function stagesOf({ pipeline }: NamedFilter): Record<string, unknown>[] {
  const { upstream } = pipeline;
  if (upstream === null) throw new Error('the filters of the benchmark have the prefix in front');
  return [...upstream.restrictions, ...upstream.rest].map((stage) => Object(stage));
}

function timeAlone(
  { pipeline }: NamedFilter,
  documents: readonly MqlDocument[],
  rounds: Rounds,
): number {
  const set = new FilterSet([{ pipeline, options: {} }]);
  return measure(documents, rounds, (document) => {
    set.begin(document);
    set.run(0);
  }).best;
}

const DOCUMENTS_AT_ONCE = 16;

/**
 * mingo over some documents at once, which is faster than one at a time, its query built
 * beforehand; of each some the fastest of the rounds, as ours.
 */
function timeMingo(filter: NamedFilter, documents: readonly MqlDocument[], rounds: number) {
  const aggregator = new Aggregator(stagesOf(filter));
  const best = new Map<number, number>();
  let passing = 0;
  for (let round = 0; round < rounds; round += 1) {
    passing = 0;
    for (let start = 0; start < documents.length; start += DOCUMENTS_AT_ONCE) {
      const some = documents.slice(start, start + DOCUMENTS_AT_ONCE);
      const began = performance.now();
      try {
        passing += aggregator.run(some).length;
      } catch {
        passing = Number.NaN;
      }
      const elapsedUs = (performance.now() - began) * 1000;
      best.set(start, Math.min(best.get(start) ?? elapsedUs, elapsedUs));
    }
  }
  const mingo = [...best.values()].reduce((sum, one) => sum + one, 0) / documents.length;
  return { mingo, mingoPassing: Number.isNaN(passing) ? null : passing };
}

export function compareWithMingo(
  filter: NamedFilter,
  documents: readonly MqlDocument[],
): Comparison {
  const { reaching } = filter;
  return {
    filter,
    ours: timeAlone(filter, documents, { warmUp: 10, counted: 30 }),
    oursReaching:
      reaching.length === 0 ? null : timeAlone(filter, reaching, { warmUp: 10, counted: 30 }),
    ...timeMingo(filter, documents, 4),
  };
}
