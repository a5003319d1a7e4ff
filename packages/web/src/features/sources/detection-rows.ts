import type { Int64 } from '../../api/exact-json.ts';
import type { AlertDocument, PhotometryPoint } from '../../api/types.ts';
import { isAlertDetection, isForcedOrigin, shortBand } from '../photometry/light-curve.ts';

/** A line of the photometry tables, newest first. */
export type PhotometryLine = {
  readonly key: string;
  readonly mjd: number;
  readonly band: string;
  readonly mag: number | null;
  readonly magErr: number | null;
  /** Difference and reference together; null where the reference has no source. */
  readonly totalMag: number | null;
  readonly totalMagErr: number | null;
  /** AB, where there is no magnitude. */
  readonly limitingMag: number | null;
  readonly fluxUjy: number | null;
  readonly fluxErrUjy: number | null;
  readonly snr: number | null;
  readonly candid: Int64 | null;
  readonly drb: number | null;
  /** Who brought it; null: an alert stream. */
  readonly ownerId: number | null;
  /** What somebody who looked at it thinks. */
  readonly verdict: PhotometryPoint['verdict'];
};

function toLine(point: PhotometryPoint, drb: number | null): PhotometryLine {
  return {
    key: String(point.id),
    mjd: point.mjd,
    band: shortBand(point.filter),
    mag: point.mag ?? null,
    magErr: point.magerr ?? null,
    totalMag: point.magtot ?? null,
    totalMagErr: point.e_magtot ?? null,
    limitingMag: point.limiting_mag,
    fluxUjy: point.flux ?? null,
    fluxErrUjy: point.fluxerr ?? null,
    snr: point.snr,
    candid: point.candid,
    drb,
    ownerId: point.owner_id ?? null,
    verdict: point.verdict,
  };
}

/** Deep real-bogus score by candid, as the survey's packets carry it. */
export function scoresByCandid(alerts: readonly AlertDocument[]): ReadonlyMap<string, number> {
  const scores = new Map<string, number>();
  for (const { candid, candidate } of alerts) {
    if (typeof candidate.drb === 'number') scores.set(String(candid), candidate.drb);
  }
  return scores;
}

/** Splits photometry into detections of alerts and forced photometry, newest first. */
export function splitPhotometry(
  points: readonly PhotometryPoint[],
  scores: ReadonlyMap<string, number>,
): { readonly detections: readonly PhotometryLine[]; readonly forced: readonly PhotometryLine[] } {
  const newestFirst = [...points].sort((a, b) => b.mjd - a.mjd);
  const lineOf = (point: PhotometryPoint) =>
    toLine(point, scores.get(String(point.candid)) ?? null);
  return {
    detections: newestFirst.filter(isAlertDetection).map(lineOf),
    forced: newestFirst.filter((point) => isForcedOrigin(point.origin)).map(lineOf),
  };
}
