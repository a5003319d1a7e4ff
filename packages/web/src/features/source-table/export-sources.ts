import { type WritableTable, writeCsv, writeVotable } from '@fritz/formats';
import type { Source, SourcePage } from '../../api/types.ts';
import type { ExportFormat } from './export-formats.ts';
import type { SourceTableColumn } from './source-columns.tsx';

const FILES: Readonly<Record<ExportFormat, { name: string; type: string }>> = {
  csv: { name: 'sources.csv', type: 'text/csv' },
  votable: { name: 'sources.vot', type: 'application/x-votable+xml' },
  json: { name: 'sources.json', type: 'application/json' },
};

/** The shown columns of sources; a position is two. */
export function tableOf(
  sources: readonly Source[],
  columns: readonly SourceTableColumn[],
): WritableTable {
  const seen = new Set<string>();
  // The declination may be a column of its own, too.
  const kept = columns.filter(({ fields }) => {
    const isNew = fields.every((field) => !seen.has(field.name));
    for (const field of fields) seen.add(field.name);
    return isNew;
  });
  return {
    columns: kept.flatMap(({ fields }) => fields),
    rows: sources.map((source) => kept.flatMap(({ cells }) => cells(source))),
    description: 'Sources as Fritz showed them; positions are ICRS, times UTC, magnitudes AB',
  };
}

/** The text of a file. */
export function writeSources(table: WritableTable, format: ExportFormat): string {
  if (format === 'csv') return writeCsv(table);
  if (format === 'votable') return writeVotable(table);
  const names = table.columns.map(({ name }) => name);
  const records = table.rows.map((row) =>
    Object.fromEntries(names.map((name, index) => [name, row[index] ?? null])),
  );
  return `${JSON.stringify(records, null, 1)}\n`;
}

/** Reads every page of a search from its first one on. */
export async function readAll(
  readPage: (cursor: string | null) => Promise<SourcePage>,
  options: {
    readonly signal: AbortSignal;
    readonly onProgress: (read: number, of: number) => void;
  },
): Promise<readonly Source[]> {
  const all: Source[] = [];
  let cursor: string | null = null;
  do {
    const page: SourcePage = await readPage(cursor);
    options.signal.throwIfAborted();
    all.push(...page.sources);
    options.onProgress(all.length, page.totalMatches);
    ({ cursor } = page);
  } while (cursor !== null);
  return all;
}

/** Hands a text over as a file. */
export function download(text: string, format: ExportFormat): void {
  const { name, type } = FILES[format];
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
