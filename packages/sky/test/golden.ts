import { readFileSync } from 'node:fs';

/** Rows of a golden table as records of text, by column name. */
export function readGolden(name: string): Map<string, string>[] {
  const text = readFileSync(new URL(`./golden/${name}.csv`, import.meta.url), 'utf8');
  const [header = '', ...lines] = text.trim().split(/\r?\n/);
  const columns = header.split(',');
  return lines.map((line) => {
    const cells = line.split(',');
    return new Map(columns.map((column, i) => [column, cells[i] ?? '']));
  });
}

export function textOf(row: Map<string, string>, column: string): string {
  const cell = row.get(column);
  if (cell === undefined) throw new Error(`no column ${column}`);
  return cell;
}

export function numberOf(row: Map<string, string>, column: string): number {
  return Number(textOf(row, column));
}
