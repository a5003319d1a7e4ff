import { doublesAt } from '@fritz/mql';
import { type ColumnType, radecText } from '@fritz/surveys';
import { type Catalog, type CatalogColumn, dataTable } from '../catalogs/catalog.ts';
import { CatalogError } from '../catalogs/catalog-error.ts';
import { HatsRows, mountedRows } from '../catalogs/hats/hats-rows.ts';
import { copyType } from '../catalogs/table-columns.ts';
import type { NearObject } from '../crossmatch/ports.ts';
import {
  type Collection,
  type CollectionField,
  isRead,
  type Reads,
  type Row,
} from './collection.ts';
import { demandNarrow } from './filed-cones.ts';
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

/** A catalog that lies in files: what lies in and about cones, or all of it as one stream. */
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
    files: {
      async around(_tx, cones, reads) {
        demandNarrow(name, cones);
        const { read, toRow } = readerOf(shown, reads);
        try {
          const found = await mountedRows(catalog).near(cones, read, null);
          return found.map((object) => ({
            ...{ ...toRow(object), cone: object.cone, q_ra: object.ra, q_dec: object.dec },
          }));
        } catch (error) {
          throw unreadable(name, error);
        }
      },
      async *scan(_tx, reads) {
        const { read, toRow } = readerOf(shown, reads);
        const rows = new HatsRows(catalog);
        try {
          for await (const found of rows.scan(read)) yield found.map(toRow);
        } catch (error) {
          throw unreadable(name, error);
        } finally {
          rows.close();
        }
      },
    },
    documents: async (_tx, found, reads) => found.map((row) => documentOf(row, names, reads)),
    narrow: () => [],
    estimate: async () => Number(rows),
  };
}

function readerOf(shown: readonly CatalogColumn[], reads: Reads) {
  const read = shown.filter(({ name }) => isRead(reads, name));
  const places = read.map((column) => shown.indexOf(column));
  const toRow = ({ id, ra, dec, values }: Omit<NearObject, 'cone'>): Row => ({
    ...{ cat_id: id, cat_ra: ra, cat_dec: dec },
    ...Object.fromEntries(values.map((value, i) => [`c${places[i]}`, value])),
  });
  return { read, toRow };
}

function unreadable(name: string, error: unknown): unknown {
  if (!(error instanceof CatalogError)) return error;
  return new QueryError('bad_query', `${name} cannot be read just now`, { cause: error });
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
