import { countComparisonsFor } from '../compare.ts';
import {
  type Context,
  createContext,
  DEFAULT_MAX_MS,
  DEFAULT_MAX_STEPS,
  renewBudget,
} from '../context.ts';
import { MqlError } from '../errors.ts';
import type { FilterOptions, MqlDocument } from '../filter-options.ts';
import type { Pipeline } from '../parse-pipeline.ts';
import { FilterSet } from '../share/filter-set.ts';
import type { PlainObject } from '../values.ts';
import { compileStages, type ExplainableStage } from './compile-stages.ts';
import { explainError, expressionCondition, filterError, judge } from './conditions.ts';
import { Definitions } from './definitions.ts';
import { explainCondition } from './explain-condition.ts';
import { compareFields } from './fields.ts';
import { documentToJson } from './to-json.ts';
import type { ExplainedCondition, ExplainedStage, Explanation, Outcome } from './types.ts';

/** Documents that are shown of those that go in and out of a stage. */
const SHOWN_DOCUMENTS = 3;

/** What a run of one filter on one document comes to. */
export interface FastVerdict {
  readonly outcome: Outcome;
  readonly output: MqlDocument | null;
  readonly error: MqlError | null;
}

/** Runs a filter as the stream does. @throws what is no error of the filter's */
export function runFast(set: FilterSet, document: MqlDocument): FastVerdict {
  set.begin(document);
  try {
    const output = set.run(0);
    return { outcome: output === null ? 'rejected' : 'passed', output, error: null };
  } catch (error) {
    if (!(error instanceof MqlError)) throw error;
    return { outcome: 'failed', output: null, error };
  }
}

/** Goes through the stages in the author's order. */
class Walk {
  readonly stages: ExplainedStage[] = [];
  error: MqlError | null = null;
  private documents: readonly PlainObject[];
  private readonly context: Context;
  /** Conditions are asked on an allowance of their own: they are no part of the evaluation. */
  private readonly asking: Context;
  private readonly definitions = new Definitions();
  private isOver = false;

  constructor(document: PlainObject, context: Context, asking: Context) {
    this.documents = [document];
    this.context = context;
    context.alert = document;
    this.asking = asking;
  }

  take(stage: ExplainableStage, index: number): void {
    const input = this.documents;
    const { outcome, output, steps, elapsedUs, error } = this.isOver
      ? SKIPPED
      : this.run(stage, input);
    const [first] = input;
    const condition = this.isOver || first === undefined ? null : this.ask(stage, first);
    const shown = this.isOver ? [] : input;
    this.stages.push({
      index,
      at: stage.at,
      name: stage.name,
      outcome,
      input: shown.slice(0, SHOWN_DOCUMENTS).map(documentToJson),
      output: output.slice(0, SHOWN_DOCUMENTS).map(documentToJson),
      documentsIn: shown.length,
      documentsOut: output.length,
      fields: compareFields(shown[0], output[0]),
      condition,
      steps,
      elapsedUs,
      error: explainError(error),
    });
    if (this.isOver) return;
    if (first !== undefined) this.definitions.after(stage.stage, first);
    this.documents = output;
    this.isOver = output.length === 0;
  }

  private run(stage: ExplainableStage, input: readonly PlainObject[]) {
    const { context } = this;
    const before = context.steps;
    const start = performance.now();
    let output: readonly PlainObject[] = [];
    let error: MqlError | null = null;
    countComparisonsFor(context);
    try {
      output = stage.run(input, context);
    } catch (thrown) {
      error = filterError(thrown, stage.at);
      this.error = error;
    } finally {
      countComparisonsFor(null);
    }
    const elapsedUs = (performance.now() - start) * 1000;
    const outcome: Outcome =
      error !== null ? 'failed' : output.length === 0 ? 'rejected' : 'passed';
    return { outcome, output, steps: context.steps - before, elapsedUs, error };
  }

  private ask({ condition, at }: ExplainableStage, document: PlainObject) {
    if (condition === null) return null;
    const { asking } = this;
    countComparisonsFor(asking);
    try {
      const verdict = judge(condition, document, asking, at);
      const explained = explainCondition(condition, verdict, { document, context: asking });
      return this.withCauses(explained, at);
    } finally {
      countComparisonsFor(null);
    }
  }

  private withCauses(condition: ExplainedCondition, at: string): ExplainedCondition {
    const definition = condition.path === null ? null : this.definitions.of(condition.path);
    return {
      ...condition,
      parts: condition.parts.map((part) => this.withCauses(part, at)),
      cause: definition === null ? null : this.explainCause(definition, condition.id, at),
    };
  }

  private explainCause(
    { expression, document }: NonNullable<ReturnType<Definitions['of']>>,
    id: string,
    at: string,
  ): ExplainedCondition {
    const condition = expressionCondition(expression, `${id}=`);
    const verdict = judge(condition, document, this.asking, at);
    return explainCondition(condition, verdict, { document, context: this.asking });
  }
}

const SKIPPED = { outcome: 'skipped', output: [], steps: 0, elapsedUs: 0, error: null } as const;

/**
 * Why one document passes a filter or does not, stage by stage in the author's order.
 *
 * @param options as the stream runs the filter, so that the outcome is the stream's
 * @throws what the document throws when it is read; errors of the filter are in the explanation
 */
export function explainOne(
  pipeline: Pipeline,
  document: MqlDocument,
  options: FilterOptions = {},
): Explanation {
  const { maxSteps = DEFAULT_MAX_STEPS, maxMs = DEFAULT_MAX_MS } = options;
  const start = performance.now();
  const fast = runFast(new FilterSet([{ pipeline, options }]), document);
  const elapsedUs = (performance.now() - start) * 1000;
  const context = createContext(pipeline.slotCount, maxSteps, maxMs);
  renewBudget(context);
  const walk = new Walk(document, context, createContext(pipeline.slotCount, maxSteps, maxMs));
  for (const [index, stage] of compileStages(pipeline.stages).entries()) walk.take(stage, index);
  return {
    outcome: fast.outcome,
    stages: walk.stages,
    output: fast.output === null ? null : documentToJson(fast.output),
    error: explainError(fast.error ?? walk.error),
    rejectedBeforeError: fast.outcome === 'rejected' && walk.error !== null,
    steps: context.steps,
    maxSteps,
    elapsedUs,
  };
}
