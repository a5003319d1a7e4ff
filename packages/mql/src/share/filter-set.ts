import { countComparisonsFor } from '../compare.ts';
import type { FilterOptions, MqlDocument } from '../compile-filter.ts';
import {
  type Context,
  createContext,
  DEFAULT_MAX_MS,
  DEFAULT_MAX_STEPS,
  type Evaluate,
  renewBudget,
} from '../context.ts';
import { MqlError, toMqlError } from '../errors.ts';
import type { Pipeline } from '../parse-pipeline.ts';
import { compileStraight, type Straight } from '../straight.ts';
import { isTruthy, type PlainObject } from '../values.ts';
import { Sharing } from './cells.ts';
import { type Finish, type ProgramPlan, planProgram } from './program.ts';
import { SharedCompiler } from './shared-compiler.ts';
import { structureKey } from './structure-key.ts';

/** A pipeline with how it is to be run. */
export interface FilterSource {
  readonly pipeline: Pipeline;
  readonly options: FilterOptions;
}

/** One of the distinct filters of a set, and what it made of the current document. */
interface Program {
  readonly source: FilterSource;
  readonly plan: ProgramPlan;
  readonly conditions: readonly { readonly holds: Evaluate; readonly at: string }[];
  readonly finish: Finish;
  readonly context: Context;
  straight: Straight | null;
  epoch: number;
  output: PlainObject | null;
  failure: unknown;
  steps: number;
}

const NO_DOCUMENT: PlainObject = {};

/**
 * Filters that run over the same documents. What several of them compute is computed once per
 * document, identical filters run once, and each gives what it would give alone.
 */
export class FilterSet {
  private readonly sharing = new Sharing();
  private readonly programs: readonly Program[];
  private readonly programOf: readonly number[];
  private ran: Program | null = null;

  constructor(sources: readonly FilterSource[]) {
    const places = new Map<string, number>();
    const distinct: FilterSource[] = [];
    this.programOf = sources.map((source) => {
      const key = structureKey([source.pipeline.stages, source.options]);
      const place = places.get(key) ?? distinct.push(source) - 1;
      places.set(key, place);
      return place;
    });
    this.programs = this.compile(distinct);
  }

  /** How many of the filters are distinct. */
  get distinct(): number {
    return this.programs.length;
  }

  /** Steps of the last run. */
  get steps(): number {
    return this.ran?.steps ?? 0;
  }

  /** Sets the document that `run` is about. It must not change until the next. */
  begin(document: MqlDocument): void {
    this.sharing.begin(document);
  }

  /**
   * Runs one filter of the set over the document.
   *
   * @returns the output, see `CompiledFilter.run`; null where the filter does not pass
   * @throws MqlError 'budget' or 'runtime'
   */
  run(index: number): MqlDocument | null {
    const program = this.programs[this.programOf[index] ?? -1];
    if (program === undefined) throw new RangeError(`the set has no filter ${index}`);
    this.ran = program;
    if (program.epoch !== this.sharing.epoch) this.evaluate(program);
    if (program.failure !== null) throw program.failure;
    return program.output;
  }

  private compile(sources: readonly FilterSource[]): readonly Program[] {
    const compiler = new SharedCompiler(this.sharing);
    const plans = sources.map(({ pipeline, options }) => planProgram(pipeline, options, compiler));
    for (const plan of plans) plan.count();
    const slotCount = compiler.slotCount;
    return sources.map((source, index) => {
      const plan = plans[index];
      if (plan === undefined) throw new RangeError('a plan is missing');
      const { maxSteps = DEFAULT_MAX_STEPS, maxMs = DEFAULT_MAX_MS } = source.options;
      return {
        source,
        plan,
        ...plan.compile(),
        context: createContext(slotCount, maxSteps, maxMs),
        straight: null,
        epoch: -1,
        output: null,
        failure: null,
        steps: 0,
      };
    });
  }

  private evaluate(program: Program): void {
    const { context } = program;
    renewBudget(context);
    countComparisonsFor(context);
    this.sharing.beginRun();
    program.failure = null;
    try {
      program.output = this.attempt(program);
      program.steps = context.steps;
    } catch (error) {
      program.output = null;
      program.steps = context.steps;
      this.settle(program, error);
    } finally {
      countComparisonsFor(null);
      context.root = NO_DOCUMENT;
    }
    program.epoch = this.sharing.epoch;
  }

  private attempt({ conditions, finish, context }: Program): PlainObject | null {
    let place = '';
    try {
      for (const { holds, at } of conditions) {
        place = at;
        if (!isTruthy(holds(context))) return null;
      }
    } catch (error) {
      throw toMqlError(error, place);
    }
    return finish(this.sharing.document, context);
  }

  /**
   * An operator threw, perhaps in a condition that stands behind one that does not hold, perhaps in
   * what another filter has, too: evaluation in the author's order decides, and names the place.
   *
   * @throws what is no error of the filter's
   */
  private settle(program: Program, error: unknown): void {
    if (!(error instanceof MqlError)) throw error;
    if (error.code === 'budget') {
      program.failure = error;
      return;
    }
    countComparisonsFor(null);
    const { pipeline, options } = program.source;
    program.straight ??= compileStraight(pipeline, options);
    try {
      program.output = program.straight.run(this.sharing.document);
    } catch (failure) {
      if (!(failure instanceof MqlError)) throw failure;
      program.failure = failure;
    }
    program.steps = program.straight.steps;
  }
}
