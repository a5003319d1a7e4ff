import { type Catalog, dataTable } from '../catalogs/catalog.ts';
import type { ViewerTx } from '../viewer/viewer-tx.ts';
import { tableRows } from './table-rows.ts';

/** An object of a loaded catalog, where it was at the catalog's epoch. */
export interface FieldStar {
  id: string;
  /** ICRS degrees. */
  ra: number;
  dec: number;
  /** By the name that was asked for; null where the catalog has no such column, or no number in it. */
  values: Readonly<Record<string, number | null>>;
}

function chosen(catalog: Catalog, names: readonly string[]) {
  return catalog.columns.filter(({ name }) => names.includes(name.toLowerCase()));
}

function readValues(
  names: readonly string[],
  read: (name: string) => unknown,
): Record<string, number | null> {
  return Object.fromEntries(
    names.map((name) => {
      const value = read(name);
      return [name, typeof value === 'number' && Number.isFinite(value) ? value : null];
    }),
  );
}

/** The objects of a loaded catalog within a cone, and maybe some beyond it. */
export async function listFieldStars(
  tx: Pick<ViewerTx, 'query'>,
  catalog: Catalog,
  cone: { ra: number; dec: number; radiusArcsec: number },
  names: readonly string[],
): Promise<FieldStar[]> {
  const columns = chosen(catalog, names);
  const found = await tableRows(tx.query, dataTable(catalog)).near([cone], columns, null);
  return found.map(({ id, ra, dec, values }) => ({
    ...{ id: String(id), ra, dec },
    values: readValues(names, (name) => {
      return values[columns.findIndex((column) => column.name.toLowerCase() === name)];
    }),
  }));
}

/** One object of a loaded catalog by its number there; null where there is none. */
export async function findFieldStar(
  tx: Pick<ViewerTx, 'query'>,
  catalog: Catalog,
  id: string,
  names: readonly string[],
): Promise<FieldStar | null> {
  const columns = chosen(catalog, names);
  const list = columns
    .map(({ column, name }) => `, "${column}" AS "v_${name.toLowerCase()}"`)
    .join('');
  const [row] = await tx.query<Record<string, unknown> & { ra: number; dec: number }>(
    `SELECT cat_ra AS ra, cat_dec AS dec${list} FROM ${dataTable(catalog)} WHERE cat_id::text = $1
       AND cat_id = $1::${catalog.idType === 'int8' ? 'bigint' : 'text'}`,
    [id],
  );
  if (row === undefined) return null;
  const { ra, dec } = row;
  return { id, ra, dec, values: readValues(names, (name) => row[`v_${name}`]) };
}
