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

/** mingo over all documents at once, its query built beforehand: faster than one at a time. */
function timeMingo(filter: NamedFilter, documents: readonly MqlDocument[], rounds: number) {
  const aggregator = new Aggregator(stagesOf(filter));
  let best = Number.POSITIVE_INFINITY;
  let passing: number | null = null;
  for (let round = 0; round < rounds; round += 1) {
    const start = performance.now();
    try {
      passing = aggregator.run([...documents]).length;
    } catch {
      passing = null;
    }
    best = Math.min(best, ((performance.now() - start) * 1000) / documents.length);
  }
  return { mingo: best, mingoPassing: passing };
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
    ...timeMingo(filter, documents, 3),
  };
}
