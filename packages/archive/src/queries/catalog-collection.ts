import { doublesAt } from '@fritz/mql';
import { type ColumnType, radecText } from '@fritz/surveys';
import { type Catalog, dataTable } from '../catalogs/catalog.ts';
import { CatalogError } from '../catalogs/catalog-error.ts';
import { mountedRows } from '../catalogs/hats/hats-rows.ts';
import { copyType } from '../catalogs/table-columns.ts';
import {
  type Collection,
  type CollectionField,
  isRead,
  type Reads,
  type Row,
} from './collection.ts';
import { QueryError } from './query-error.ts';

const FLOATS: ReadonlySet<ColumnType> = new Set(['float4', 'float8']);

/** A loaded catalog: its columns by their names in the file, `_id`, and `coordinates`. */
export function catalogCollection(catalog: Catalog): Collection {
  const { columns, name, rows } = catalog;
  const table = dataTable(catalog);
  // What has a dot in its name cannot be reached; some names are the document's own.
  const shown = columns.filter(({ name: own }) => !OWN.has(own) && /^[^$.][^.]*$/.test(own));
  const fields = new Map<string, CollectionField>(
    shown.map(({ name: own, column, type }) => {
      const field = { sql: `a."${column}"`, type: copyType(type), isNullable: true };
      return [own, { ...field, extraKey: null }];
    }),
  );
  fields.set('_id', { sql: 'a.cat_id', type: catalog.idType, isNullable: false, extraKey: null });
  return {
    name,
    kind: 'catalog',
    from: table,
    always: [],
    indexed: ['_id'],
    place: { ra: 'a.cat_ra', dec: 'a.cat_dec', hpx: 'a.hpx' },
    batchRows: 1000,
    doubles: doublesAt([
      ...shown.flatMap(({ name: own, type }) => (FLOATS.has(copyType(type)) ? [own] : [])),
      'coordinates.radec_geojson.coordinates',
    ]),
    field: (path) => fields.get(path) ?? null,
    columns: (reads) => [
      'a.cat_id',
      'a.cat_ra',
      'a.cat_dec',
      ...shown.flatMap(({ name: own, column }, i) =>
        isRead(reads, own) ? [`a."${column}" AS c${i}`] : [],
      ),
    ],
    documents: async (_tx, found, reads) =>
      found.map((row) =>
        documentOf(
          row,
          shown.map(({ name: own }) => own),
          reads,
        ),
      ),
    narrow: () => [],
    estimate: async () => Number(rows),
  };
}

/** Wider cones would read whole files of a catalog. */
const WIDEST_ARCSEC = 3600;

/** A catalog that lies in files: what lies in and about cones, and nothing else. */
export function mountedCollection(catalog: Catalog): Collection {
  const { columns, name, rows } = catalog;
  const shown = columns.filter(({ name: own }) => !OWN.has(own) && /^[^$.][^.]*$/.test(own));
  const names = shown.map(({ name: own }) => own);
  return {
    ...{ name, kind: 'catalog', isPacked: true, batchRows: 1000 },
    ...{ from: '', always: [], indexed: [], place: null },
    doubles: doublesAt([
      ...shown.flatMap(({ name: own, type }) => (FLOATS.has(copyType(type)) ? [own] : [])),
      'coordinates.radec_geojson.coordinates',
    ]),
    field: () => null,
    columns: () => [],
    async around(cones, reads) {
      if (cones.some(({ radiusArcsec }) => radiusArcsec > WIDEST_ARCSEC)) {
        throw new QueryError('bad_query', `${name} lies in files: ask for at most one degree`);
      }
      const read = shown.filter(({ name: own }) => isRead(reads, own));
      const places = read.map((column) => shown.indexOf(column));
      try {
        const found = await mountedRows(catalog).near(cones, read, null);
        return found.map(({ cone, id, ra, dec, values }) => ({
          ...{ cone, cat_id: id, cat_ra: ra, cat_dec: dec, q_ra: ra, q_dec: dec },
          ...Object.fromEntries(values.map((value, i) => [`c${places[i]}`, value])),
        }));
      } catch (error) {
        if (!(error instanceof CatalogError)) throw error;
        throw new QueryError('bad_query', `${name} cannot be read just now`, { cause: error });
      }
    },
    documents: async (_tx, found, reads) => found.map((row) => documentOf(row, names, reads)),
    narrow: () => [],
    estimate: async () => Number(rows),
  };
}

const OWN: ReadonlySet<string> = new Set(['_id', 'coordinates']);

/** As matches with the catalog have it: a field without a value is left out. */
function documentOf(row: Row, names: readonly string[], reads: Reads): Record<string, unknown> {
  const document: Record<string, unknown> = { _id: row.cat_id };
  for (const [i, name] of names.entries()) {
    const value = row[`c${i}`];
    if (value !== undefined && value !== null) document[name] = value;
  }
  if (isRead(reads, 'coordinates')) {
    const [ra, dec] = [Number(row.cat_ra), Number(row.cat_dec)];
    document.coordinates = {
      radec_str: radecText(ra, dec),
      radec_geojson: { type: 'Point', coordinates: [ra - 180, dec] },
    };
  }
  return document;
}
