/**
 * ZTF's public data releases: Parquet files, a light curve a row.
 * Source: ZTF Public Data Release notes, "Lightcurve files".
 */
import type { Cell } from '@fritz/formats';
import { mjdOfHjd } from '@fritz/sky';
import { type ArchivedPoint, type CurveRecord, channelOf } from './archived-curve.ts';

/** The columns of such a file that are read, in the order in which rows have them. */
export const PUBLIC_CURVE_COLUMNS = [
  'objectid',
  'filterid',
  'fieldid',
  'rcid',
  'objra',
  'objdec',
  'hmjd',
  'mag',
  'magerr',
  'catflags',
] as const;

const NO_STATS = {
  ...{ meanmag: null, vonneumannratio: null, iqr: null },
  ...{ refchi: null, refmag: null, refmagerr: null, refsharp: null },
};
const HALF_EXPOSURE_DAYS = 15 / 86_400;
const JD_OF_MJD = 2_400_000.5;

/** A row as a light curve; all of it is public. */
export function readPublicCurve(row: readonly (Cell | undefined)[], place: number): CurveRecord {
  const [objectid, filter, field, rc, ra, dec, ...lists] = row;
  const id = typeof objectid === 'bigint' || typeof objectid === 'number' ? BigInt(objectid) : null;
  if (id === null || ![filter, field, rc, ra, dec].every((value) => typeof value === 'number')) {
    return { place, reason: 'its number, band, field or place is missing' };
  }
  const known = { filter: Number(filter), field: Number(field), rc: Number(rc) };
  const position = { ra: Number(ra) % 360, dec: Number(dec) };
  if (position.ra < 0 || Math.abs(position.dec) > 90)
    return { place, reason: 'it is nowhere on the sky' };
  const [times = [], mags = [], errors = [], flags = []] = lists.map((list) =>
    Array.isArray(list) ? (list as readonly Cell[]) : [],
  );
  if ([mags, errors, flags].some((list) => list.length !== times.length)) {
    return { place, reason: 'its lists are not as long as one another' };
  }
  const points: ArchivedPoint[] = [];
  times.forEach((hmjd, i) => {
    const [mag, magerr, catflags] = [mags[i], errors[i], flags[i]];
    if (typeof hmjd !== 'number' || typeof mag !== 'number' || typeof magerr !== 'number') return;
    points.push({
      hjd: hmjd + JD_OF_MJD,
      mjd: mjdOfHjd(hmjd + JD_OF_MJD, position) - HALF_EXPOSURE_DAYS,
      ...{ mag, magerr, programid: 1, catflags: Number(catflags ?? 0) },
      ...{ expid: null, ra: null, dec: null, chi: null, sharp: null },
    });
  });
  if (points.length === 0) return { place, reason: 'it has no point with a magnitude and a time' };
  points.sort((a, b) => a.hjd - b.hjd);
  const curve = { id, ...position, ...known, ...channelOf(known.rc), stats: NO_STATS, points };
  return { curve, badPoints: times.length - points.length };
}
