import { countComparisonsFor } from './compare.ts';
import { createContext, DEFAULT_MAX_MS, DEFAULT_MAX_STEPS, renewBudget } from './context.ts';
import type { FilterOptions, MqlDocument } from './filter-options.ts';
import type { Pipeline } from './parse-pipeline.ts';
import { compileTail } from './stages/compile-sets.ts';
import { compileStage } from './stages/compile-stage.ts';
import { runSteps, type Step } from './stages/run-steps.ts';
import { isDocumentStage, type Stage } from './tree.ts';
import type { PlainObject } from './values.ts';

/** A pipeline that is evaluated stage by stage in the author's order, nothing shared. */
export interface Straight {
  /** As `CompiledFilter.run`. */
  run(document: MqlDocument): MqlDocument | null;
  /** Steps of the last run. */
  readonly steps: number;
}

/** Stages of one document each, and as the last step all from the first that sees many on. */
function compileStages(stages: readonly Stage[]): readonly Step[] {
  const steps: Step[] = [];
  for (const [index, stage] of stages.entries()) {
    if (!isDocumentStage(stage)) {
      return [...steps, { run: compileTail(stages.slice(index)), at: stage.at }];
    }
    steps.push({ run: compileStage(stage), at: stage.at });
  }
  return steps;
}

const NO_DOCUMENT: PlainObject = {};

/** Compiles a pipeline to closures, one per stage: what the fast evaluation must agree with. */
export function compileStraight(pipeline: Pipeline, options: FilterOptions = {}): Straight {
  const { maxSteps = DEFAULT_MAX_STEPS, maxMs = DEFAULT_MAX_MS, computedOnly = false } = options;
  const context = createContext(pipeline.slotCount, maxSteps, maxMs);
  const stages = compileStages(pipeline.stages);
  return {
    get steps() {
      return context.steps;
    },
    run(document) {
      renewBudget(context);
      countComparisonsFor(context);
      context.alert = document;
      try {
        return runSteps(stages, document, context, computedOnly);
      } finally {
        countComparisonsFor(null);
        context.root = NO_DOCUMENT;
        context.alert = NO_DOCUMENT;
      }
    },
  };
}
