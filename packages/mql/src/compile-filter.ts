import { countComparisonsFor } from './compare.ts';
import { type Context, createContext, renewBudget, spend } from './context.ts';
import { toMqlError } from './errors.ts';
import { type OrderedStage, orderStages } from './order-stages.ts';
import type { Pipeline } from './parse-pipeline.ts';
import { findReads } from './reads.ts';
import { compileTail } from './stages/compile-sets.ts';
import { compileStage, type RunStage } from './stages/compile-stage.ts';
import { isDocumentStage } from './tree.ts';
import type { PlainObject } from './values.ts';

/** An alert as filters see it; longs are bigint or safe integers, dates are Date. */
export type MqlDocument = Record<string, unknown>;

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
}

export interface FilterOptions {
  /** Array elements that one run may go through; 1,000,000 by default. */
  readonly maxSteps?: number;
  /**
   * Leaves fields out of the output that the input has by the same name, and out of `reads` what
   * would only be passed on: for callers who keep the input anyway. False by default.
   */
  readonly computedOnly?: boolean;
  /** Top-level fields of the input that are made when they are read: looked at last. */
  readonly costly?: readonly string[];
}

const DEFAULT_MAX_STEPS = 1_000_000;
const NO_DOCUMENT: PlainObject = {};

/** Counts what the output holds, parts held twice counted twice, as who writes it out would. */
function countParts(value: unknown, context: Context): void {
  if (typeof value !== 'object' || value === null) return;
  const parts: readonly unknown[] = Array.isArray(value) ? value : Object.values(value);
  spend(context, parts.length);
  for (const part of parts) countParts(part, context);
}

/** The fields of the output that the input does not have. */
function withoutInput(output: PlainObject, document: PlainObject): PlainObject {
  const computed: PlainObject = {};
  for (const name of Object.keys(output)) {
    if (!Object.hasOwn(document, name)) computed[name] = output[name];
  }
  return computed;
}

/** Stages of one document each, and as the last step all from the first that sees many on. */
function compileStages(ordered: readonly OrderedStage[]): { run: RunStage; at: string }[] {
  const steps: { run: RunStage; at: string }[] = [];
  for (const [index, stage] of ordered.entries()) {
    if (stage.kind !== 'guard' && !isDocumentStage(stage)) {
      return [...steps, { run: compileTail(ordered.slice(index)), at: stage.at }];
    }
    steps.push({ run: compileStage(stage), at: stage.at });
  }
  return steps;
}

/** Compiles a pipeline to closures. */
export function compileFilter(pipeline: Pipeline, options: FilterOptions = {}): CompiledFilter {
  const context = createContext(pipeline.slotCount, options.maxSteps ?? DEFAULT_MAX_STEPS);
  const computedOnly = options.computedOnly ?? false;
  const stages = compileStages(orderStages(pipeline.stages, new Set(options.costly)));
  return {
    reads: findReads(pipeline.stages, { passesInput: !computedOnly }),
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
