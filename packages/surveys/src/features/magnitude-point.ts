import { fluxErrUjyToMagErr, fluxUjyToMag } from '@fritz/sky';
import type { PhotometryPoint } from '../survey.ts';

/** A detection as features are computed of it. */
export interface MagnitudePoint {
  /** Days: Julian or modified Julian date, as the caller counts; features count likewise. */
  readonly day: number;
  readonly band: string;
  /** AB magnitude of the difference. */
  readonly mag: number;
  /** One sigma, above zero. */
  readonly magErr: number;
}

/** A forced flux is a detection above so many sigma (BOOM's and SkyPortal's threshold). */
export const FORCED_DETECTION_SNR = 3;

type Photometry = Pick<PhotometryPoint, 'band' | 'mjd' | 'origin' | 'fluxUjy' | 'fluxErrUjy'>;

/**
 * The detections of a light curve, by MJD: fluxes above zero, of forced photometry those above 3σ.
 * Negative differences are left out, for their magnitude is that of the light which is lacking.
 *
 * @param dimmingOf magnitudes to be subtracted in a band; 0 where not given
 */
export function detectionsOf(
  points: readonly Photometry[],
  dimmingOf: (band: string) => number = () => 0,
): MagnitudePoint[] {
  const found: MagnitudePoint[] = [];
  const forced: MagnitudePoint[] = [];
  for (const { mjd, band, origin, fluxUjy, fluxErrUjy } of points) {
    if (fluxUjy === null || fluxErrUjy === null || !(fluxErrUjy > 0)) continue;
    const mag = fluxUjyToMag(fluxUjy);
    const magErr = fluxErrUjyToMagErr(fluxErrUjy, fluxUjy);
    if (mag === null || magErr === null) continue;
    const isForced = origin === 'alert_fp';
    if (isForced && !(fluxUjy > FORCED_DETECTION_SNR * fluxErrUjy)) continue;
    (isForced ? forced : found).push({ day: mjd, band, mag: mag - dimmingOf(band), magErr });
  }
  return mergeDetections(found, forced);
}

/**
 * Detections by time, of those of one exposure the alert's rather than the forced one. What is no
 * number is left out. The same whatever the order of the points.
 */
export function mergeDetections(
  alerts: readonly MagnitudePoint[],
  forced: readonly MagnitudePoint[],
): MagnitudePoint[] {
  const points: MagnitudePoint[] = [];
  for (const point of alerts) if (isUsable(point)) points.push(point);
  sortByTime(points);
  if (forced.length > 0) addForced(points, forced);
  let kept = 0;
  for (const point of points) {
    const last = points[kept - 1];
    // Of one band and exposure the brightest, which comes first.
    if (kept > 0 && last && last.day === point.day && last.band === point.band) continue;
    points[kept++] = point;
  }
  points.length = kept;
  return points;
}

/** Adds those of exposures that no alert was sent of, to points in the order of time. */
function addForced(points: MagnitudePoint[], forced: readonly MagnitudePoint[]): void {
  const exposures = new Map<number, string[]>();
  for (const { day, band } of points) {
    const bands = exposures.get(day);
    if (bands) bands.push(band);
    else exposures.set(day, [band]);
  }
  for (const point of forced) {
    if (isUsable(point) && !exposures.get(point.day)?.includes(point.band)) points.push(point);
  }
  sortByTime(points);
}

/** Sorts in place; histories mostly are in order already. */
function sortByTime(points: MagnitudePoint[]): void {
  for (let i = 1; i < points.length; i += 1) {
    const before = points[i - 1];
    const point = points[i];
    if (before && point && byTime(before, point) > 0) {
      points.sort(byTime);
      return;
    }
  }
}

function isUsable({ day, mag, magErr }: MagnitudePoint): boolean {
  return Number.isFinite(day) && Number.isFinite(mag) && magErr > 0 && magErr < Infinity;
}

function byTime(a: MagnitudePoint, b: MagnitudePoint): number {
  if (a.day !== b.day) return a.day < b.day ? -1 : 1;
  if (a.band !== b.band) return a.band < b.band ? -1 : 1;
  if (a.mag !== b.mag) return a.mag < b.mag ? -1 : 1;
  return a.magErr - b.magErr;
}
