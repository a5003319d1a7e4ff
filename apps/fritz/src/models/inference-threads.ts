import { availableParallelism } from 'node:os';

/** The pipeline, the database and people want some processors, too. */
export function inferenceThreads(chosen: number | null): number {
  return chosen ?? Math.max(1, Math.min(4, availableParallelism() - 1));
}
