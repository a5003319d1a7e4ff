import { countComparisonsFor } from '../compare.ts';
import { type Context, createContext, type Evaluate, renewBudget } from '../context.ts';
import { BudgetExceeded, MqlError } from '../errors.ts';
import type { Expression } from '../tree.ts';
import { isTruthy } from '../values.ts';
import type { Sharing } from './cells.ts';
import { type Bound, type Literal, type Threshold, thresholdOf } from './literals.ts';

/** What the index knows of a filter on the current document. */
export const OPEN = 0;
/** A condition does not hold. */
export const REJECTED = 1;
/** A condition could not be tried here: the filter has to try all of its own. */
export const UNDECIDED = 2;

/** A condition of one filter: one of the literals has to hold. */
export interface Clause {
  readonly literals: readonly Literal[];
  readonly program: number;
}

/** What the index shares with the filters. */
interface IndexParts {
  readonly compile: (expression: Expression) => Evaluate;
  readonly sharing: Sharing;
  readonly slots: unknown[];
}

/** A literal of a clause, which is named by its number. */
interface Entry {
  readonly literal: Literal;
  readonly clause: number;
}

/** The clauses that want a value above, or below, a limit of theirs; sorted by the limits. */
interface Limits {
  readonly limits: Float64Array;
  readonly clauses: Int32Array;
}

interface ThresholdGroup {
  readonly value: Evaluate;
  readonly above: Limits;
  readonly fromOn: Limits;
  readonly below: Limits;
  readonly upTo: Limits;
  readonly entries: readonly Entry[];
}

/** The clauses that want the same truth of the same condition. */
interface TruthGroup {
  readonly value: Evaluate;
  readonly wantTrue: Int32Array;
  readonly wantFalse: Int32Array;
}

/** What one condition may take here; beyond it is left to its filter, whom it costs steps there. */
const MAX_STEPS = 1000;

function limitsOf(thresholds: readonly (Threshold & Entry)[], bound: Bound): Limits {
  const ours = thresholds.filter((one) => one.bound === bound).sort((a, b) => a.limit - b.limit);
  return {
    limits: Float64Array.from(ours, (one) => one.limit),
    clauses: Int32Array.from(ours, (one) => one.clause),
  };
}

/** The first place whose limit is ≥ value; with `isAfter` the first whose limit is > value. */
function placeOf(limits: Float64Array, value: number, isAfter: boolean): number {
  let low = 0;
  let high = limits.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const limit = limits[middle] ?? 0;
    if (limit < value || (isAfter && limit === value)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * The simple conditions of all filters of a set: one look at a value of the alert tells every filter
 * whose limit it misses, and most filters are rejected so, before anything of theirs is touched.
 * These conditions cost their filters no steps, whether there are other filters or not: so a
 * filter has a limited number of them here, each of which may take little.
 */
export class ConditionIndex {
  private readonly compile: (expression: Expression) => Evaluate;
  private readonly sharing: Sharing;
  private readonly thresholds: readonly ThresholdGroup[];
  private readonly truths: readonly TruthGroup[];
  private readonly states: Uint8Array;
  private readonly context: Context;
  private readonly programOf: Int32Array;
  /** Of each clause, how many literals it has, and how many of them may still hold. */
  private readonly sizes: Int32Array;
  private readonly left: Int32Array;

  constructor(
    clauses: readonly Clause[],
    programs: number,
    { compile, sharing, slots }: IndexParts,
  ) {
    this.sharing = sharing;
    this.compile = (expression) => compileOrThrowLater(expression, compile);
    this.states = new Uint8Array(programs);
    this.context = { ...createContext(0, MAX_STEPS), slots };
    this.programOf = Int32Array.from(clauses, ({ program }) => program);
    this.sizes = Int32Array.from(clauses, ({ literals }) => literals.length);
    this.left = this.sizes.slice();
    const entries = clauses.flatMap(({ literals }, clause) =>
      literals.map((literal) => ({ literal, clause })),
    );
    const bounded: (Threshold & Entry)[] = [];
    const others: Entry[] = [];
    for (const entry of entries) {
      const threshold = thresholdOf(entry.literal);
      if (threshold === null) others.push(entry);
      else bounded.push({ ...threshold, ...entry });
    }
    this.thresholds = [...Map.groupBy(bounded, ({ value }) => value)].map(([value, ours]) => ({
      value: this.compile(value),
      above: limitsOf(ours, '$gt'),
      fromOn: limitsOf(ours, '$gte'),
      below: limitsOf(ours, '$lt'),
      upTo: limitsOf(ours, '$lte'),
      entries: ours,
    }));
    const byExpression = Map.groupBy(others, ({ literal }) => literal.expression);
    this.truths = [...byExpression].map(([expression, ours]) => ({
      value: this.compile(expression),
      wantTrue: clausesOf(ours, true),
      wantFalse: clausesOf(ours, false),
    }));
  }

  /**
   * Tries all conditions on the current document.
   *
   * @throws what is no error of a filter's
   */
  decide(): Uint8Array {
    const { states, context } = this;
    states.fill(OPEN);
    this.left.set(this.sizes);
    countComparisonsFor(context);
    renewBudget(context);
    this.sharing.beginRun();
    try {
      for (const group of this.thresholds) this.decideThresholds(group);
      for (const group of this.truths) this.decideTruth(group);
    } finally {
      countComparisonsFor(null);
    }
    return states;
  }

  /** Each condition has an allowance of its own, so that none depends on what stands beside it. */
  private evaluate(value: Evaluate): unknown {
    const { context } = this;
    // Where the one before took no steps, none of what it shares had a cost either.
    if (context.steps > 0) {
      renewBudget(context);
      this.sharing.beginRun();
    }
    return value(context);
  }

  private decideTruth(group: TruthGroup): void {
    try {
      const isTrue = isTruthy(this.evaluate(group.value));
      const failing = isTrue ? group.wantFalse : group.wantTrue;
      this.fail(failing, 0, failing.length);
    } catch (error) {
      rethrowForeign(error);
      this.leave(group.wantTrue);
      this.leave(group.wantFalse);
    }
  }

  private decideThresholds(group: ThresholdGroup): void {
    const value = this.valueOf(group);
    if (typeof value !== 'number' || Number.isNaN(value)) {
      for (const entry of group.entries) this.decideAlone(entry);
      return;
    }
    const { above, fromOn, below, upTo } = group;
    this.fail(above.clauses, placeOf(above.limits, value, false), above.clauses.length);
    this.fail(fromOn.clauses, placeOf(fromOn.limits, value, true), fromOn.clauses.length);
    this.fail(below.clauses, 0, placeOf(below.limits, value, true));
    this.fail(upTo.clauses, 0, placeOf(upTo.limits, value, false));
  }

  /** A literal of each of these clauses does not hold. */
  private fail(clauses: Int32Array, start: number, end: number): void {
    const { left, programOf, states } = this;
    for (let place = start; place < end; place += 1) {
      const clause = clauses[place] ?? 0;
      const others = (left[clause] ?? 0) - 1;
      left[clause] = others;
      if (others === 0) states[programOf[clause] ?? 0] = REJECTED;
    }
  }

  /** A literal of each of these clauses cannot be tried here. */
  private leave(clauses: Int32Array): void {
    for (const clause of clauses) {
      const program = this.programOf[clause] ?? 0;
      if (this.states[program] === OPEN) this.states[program] = UNDECIDED;
    }
  }

  private valueOf({ value }: ThresholdGroup): unknown {
    try {
      return this.evaluate(value);
    } catch (error) {
      rethrowForeign(error);
      return undefined;
    }
  }

  private decideAlone({ literal, clause }: Entry): void {
    const clauses = Int32Array.of(clause);
    try {
      const isTrue = isTruthy(this.evaluate(this.compile(literal.expression)));
      if (isTrue !== literal.wanted) this.fail(clauses, 0, 1);
    } catch (error) {
      rethrowForeign(error);
      this.leave(clauses);
    }
  }
}

/** What does not compile leaves its conditions to its filters. */
function compileOrThrowLater(
  expression: Expression,
  compile: (expression: Expression) => Evaluate,
): Evaluate {
  try {
    return compile(expression);
  } catch (error) {
    return () => {
      throw error;
    };
  }
}

function clausesOf(entries: readonly Entry[], wanted: boolean): Int32Array {
  const ours = entries.filter(({ literal }) => literal.wanted === wanted);
  return Int32Array.from(ours, ({ clause }) => clause);
}

/** Errors of a filter's leave the condition to the filter itself. */
function rethrowForeign(error: unknown): void {
  const isOurs =
    error instanceof MqlError || error instanceof BudgetExceeded || error instanceof RangeError;
  if (!isOurs) throw error;
}
