import type { StoredCurve } from './light-curves.queries.ts';

export interface CurveStatistics {
  readonly meanmag: number | null;
  readonly vonneumannratio: number | null;
  readonly iqr: number | null;
}

/**
 * Mean, quartile range and von Neumann's ratio (the mean square of successive differences over the
 * variance; von Neumann 1941, Ann. Math. Stat. 12, 367) of a light curve: the survey's own where there
 * are such, else of the points that are not flagged.
 */
export function curveStatistics(curve: StoredCurve): CurveStatistics {
  const { meanmag, vonneumannratio, iqr } = curve;
  if (meanmag !== null) return { meanmag, vonneumannratio, iqr };
  const mags = curve.points.filter(({ catflags }) => catflags === 0).map(({ mag }) => mag);
  if (mags.length === 0) return { meanmag: null, vonneumannratio: null, iqr: null };
  const mean = mags.reduce((sum, mag) => sum + mag, 0) / mags.length;
  const squares = mags.reduce((sum, mag) => sum + (mag - mean) ** 2, 0);
  const steps = mags.slice(1).reduce((sum, mag, i) => sum + (mag - (mags[i] ?? mag)) ** 2, 0);
  const variance = squares / (mags.length - 1);
  const sorted = mags.toSorted((a, b) => a - b);
  return {
    meanmag: mean,
    vonneumannratio: variance > 0 ? steps / (mags.length - 1) / variance : null,
    iqr: mags.length < 2 ? null : quantile(sorted, 0.75) - quantile(sorted, 0.25),
  };
}

/** With straight lines between the values. */
function quantile(sorted: readonly number[], share: number): number {
  const place = (sorted.length - 1) * share;
  const [low, high] = [sorted[Math.floor(place)] ?? 0, sorted[Math.ceil(place)] ?? 0];
  return low + (high - low) * (place - Math.floor(place));
}
