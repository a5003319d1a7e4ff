import { countComparisonsFor } from '../compare.ts';
import {
  type Context,
  createContext,
  DEFAULT_MAX_MS,
  DEFAULT_MAX_STEPS,
  renewBudget,
} from '../context.ts';
import { MqlError, toMqlError } from '../errors.ts';
import type { FilterOptions, MqlDocument } from '../filter-options.ts';
import type { Pipeline } from '../parse-pipeline.ts';
import { compileStraight, type Straight } from '../straight.ts';
import { isTruthy, type PlainObject } from '../values.ts';
import { Sharing } from './cells.ts';
import { ConditionIndex, REJECTED, UNDECIDED } from './condition-index.ts';
import { type CompiledProgram, type ProgramPlan, planProgram } from './program.ts';
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
  readonly plan: ProgramPlan | null;
  /** Made when an alert first meets the indexed conditions; null as for the plan. */
  compiled: CompiledProgram | null | undefined;
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
  private readonly sharing: Sharing;
  private readonly programs: readonly Program[];
  private readonly programOf: Int32Array;
  private readonly index: ConditionIndex;
  private states: Uint8Array = new Uint8Array(0);
  /** What the document threw when the index read it, as each filter would meet it. */
  private unreadable: unknown = null;
  private lastSteps = 0;

  constructor(sources: readonly FilterSource[], parts: SetParts = allAtOnce(compileSet(sources))) {
    this.sharing = parts.sharing;
    this.programs = parts.programs;
    this.programOf = parts.programOf;
    this.index = parts.index;
  }

  /**
   * Makes a set of many filters a few milliseconds at a time, also what is else made when alerts
   * come to it.
   */
  static *inTurns(sources: readonly FilterSource[]): Generator<void, FilterSet> {
    const set = new FilterSet(sources, yield* compileSet(sources));
    for (const program of set.programs) {
      compileProgram(program);
      yield;
    }
    return set;
  }

  /** How many filters it was made of. */
  get size(): number {
    return this.programOf.length;
  }

  /** How many of the filters are distinct. */
  get distinct(): number {
    return this.programs.length;
  }

  /** Steps of the last run. */
  get steps(): number {
    return this.lastSteps;
  }

  /**
   * Sets the document that `run` is about, and tries the simple conditions of all filters. It must
   * not change until the next.
   */
  begin(document: MqlDocument): void {
    this.sharing.begin(document);
    this.unreadable = null;
    try {
      this.states = this.index.decide();
    } catch (error) {
      this.unreadable = error;
    }
  }

  /**
   * Runs one filter of the set over the document.
   *
   * @returns the output, see `CompiledFilter.run`; null where the filter does not pass
   * @throws MqlError 'budget' or 'runtime'; what the document throws when it is read
   */
  run(index: number): MqlDocument | null {
    const place = this.programOf[index] ?? -1;
    if (this.unreadable !== null) throw this.unreadable;
    if (this.states[place] === REJECTED) {
      this.lastSteps = 0;
      return null;
    }
    const program = this.programs[place];
    if (program === undefined) throw new RangeError(`the set has no filter ${index}`);
    if (program.epoch !== this.sharing.epoch) this.evaluate(program, this.states[place]);
    this.lastSteps = program.steps;
    if (program.failure !== null) throw program.failure;
    return program.output;
  }

  private evaluate(program: Program, state: number | undefined): void {
    const { context } = program;
    const compiled = compileProgram(program);
    program.failure = null;
    if (compiled === null) {
      this.runStraight(program);
      program.epoch = this.sharing.epoch;
      return;
    }
    renewBudget(context);
    countComparisonsFor(context);
    this.sharing.beginRun();
    context.alert = this.sharing.document;
    try {
      program.output = this.attempt(compiled, context, state === UNDECIDED);
      program.steps = context.steps;
    } catch (error) {
      program.output = null;
      program.steps = context.steps;
      this.settle(program, error);
    } finally {
      countComparisonsFor(null);
      context.root = NO_DOCUMENT;
      context.alert = NO_DOCUMENT;
    }
    program.epoch = this.sharing.epoch;
  }

  private attempt(
    { conditions, all, finish }: CompiledProgram,
    context: Context,
    isUndecided: boolean,
  ): PlainObject | null {
    let place = '';
    try {
      for (const { evaluate, wanted, at } of isUndecided ? all() : conditions) {
        place = at;
        if (isTruthy(evaluate(context)) !== wanted) return null;
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

function compileProgram(program: Program): CompiledProgram | null {
  if (program.compiled === undefined) {
    program.compiled = unlessRefused(() => program.plan?.compile() ?? null);
  }
  return program.compiled;
}

/** What a set is made of. */
interface SetParts {
  readonly sharing: Sharing;
  readonly programs: readonly Program[];
  readonly programOf: Int32Array;
  readonly index: ConditionIndex;
}

function allAtOnce<Result>(turns: Generator<void, Result>): Result {
  for (;;) {
    const { done, value } = turns.next();
    if (done) return value;
  }
}

function* compileSet(sources: readonly FilterSource[]): Generator<void, SetParts> {
  const sharing = new Sharing();
  const compiler = new SharedCompiler(sharing);
  const places = new Map<string, number>();
  const distinct: { source: FilterSource; plan: ProgramPlan | null }[] = [];
  const programOf = new Int32Array(sources.length);
  for (const [index, source] of sources.entries()) {
    const { pipeline, options } = source;
    const plan = unlessRefused(() => planProgram(pipeline, options, compiler));
    const key = plan === null ? `alone ${index}` : `${structureKey(options)} ${plan.key}`;
    const place = places.get(key) ?? distinct.push({ source, plan }) - 1;
    places.set(key, place);
    programOf[index] = place;
    yield;
  }
  for (const { plan } of distinct) {
    unlessRefused(() => plan?.count());
    yield;
  }
  const slots = new Array<unknown>(compiler.slotCount).fill(undefined);
  const programs = distinct.map(({ source, plan }): Program => {
    const { maxSteps = DEFAULT_MAX_STEPS, maxMs = DEFAULT_MAX_MS } = source.options;
    const context = { ...createContext(0, maxSteps, maxMs), slots };
    return { source, plan, context, ...NOT_RUN };
  });
  const entries = distinct.flatMap(({ plan }, program) =>
    (plan?.indexed ?? []).map((literals) => ({ literals, program })),
  );
  const index = new ConditionIndex(entries, programs.length, {
    compile: compiler.compile,
    sharing,
    slots,
  });
  return { sharing, programs, programOf, index };
}

const NOT_RUN = {
  compiled: undefined,
  straight: null,
  epoch: -1,
  output: null,
  failure: null,
  steps: 0,
} satisfies Partial<Program>;

/** Null where the call stack is too short for it, or an operator does not compile. */
function unlessRefused<Result>(make: () => Result): Result | null {
  try {
    return make();
  } catch (error) {
    // Evaluation as it is written tells the error, to this filter's author alone.
    if (error instanceof RangeError || error instanceof MqlError) return null;
    throw error;
  }
}
