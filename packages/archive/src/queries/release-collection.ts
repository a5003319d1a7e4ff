import { doublesAt, type MqlDocument } from '@fritz/mql';
import { type ColumnType, exposureId, radecText } from '@fritz/surveys';
import { curveStatistics } from '../releases/curve-statistics.ts';
import { findLightCurves, type StoredCurve } from '../releases/light-curves.queries.ts';
import type { Release } from '../releases/release.ts';
import { type Collection, type CollectionField, isRead, type Reads } from './collection.ts';

/** A release's documents, as Kowalski's `ZTF_sources_*`, `ZTF_source_features_*` and so on. */
export function releaseCollection(release: Release): Collection {
  return release.kind === 'light_curves' ? curveCollection(release) : valueCollection(release);
}

const field = (sql: string, type: ColumnType, isNullable = false): CollectionField => ({
  ...{ sql, type, isNullable, extraKey: null },
});

const CURVE_FIELDS: ReadonlyMap<string, CollectionField> = new Map([
  ['_id', field('a.lc_id', 'int8')],
  ['ra', field('a.ra', 'float8')],
  ['dec', field('a.dec', 'float8')],
  ['filter', field('a.filter', 'int2')],
  ['field', field('a.field', 'int4')],
  ['ccd', field('a.ccd', 'int2')],
  ['quad', field('a.quad', 'int2')],
  ['rc', field('a.rc', 'int2')],
  ['refchi', field('a.refchi', 'float4', true)],
  ['refmag', field('a.refmag', 'float4', true)],
  ['refmagerr', field('a.refmagerr', 'float4', true)],
  ['refsharp', field('a.refsharp', 'float4', true)],
]);
const POINT_DOUBLES = ['hjd', 'mjd', 'mag', 'magerr', 'ra', 'dec', 'chi', 'sharp'];

/** Light curves with their points; what is computed of points is of those that the viewer sees. */
function curveCollection(release: Release): Collection {
  const { id, name, rows } = release;
  // A light curve has a row of each programme: the first of those that the viewer sees stands for it.
  const first = `NOT EXISTS (SELECT FROM archive_light_curves f WHERE f.release_id = a.release_id
    AND f.lc_id = a.lc_id AND f.programid < a.programid)`;
  return {
    ...{ name, kind: 'other', from: 'archive_light_curves', indexed: ['_id'], batchRows: 100 },
    always: [`a.release_id = ${id}`, first],
    place: { ra: 'a.ra', dec: 'a.dec', hpx: 'a.hpx' },
    doubles: doublesAt([
      ...['ra', 'dec', 'meanmag', 'vonneumannratio', 'iqr', 'refchi', 'refmag', 'refmagerr'],
      ...['refsharp', 'coordinates.radec_geojson.coordinates'],
      ...POINT_DOUBLES.map((one) => `data.${one}`),
    ]),
    field: (path) => CURVE_FIELDS.get(path) ?? null,
    columns: () => ['a.lc_id'],
    async documents(tx, found, reads) {
      const ids = found.map((row) => row.lc_id as bigint);
      const search = { release, cone: null, ids, limit: ids.length };
      return (await findLightCurves(tx, search)).map((curve) => curveDocument(curve, reads));
    },
    narrow: () => [],
    estimate: async () => Number(rows),
  };
}

function curveDocument(curve: StoredCurve, reads: Reads): MqlDocument {
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

function coordinatesAt(ra: number, dec: number): Record<string, unknown> {
  return {
    radec_str: radecText(ra, dec),
    radec_geojson: { type: 'Point', coordinates: [ra - 180, dec] },
  };
}

/** Values by the names of the release's columns; of features the places, too. */
function valueCollection({ id, name, rows, columns }: Release): Collection {
  const own = new Map(columns.map((column, i) => [column, i + 1] as const));
  return {
    ...{ name, kind: 'other', from: 'archive_curve_values', indexed: ['_id'], batchRows: 2000 },
    always: [`a.release_id = ${id}`],
    place: { ra: 'a.ra', dec: 'a.dec', hpx: 'a.hpx' },
    doubles: doublesAt([...columns, 'ra', 'dec', 'coordinates.radec_geojson.coordinates']),
    field(path) {
      if (path === '_id') return field('a.lc_id', 'int8');
      if (path === 'ra' || path === 'dec') return field(`a.${path}`, 'float8', true);
      const place = own.get(path);
      return place === undefined ? null : field(`a."values"[${place}]`, 'float8', true);
    },
    columns: () => ['a.lc_id', 'a.ra', 'a.dec', 'a."values"'],
    documents: async (_tx, found) =>
      found.map((row) => {
        const values = row.values as readonly (number | null)[];
        const { lc_id: _id, ra, dec } = row;
        const isPlaced = typeof ra === 'number' && typeof dec === 'number';
        return {
          _id,
          ...(isPlaced ? { ra, dec, coordinates: coordinatesAt(ra, dec) } : {}),
          ...Object.fromEntries(
            columns.flatMap((column, i) => {
              const value = values[i] ?? null;
              return value === null ? [] : [[column, value] as const];
            }),
          ),
        };
      }),
    narrow: () => [],
    estimate: async () => Number(rows),
  };
}
