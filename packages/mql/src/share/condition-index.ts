import { countComparisonsFor } from '../compare.ts';
import { type Context, createContext, type Evaluate, renewBudget } from '../context.ts';
import { BudgetExceeded, MqlError } from '../errors.ts';
import type { Expression } from '../tree.ts';
import { isTruthy } from '../values.ts';
import { type Bound, type Literal, type Threshold, thresholdOf } from './literals.ts';

/** What the index knows of a filter on the current document. */
export const OPEN = 0;
/** A condition does not hold. */
export const REJECTED = 1;
/** A condition could not be tried here: the filter has to try all of its own. */
export const UNDECIDED = 2;

/** A condition of one filter. */
interface Entry {
  readonly literal: Literal;
  readonly program: number;
}

/** The filters that want a value above, or below, a limit of theirs; sorted by the limits. */
interface Limits {
  readonly limits: Float64Array;
  readonly programs: Int32Array;
}

interface ThresholdGroup {
  readonly value: Evaluate;
  readonly above: Limits;
  readonly fromOn: Limits;
  readonly below: Limits;
  readonly upTo: Limits;
  readonly entries: readonly Entry[];
}

/** The filters that want the same truth of the same condition. */
interface TruthGroup {
  readonly value: Evaluate;
  readonly wantTrue: Int32Array;
  readonly wantFalse: Int32Array;
}

const MAX_STEPS = 100_000;

function limitsOf(thresholds: readonly (Threshold & Entry)[], bound: Bound): Limits {
  const ours = thresholds.filter((one) => one.bound === bound).sort((a, b) => a.limit - b.limit);
  return {
    limits: Float64Array.from(ours, (one) => one.limit),
    programs: Int32Array.from(ours, (one) => one.program),
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
 * These conditions cost their filters no steps, whether there are other filters or not.
 */
export class ConditionIndex {
  private readonly compile: (expression: Expression) => Evaluate;
  private readonly thresholds: readonly ThresholdGroup[];
  private readonly truths: readonly TruthGroup[];
  private readonly states: Uint8Array;
  private readonly context: Context;

  constructor(
    entries: readonly Entry[],
    programs: number,
    compile: (expression: Expression) => Evaluate,
    slots: unknown[],
  ) {
    this.compile = compile;
    this.states = new Uint8Array(programs);
    this.context = { ...createContext(0, MAX_STEPS), slots };
    const bounded: (Threshold & Entry)[] = [];
    const others: Entry[] = [];
    for (const entry of entries) {
      const threshold = thresholdOf(entry.literal);
      if (threshold === null) others.push(entry);
      else bounded.push({ ...threshold, ...entry });
    }
    this.thresholds = [...Map.groupBy(bounded, ({ value }) => value)].map(([value, ours]) => ({
      value: compile(value),
      above: limitsOf(ours, '$gt'),
      fromOn: limitsOf(ours, '$gte'),
      below: limitsOf(ours, '$lt'),
      upTo: limitsOf(ours, '$lte'),
      entries: ours,
    }));
    const byExpression = Map.groupBy(others, ({ literal }) => literal.expression);
    this.truths = [...byExpression].map(([expression, ours]) => ({
      value: compile(expression),
      wantTrue: programsOf(ours, true),
      wantFalse: programsOf(ours, false),
    }));
  }

  /** Tries all conditions on the current document. */
  decide(): Uint8Array {
    const { states, context } = this;
    states.fill(OPEN);
    countComparisonsFor(context);
    for (const group of this.thresholds) {
      // Each has an allowance of its own, so that none depends on what stands beside it.
      renewBudget(context);
      this.decideThresholds(group);
    }
    for (const group of this.truths) {
      renewBudget(context);
      try {
        const isTrue = isTruthy(group.value(context));
        mark(states, isTrue ? group.wantFalse : group.wantTrue);
      } catch (error) {
        rethrowForeign(error);
        leave(states, group.wantTrue);
        leave(states, group.wantFalse);
      }
    }
    countComparisonsFor(null);
    return states;
  }

  private decideThresholds(group: ThresholdGroup): void {
    const { states } = this;
    const value = this.valueOf(group);
    if (typeof value !== 'number' || Number.isNaN(value)) {
      for (const entry of group.entries) this.decideAlone(entry);
      return;
    }
    const { above, fromOn, below, upTo } = group;
    markFrom(states, above, placeOf(above.limits, value, false));
    markFrom(states, fromOn, placeOf(fromOn.limits, value, true));
    markUpTo(states, below, placeOf(below.limits, value, true));
    markUpTo(states, upTo, placeOf(upTo.limits, value, false));
  }

  private valueOf({ value }: ThresholdGroup): unknown {
    try {
      return value(this.context);
    } catch (error) {
      rethrowForeign(error);
      return undefined;
    }
  }

  private decideAlone({ literal, program }: Entry): void {
    renewBudget(this.context);
    try {
      const isTrue = isTruthy(this.compile(literal.expression)(this.context));
      if (isTrue !== literal.wanted) this.states[program] = REJECTED;
    } catch (error) {
      rethrowForeign(error);
      if (this.states[program] === OPEN) this.states[program] = UNDECIDED;
    }
  }
}

function programsOf(entries: readonly Entry[], wanted: boolean): Int32Array {
  const ours = entries.filter(({ literal }) => literal.wanted === wanted);
  return Int32Array.from(ours, ({ program }) => program);
}

function mark(states: Uint8Array, programs: Int32Array): void {
  for (const program of programs) states[program] = REJECTED;
}

function markFrom(states: Uint8Array, { programs }: Limits, start: number): void {
  for (let place = start; place < programs.length; place += 1) {
    states[programs[place] ?? 0] = REJECTED;
  }
}

function markUpTo(states: Uint8Array, { programs }: Limits, end: number): void {
  for (let place = 0; place < end; place += 1) states[programs[place] ?? 0] = REJECTED;
}

function leave(states: Uint8Array, programs: Int32Array): void {
  for (const program of programs) if (states[program] === OPEN) states[program] = UNDECIDED;
}

/** Errors of a filter's leave the condition to the filter itself. */
function rethrowForeign(error: unknown): void {
  const isOurs =
    error instanceof MqlError || error instanceof BudgetExceeded || error instanceof RangeError;
  if (!isOurs) throw error;
}
