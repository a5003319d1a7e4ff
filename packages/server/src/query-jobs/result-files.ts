import type { JobColumn } from '@fritz/archive';
import { type Cell, type TableColumn, votableFrame, votableRows, writeCsv } from '@fritz/formats';

export const RESULT_FORMATS = ['jsonl', 'csv', 'votable'] as const;
export type ResultFormat = (typeof RESULT_FORMATS)[number];

/** How a file of each format is called, and what it is. */
export const RESULT_TYPES: Readonly<
  Record<ResultFormat, { readonly type: string; readonly extension: string }>
> = {
  jsonl: { type: 'application/x-ndjson', extension: 'jsonl' },
  csv: { type: 'text/csv; charset=utf-8', extension: 'csv' },
  votable: { type: 'application/x-votable+xml', extension: 'vot' },
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
  return votableFile(columns);
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
