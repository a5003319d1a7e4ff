import { countComparisonsFor } from './compare.ts';
import { createContext } from './context.ts';
import type { MqlDocument } from './filter-options.ts';
import type { Pipeline } from './parse-pipeline.ts';
import { compileSets } from './stages/compile-sets.ts';

/** A pipeline over any number of documents, for queries. */
export interface Aggregation {
  /** The documents that come out. The inputs are never changed, but outputs may share parts of them. */
  run(documents: readonly MqlDocument[]): readonly MqlDocument[];
}

const DEFAULT_MAX_STEPS = 100_000_000;

/** Compiles a pipeline that is not a filter: it may take and give any number of documents. */
export function compileAggregation(
  pipeline: Pipeline,
  options: { readonly maxSteps?: number } = {},
): Aggregation {
  const maxSteps = options.maxSteps ?? DEFAULT_MAX_STEPS;
  const run = compileSets(pipeline.stages);
  return {
    run(documents) {
      const context = createContext(pipeline.slotCount, maxSteps);
      countComparisonsFor(context);
      try {
        return run(documents, context);
      } finally {
        countComparisonsFor(null);
      }
    },
  };
}
