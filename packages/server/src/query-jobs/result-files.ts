import { type JobColumn, zstdPacking } from '@fritz/archive';
import {
  type Cell,
  ParquetWriter,
  type TableColumn,
  votableFrame,
  votableRows,
  writeCsv,
} from '@fritz/formats';

export const RESULT_FORMATS = ['jsonl', 'csv', 'votable', 'parquet'] as const;
export type ResultFormat = (typeof RESULT_FORMATS)[number];

/** How a file of each format is called, and what it is. */
export const RESULT_TYPES: Readonly<
  Record<ResultFormat, { readonly type: string; readonly extension: string }>
> = {
  jsonl: { type: 'application/x-ndjson', extension: 'jsonl' },
  csv: { type: 'text/csv; charset=utf-8', extension: 'csv' },
  votable: { type: 'application/x-votable+xml', extension: 'vot' },
  parquet: { type: 'application/vnd.apache.parquet', extension: 'parquet' },
};

export type Bytes = string | Uint8Array;

/** Writes a table piece by piece. */
export interface TableFile {
  begin(): readonly Bytes[];
  rows(rows: readonly (readonly Cell[])[]): readonly Bytes[];
  end(): readonly Bytes[];
}

export function openTableFile(
  format: Exclude<ResultFormat, 'jsonl'>,
  given: readonly JobColumn[],
): TableFile {
  const columns = given.map(
    ({ name, type }): TableColumn => ({ name, type, unit: null, ucd: null, description: null }),
  );
  if (format === 'csv') return csvFile(columns);
  if (format === 'votable') return votableFile(columns);
  return parquetFile(columns);
}

function csvFile(columns: readonly TableColumn[]): TableFile {
  const head = writeCsv({ columns, rows: [] });
  return {
    begin: () => [head],
    rows: (rows) => [writeCsv({ columns, rows }).slice(head.length)],
    end: () => [],
  };
}

function votableFile(columns: readonly TableColumn[]): TableFile {
  const { head, tail } = votableFrame(columns);
  return { begin: () => [head], rows: (rows) => [votableRows(rows)], end: () => [tail] };
}

/** So much of a table lies together in a file of Parquet's. */
const GROUP_CELLS = 500_000;
const GROUP_ROWS = 50_000;

function parquetFile(columns: readonly TableColumn[]): TableFile {
  const writer = new ParquetWriter(columns, { packing: zstdPacking });
  let held: (readonly Cell[])[] = [];
  const group = (): readonly Bytes[] => {
    const rows = held;
    held = [];
    const values = columns.map((_, i) => rows.map((row) => row[i] ?? null));
    return writer.rowGroup(values, rows.length);
  };
  return {
    begin: () => [],
    rows(rows) {
      for (const row of rows) held.push(row);
      const isFull = held.length >= GROUP_ROWS || held.length * columns.length >= GROUP_CELLS;
      return isFull ? group() : [];
    },
    end: () => [...(held.length > 0 ? group() : []), ...writer.end()],
  };
}
