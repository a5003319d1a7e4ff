import { textOfCell, type WritableTable } from '../table/writable-table.ts';

/** Separated text with a head of column names. Source: RFC 4180. */
export function writeCsv({ columns, rows }: WritableTable): string {
  const lines = [
    columns.map(({ name }) => quoteField(name)).join(','),
    ...rows.map((row) => row.map((cell) => quoteField(textOfCell(cell))).join(',')),
  ];
  return `${lines.join('\r\n')}\r\n`;
}

/** A field in quotes, where it needs them. */
export function quoteField(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
