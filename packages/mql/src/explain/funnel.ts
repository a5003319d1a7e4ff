import { countComparisonsFor } from '../compare.ts';
import {
  type Context,
  createContext,
  DEFAULT_MAX_MS,
  DEFAULT_MAX_STEPS,
  renewBudget,
} from '../context.ts';
import type { MqlError } from '../errors.ts';
import type { FilterOptions, MqlDocument } from '../filter-options.ts';
import type { Pipeline } from '../parse-pipeline.ts';
import { FilterSet } from '../share/filter-set.ts';
import type { PlainObject } from '../values.ts';
import { candidOf } from './candid.ts';
import { compileStages, type ExplainableStage } from './compile-stages.ts';
import {
  type Condition,
  decidingPart,
  explainError,
  filterError,
  judge,
  type Verdict,
} from './conditions.ts';
import { runFast } from './explain-one.ts';
import type {
  FunnelCondition,
  FunnelFailure,
  FunnelResult,
  FunnelStage,
  Outcome,
} from './types.ts';

type Counting<Counts> = { -readonly [name in keyof Counts]: Counts[name] };

interface StageCounts extends Counting<Omit<FunnelStage, 'conditions'>> {
  readonly conditions: ReadonlyMap<string, Counting<FunnelCondition>>;
}

/** Passing candids and failures that are kept. */
const KEPT_PASSING = 10_000;
const KEPT_FAILURES = 100;

function* flatten(condition: Condition, depth: number): Iterable<[Condition, number]> {
  yield [condition, depth];
  for (const part of condition.parts) yield* flatten(part, depth + 1);
}

function newCounts({ at, name, condition }: ExplainableStage, index: number): StageCounts {
  const conditions = new Map<string, Counting<FunnelCondition>>();
  for (const [{ id, kind, text }, depth] of condition === null ? [] : flatten(condition, 0)) {
    const none = { reached: 0, held: 0, heldAlone: 0, failed: 0, elapsedUs: 0 };
    conditions.set(id, { id, kind, text, depth, ...none });
  }
  return { index, at, name, entered: 0, survived: 0, failed: 0, elapsedUs: 0, conditions };
}

/** Counts how many documents survive each stage and each condition of a filter. */
export class Funnel {
  private readonly set: FilterSet;
  private readonly stages: readonly ExplainableStage[];
  private readonly counts: readonly StageCounts[];
  private readonly context: Context;
  private readonly asking: Context;
  private readonly outcomes = { passed: 0, rejected: 0, failed: 0 };
  private readonly passing: bigint[] = [];
  private readonly failures: FunnelFailure[] = [];
  private elapsedUs = 0;

  /** @param options as the stream runs the filter */
  constructor(pipeline: Pipeline, options: FilterOptions = {}) {
    const { maxSteps = DEFAULT_MAX_STEPS, maxMs = DEFAULT_MAX_MS } = options;
    this.set = new FilterSet([{ pipeline, options }]);
    this.stages = compileStages(pipeline.stages);
    this.counts = this.stages.map(newCounts);
    this.context = createContext(pipeline.slotCount, maxSteps, maxMs);
    this.asking = createContext(pipeline.slotCount, maxSteps, maxMs);
  }

  /**
   * Takes one document.
   *
   * @returns what the stream makes of it
   * @throws what the document throws when it is read; then it counts nothing
   */
  add(document: MqlDocument): Outcome {
    const start = performance.now();
    const { outcome, error } = runFast(this.set, document);
    this.elapsedUs += (performance.now() - start) * 1000;
    this.walk(document);
    this.outcomes[outcome] += 1;
    this.note(document, outcome, error);
    return outcome;
  }

  result(): FunnelResult {
    const { passed, rejected, failed } = this.outcomes;
    const documents = passed + rejected + failed;
    return {
      documents,
      passed,
      rejected,
      failed,
      elapsedUs: this.elapsedUs,
      usPerDocument: documents === 0 ? 0 : this.elapsedUs / documents,
      stages: this.counts.map((stage) => {
        const conditions = [...stage.conditions.values()].map((condition) => ({ ...condition }));
        return { ...stage, conditions };
      }),
      passing: [...this.passing],
      failures: [...this.failures],
    };
  }

  private note(document: MqlDocument, outcome: Outcome, error: MqlError | null): void {
    const candid = candidOf(document);
    if (outcome === 'passed' && candid !== null && this.passing.length < KEPT_PASSING) {
      this.passing.push(candid);
    }
    const explained = explainError(error);
    if (explained !== null && this.failures.length < KEPT_FAILURES) {
      this.failures.push({ candid, error: explained });
    }
  }

  private walk(document: MqlDocument): void {
    const { context } = this;
    renewBudget(context);
    let documents: readonly PlainObject[] = [document];
    for (const [index, stage] of this.stages.entries()) {
      const counts = this.counts[index];
      const [first] = documents;
      if (counts === undefined || first === undefined) return;
      counts.entered += 1;
      const start = performance.now();
      countComparisonsFor(context);
      try {
        documents = stage.run(documents, context);
      } catch (error) {
        filterError(error, stage.at);
        counts.failed += 1;
        documents = [];
      } finally {
        countComparisonsFor(null);
        counts.elapsedUs += (performance.now() - start) * 1000;
      }
      if (documents.length > 0) counts.survived += 1;
      if (stage.condition !== null) this.ask(stage.condition, first, counts);
    }
  }

  private ask(condition: Condition, document: PlainObject, counts: StageCounts): void {
    renewBudget(this.asking);
    countComparisonsFor(this.asking);
    try {
      const verdict = judge(condition, document, this.asking, counts.at);
      count(condition, verdict, true, counts);
    } finally {
      countComparisonsFor(null);
    }
  }
}

function count(
  condition: Condition,
  verdict: Verdict,
  isReached: boolean,
  stage: StageCounts,
): void {
  const counts = stage.conditions.get(condition.id);
  if (counts !== undefined) {
    counts.elapsedUs += verdict.elapsedUs;
    if (verdict.held === null) counts.failed += 1;
    if (verdict.held) counts.heldAlone += 1;
    if (isReached) counts.reached += 1;
    if (isReached && verdict.held) counts.held += 1;
  }
  const deciding = decidingPart(condition.kind, verdict.parts);
  condition.parts.forEach((part, index) => {
    const ofPart = verdict.parts[index];
    if (ofPart === undefined) return;
    count(part, ofPart, isReached && (deciding === -1 || index <= deciding), stage);
  });
}
