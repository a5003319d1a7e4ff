import type { Cell, TableColumn } from '@fritz/formats';
import { type TapColumn, type TapTable, type TapType, tapColumn } from './tap-table.ts';

/** A table that came with a query. */
export interface UploadedTable {
  readonly name: string;
  readonly columns: readonly TableColumn[];
  readonly rows: readonly (readonly Cell[])[];
}

/** `tap_upload.name`, for one query. */
export function uploadTable({ name, columns, rows }: UploadedTable): TapTable {
  return {
    ...{ schema: 'tap_upload', name, description: 'A table that came with the query' },
    columns: columns.map((column, i) => uploadColumn(column, i, rows)),
    from: rows.map((row) => columns.map(({ type }, i) => sentValue(row[i], type))),
    ...{ place: null, id: null, kind: 'table' },
  };
}

function uploadColumn(column: TableColumn, i: number, rows: UploadedTable['rows']): TapColumn {
  const { name, type, unit, ucd, description } = column;
  // What is no time in such a column is told as what it is.
  const isTime = type === 'text' && column.xtype === 'timestamp';
  const own: TapType = isTime ? 'timestamp' : type === 'json' ? 'text' : type;
  return tapColumn(name, own, {
    ...{ column: `u${i}`, isUnicode: rows.some((row) => !isAscii(row[i])) },
    ...(unit === null ? {} : { unit }),
    ...(ucd === null ? {} : { ucd }),
    ...(description === null ? {} : { description }),
  });
}

function sentValue(cell: Cell | undefined, type: TableColumn['type']): unknown {
  if (cell === null || cell === undefined) return null;
  if (type !== 'json') return typeof cell === 'bigint' ? String(cell) : cell;
  return JSON.stringify(cell, (_key, part: unknown) =>
    typeof part === 'bigint' ? String(part) : part,
  );
}

function isAscii(cell: Cell | undefined): boolean {
  return typeof cell !== 'object' || cell === null ? !/[^\0-\x7f]/.test(String(cell ?? '')) : false;
}
