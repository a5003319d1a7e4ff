import type { PlainObject } from '../values.ts';

/** A stage that documents go through a batch at a time. */
export interface Step {
  /** What comes out of these at once. */
  push(documents: readonly PlainObject[]): readonly PlainObject[];
  /** What comes out when there are no more. */
  finish(): readonly PlainObject[];
  /** Whether whatever comes now would change nothing. */
  isDone(): boolean;
}
