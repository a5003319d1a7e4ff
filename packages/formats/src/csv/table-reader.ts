/** Tables in separated text: CSV and, with the types of its head, ECSV. */
import { parseCell } from '../table/parse-cell.ts';
import {
  type BadRecord,
  type Cell,
  type TableBatch,
  type TableColumn,
  TableError,
  type TableReader,
} from '../table/table.ts';
import { ColumnTypes } from './column-types.ts';
import { type CsvRecord, splitRecords } from './records.ts';

export interface CsvOptions {
  /** By default the one of `,`, tab, `;` and `|` that the head has most of. */
  readonly delimiter?: string;
  /** Known columns: the types are not looked for. */
  readonly columns?: readonly TableColumn[];
  /** Records read while types are looked for. */
  readonly onScan?: (records: number) => void;
}

const DELIMITERS = [',', '\t', ';', '|'] as const;
const BATCH_RECORDS = 2000;

/**
 * Opens a table of separated text with a head of column names. Without known columns all of the file
 * is read once for their types: the types of the first rows are not those of the last.
 * @param open gives the file's plain bytes from the beginning, each time that it is called
 * @throws TableError
 */
export async function openCsv(
  open: () => AsyncIterable<Uint8Array>,
  options: CsvOptions = {},
): Promise<TableReader> {
  const delimiter = options.delimiter ?? (await findDelimiter(open()));
  const columns = options.columns ?? (await scanTypes(open(), delimiter, options.onScan));
  return {
    format: 'csv',
    columns,
    notes: { warnings: [], epochYear: null },
    rowCount: null,
    placeNoun: 'line',
    batches: () => readBatches(open(), delimiter, columns),
  };
}

async function findDelimiter(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  // Records are lines here: a head has no line feeds within quotes worth speaking of.
  for await (const records of splitRecords(bytes, '\u0000')) {
    const head = records[0]?.fields[0]?.text ?? '';
    const counts = DELIMITERS.map((delimiter) => head.split(delimiter).length - 1);
    const most = Math.max(...counts);
    return DELIMITERS[counts.indexOf(most)] ?? ',';
  }
  throw new TableError('bad_format', 'the file is empty');
}

async function scanTypes(
  bytes: AsyncIterable<Uint8Array>,
  delimiter: string,
  onScan: (records: number) => void = () => {},
): Promise<TableColumn[]> {
  let names: string[] | null = null;
  let types: ColumnTypes[] = [];
  let seen = 0;
  for await (const records of splitRecords(bytes, delimiter)) {
    for (const record of records) {
      if (names === null) {
        names = readHead(record);
        types = names.map(() => new ColumnTypes());
      } else if (record.fields.length === names.length) {
        for (const [i, field] of record.fields.entries()) types[i]?.see(field);
      }
    }
    seen += records.length;
    onScan(seen);
  }
  if (names === null) throw new TableError('bad_format', 'the file is empty');
  return names.map((name, i) => ({
    name,
    type: types[i]?.type ?? 'text',
    unit: null,
    ucd: null,
    description: null,
  }));
}

/** @throws TableError `bad_format` for a head that names no columns, or two alike */
export function readHead({ line, fields }: CsvRecord): string[] {
  const names = fields.map(({ text }, i) => text || `column_${i + 1}`);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) {
    throw new TableError('bad_format', `line ${line}: two columns are called "${twice}"`);
  }
  if (fields.every(({ text }) => text === '' || Number.isFinite(Number(text)))) {
    throw new TableError('bad_format', `line ${line} should name the columns`);
  }
  return names;
}

/** Rows of records after the head, by `columns`. */
export async function* readBatches(
  bytes: AsyncIterable<Uint8Array>,
  delimiter: string,
  columns: readonly TableColumn[],
): AsyncGenerator<TableBatch> {
  let order: number[] | null = null;
  for await (const records of splitRecords(bytes, delimiter)) {
    let from = 0;
    const [first] = records;
    if (order === null && first) {
      order = orderOf(readHead(first), columns);
      from = 1;
    }
    for (; from < records.length; from += BATCH_RECORDS) {
      yield makeBatch(records.slice(from, from + BATCH_RECORDS), columns, order ?? []);
    }
  }
}

/** Where each column is in a record. */
function orderOf(head: readonly string[], columns: readonly TableColumn[]): number[] {
  if (head.length !== columns.length) {
    throw new TableError(
      'bad_format',
      `the head names ${head.length} columns, not ${columns.length}`,
    );
  }
  return columns.map(({ name }) => {
    const at = head.indexOf(name);
    if (at < 0) throw new TableError('bad_format', `the head has no column "${name}"`);
    return at;
  });
}

function makeBatch(
  records: readonly CsvRecord[],
  columns: readonly TableColumn[],
  order: readonly number[],
): TableBatch {
  const rows: Cell[][] = [];
  const places: number[] = [];
  const bad: BadRecord[] = [];
  for (const record of records) {
    const row = readRow(record, columns, order);
    if (typeof row === 'string') bad.push({ place: record.line, reason: row });
    else {
      rows.push(row);
      places.push(record.line);
    }
  }
  return { rows, places, bad, records: records.length };
}

/** The row, or why it is none. */
function readRow(
  { fields }: CsvRecord,
  columns: readonly TableColumn[],
  order: readonly number[],
): Cell[] | string {
  if (fields.length !== order.length) {
    return `${fields.length} fields where the head has ${order.length}`;
  }
  const row: Cell[] = [];
  for (const [i, { name, type }] of columns.entries()) {
    const field = fields[order[i] ?? i];
    const text = field?.text ?? '';
    const cell = field?.isQuoted && type === 'text' ? text || null : parseCell(text, type);
    if (cell === undefined) return `${name} is ${JSON.stringify(text.slice(0, 40))}, not ${type}`;
    row.push(cell);
  }
  return row;
}
