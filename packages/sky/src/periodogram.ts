/**
 * The generalised Lomb–Scargle periodogram: a sinusoid and a constant fitted at each frequency, by
 * weighted least squares. Zechmeister & Kürster 2009, A&A 496, 577, equations 4 to 15; power is
 * normalised as there (“standard”), from 0 to 1: the share of χ² that the sinusoid takes away.
 */

/** What was measured when; in any unit of time and of value. */
export interface TimeSeries {
  readonly times: readonly number[];
  readonly values: readonly number[];
  /** One sigma, above zero. */
  readonly errors: readonly number[];
}

/** Evenly spaced frequencies: `first + i × step`, `count` of them, in cycles per unit of time. */
export interface FrequencyGrid {
  readonly first: number;
  readonly step: number;
  readonly count: number;
}

/** Samples per peak that a grid has by default. */
const SAMPLES_PER_PEAK = 5;

/**
 * Frequencies from half a step on: a peak is as wide as 1 / baseline, of which a step is a part.
 * VanderPlas 2018, ApJS 236, 16, section 7.1.
 *
 * @returns null where the times have no span
 */
export function frequencyGrid(
  times: readonly number[],
  maxFrequency: number,
  samplesPerPeak: number = SAMPLES_PER_PEAK,
): FrequencyGrid | null {
  const [from, to] = spanOf(times);
  if (!(to > from && maxFrequency > 0)) return null;
  const step = 1 / ((to - from) * samplesPerPeak);
  const first = step / 2;
  return { first, step, count: 1 + Math.max(0, Math.round((maxFrequency - first) / step)) };
}

function spanOf(times: readonly number[]): readonly [number, number] {
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  for (const time of times) {
    if (time < from) from = time;
    if (time > to) to = time;
  }
  return [from, to];
}

/** One band, prepared: weights that sum to one, values about their weighted mean. */
interface Prepared {
  readonly times: Float64Array;
  readonly weights: Float64Array;
  readonly values: Float64Array;
  /** χ² of the constant alone. */
  readonly chi2: number;
  /** The same by the normalised weights: Σ w y². */
  readonly variance: number;
}

function prepare({ times, values, errors }: TimeSeries, origin: number): Prepared {
  const inverse = Float64Array.from(errors, (error) => 1 / error ** 2);
  const sum = inverse.reduce((total, weight) => total + weight, 0);
  const weights = inverse.map((weight) => weight / sum);
  const mean = values.reduce((total, value, i) => total + value * (weights[i] ?? 0), 0);
  const centred = Float64Array.from(values, (value) => value - mean);
  const variance = centred.reduce((total, value, i) => total + value ** 2 * (weights[i] ?? 0), 0);
  const since = Float64Array.from(times, (time) => time - origin);
  return { times: since, weights, values: centred, chi2: variance * sum, variance };
}

/** After so many steps of the recurrence sines and cosines are computed anew. */
const STEPS_PER_START = 256;

/**
 * The periodogram of one or several bands of one source. Of several, each band has its own
 * constant, amplitude and phase, and the powers are averaged with the bands' χ² as weights:
 * VanderPlas & Ivezić 2015, ApJ 812, 18, equation 37 (their fastest form).
 */
export class Periodogram {
  private readonly bands: readonly Prepared[];
  private readonly chi2: number;

  /** @param bands of three points or more each, all numbers finite, errors above zero */
  constructor(bands: readonly TimeSeries[]) {
    const [origin] = spanOf(bands.flatMap(({ times }) => times));
    this.bands = bands.map((band) => prepare(band, origin)).filter(({ chi2 }) => chi2 > 0);
    this.chi2 = this.bands.reduce((total, { chi2 }) => total + chi2, 0);
  }

  /** Powers at `count` frequencies from the grid's number `from` on; to be had piece by piece. */
  powers({ first, step }: FrequencyGrid, from: number, count: number): Float64Array {
    const powers = new Float64Array(count);
    for (let start = 0; start < count; start += STEPS_PER_START) {
      const end = Math.min(start + STEPS_PER_START, count);
      const piece = powers.subarray(start, end);
      for (const band of this.bands) {
        addPowers(band, piece, { first: first + (from + start) * step, step }, this.chi2);
      }
    }
    return powers;
  }
}

/** Where each point stands in its turn, and by how much it turns with each step. */
interface Turning {
  readonly cos: Float64Array;
  readonly sin: Float64Array;
  readonly turnCos: Float64Array;
  readonly turnSin: Float64Array;
}

function startTurning(times: Float64Array, first: number, step: number): Turning {
  return {
    cos: times.map((time) => Math.cos(2 * Math.PI * time * first)),
    sin: times.map((time) => Math.sin(2 * Math.PI * time * first)),
    turnCos: times.map((time) => Math.cos(2 * Math.PI * time * step)),
    turnSin: times.map((time) => Math.sin(2 * Math.PI * time * step)),
  };
}

/** Adds a band's share of the power at each frequency of a piece. */
function addPowers(
  band: Prepared,
  powers: Float64Array,
  { first, step }: Pick<FrequencyGrid, 'first' | 'step'>,
  totalChi2: number,
): void {
  const turning = startTurning(band.times, first, step);
  for (let k = 0; k < powers.length; k += 1) {
    powers[k] = (powers[k] ?? 0) + (nextPower(band, turning) * band.chi2) / totalChi2;
  }
}

/** The power at the frequency where the points stand; turns them on to the next. */
function nextPower(band: Prepared, { cos, sin, turnCos, turnSin }: Turning): number {
  const { weights, values } = band;
  let c = 0;
  let s = 0;
  let yc = 0;
  let ys = 0;
  let cc = 0;
  let cs = 0;
  for (let i = 0; i < weights.length; i += 1) {
    const x = cos[i] ?? 0;
    const y = sin[i] ?? 0;
    const weight = weights[i] ?? 0;
    const weighted = weight * (values[i] ?? 0);
    const wx = weight * x;
    c += wx;
    s += weight * y;
    yc += weighted * x;
    ys += weighted * y;
    cc += wx * x;
    cs += wx * y;
    const dx = turnCos[i] ?? 1;
    const dy = turnSin[i] ?? 0;
    cos[i] = x * dx - y * dy;
    sin[i] = y * dx + x * dy;
  }
  const ss = 1 - cc - s * s;
  return powerOf({ yc, ys, cc: cc - c * c, ss, cs: cs - c * s }) / band.variance;
}

type Products = Readonly<Record<'yc' | 'ys' | 'cc' | 'ss' | 'cs', number>>;

/** Below this the times cannot tell a sinusoid from a constant; rounding is all that is left. */
const LEAST_PRODUCT = 1e-12;
const LEAST_INDEPENDENCE = 1e-8;

/** Equation 5 of Zechmeister & Kürster times YY; values have mean zero, so that Ŷ = 0. */
function powerOf({ yc, ys, cc, ss, cs }: Products): number {
  if (!(cc > LEAST_PRODUCT && ss > LEAST_PRODUCT)) return 0;
  const determinant = cc * ss - cs * cs;
  if (!(determinant > LEAST_INDEPENDENCE * cc * ss)) return 0;
  return (ss * yc * yc + cc * ys * ys - 2 * cs * yc * ys) / determinant;
}

/**
 * The chance that noise alone has a peak of at least this power among frequencies up to a maximum:
 * an upper limit, good where it is small. Baluev 2008, MNRAS 385, 1279, for the standard
 * normalisation and one band, as VanderPlas 2018 (section 7.4.2) gives it.
 */
export function falseAlarmProbability(
  power: number,
  { times, errors }: Pick<TimeSeries, 'times' | 'errors'>,
  maxFrequency: number,
): number {
  const n = times.length;
  if (n < 5) return 1;
  const single = (1 - power) ** ((n - 3) / 2);
  const width = maxFrequency * Math.sqrt(4 * Math.PI * weightedVariance(times, errors));
  const gamma = Math.sqrt(2 / (n - 1)) * gammaRatio(n - 1);
  const tau = gamma * width * (1 - power) ** ((n - 4) / 2) * Math.sqrt(((n - 1) * power) / 2);
  return Math.min(1, Math.max(0, single * Math.exp(-tau) - Math.expm1(-tau)));
}

function weightedVariance(times: readonly number[], errors: readonly number[]): number {
  const [origin] = spanOf(times);
  let sum = 0;
  let first = 0;
  let second = 0;
  times.forEach((time, i) => {
    const weight = 1 / (errors[i] ?? 1) ** 2;
    sum += weight;
    first += weight * (time - origin);
    second += weight * (time - origin) ** 2;
  });
  return Math.max(0, second / sum - (first / sum) ** 2);
}

/** Γ(n/2) / Γ((n−1)/2), by the recurrence and, from 50 on, its asymptotic series. */
function gammaRatio(n: number): number {
  if (n >= 50) {
    const x = (n - 1) / 2;
    return Math.sqrt(x) * (1 - 1 / (8 * x) + 1 / (128 * x ** 2) + 5 / (1024 * x ** 3));
  }
  // Γ(1)/Γ(1/2) = 1/√π, Γ(3/2)/Γ(1) = √π/2, and from two below: × ((n−2)/2) / ((n−3)/2).
  let ratio = n % 2 === 0 ? 1 / Math.sqrt(Math.PI) : Math.sqrt(Math.PI) / 2;
  for (let k = n % 2 === 0 ? 4 : 5; k <= n; k += 2) ratio *= (k - 2) / (k - 3);
  return ratio;
}
