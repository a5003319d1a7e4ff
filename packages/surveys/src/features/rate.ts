import type { MagnitudePoint } from './magnitude-point.ts';

/** How fast magnitudes change: a straight line by weighted least squares. */
export interface Rate {
  /** Magnitudes per day: below zero when it brightens. */
  readonly magPerDay: number;
  /** One sigma, from the points' errors. */
  readonly magPerDayErr: number;
  readonly chi2: number;
  /** Degrees of freedom. */
  readonly dof: number;
  /** χ² per degree of freedom; null where there is none. */
  readonly reducedChi2: number | null;
  readonly points: number;
  /** From the first to the last point. */
  readonly spanDays: number;
}

/** Shorter segments have no rate: two exposures of one visit (BOOM's limit, 14 minutes). */
const SHORTEST_SPAN_DAYS = 0.01;

/** The sums of one band's line about its weighted means. */
interface Sums {
  readonly xx: number;
  readonly xy: number;
  readonly yy: number;
}

/**
 * The rate of points in the order of time; of several bands, one slope with a constant for each.
 * Weights are 1/σ², the slope's variance is 1/Σw(t−t̄)² (Press et al., Numerical Recipes, 15.2;
 * with more constants, the same sums over the bands).
 *
 * @param bands the segment's points, band by band, by time
 * @returns null where no band's points span 0.01 days and vary by more than their errors: a line
 *   through noise has a slope that means nothing (BOOM's condition); null too where errors are so small that
 *   their weights are beyond what a number holds
 */
export function fitRate(bands: readonly (readonly MagnitudePoint[])[]): Rate | null {
  if (!bands.some((points) => spanOf(points) > SHORTEST_SPAN_DAYS && isVariable(points)))
    return null;
  const used = bands.filter((points) => points.length >= 2);
  const sums = used.map(sumsOf);
  const xx = total(sums, 'xx');
  if (!(xx > 0)) return null;
  const slope = total(sums, 'xy') / xx;
  // Rounding may leave a little less than nothing of a line through two points.
  const chi2 = Math.max(0, total(sums, 'yy') - slope * total(sums, 'xy'));
  if (!Number.isFinite(slope) || !Number.isFinite(chi2)) return null;
  const points = used.reduce((count, { length }) => count + length, 0);
  const dof = points - used.length - 1;
  const first = Math.min(...used.map((of) => of[0]?.day ?? Infinity));
  const last = Math.max(...used.map((of) => of.at(-1)?.day ?? -Infinity));
  return {
    magPerDay: slope,
    magPerDayErr: Math.sqrt(1 / xx),
    chi2: dof > 0 ? chi2 : 0,
    dof,
    reducedChi2: dof > 0 ? chi2 / dof : null,
    points,
    spanDays: last - first,
  };
}

function spanOf(points: readonly MagnitudePoint[]): number {
  return (points.at(-1)?.day ?? 0) - (points[0]?.day ?? 0);
}

/** Whether the brightest and the faintest point are apart by more than both their errors. */
function isVariable(points: readonly MagnitudePoint[]): boolean {
  let bright = points[0];
  let faint = points[0];
  for (const point of points) {
    if (bright && point.mag < bright.mag) bright = point;
    if (faint && point.mag > faint.mag) faint = point;
  }
  if (!bright || !faint) return false;
  return bright.mag + bright.magErr < faint.mag - faint.magErr;
}

function sumsOf(points: readonly MagnitudePoint[]): Sums {
  const origin = points[0]?.day ?? 0;
  let weights = 0;
  let days = 0;
  let mags = 0;
  for (const { day, mag, magErr } of points) {
    const weight = 1 / (magErr * magErr);
    weights += weight;
    days += weight * (day - origin);
    mags += weight * mag;
  }
  const meanDay = days / weights;
  const meanMag = mags / weights;
  let xx = 0;
  let xy = 0;
  let yy = 0;
  for (const { day, mag, magErr } of points) {
    const x = (day - origin - meanDay) / magErr;
    const y = (mag - meanMag) / magErr;
    xx += x * x;
    xy += x * y;
    yy += y * y;
  }
  return { xx, xy, yy };
}

function total(sums: readonly Sums[], name: keyof Sums): number {
  return sums.reduce((sum, of) => sum + of[name], 0);
}
