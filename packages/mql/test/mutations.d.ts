export declare function readFilters(): readonly string[];
/** A small generator of pseudo-random numbers (mulberry32), so that a failure can be repeated. */
export declare function makeRandom(seed: number): (below: number) => number;
/** What became of mutated filters. */
export interface MutationCounts {
  compiled: number;
  ran: number;
  readonly refused: Map<string, number>;
}
/**
 * Compiles `count` mutated filters and runs those that compile.
 *
 * @throws whatever is no MqlError, with the number of the mutation to repeat it
 */
export declare function runMutations(
  count: number,
  seed: number,
  onProgress?: (_done: number) => void,
): MutationCounts;
