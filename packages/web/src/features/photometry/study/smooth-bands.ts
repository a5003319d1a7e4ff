import { AB_ZERO_POINT_UJY, DETECTION_SNR } from '../light-curve.ts';

/** A measured flux, with its error: x in days, or as phase. */
export type FluxPoint = { readonly x: number; readonly flux: number; readonly error: number };

/** A place of a curve: x and what is shown there, a flux or a magnitude. */
export type CurvePoint = readonly [x: number, value: number];
/** A place of a smoothed curve, with the error that the measurements leave it. */
export type SmoothPoint = { readonly x: number; readonly flux: number; readonly error: number };

/** Points of a curve between two measurements that are far from each other. */
const STEPS_PER_WIDTH = 4;
/** Of one curve at most: more are not seen, and cost. */
const MOST_STEPS = 600;
/** In widths: what is farther away has no weight. */
const REACH = 4;
/** In widths: where nothing was measured for so long, the curve is broken. */
const LONGEST_GAP = 4;

/**
 * The flux at one x: a straight line is fitted to the points around it by least squares, each weighted
 * by 1/σ² and by a Gaussian of its distance (locally weighted regression: Cleveland 1979, JASA 74, 829).
 * Unlike a running mean it does not lag behind a light curve that rises or fades steadily.
 *
 * @param points in the order of x
 * @param first index of a point at or before the first that counts
 */
function fitAt(
  x: number,
  points: readonly FluxPoint[],
  width: number,
  first: number,
): SmoothPoint | null {
  let [s0, s1, s2, t0, t1] = [0, 0, 0, 0, 0];
  let [q0, q1, q2] = [0, 0, 0];
  for (let i = first; i < points.length; i++) {
    const point = points[i];
    if (point === undefined || point.x > x + REACH * width) break;
    const d = (point.x - x) / width;
    const kernel = Math.exp(-0.5 * d * d);
    const weight = kernel / (point.error * point.error);
    s0 += weight;
    s1 += weight * d;
    s2 += weight * d * d;
    t0 += weight * point.flux;
    t1 += weight * d * point.flux;
    q0 += weight * kernel;
    q1 += weight * kernel * d;
    q2 += weight * kernel * d * d;
  }
  if (!(s0 > 0)) return null;
  const determinant = s0 * s2 - s1 * s1;
  // All at one time: their mean.
  if (determinant <= 1e-9 * s0 * s0) return { x, flux: t0 / s0, error: Math.sqrt(q0) / s0 };
  // Each flux counts with w (s2 − s1 d) / determinant: so do the errors, added in squares.
  const variance = s2 * s2 * q0 - 2 * s1 * s2 * q1 + s1 * s1 * q2;
  return {
    x,
    flux: (s2 * t0 - s1 * t1) / determinant,
    error: Math.sqrt(Math.max(0, variance)) / determinant,
  };
}

/** Runs of points between which there is no long gap. */
function splitAtGaps(points: readonly FluxPoint[], width: number): readonly FluxPoint[][] {
  const runs: FluxPoint[][] = [];
  for (const point of points) {
    const run = runs.at(-1);
    const before = run?.at(-1);
    if (run && before && point.x - before.x <= LONGEST_GAP * width) run.push(point);
    else runs.push([point]);
  }
  return runs;
}

/**
 * The smoothed curves of one band, broken where there are long gaps; a lone point has none.
 *
 * @param points in whatever order; what has no positive error is left out
 * @param width σ of the Gaussian, in the unit of x
 */
export function smoothFluxes(
  points: readonly FluxPoint[],
  width: number,
): readonly (readonly SmoothPoint[])[] {
  const usable = points.filter(({ error }) => error > 0 && Number.isFinite(error));
  usable.sort((a, b) => a.x - b.x);
  return splitAtGaps(usable, width).flatMap((run) => {
    const [from, to] = [run[0]?.x ?? 0, run.at(-1)?.x ?? 0];
    if (to <= from) return [];
    const steps = Math.min(MOST_STEPS, Math.ceil(((to - from) / width) * STEPS_PER_WIDTH) + 1);
    const curve: SmoothPoint[] = [];
    let first = 0;
    for (let step = 0; step <= steps; step++) {
      const x = from + ((to - from) * step) / steps;
      while ((run[first]?.x ?? x) < x - REACH * width) first++;
      const point = fitAt(x, run, width, first);
      if (point !== null) curve.push(point);
    }
    return curve.length > 1 ? [curve] : [];
  });
}

/** The same as AB magnitudes: broken where there is no light that is more than its errors. */
export function asMagnitudes(
  curves: readonly (readonly SmoothPoint[])[],
): readonly (readonly CurvePoint[])[] {
  const all: CurvePoint[][] = [];
  for (const curve of curves) {
    let run: CurvePoint[] | null = null;
    for (const { x, flux, error } of curve) {
      if (flux <= DETECTION_SNR * error) {
        run = null;
        continue;
      }
      if (run === null) {
        run = [];
        all.push(run);
      }
      run.push([x, AB_ZERO_POINT_UJY - 2.5 * Math.log10(flux)]);
    }
  }
  return all.filter(({ length }) => length > 1);
}
