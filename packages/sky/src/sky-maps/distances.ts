/**
 * Distances in a direction of a sky map: dp/dr = norm · r² · N(r; mu, sigma).
 * Source: Singer et al. 2016, ApJL 829, L15, and its supplement, ApJS 226, 10, section 5.
 */
import type { SkyMap } from './sky-map.ts';

/** What is known of the distance in a direction, Mpc. */
export interface DistanceMoments {
  readonly meanMpc: number;
  readonly sigmaMpc: number;
}

/** Further below, the moments are differences of numbers that are nearly equal. */
const LOWEST_RATIO = -5;

/** Mean and standard deviation in a cell; null where the map does not tell the distance there. */
export function distanceMoments(map: SkyMap, cell: number): DistanceMoments | null {
  const { mu, sigma, norm } = map.distances ?? {};
  const [place, width] = [mu?.[cell] ?? Number.NaN, sigma?.[cell] ?? Number.NaN];
  if (!(Number.isFinite(place) && width > 0 && (norm?.[cell] ?? 0) > 0)) return null;
  const ratio = place / width;
  if (!Number.isFinite(width) || ratio < LOWEST_RATIO) return null;
  // Integrals of x^n N(x; ratio, 1) over x > 0: by parts, each from the two before.
  let [before, last] = [normalBelow(ratio), 0];
  last = ratio * before + Math.exp(-0.5 * ratio * ratio) / Math.sqrt(2 * Math.PI);
  const moments: number[] = [];
  for (let n = 2; n <= 4; n++) {
    [before, last] = [last, ratio * last + (n - 1) * before];
    moments.push(last);
  }
  const [second = 0, third = 0, fourth = 0] = moments;
  const mean = third / second;
  const variance = fourth / second - mean * mean;
  if (!(mean > 0 && variance >= 0)) return null;
  return { meanMpc: mean * width, sigmaMpc: Math.sqrt(variance) * width };
}

/** Probability per cubic megaparsec at a distance in a cell; null where the map does not tell it. */
export function volumeDensity(map: SkyMap, cell: number, distanceMpc: number): number | null {
  const { mu, sigma, norm } = map.distances ?? {};
  const [place, width] = [mu?.[cell] ?? Number.NaN, sigma?.[cell] ?? Number.NaN];
  const scale = norm?.[cell] ?? Number.NaN;
  if (!(Number.isFinite(place) && width > 0 && scale >= 0 && Number.isFinite(scale))) return null;
  const offset = (distanceMpc - place) / width;
  const bell = Math.exp(-0.5 * offset * offset) / (width * Math.sqrt(2 * Math.PI));
  return (map.densities[cell] ?? 0) * scale * bell;
}

/** Of the standard normal distribution: the probability below x. */
function normalBelow(x: number): number {
  return x < 0 ? upperTail(-x) : 1 - upperTail(x);
}

/** Of x ≥ 0: the probability above it. Source: Abramowitz & Stegun 1964, 26.2.11 and 26.2.14. */
function upperTail(x: number): number {
  const bell = Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
  if (x < 3) {
    let [term, sum] = [x, x];
    for (let n = 3; Math.abs(term) > 1e-17 * sum; n += 2) {
      term *= (x * x) / n;
      sum += term;
    }
    return 0.5 - bell * sum;
  }
  let fraction = x;
  for (let n = 120; n >= 1; n--) fraction = x + n / fraction;
  return bell / fraction;
}
