/** What a release's rows are to whoever asks as Kowalski is asked, wherever they lie. */
import { doublesAt, type MqlDocument } from '@fritz/mql';
import { exposureId, radecText } from '@fritz/surveys';
import { curveStatistics } from '../releases/curve-statistics.ts';
import type { StoredCurve, StoredValues } from '../releases/light-curves.queries.ts';
import { isRead, type Reads } from './collection.ts';

const POINT_DOUBLES = ['hjd', 'mjd', 'mag', 'magerr', 'ra', 'dec', 'chi', 'sharp'];

export const CURVE_DOUBLES = doublesAt([
  ...['ra', 'dec', 'meanmag', 'vonneumannratio', 'iqr', 'refchi', 'refmag', 'refmagerr'],
  ...['refsharp', 'coordinates.radec_geojson.coordinates'],
  ...POINT_DOUBLES.map((one) => `data.${one}`),
]);

export const valueDoubles = (columns: readonly string[]) =>
  doublesAt([...columns, 'ra', 'dec', 'coordinates.radec_geojson.coordinates']);

/** Rows in the order of numbers, of which one may come again: what lies in several cones. */
export function inOrder<T extends { readonly id: bigint }>(
  ids: readonly bigint[],
  rows: readonly T[],
): T[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

/** Fields that come of a light curve's points. */
const OF_POINTS = ['data', 'nobs', 'meanmag', 'vonneumannratio', 'iqr'];

/** Whether what is wanted of documents takes points. */
export function readsPoints(reads: Reads): boolean {
  return OF_POINTS.some((name) => isRead(reads, name));
}

export function curveDocument(curve: StoredCurve, reads: Reads): MqlDocument {
  const { id: _id, points, ra, dec, filter, field: ofField, ccd, quad, rc } = curve;
  const { refchi, refmag, refmagerr, refsharp } = curve;
  const whole: Record<string, unknown> = {
    ...{ _id, ra, dec, filter, field: ofField, ccd, quad, rc, nobs: points.length },
    ...curveStatistics(curve),
    ...{ refchi, refmag, refmagerr, refsharp },
    coordinates: coordinatesAt(ra, dec),
  };
  if (isRead(reads, 'data')) {
    whole.data = points.map((point) =>
      point.expid === null ? point : { ...point, uexpid: exposureId(curve, point.expid) },
    );
  }
  return whole;
}

/** A value that is not there is left out. */
export function valuesDocument({ id: _id, ra, dec, values }: StoredValues): MqlDocument {
  const isPlaced = ra !== null && dec !== null;
  return {
    _id,
    ...(isPlaced ? { ra, dec, coordinates: coordinatesAt(ra, dec) } : {}),
    ...Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null)),
  };
}

function coordinatesAt(ra: number, dec: number): Record<string, unknown> {
  return {
    radec_str: radecText(ra, dec),
    radec_geojson: { type: 'Point', coordinates: [ra - 180, dec] },
  };
}
