/**
 * The running mean over `width` points (odd; 1: nothing is done). A missing value counts for
 * nothing, and stays missing; at the ends the window is what there is of it, equal on both sides.
 */
export function smooth(
  values: readonly (number | null)[],
  width: number,
): readonly (number | null)[] {
  const half = Math.floor((width - 1) / 2);
  if (half < 1) return values;
  // Sums up to each point: the cost does not grow with the width.
  const sums = new Float64Array(values.length + 1);
  const counts = new Int32Array(values.length + 1);
  values.forEach((value, index) => {
    sums[index + 1] = (sums[index] ?? 0) + (value ?? 0);
    counts[index + 1] = (counts[index] ?? 0) + (value === null ? 0 : 1);
  });
  return values.map((value, index) => {
    if (value === null) return null;
    const reach = Math.min(half, index, values.length - 1 - index);
    const [from, to] = [index - reach, index + reach + 1];
    const count = (counts[to] ?? 0) - (counts[from] ?? 0);
    return ((sums[to] ?? 0) - (sums[from] ?? 0)) / count;
  });
}

/** The middle one of the sizes of values; null where there is none, or it is zero. */
export function medianSize(values: readonly (number | null)[]): number | null {
  const sizes = values
    .filter((value): value is number => value !== null && Number.isFinite(value))
    .map(Math.abs)
    .sort((a, b) => a - b);
  const { length } = sizes;
  if (length === 0) return null;
  const upper = sizes[length >> 1] ?? 0;
  const median = length % 2 === 1 ? upper : ((sizes[length / 2 - 1] ?? 0) + upper) / 2;
  return median === 0 ? null : median;
}
