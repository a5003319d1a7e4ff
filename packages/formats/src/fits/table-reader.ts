/**
 * FITS binary tables, row by row as the bytes come.
 * Source: FITS Standard 4.0 (IAU FITS Working Group, 2018), sections 3, 4.4.1 and 7.3.
 */
import { ByteSource } from '../table/byte-source.ts';
import { type Cell, type TableBatch, TableError, type TableReader } from '../table/table.ts';
import { FitsError } from './fits-error.ts';
import { BLOCK_BYTES, CARD_BYTES, type FitsHeader, readHeader, roundUpToBlock } from './header.ts';
import { type FitsColumns, readFitsColumns } from './table-columns.ts';

export interface FitsTableOptions {
  /** Which extension, the primary unit being 0; by default the first binary table. */
  readonly extension?: number;
}

/** Bytes of rows that are read at a time. */
const BATCH_BYTES = 1 << 20;
const MAX_BATCH_ROWS = 10_000;
const MAX_UNITS = 1000;
const MAX_HEADER_BYTES = 36 * 1000 * CARD_BYTES;
const MAX_ROW_BYTES = 1 << 26;

/**
 * Opens a table of a FITS file; its bytes are plain (decompress a gzipped file before).
 * @throws TableError
 */
export async function openFitsTable(
  bytes: AsyncIterable<Uint8Array>,
  options: FitsTableOptions = {},
): Promise<TableReader> {
  const source = new ByteSource(bytes);
  for (let unit = 0; unit < MAX_UNITS; unit++) {
    const header = await readUnitHeader(source, unit);
    if (header === null) break;
    const isWanted = options.extension === undefined ? isTable(header) : unit === options.extension;
    if (isWanted) return openUnit(source, header, unit);
    await source.skip(roundUpToBlock(dataBytes(header)));
  }
  await source.close();
  const which =
    options.extension === undefined ? 'no binary table' : `no extension ${options.extension}`;
  throw new TableError('bad_format', `the file has ${which}`);
}

/** Null at the end of the file, or where something follows that is no extension. */
async function readUnitHeader(source: ByteSource, unit: number): Promise<FitsHeader | null> {
  const blocks: Uint8Array[] = [];
  const begin = unit === 0 ? 'SIMPLE  =' : 'XTENSION=';
  for (let size = 0; size < MAX_HEADER_BYTES; size += BLOCK_BYTES) {
    const block = await source.read(BLOCK_BYTES);
    if (size === 0 && !startsWith(block, begin)) {
      if (unit > 0) return null;
      throw new TableError(
        'bad_format',
        `the file does not begin with "${begin}": it is no FITS file`,
      );
    }
    if (block.length < BLOCK_BYTES)
      throw new TableError('truncated', 'the file ends within a header');
    blocks.push(block);
    if (hasEnd(block)) return parseHeader(blocks);
  }
  throw new TableError('too_large', 'a header does not end');
}

function parseHeader(blocks: readonly Uint8Array[]): FitsHeader {
  const whole = new Uint8Array(blocks.length * BLOCK_BYTES);
  for (const [i, block] of blocks.entries()) whole.set(block, i * BLOCK_BYTES);
  try {
    return readHeader(whole, 0).header;
  } catch (cause) {
    if (!(cause instanceof FitsError)) throw cause;
    throw new TableError('bad_format', cause.message, { cause });
  }
}

function startsWith(bytes: Uint8Array, text: string): boolean {
  return Array.from(text).every((char, i) => bytes[i] === char.charCodeAt(0));
}

function hasEnd(block: Uint8Array): boolean {
  for (let at = 0; at < block.length; at += CARD_BYTES) {
    if (startsWith(block.subarray(at, at + 8), 'END     ')) return true;
  }
  return false;
}

function isTable(header: FitsHeader): boolean {
  return header.get('XTENSION') === 'BINTABLE' && header.get('ZIMAGE') !== true;
}

/** Bytes of a unit's data, the heap of a table included. */
function dataBytes(header: FitsHeader): number {
  const axes = count(header, 'NAXIS', 0);
  if (axes > 999) throw new TableError('bad_format', `NAXIS is ${axes}`);
  let elements = axes === 0 ? 0 : 1;
  for (let axis = 1; axis <= axes; axis++) elements *= count(header, `NAXIS${axis}`, 0);
  const bytes =
    (Math.abs(Number(header.get('BITPIX') ?? 8)) / 8) *
    count(header, 'GCOUNT', 1) *
    (count(header, 'PCOUNT', 0) + elements);
  if (!Number.isSafeInteger(bytes))
    throw new TableError('bad_format', 'a unit of no possible size');
  return bytes;
}

function count(header: FitsHeader, keyword: string, fallback: number): number {
  const value = header.get(keyword) ?? fallback;
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  throw new TableError('bad_format', `${keyword} is ${String(value)}`);
}

function openUnit(source: ByteSource, header: FitsHeader, unit: number): TableReader {
  if (header.get('XTENSION') === 'TABLE') {
    throw new TableError('unsupported', 'a FITS table in ASCII: write it as a binary table or CSV');
  }
  if (!isTable(header)) throw new TableError('bad_format', `unit ${unit} is no binary table`);
  if (header.get('ZTABLE') === true) {
    throw new TableError('unsupported', 'a compressed FITS table: unpack it with funpack');
  }
  const fields = readFitsColumns(header);
  const rowBytes = count(header, 'NAXIS1', 0);
  if (fields.rowBytes !== rowBytes) {
    throw new TableError(
      'bad_format',
      `rows have ${rowBytes} bytes, their columns ${fields.rowBytes}`,
    );
  }
  if (fields.columns.length === 0) {
    throw new TableError('bad_format', 'the table has no column that could be read');
  }
  if (rowBytes > MAX_ROW_BYTES) throw new TableError('too_large', `a row has ${rowBytes} bytes`);
  const rows = count(header, 'NAXIS2', 0);
  return {
    format: 'fits',
    columns: fields.columns.map(({ name, type, unit: of, ucd, description }) => ({
      name,
      type,
      unit: of,
      ucd,
      description,
    })),
    notes: { warnings: fields.warnings, epochYear: null },
    rowCount: rows,
    placeNoun: 'row',
    batches: () => readRows(source, fields, rows),
  };
}

async function* readRows(
  source: ByteSource,
  { columns, rowBytes }: FitsColumns,
  rows: number,
): AsyncGenerator<TableBatch> {
  const most = Math.max(
    1,
    Math.min(MAX_BATCH_ROWS, Math.floor(BATCH_BYTES / Math.max(1, rowBytes))),
  );
  try {
    for (let done = 0; done < rows; ) {
      const some = Math.min(most, rows - done);
      const bytes = await source.readExactly(some * rowBytes, `row ${done + 1} to ${done + some}`);
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
      const batch: Cell[][] = [];
      const places: number[] = [];
      for (let row = 0; row < some; row++) {
        const start = row * rowBytes;
        batch.push(columns.map(({ read, offset }) => read(view, start + offset)));
        places.push(done + row + 1);
      }
      done += some;
      yield { rows: batch, places, bad: [], records: some };
    }
  } finally {
    await source.close();
  }
}
