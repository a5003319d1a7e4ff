import { readApiError } from '../../api/api-error.ts';
import { parseExactJson } from '../../api/exact-json.ts';
import { linesOf } from '../../api/lines-of.ts';

/** The first rows of an answer, with the fields that they have. */
export type FirstRows = {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Whether there are more of them. */
  readonly isCut: boolean;
};

const MOST_COLUMNS = 60;

/**
 * Asks for the first documents of a query; hangs up when they are there, which ends it.
 *
 * @throws ApiError as every request of the app
 */
export async function runQuery(
  json: string,
  most: number,
  signal: AbortSignal,
): Promise<FirstRows> {
  const ours = new AbortController();
  const both = AbortSignal.any([signal, ours.signal]);
  const response = await fetch('/api/archive/queries', {
    method: 'POST',
    credentials: 'same-origin',
    headers: { 'content-type': 'application/json' },
    body: json,
    signal: both,
  }).catch((error: unknown) => {
    if (signal.aborted) throw error;
    throw readApiError('FETCH_ERROR', null);
  });
  if (!response.ok) throw readApiError(response.status, parseExactJson(await response.text()));
  const documents: Record<string, string>[] = [];
  let isCut = false;
  for await (const line of linesOf(response)) {
    if (documents.length === most) {
      isCut = true;
      break;
    }
    documents.push(cellsOf(parseExactJson(line)));
  }
  ours.abort();
  const columns = [...new Set(documents.flatMap((cells) => Object.keys(cells)))];
  const shown = columns.slice(0, MOST_COLUMNS);
  const rows = documents.map((cells) => shown.map((name) => cells[name] ?? ''));
  return { columns: shown, rows, isCut };
}

/** Nested fields by their dotted paths; lists as JSON. */
function cellsOf(document: unknown, prefix = ''): Record<string, string> {
  const cells: Record<string, string> = {};
  for (const [name, value] of Object.entries(Object(document))) {
    const path = prefix === '' ? name : `${prefix}.${name}`;
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      Object.assign(cells, cellsOf(value, path));
    } else cells[path] = typeof value === 'string' ? value : JSON.stringify(value);
  }
  return cells;
}
