import { BudgetExceeded } from './errors.ts';
import type { PlainObject } from './values.ts';

/** The state of one evaluation: the stage's document, the variables, the steps spent. */
export interface Context {
  root: PlainObject;
  readonly slots: unknown[];
  steps: number;
  readonly maxSteps: number;
}

/** A compiled expression. */
export type Evaluate = (context: Context) => unknown;

export function createContext(slotCount: number, maxSteps: number): Context {
  return { root: {}, slots: new Array<unknown>(slotCount).fill(undefined), steps: 0, maxSteps };
}

/** Counts work on `count` array elements. @throws BudgetExceeded beyond the allowance. */
export function spend(context: Context, count: number): void {
  context.steps += count;
  if (context.steps > context.maxSteps) {
    throw new BudgetExceeded(`the filter took more than ${context.maxSteps} steps`);
  }
}
