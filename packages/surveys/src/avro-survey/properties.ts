import type { AvroObject } from '@fritz/formats';
import { fluxErrUjyToMagErr, fluxUjyToMag, totalMagnitude } from '@fritz/sky';
import {
  allBandsOf,
  coloursOf,
  photstatsOf,
  type SeenPoints,
  type SignedPoint,
  seenPoints,
} from '../features/curve-properties.ts';
import { isStationary } from '../features/light-curve-features.ts';
import { FORCED_DETECTION_SNR } from '../features/magnitude-point.ts';
import type { SeenAlert } from '../survey.ts';
import { defineLazy } from '../ztf/lazy-fields.ts';
import type { AvroSurvey, PointKind } from './avro-survey.ts';

/** A point of the history as of the alert that the filter may see. */
interface PastPoint {
  readonly kind: PointKind;
  readonly record: AvroObject;
  readonly jd: number;
}

/**
 * The features of an alert and of its light curve as of then. Magnitudes are AB, as in photometry,
 * whatever system the survey's own are of. What needs the history is made when it is read.
 *
 * @param history null where no filter reads what needs it
 */
export function alertProperties(
  survey: AvroSurvey,
  alert: SeenAlert,
  history: (() => readonly PastPoint[]) | null,
): Record<string, unknown> {
  const own = survey.ownPoint(alert.packet) as AvroObject;
  const total = totalOf(survey, own);
  const properties: Record<string, unknown> = {
    ...survey.properties.flags(alert.packet),
    total_mag: total.mag,
    total_mag_err: total.magErr,
  };
  let made: SeenPoints | null = null;
  const points = () => {
    made ??= pointsOf(survey, [
      ...(history?.() ?? []),
      { kind: 'detection', record: own, jd: alert.jd },
    ]);
    return made;
  };
  const ifRead = <T>(make: () => T) => (history === null ? null : make());
  const photstats = () => ifRead(() => photstatsOf(points().all, survey.properties));
  defineLazy(properties, {
    stationary: () => ifRead(() => isStationary(points().all)),
    photstats,
    // Of this survey alone, as BOOM has it where there is no other.
    multisurvey_photstats: photstats,
    all_bands: () =>
      ifRead(() => {
        const startedJd = survey.properties.startedJd(alert.packet);
        return allBandsOf(points().positive, { jd: alert.jd, startedJd });
      }),
    colors: () => ifRead(() => coloursOf(points().positive, survey.properties)),
  });
  return properties;
}

function totalOf(survey: AvroSurvey, own: AvroObject) {
  const measured = survey.properties.totalFlux?.(own);
  if (measured) {
    const { fluxUjy: flux, fluxErrUjy: error } = measured;
    const mag = flux === null ? null : fluxUjyToMag(flux);
    const isKnown = mag !== null && flux !== null && error !== null;
    return { mag, magErr: isKnown ? fluxErrUjyToMagErr(error, flux) : null };
  }
  const point = survey.photometry(own, 'detection');
  const { fluxUjy = null, fluxErrUjy = null } = point ?? {};
  const { refFluxUjy = null, refFluxErrUjy = null } = point ?? {};
  return totalMagnitude({ fluxUjy, fluxErrUjy, refFluxUjy, refFluxErrUjy });
}

function pointsOf(survey: AvroSurvey, past: readonly PastPoint[]): SeenPoints {
  const alerts: SignedPoint[] = [];
  const measuredAgain: SignedPoint[] = [];
  for (const one of past) {
    const point = signedPoint(survey, one);
    if (point) (one.kind === 'forced' ? measuredAgain : alerts).push(point);
  }
  return seenPoints(alerts, measuredAgain);
}

/** Null for a limit, and for a forced flux below 3σ. */
function signedPoint(survey: AvroSurvey, { kind, record, jd }: PastPoint): SignedPoint | null {
  const point = survey.photometry(record, kind);
  if (!point || point.fluxUjy === null || point.fluxErrUjy === null) return null;
  const size = Math.abs(point.fluxUjy);
  if (kind === 'forced' && !(size > FORCED_DETECTION_SNR * point.fluxErrUjy)) return null;
  const mag = fluxUjyToMag(size);
  const magErr = fluxErrUjyToMagErr(point.fluxErrUjy, size);
  if (mag === null || magErr === null) return null;
  const band = survey.properties.shortBands[point.band] ?? point.band;
  return { day: jd, band, mag, magErr, isPositive: point.fluxUjy > 0 };
}
