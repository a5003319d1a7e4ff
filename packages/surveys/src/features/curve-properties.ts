/** What filters see of a light curve's features, in BOOM's words where it has them: docs/reference/features.md. */
import {
  type BandFeatures,
  bandFeatures,
  groupByBand,
  type JointFeatures,
  jointFeatures,
  peakColour,
} from './light-curve-features.ts';
import { type MagnitudePoint, mergeDetections } from './magnitude-point.ts';
import type { Rate } from './rate.ts';

/** A detection, and whether the source was brighter than in the reference. */
export interface SignedPoint extends MagnitudePoint {
  readonly isPositive: boolean;
}

/** Of which bands there are features, and of which pairs colours, by their short names. */
export interface FeatureBands {
  readonly bands: readonly string[];
  readonly colours: readonly (readonly [blue: string, red: string])[];
}

/** The points of a light curve as filters count them. */
export interface SeenPoints {
  /** Every detection as BOOM has them: of negative differences the magnitude of what is lacking. */
  readonly all: readonly MagnitudePoint[];
  readonly positive: readonly MagnitudePoint[];
}

export function seenPoints(
  alerts: readonly SignedPoint[],
  measuredAgain: readonly SignedPoint[],
): SeenPoints {
  const all = mergeDetections(alerts, measuredAgain);
  const isLight = (point: SignedPoint) => point.isPositive;
  const isAllLight = alerts.every(isLight) && measuredAgain.every(isLight);
  const positive = isAllLight
    ? all
    : mergeDetections(alerts.filter(isLight), measuredAgain.filter(isLight));
  return { all, positive };
}

export function photstatsOf(
  points: readonly MagnitudePoint[],
  { bands }: FeatureBands,
): Record<string, unknown> {
  const byBand = groupByBand(points);
  return Object.fromEntries(
    bands.map((band) => {
      const features = bandFeatures(byBand.get(band) ?? []);
      return [band, features && bandEntry(features)];
    }),
  );
}

export function coloursOf(
  points: readonly MagnitudePoint[],
  { colours }: FeatureBands,
): Record<string, unknown> {
  return Object.fromEntries(
    colours.map((bands) => {
      const colour = peakColour(points, bands);
      const entry = colour && { color: colour.mag, error: colour.magErr, dt: colour.apartDays };
      return [bands.join('_'), entry];
    }),
  );
}

/**
 * @param jd of the alert
 * @param startedJd when the survey first saw the object, where it says so
 */
export function allBandsOf(
  points: readonly MagnitudePoint[],
  { jd, startedJd }: { readonly jd: number; readonly startedJd: number | null },
): Record<string, unknown> | null {
  const joint = jointFeatures(points);
  return joint && jointEntry(joint, jd, startedJd);
}

function bandEntry({ peak, spanDays, rise, decline }: BandFeatures): Record<string, unknown> {
  return {
    peak_jd: peak.day,
    peak_mag: peak.mag,
    peak_mag_err: peak.magErr,
    dt: spanDays,
    rising: rise && rateEntry(rise),
    fading: decline && rateEntry(decline),
  };
}

function rateEntry(rate: Rate): Record<string, unknown> {
  return {
    rate: rate.magPerDay,
    rate_error: rate.magPerDayErr,
    chi2: rate.chi2,
    dof: rate.dof,
    red_chi2: rate.reducedChi2,
    nb_data: rate.points,
    dt: rate.spanDays,
  };
}

function jointEntry(
  { peak, faintest, firstDay, lastDay, rise, decline, points }: JointFeatures,
  jd: number,
  startedJd: number | null,
): Record<string, unknown> {
  return {
    peak_jd: peak.day,
    peak_mag: peak.mag,
    peak_mag_err: peak.magErr,
    peak_band: peak.band,
    faintest_jd: faintest.day,
    faintest_mag: faintest.mag,
    faintest_mag_err: faintest.magErr,
    faintest_band: faintest.band,
    first_jd: firstDay,
    last_jd: lastDay,
    age: jd - (startedJd === null ? firstDay : Math.min(startedJd, firstDay)),
    days_since_peak: jd - peak.day,
    nb_data: points,
    rising: rise && rateEntry(rise),
    fading: decline && rateEntry(decline),
  };
}
