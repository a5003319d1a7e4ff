import { findLightCurves, findRelease, type StoredCurve, type ViewerTx } from '@fritz/archive';
import type { Position } from '@fritz/sky';
import { InvalidRequestError, NotFoundError } from '../../http/fritz-error.ts';

/** A place and what is near it, as requests say it. */
export interface GivenCone {
  readonly ra?: number;
  readonly dec?: number;
  readonly radius?: number;
  readonly radius_units?: 'deg' | 'arcmin' | 'arcsec';
}

export type SearchCone = Position & { radiusArcsec: number };

const ARCSEC = { deg: 3600, arcmin: 60, arcsec: 1 } as const;
const LARGEST_ARCSEC = 3600;

/** The light curves of a release around a place, or of these numbers. @throws NotFoundError */
export async function searchCurves(
  tx: ViewerTx,
  name: string | null,
  wanted: GivenCone | readonly bigint[],
  limit: number,
): Promise<{ release: string; curves: StoredCurve[]; cone: SearchCone | null }> {
  const ids = Array.isArray(wanted) ? (wanted as readonly bigint[]) : null;
  const cone = ids === null ? readCone(wanted as GivenCone, 'query') : null;
  const release = await findRelease(tx, 'light_curves', name);
  if (release === null) throw new NotFoundError('release of light curves');
  const search = { release, cone, ids, limit };
  return { release: release.name, curves: await findLightCurves(tx, search), cone };
}

/** @throws InvalidRequestError for a place that is not whole, and for more than a degree */
export function readCone(
  { ra, dec, radius, radius_units: unit = 'arcsec' }: GivenCone,
  part: 'query' | 'body',
): SearchCone {
  if (ra === undefined || dec === undefined || radius === undefined) {
    const field = ra === undefined ? 'ra' : dec === undefined ? 'dec' : 'radius';
    throw new InvalidRequestError([{ in: part, field, message: 'is missing' }]);
  }
  const radiusArcsec = radius * ARCSEC[unit];
  if (radiusArcsec <= LARGEST_ARCSEC) return { ra: ra % 360, dec, radiusArcsec };
  throw new InvalidRequestError([
    { in: part, field: 'radius', message: 'is more than one degree' },
  ]);
}
