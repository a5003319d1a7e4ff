import type { ColumnType } from '@fritz/surveys';
import { findLightCurves } from '../releases/light-curves.queries.ts';
import type { Release } from '../releases/release.ts';
import type { Collection, CollectionField } from './collection.ts';
import { filedRelease } from './filed-release.ts';
import {
  CURVE_DOUBLES,
  curveDocument,
  inOrder,
  valueDoubles,
  valuesDocument,
} from './release-documents.ts';

/** A release's documents, as Kowalski's `ZTF_sources_*`, `ZTF_source_features_*` and so on. */
export function releaseCollection(release: Release): Collection {
  if (release.store === 'hats') return filedRelease(release);
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
    doubles: CURVE_DOUBLES,
    field: (path) => CURVE_FIELDS.get(path) ?? null,
    columns: () => ['a.lc_id'],
    async documents(tx, found, reads) {
      const ids = found.map((row) => row.lc_id as bigint);
      const search = { release, cone: null, ids, limit: ids.length };
      const curves = inOrder(ids, await findLightCurves(tx, search));
      return curves.map((curve) => curveDocument(curve, reads));
    },
    narrow: () => [],
    estimate: async () => Number(rows),
  };
}

/** Values by the names of the release's columns; of features the places, too. */
function valueCollection({ id, name, rows, columns }: Release): Collection {
  const own = new Map(columns.map((column, i) => [column, i + 1] as const));
  return {
    ...{ name, kind: 'other', from: 'archive_curve_values', indexed: ['_id'], batchRows: 2000 },
    always: [`a.release_id = ${id}`],
    place: { ra: 'a.ra', dec: 'a.dec', hpx: 'a.hpx' },
    doubles: valueDoubles(columns),
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
        const { lc_id: id, ra, dec } = row;
        return valuesDocument({
          id: id as bigint,
          ra: typeof ra === 'number' ? ra : null,
          dec: typeof dec === 'number' ? dec : null,
          values: Object.fromEntries(columns.map((name, i) => [name, values[i] ?? null])),
        });
      }),
    narrow: () => [],
    estimate: async () => Number(rows),
  };
}
