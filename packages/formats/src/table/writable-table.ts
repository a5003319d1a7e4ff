import type { Cell, TableColumn } from './table.ts';

/** A table that is written as a whole: each row has one cell for each column. */
export interface WritableTable {
  readonly columns: readonly TableColumn[];
  readonly rows: readonly (readonly Cell[])[];
  /** What the table is, in one line. */
  readonly description?: string;
}

/** Text of a value in separated text and TABLEDATA; null is an empty field. */
export function textOfCell(cell: Cell | undefined): string {
  if (cell === null || cell === undefined) return '';
  if (typeof cell === 'object') {
    return JSON.stringify(cell, (_key, inner: unknown) =>
      typeof inner === 'bigint' ? inner.toString() : inner,
    );
  }
  if (typeof cell === 'boolean') return cell ? 'true' : 'false';
  return String(cell);
}
