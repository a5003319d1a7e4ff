import { countComparisonsFor } from '../compare.ts';
import type { FilterOptions, MqlDocument } from '../compile-filter.ts';
import {
  type Context,
  createContext,
  DEFAULT_MAX_MS,
  DEFAULT_MAX_STEPS,
  renewBudget,
} from '../context.ts';
import { MqlError, toMqlError } from '../errors.ts';
import type { Pipeline } from '../parse-pipeline.ts';
import { compileStraight, type Straight } from '../straight.ts';
import { isTruthy, type PlainObject } from '../values.ts';
import { Sharing } from './cells.ts';
import { type CompiledProgram, planProgram } from './program.ts';
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
  /** Null where the pipeline is too deep to be restated: it runs as it is written. */
  readonly compiled: CompiledProgram | null;
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
    const plans = sources.map(({ pipeline, options }) =>
      unlessTooDeep(() => {
        const plan = planProgram(pipeline, options, compiler);
        plan.count();
        return plan;
      }),
    );
    const slots = new Array<unknown>(compiler.slotCount).fill(undefined);
    return sources.map((source, index) => {
      const { maxSteps = DEFAULT_MAX_STEPS, maxMs = DEFAULT_MAX_MS } = source.options;
      return {
        source,
        compiled: unlessTooDeep(() => plans[index]?.compile() ?? null),
        context: { ...createContext(0, maxSteps, maxMs), slots },
        straight: null,
        epoch: -1,
        output: null,
        failure: null,
        steps: 0,
      };
    });
  }

  private evaluate(program: Program): void {
    const { context, compiled } = program;
    program.failure = null;
    if (compiled === null) {
      this.runStraight(program);
      program.epoch = this.sharing.epoch;
      return;
    }
    renewBudget(context);
    countComparisonsFor(context);
    this.sharing.beginRun();
    try {
      program.output = this.attempt(compiled, context);
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

  private attempt({ conditions, finish }: CompiledProgram, context: Context): PlainObject | null {
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
    this.runStraight(program);
  }

  /** @throws what is no error of the filter's */
  private runStraight(program: Program): void {
    countComparisonsFor(null);
    const { pipeline, options } = program.source;
    program.straight ??= compileStraight(pipeline, options);
    program.output = null;
    try {
      program.output = program.straight.run(this.sharing.document);
    } catch (failure) {
      if (!(failure instanceof MqlError)) throw failure;
      program.failure = failure;
    }
    program.steps = program.straight.steps;
  }
}

/** Null where the call stack is too short for it. */
function unlessTooDeep<Result>(make: () => Result): Result | null {
  try {
    return make();
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
