import type { MagnitudePoint } from './magnitude-point.ts';
import { fitRate, type Rate } from './rate.ts';

/** Of one band; see docs/reference/features.md. */
export interface BandFeatures {
  readonly peak: MagnitudePoint;
  readonly faintest: MagnitudePoint;
  readonly points: number;
  readonly spanDays: number;
  /** Up to the peak, it included; null where it has none. */
  readonly rise: Rate | null;
  /** From the peak on, it included. */
  readonly decline: Rate | null;
}

/** The difference of two bands' magnitudes near the peak of all bands. */
export interface PeakColour {
  readonly bands: readonly [blue: string, red: string];
  readonly mag: number;
  readonly magErr: number;
  /** Between the two points. */
  readonly apartDays: number;
}

/** Of all bands together. */
export interface JointFeatures {
  readonly peak: MagnitudePoint;
  readonly faintest: MagnitudePoint;
  readonly firstDay: number;
  readonly lastDay: number;
  readonly points: number;
  /** One slope for all bands up to the peak, each with a constant of its own. */
  readonly rise: Rate | null;
  readonly decline: Rate | null;
}

type ByBand = ReadonlyMap<string, readonly MagnitudePoint[]>;

/** Points band by band, each by time. */
export function groupByBand(points: readonly MagnitudePoint[]): ByBand {
  const bands = new Map<string, MagnitudePoint[]>();
  for (const point of points) {
    const ofBand = bands.get(point.band);
    if (ofBand) ofBand.push(point);
    else bands.set(point.band, [point]);
  }
  return bands;
}

/** @param points of one band, by time; null for none */
export function bandFeatures(points: readonly MagnitudePoint[]): BandFeatures | null {
  const peakAt = peakIndex(points);
  const peak = points[peakAt];
  const faintest = faintestOf(points);
  const first = points[0];
  const last = points.at(-1);
  if (!peak || !faintest || !first || !last) return null;
  return {
    peak,
    faintest,
    points: points.length,
    spanDays: last.day - first.day,
    rise: fitRate([points.slice(0, peakAt + 1)]),
    decline: fitRate([points.slice(peakAt)]),
  };
}

/** @param points of all bands, by time; null for none */
export function jointFeatures(points: readonly MagnitudePoint[]): JointFeatures | null {
  const peak = points[peakIndex(points)];
  const faintest = faintestOf(points);
  const first = points[0];
  const last = points.at(-1);
  if (!peak || !faintest || !first || !last) return null;
  const bands = [...groupByBand(points).values()];
  return {
    peak,
    faintest,
    firstDay: first.day,
    lastDay: last.day,
    points: points.length,
    rise: fitRate(bands.map((of) => of.filter(({ day }) => day <= peak.day))),
    decline: fitRate(bands.map((of) => of.filter(({ day }) => day >= peak.day))),
  };
}

/** Points further from the peak than this tell nothing of its colour. */
const COLOUR_REACH_DAYS = 1;

/**
 * The colour at the peak of all bands: of each band the point nearest to it in time, a day away at
 * most. Errors of both are added in squares.
 *
 * @returns null where either band has no such point
 */
export function peakColour(
  points: readonly MagnitudePoint[],
  bands: readonly [blue: string, red: string],
): PeakColour | null {
  const peak = points[peakIndex(points)];
  if (!peak) return null;
  const blue = nearest(points, bands[0], peak.day);
  const red = nearest(points, bands[1], peak.day);
  if (!blue || !red) return null;
  return {
    bands,
    mag: blue.mag - red.mag,
    magErr: Math.hypot(blue.magErr, red.magErr),
    apartDays: Math.abs(blue.day - red.day),
  };
}

function nearest(
  points: readonly MagnitudePoint[],
  band: string,
  day: number,
): MagnitudePoint | null {
  let found: MagnitudePoint | null = null;
  let least = COLOUR_REACH_DAYS;
  for (const point of points) {
    const away = Math.abs(point.day - day);
    // Of two as near the earlier.
    if (point.band !== band || away > least || (found && away === least)) continue;
    found = point;
    least = away;
  }
  return found;
}

/** Of the brightest, of several the first. */
function peakIndex(points: readonly MagnitudePoint[]): number {
  let best = 0;
  points.forEach(({ mag }, i) => {
    if (mag < (points[best]?.mag ?? Infinity)) best = i;
  });
  return best;
}

function faintestOf(points: readonly MagnitudePoint[]): MagnitudePoint | null {
  let found = points[0] ?? null;
  for (const point of points) if (found && point.mag > found.mag) found = point;
  return found;
}

/** BOOM's limit: what is seen again after so long did not move on. */
const STATIONARY_DAYS = 0.01;

/** Whether it was detected at this place more than 14 minutes apart: a moving object is not. */
export function isStationary(points: readonly MagnitudePoint[]): boolean {
  return (points.at(-1)?.day ?? 0) - (points[0]?.day ?? 0) > STATIONARY_DAYS;
}
