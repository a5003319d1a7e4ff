import { type PlotPoint, shortBand } from '../photometry/light-curve.ts';
import type { ArchiveCurve, ArchiveRelease } from './archive.api.ts';

/** How far around a source one may look, arcsec. */
export const RADII = [2, 5, 10, 30, 60] as const;

/** Of the source itself, more likely than of a neighbour. */
export const OWN_ARCSEC = 1.5;

export function curveKey({ _id: id }: ArchiveCurve): string {
  return String(id);
}

/** Releases of light curves, the current one first. */
export function curveReleases(releases: readonly ArchiveRelease[]): readonly ArchiveRelease[] {
  return releases
    .filter(({ kind }) => kind === 'light_curves')
    .toSorted((a, b) => Number(b.is_current) - Number(a.is_current));
}

/** What is drawn at first: what is at the source's place, or else what is nearest. */
export function firstShown(curves: readonly ArchiveCurve[]): ReadonlySet<string> {
  const own = curves.filter(({ distance_arcsec: far }) => (far ?? 0) <= OWN_ARCSEC);
  return new Set((own.length > 0 ? own : curves.slice(0, 1)).map(curveKey));
}

export function describeDistance({ distance_arcsec: far }: ArchiveCurve): string {
  return far === null ? '' : `${far.toFixed(1)}″`;
}

/** The points of light curves that are drawn: flagged ones mislead. */
export function neighbourPoints(curves: readonly ArchiveCurve[]): readonly PlotPoint[] {
  return curves
    .flatMap((curve) => {
      const band = shortBand(curve.band);
      // Told apart from the source's own by a frame, and by name where one points at it.
      const survey = `${describeDistance(curve)} away:`;
      return curve.data.flatMap(({ mjd, mag, magerr, catflags }): PlotPoint[] =>
        catflags === 0
          ? [
              {
                mjd,
                mag,
                magErr: magerr,
                band,
                kind: 'detection',
                isForced: false,
                candid: null,
                survey,
              },
            ]
          : [],
      );
    })
    .sort((a, b) => a.mjd - b.mjd);
}

export function flaggedPoints(curves: readonly ArchiveCurve[]): number {
  return curves.reduce(
    (sum, { data }) => sum + data.filter(({ catflags }) => catflags !== 0).length,
    0,
  );
}
