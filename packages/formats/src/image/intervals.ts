/** Which values of an image become black and white. Values that are not finite do not count. */

export type ImageInterval =
  | 'min_max'
  | 'zscale'
  | { lowerPercentile: number; upperPercentile: number };

/** What cutouts are drawn with unless asked otherwise. */
export const CUTOUT_INTERVAL: ImageInterval = { lowerPercentile: 1, upperPercentile: 100 };

export interface ValueLimits {
  low: number;
  high: number;
}

export interface ZscaleOptions {
  /** Default 1000. */
  samples?: number;
  /** Default 0.25: how much of the histogram's slope the display keeps. */
  contrast?: number;
}

const MAX_REJECTED_FRACTION = 0.5;
const MIN_SAMPLES = 5;
const REJECTION_SIGMA = 2.5;
const MAX_ITERATIONS = 5;

/** Limits of an image; 0 and 1 where it has no finite value. `low` ≤ `high` always. */
export function findLimits(pixels: ArrayLike<number>, interval: ImageInterval): ValueLimits {
  if (interval === 'min_max') return minMax(pixels);
  if (interval === 'zscale') return findZscaleLimits(pixels);
  const sorted = finiteValues(pixels).sort();
  if (sorted.length === 0) return { low: 0, high: 1 };
  const low = percentileOfSorted(sorted, interval.lowerPercentile);
  return { low, high: Math.max(low, percentileOfSorted(sorted, interval.upperPercentile)) };
}

function minMax(pixels: ArrayLike<number>): ValueLimits {
  let low = Infinity;
  let high = -Infinity;
  for (let i = 0; i < pixels.length; i++) {
    const value = pixels[i] ?? Number.NaN;
    if (!Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low <= high ? { low, high } : { low: 0, high: 1 };
}

function finiteValues(pixels: ArrayLike<number>): Float64Array {
  const values = new Float64Array(pixels.length);
  let count = 0;
  for (let i = 0; i < pixels.length; i++) {
    const value = pixels[i] ?? Number.NaN;
    if (Number.isFinite(value)) values[count++] = value;
  }
  return values.subarray(0, count);
}

/** With linear interpolation between ranks (definition 7 of Hyndman & Fan 1996). */
function percentileOfSorted(sorted: Float64Array, percentile: number): number {
  const rank = (Math.min(100, Math.max(0, percentile)) / 100) * (sorted.length - 1);
  const below = sorted[Math.floor(rank)] ?? 0;
  const above = sorted[Math.ceil(rank)] ?? below;
  const fraction = rank - Math.floor(rank);
  // Weighted, not by a difference, which may overflow.
  return fraction === 0 ? below : below * (1 - fraction) + above * fraction;
}

/**
 * The display range of IRAF: a line is fitted to the sorted sample, deviant pixels rejected, and
 * its slope, divided by the contrast, is drawn through the median.
 * Source: the algorithm as published in the help page of IRAF's `display` task (NOAO), section
 * "ZSCALE ALGORITHM".
 */
export function findZscaleLimits(
  pixels: ArrayLike<number>,
  { samples = 1000, contrast = 0.25 }: ZscaleOptions = {},
): ValueLimits {
  const sample = takeSample(finiteValues(pixels), samples).sort();
  const count = sample.length;
  if (count === 0) return { low: 0, high: 1 };
  const range = { low: sample[0] ?? 0, high: sample[count - 1] ?? 0 };
  const slope = fitSortedSlope(sample);
  if (slope === null) return range;
  const stretched = contrast > 0 ? slope / contrast : slope;
  const middle = Math.floor((count - 1) / 2);
  const median = percentileOfSorted(sample, 50);
  return {
    low: Math.max(range.low, median - middle * stretched),
    high: Math.min(range.high, median + (count - 1 - middle) * stretched),
  };
}

/** Every so many pixels, so that the sample spreads evenly over the image. */
function takeSample(values: Float64Array, samples: number): Float64Array {
  const stride = Math.max(1, Math.ceil(values.length / samples));
  const sample = new Float64Array(Math.ceil(values.length / stride));
  for (let i = 0; i < sample.length; i++) sample[i] = values[i * stride] ?? 0;
  return sample;
}

/** Slope per rank of the fitted line; null where too few values survive the rejection. */
function fitSortedSlope(sample: Float64Array): number | null {
  const count = sample.length;
  const minimum = Math.max(MIN_SAMPLES, Math.floor(count * MAX_REJECTED_FRACTION));
  const isRejected = new Uint8Array(count);
  const growth = Math.max(1, Math.floor(count * 0.01));
  let kept = count;
  let slope = 0;
  for (let iteration = 0; iteration < MAX_ITERATIONS; iteration++) {
    if (kept < minimum) return null;
    const line = fitLine(sample, isRejected);
    slope = line.slope;
    const remaining = rejectDeviants(sample, isRejected, line, growth);
    if (remaining === kept) break;
    kept = remaining;
  }
  // Not finite where squares of huge values overflow.
  return kept < minimum || !Number.isFinite(slope) ? null : slope;
}

interface FittedLine {
  slope: number;
  intercept: number;
}

/** Least squares of value against rank, about the means to keep precision. */
function fitLine(sample: Float64Array, isRejected: Uint8Array): FittedLine {
  let count = 0;
  let rankSum = 0;
  let valueSum = 0;
  sample.forEach((value, rank) => {
    if (isRejected[rank] === 1) return;
    count++;
    rankSum += rank;
    valueSum += value;
  });
  const meanRank = rankSum / count;
  const meanValue = valueSum / count;
  let covariance = 0;
  let variance = 0;
  sample.forEach((value, rank) => {
    if (isRejected[rank] === 1) return;
    covariance += (rank - meanRank) * (value - meanValue);
    variance += (rank - meanRank) ** 2;
  });
  const slope = variance > 0 ? covariance / variance : 0;
  return { slope, intercept: meanValue - slope * meanRank };
}

/** Reject what lies beyond 2.5 σ of the line, and its neighbours in rank. @returns those left. */
function rejectDeviants(
  sample: Float64Array,
  isRejected: Uint8Array,
  { slope, intercept }: FittedLine,
  growth: number,
): number {
  const residuals = sample.map((value, rank) => value - (intercept + slope * rank));
  let count = 0;
  let squares = 0;
  residuals.forEach((residual, rank) => {
    if (isRejected[rank] === 1) return;
    count++;
    squares += residual * residual;
  });
  const threshold = REJECTION_SIGMA * Math.sqrt(squares / Math.max(1, count));
  const half = Math.floor(growth / 2);
  residuals.forEach((residual, rank) => {
    if (Math.abs(residual) <= threshold) return;
    isRejected.fill(1, Math.max(0, rank - half), rank + half + 1);
  });
  return isRejected.reduce((left, flag) => left - flag, sample.length);
}
