import { countComparisonsFor } from './compare.ts';
import { createContext, DEFAULT_MAX_MS, DEFAULT_MAX_STEPS, renewBudget } from './context.ts';
import { toMqlError } from './errors.ts';
import type { FilterOptions, MqlDocument } from './filter-options.ts';
import { countParts, withoutInput } from './output.ts';
import type { Pipeline } from './parse-pipeline.ts';
import { compileTail } from './stages/compile-sets.ts';
import { compileStage, type RunStage } from './stages/compile-stage.ts';
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
function compileStages(stages: readonly Stage[]): { run: RunStage; at: string }[] {
  const steps: { run: RunStage; at: string }[] = [];
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
  const { maxSteps = DEFAULT_MAX_STEPS, maxMs = DEFAULT_MAX_MS, computedOnly } = options;
  const context = createContext(pipeline.slotCount, maxSteps, maxMs);
  const stages = compileStages(pipeline.stages);
  return {
    get steps() {
      return context.steps;
    },
    run(document) {
      renewBudget(context);
      countComparisonsFor(context);
      let current: PlainObject | null = document;
      let place = '';
      try {
        for (const { run, at } of stages) {
          place = at;
          context.root = current;
          current = run(current, context);
          if (current === null) return null;
        }
        if (computedOnly) current = withoutInput(current, document);
        if (current !== document) countParts(current, context);
        return current;
      } catch (error) {
        throw toMqlError(error, place);
      } finally {
        countComparisonsFor(null);
        context.root = NO_DOCUMENT;
      }
    },
  };
}
