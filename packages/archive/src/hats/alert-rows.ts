import type { CellType, ParquetColumn } from '@fritz/formats';
import type { ColumnType } from '@fritz/surveys';
import { alertsIn, type ExportScope } from './export-scope.ts';
import type { HatsCell, HatsRow, HatsSource } from './hats-table.ts';
import { rowsOf, type Snapshot } from './sql-rows.ts';

/** Those of the table that every survey's has, and not the reader's. */
const KEY_COLUMNS: readonly ParquetColumn[] = [
  { name: 'object_id', type: 'text' },
  { name: 'candid', type: 'int8' },
  { name: 'programid', type: 'int2' },
  { name: 'mjd', type: 'float8' },
];

const CELL_TYPES: Readonly<Partial<Record<ColumnType, CellType>>> = {
  ...{ bool: 'bool', int2: 'int2', int4: 'int4', int8: 'int8' },
  ...{ float4: 'float4', float8: 'float8', text: 'text', jsonb: 'json' },
};

/** The columns of a survey's alerts, in the survey's own words. */
export function alertColumns({ adapter }: Pick<ExportScope, 'adapter'>): ParquetColumn[] {
  const keys = new Set(KEY_COLUMNS.map(({ name }) => name));
  const own = adapter.columns.flatMap(({ name, type }) => {
    const cellType = CELL_TYPES[type];
    return cellType === undefined || keys.has(name) ? [] : [{ name, type: cellType }];
  });
  const places = ['ra', 'dec'].filter((name) => !own.some((column) => column.name === name));
  return [...KEY_COLUMNS, ...places.map((name) => ({ name, type: 'float8' as const })), ...own];
}

type Row = Record<string, unknown> & { hpx: bigint; ra: number; dec: number };

/** A survey's alerts, one a row. */
export function alertRows(snapshot: Snapshot, scope: ExportScope): HatsSource {
  const columns = alertColumns(scope);
  const table = `${scope.adapter.name}_alerts a`;
  const { where, values } = alertsIn(scope);
  const names = [...new Set(['hpx', 'ra', 'dec', ...columns.map(({ name }) => name)])];
  const select = `SELECT ${names.map((name) => `a."${name}"`).join(', ')} FROM ${table} WHERE ${where}`;
  const toRow = (row: Row): HatsRow => ({
    ...{ hpx: row.hpx, ra: row.ra, dec: row.dec },
    cells: columns.map(({ name }) => (row[name] ?? null) as HatsCell),
  });
  const next = `$${values.length + 1}`;
  return {
    async count(order) {
      const rows = await snapshot.query<{ pix: bigint; rows: bigint }>(
        `SELECT a.hpx >> (2 * (29 - ${order})) AS pix, count(*) AS rows FROM ${table}
          WHERE ${where} GROUP BY 1`,
        values,
      );
      return new Map(rows.map(({ pix, rows: count }) => [pix, Number(count)]));
    },
    async *rows(from) {
      const text = `${select} AND a.hpx >= ${next} ORDER BY a.hpx, a.candid`;
      for await (const rows of rowsOf<Row>(snapshot, text, [...values, from]))
        yield rows.map(toRow);
    },
    async at(indices) {
      const text = `${select} AND a.hpx = ANY (${next}::bigint[]) ORDER BY a.hpx, a.candid`;
      return (await snapshot.query<Row>(text, [...values, indices])).map(toRow);
    },
  };
}
