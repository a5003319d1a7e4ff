import type { FilterOptions, MqlDocument } from './filter-options.ts';
import type { Pipeline } from './parse-pipeline.ts';
import { findReads } from './reads.ts';
import { FilterSet, type FilterSource } from './share/filter-set.ts';

/** A pipeline ready to run; it holds the state of the evaluation, so do not share it in threads. */
export interface CompiledFilter {
  /**
   * The one output document, or null when the filter does not pass. The input is never changed;
   * the output may share parts with it and with the pipeline, so do not change it either.
   *
   * @throws MqlError 'budget' beyond the steps allowed, 'runtime' where an operator meets a value
   * that it cannot take.
   */
  run(document: MqlDocument): MqlDocument | null;
  /**
   * What the filter reads of the input: dotted paths such as 'candidate.drb', the shortest where
   * one holds another; null = everything. An `_id` that a projection keeps unasked is not listed.
   */
  readonly reads: readonly string[] | null;
  /** What it was compiled from, to run it together with others. */
  readonly source: FilterSource;
}

/** Compiles a pipeline to closures. */
export function compileFilter(pipeline: Pipeline, options: FilterOptions = {}): CompiledFilter {
  const source: FilterSource = { pipeline, options };
  let alone: FilterSet | null = null;
  return {
    source,
    reads: findReads(pipeline.stages, { passesInput: !(options.computedOnly ?? false) }),
    run(document) {
      alone ??= new FilterSet([source]);
      alone.begin(document);
      return alone.run(0);
    },
  };
}
