import { gunzipSync } from 'node:zlib';
import { MAX_UPLOAD_ROWS, uploadColumns } from '@fritz/contract';
import {
  type Cell,
  FitsError,
  isGzip,
  openCsv,
  openEcsv,
  openFitsTable,
  openVotable,
  TableError,
  type TableReader,
} from '@fritz/formats';
import { InvalidRequestError } from '../../http/fritz-error.ts';
import type { TableFileFormat } from './photometry-table.ts';
import type { UploadFields } from './upload-columns.ts';

/** A file of an upload, with what it has no column for. */
export interface UploadFile {
  file: string;
  file_format?: TableFileFormat | undefined;
  /** Names of fields by those of columns. */
  columns?: Readonly<Record<string, string>> | undefined;
}

const maxUnpackedBytes = 50_000_000;
/** A name of digits is a name all the same. */
const textFields = new Set(['obj_id', 'filter', 'magsys', 'origin']);
const wholeFields = new Set(['extinction_corrected', 'group_ids', 'stream_ids']);

/**
 * Reads the table of a file as the columns of an upload. Columns that are no field of an upload are
 * left out.
 *
 * @throws InvalidRequestError for a file that cannot be read, or has too many rows
 */
export async function readUploadFile(upload: UploadFile): Promise<UploadFields> {
  const bytes = bytesOf(upload.file);
  const format = upload.file_format ?? guessFormat(bytes);
  try {
    const reader = await open(format, bytes);
    return await readColumns(reader, upload.columns ?? {});
  } catch (error) {
    if (error instanceof TableError || error instanceof FitsError) {
      throw refuse(`cannot be read as ${format}: ${error.message}`);
    }
    throw error;
  }
}

function refuse(message: string): InvalidRequestError {
  return new InvalidRequestError([{ in: 'body', field: 'file', message }]);
}

/** What begins a binary file, in base64: FITS, and gzip. */
const binaryStart = /^(U0lNUExFIC|H4sI)/;

function bytesOf(file: string): Buffer {
  if (!binaryStart.test(file)) return Buffer.from(file, 'utf8');
  const bytes = Buffer.from(file, 'base64');
  if (!isGzip(bytes)) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: maxUnpackedBytes });
  } catch {
    throw refuse('cannot be unpacked, or is too large');
  }
}

function guessFormat(bytes: Buffer): TableFileFormat {
  const head = bytes.subarray(0, 2000).toString('latin1');
  if (head.startsWith('SIMPLE  =')) return 'fits';
  if (/^# ?%ECSV/.test(head)) return 'ecsv';
  return /<(\w+:)?VOTABLE\b/i.test(head) ? 'votable' : 'csv';
}

async function* once(bytes: Buffer): AsyncGenerator<Uint8Array> {
  yield bytes;
}

function open(format: TableFileFormat, bytes: Buffer): Promise<TableReader> {
  switch (format) {
    case 'csv':
      return openCsv(() => once(bytes));
    case 'ecsv':
      return openEcsv(() => once(bytes));
    case 'fits':
      return openFitsTable(once(bytes));
    case 'votable':
      return openVotable(once(bytes));
  }
}

const fluxNames = ['flux', 'fluxerr', 'zp'];
const magNames = ['mag', 'magerr', 'limiting_mag', 'limiting_mag_nsigma', 'magref', 'e_magref'];

async function readColumns(
  reader: TableReader,
  names: Readonly<Record<string, string>>,
): Promise<UploadFields> {
  const fields = reader.columns.map(({ name }) => fieldOf(name, names));
  const lists = new Map<string, Cell[]>(fields.flatMap((field) => (field ? [[field, []]] : [])));
  let count = 0;
  for await (const batch of reader.batches()) {
    const [bad] = batch.bad;
    if (bad) throw refuse(`${reader.placeNoun} ${bad.place}: ${bad.reason}`);
    count += batch.rows.length;
    if (count > MAX_UPLOAD_ROWS) throw refuse(`has more than ${MAX_UPLOAD_ROWS} rows`);
    for (const row of batch.rows) {
      fields.forEach((field, index) => {
        if (field) lists.get(field)?.push(plain(field, row[index] ?? null));
      });
    }
  }
  if (count === 0) throw refuse('has no rows');
  if (lists.size === 0) throw refuse('has no column that is a field of photometry');
  // A table that came from here has both: its fluxes say all that its magnitudes do.
  if (fluxNames.every((name) => lists.has(name))) for (const name of magNames) lists.delete(name);
  return Object.fromEntries(lists);
}

function fieldOf(name: string, names: Readonly<Record<string, string>>): string | null {
  const field = Object.hasOwn(names, name) ? names[name] : name;
  const isField = field !== undefined && Object.hasOwn(uploadColumns, field);
  return isField && !wholeFields.has(field) ? field : null;
}

/** Numbers and text as JSON has them; altdata is JSON within the table. */
function plain(field: string, cell: Cell): Cell {
  if (textFields.has(field) && cell !== null && typeof cell !== 'object') return String(cell);
  if (typeof cell === 'bigint') return Number(cell);
  if (field !== 'altdata' || typeof cell !== 'string') return cell;
  try {
    const parsed: Cell = JSON.parse(cell);
    return parsed;
  } catch {
    return cell;
  }
}
