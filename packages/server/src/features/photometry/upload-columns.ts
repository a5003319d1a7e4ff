import { MAX_UPLOAD_ROWS, uploadColumns } from '@fritz/contract';
import { type FieldProblem, InvalidRequestError } from '../../http/fritz-error.ts';

/** The columns of an upload, each of them a value for all rows or a list with one for each. */
export type UploadFields = Readonly<Record<string, unknown>>;

/** Fields that say something of the whole request. */
const wholeFields = new Set(['extinction_corrected', 'group_ids', 'stream_ids']);

/** Rows of cells, by field; a field that was not given is absent from all of them. */
export interface UploadTable {
  rowCount: number;
  has(field: string): boolean;
  /** null where it is null, or was not given. */
  cell(field: string, row: number): unknown;
}

/**
 * Lines the columns of an upload up: lists are as long as one another, single values stand in every
 * row.
 *
 * @throws InvalidRequestError for lists of different lengths
 */
export function lineUp(fields: UploadFields): UploadTable {
  const names = Object.keys(uploadColumns).filter(
    (name) => !wholeFields.has(name) && fields[name] !== undefined,
  );
  const lists = names.flatMap((name) => {
    const value = fields[name];
    return Array.isArray(value) ? [[name, value.length] as const] : [];
  });
  const rowCount = lists.length === 0 ? 1 : Math.max(...lists.map(([, length]) => length));
  const problems = lists.flatMap(([field, length]): FieldProblem[] =>
    length === rowCount
      ? []
      : [{ in: 'body', field, message: `has ${length} values where others have ${rowCount}` }],
  );
  if (problems.length > 0) throw new InvalidRequestError(problems);
  if (rowCount > MAX_UPLOAD_ROWS) {
    const message = `has ${rowCount} rows: at most ${MAX_UPLOAD_ROWS} go in one request`;
    throw new InvalidRequestError([{ in: 'body', field: lists[0]?.[0] ?? 'mjd', message }]);
  }
  const columns = new Map(names.map((name) => [name, readerOf(fields[name], rowCount)]));
  return {
    rowCount,
    has: (field) => columns.has(field),
    cell: (field, row) => columns.get(field)?.(row) ?? null,
  };
}

function readerOf(value: unknown, rowCount: number): (row: number) => unknown {
  if (Array.isArray(value)) return (row) => value[row];
  if (rowCount > 1 && isRecordOfLists(value, rowCount)) {
    // As data frames are written: an object of columns in the place of a column of objects.
    const entries = Object.entries(value);
    return (row) => Object.fromEntries(entries.map(([key, list]) => [key, list[row]]));
  }
  return () => value;
}

function isRecordOfLists(value: unknown, length: number): value is Record<string, unknown[]> {
  if (typeof value !== 'object' || value === null) return false;
  const lists = Object.values(value);
  return lists.length > 0 && lists.every((list) => Array.isArray(list) && list.length === length);
}
