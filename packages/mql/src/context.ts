import { BudgetExceeded } from './errors.ts';
import type { PlainObject } from './values.ts';

/** The state of one evaluation: the stage's document, the variables, the steps spent. */
export interface Context {
  root: PlainObject;
  /** What the pipeline was given, whatever its stages made of it. */
  alert: PlainObject;
  readonly slots: unknown[];
  steps: number;
  readonly maxSteps: number;
  readonly maxMs: number;
  /** Steps at which the budgets are looked at next. */
  pauseAt: number;
  /** When the clock was looked at first; 0 where it was not yet. */
  startedAt: number;
}

/** What one evaluation of a filter may take, where nothing else is said. */
export const DEFAULT_MAX_STEPS = 1_000_000;
export const DEFAULT_MAX_MS = 1000;

/** A compiled expression. */
export type Evaluate = (context: Context) => unknown;

/** Steps between two looks at the clock: what is rejected soon never looks at it. */
const STEPS_PER_LOOK = 2000;

/**
 * @param maxSteps array elements and comparisons that one evaluation may go through: the same for
 * the same document on any machine
 * @param maxMs how long it may take besides, for what steps do not measure
 */
export function createContext(
  slotCount: number,
  maxSteps: number,
  maxMs: number = Number.POSITIVE_INFINITY,
): Context {
  const slots = new Array<unknown>(slotCount).fill(undefined);
  const pauseAt = Math.min(maxSteps, STEPS_PER_LOOK);
  return { root: {}, alert: {}, slots, steps: 0, maxSteps, maxMs, pauseAt, startedAt: 0 };
}

/** Gives a new evaluation the whole budget. */
export function renewBudget(context: Context): void {
  context.steps = 0;
  context.pauseAt = Math.min(context.maxSteps, STEPS_PER_LOOK);
  context.startedAt = 0;
}

/** Counts work on `count` array elements. @throws BudgetExceeded beyond the allowance. */
export function spend(context: Context, count: number): void {
  context.steps += count;
  if (context.steps > context.pauseAt) checkBudget(context);
}

function checkBudget(context: Context): void {
  if (context.steps > context.maxSteps) {
    throw new BudgetExceeded(`the filter took more than ${context.maxSteps} steps`);
  }
  const now = performance.now();
  if (context.startedAt === 0) context.startedAt = now;
  else if (now - context.startedAt > context.maxMs) {
    throw new BudgetExceeded(`the filter took longer than ${context.maxMs} ms`);
  }
  context.pauseAt = Math.min(context.maxSteps, context.steps + STEPS_PER_LOOK);
}
