import { availableParallelism } from 'node:os';

/**
 * One per processor: the pipeline mostly waits while models work, and the system shares the
 * processors out where it does not.
 */
export function inferenceThreads(chosen: number | null): number {
  return chosen ?? Math.max(1, Math.min(4, availableParallelism()));
}
