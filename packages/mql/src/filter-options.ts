/** An alert as filters see it; longs are bigint or safe integers, dates are Date. */
export type MqlDocument = Record<string, unknown>;

/** How a filter is compiled. */
export interface FilterOptions {
  /** Array elements and comparisons that one run may go through; 1,000,000 by default. */
  readonly maxSteps?: number;
  /** Milliseconds that one run may take besides; 1,000 by default. */
  readonly maxMs?: number;
  /**
   * Leaves fields out of the output that the input has by the same name, and out of `reads` what
   * would only be passed on: for callers who keep the input anyway. False by default.
   */
  readonly computedOnly?: boolean;
  /**
   * Fields of the input that are made when they are read: looked at last. Top-level ones, or such as
   * `classifications.bts`, which stand behind those.
   */
  readonly costly?: readonly string[];
}
