import { stringifyExact } from '@fritz/contract';
/** What stands in a cell of a table that a service reads. */
export type Cell = string | number | bigint | boolean | null | undefined | object;

/** A table as CSV (RFC 4180, lines ended by LF as pandas writes them); objects as JSON. */
export function toCsv(columns: readonly string[], rows: readonly Record<string, Cell>[]): string {
  const lines = rows.map((row) => columns.map((name) => toCell(row[name])).join(','));
  return `${[columns.join(','), ...lines].join('\n')}\n`;
}

function toCell(value: Cell): string {
  if (value === null || value === undefined) return '';
  // As Python's, which most services are written in.
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  const text = typeof value === 'object' ? stringifyExact(value) : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
