import { countComparisonsFor } from '../compare.ts';
import {
  type Context,
  createContext,
  DEFAULT_MAX_MS,
  DEFAULT_MAX_STEPS,
  renewBudget,
} from '../context.ts';
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
import { type FastVerdict, runFast } from './explain-one.ts';
import type { FunnelCondition, FunnelFailure, FunnelResult, FunnelStage } from './types.ts';

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
  private readonly times = { elapsedUs: 0 };
  private readonly increments = new Increments();

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
   * @returns what the stream makes of it, with the output of one that passes
   * @throws what the document throws when it is read; then it counts nothing
   */
  add(document: MqlDocument): FastVerdict {
    this.increments.begin();
    const start = performance.now();
    const verdict = runFast(this.set, document);
    this.increments.add(this.times, 'elapsedUs', (performance.now() - start) * 1000);
    // It may be the document itself, which is made as it is read.
    for (const name of Object.keys(verdict.output ?? {})) void verdict.output?.[name];
    this.walk(document);
    this.increments.apply();
    this.outcomes[verdict.outcome] += 1;
    this.note(document, verdict);
    return verdict;
  }

  result(): FunnelResult {
    const { passed, rejected, failed } = this.outcomes;
    const documents = passed + rejected + failed;
    const { elapsedUs } = this.times;
    return {
      documents,
      passed,
      rejected,
      failed,
      elapsedUs,
      usPerDocument: documents === 0 ? 0 : elapsedUs / documents,
      stages: this.counts.map((stage) => {
        const conditions = [...stage.conditions.values()].map((condition) => ({ ...condition }));
        return { ...stage, conditions };
      }),
      passing: [...this.passing],
      failures: [...this.failures],
    };
  }

  private note(document: MqlDocument, { outcome, error }: FastVerdict): void {
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
    const { context, increments } = this;
    renewBudget(context);
    context.alert = document;
    let documents: readonly PlainObject[] = [document];
    for (const [index, stage] of this.stages.entries()) {
      const counts = this.counts[index];
      const [first] = documents;
      if (counts === undefined || first === undefined) return;
      increments.add(counts, 'entered');
      const start = performance.now();
      countComparisonsFor(context);
      try {
        documents = stage.run(documents, context);
      } catch (error) {
        filterError(error, stage.at);
        increments.add(counts, 'failed');
        documents = [];
      } finally {
        countComparisonsFor(null);
        increments.add(counts, 'elapsedUs', (performance.now() - start) * 1000);
      }
      if (documents.length > 0) increments.add(counts, 'survived');
      if (stage.condition !== null) this.ask(stage.condition, first, counts);
    }
  }

  private ask(condition: Condition, document: PlainObject, counts: StageCounts): void {
    renewBudget(this.asking);
    countComparisonsFor(this.asking);
    try {
      const verdict = judge(condition, document, this.asking, counts.at);
      this.count(condition, verdict, true, counts);
    } finally {
      countComparisonsFor(null);
    }
  }

  private count(
    condition: Condition,
    verdict: Verdict,
    isReached: boolean,
    stage: StageCounts,
  ): void {
    const { increments } = this;
    const counts = stage.conditions.get(condition.id);
    if (counts !== undefined) {
      increments.add(counts, 'elapsedUs', verdict.elapsedUs);
      if (verdict.held === null) increments.add(counts, 'failed');
      if (verdict.held) increments.add(counts, 'heldAlone');
      if (isReached) increments.add(counts, 'reached');
      if (isReached && verdict.held) increments.add(counts, 'held');
    }
    const deciding = decidingPart(condition.kind, verdict.parts);
    condition.parts.forEach((part, index) => {
      const ofPart = verdict.parts[index];
      if (ofPart === undefined) return;
      this.count(part, ofPart, isReached && (deciding === -1 || index <= deciding), stage);
    });
  }
}

/** What one document adds to counts: all of it, or nothing where reading the document throws. */
class Increments {
  private readonly pending: [counts: Record<string, number>, name: string, by: number][] = [];

  begin(): void {
    this.pending.length = 0;
  }

  add<Name extends string>(counts: Record<Name, number>, name: Name, by = 1): void {
    this.pending.push([counts, name, by]);
  }

  apply(): void {
    for (const [counts, name, by] of this.pending) counts[name] = (counts[name] ?? 0) + by;
  }
}
