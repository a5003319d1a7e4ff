import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline, Readable } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { type FileStamp, openParquetFile } from '@fritz/archive';
import {
  openCsv,
  openEcsv,
  openFitsTable,
  openVotable,
  parquetReader,
  type TableColumn,
  TableError,
  type TableFormat,
  type TableReader,
} from '@fritz/formats';
import { UserError } from '../user-error.ts';

export const tableFormats = ['csv', 'ecsv', 'fits', 'parquet', 'votable'] as const;

export interface TableFileOptions {
  /** By default the one that the file's first bytes tell. */
  readonly format?: TableFormat;
  readonly delimiter?: string;
  readonly extension?: number;
  /** Columns of a CSV file that are known from an earlier look. */
  readonly columns?: readonly TableColumn[];
  /** Called while the types of a CSV file are looked for. */
  readonly onScan?: (share: number, records: number) => void;
}

/** A file with a table, opened. */
export interface TableFile {
  readonly reader: TableReader;
  /** Which part of the file was read, from 0 to 1. */
  share(): number;
  close(): Promise<void>;
}

/** @throws UserError for what is no file */
export async function stampFile(path: string): Promise<FileStamp> {
  const found = await stat(path).catch(() => null);
  if (!found) throw new UserError(`there is no file ${path}.`);
  if (!found.isFile()) throw new UserError(`${path} is no file: name the tables in it.`);
  return { path, bytes: found.size, modifiedMs: Math.round(found.mtimeMs) };
}

/**
 * Opens a table: FITS, CSV, VOTable and ECSV also gzipped or in zstd.
 * @throws UserError naming the file, for what is none of these
 */
export async function openTableFile(
  path: string,
  options: TableFileOptions = {},
): Promise<TableFile> {
  try {
    return await openByFormat(path, options);
  } catch (error) {
    throw inFile(path, error);
  }
}

/** An error of a reader, with the name of the file. */
export function inFile(path: string, error: unknown): unknown {
  if (error instanceof TableError) return new UserError(`${path}: ${error.message}.`);
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (/^(?:Z_|ZSTD_|ERR_PADDING)/.test(code)) {
    return new UserError(`${path}: what is compressed in it is damaged: fetch it again.`);
  }
  return error;
}

async function openByFormat(path: string, options: TableFileOptions): Promise<TableFile> {
  const { bytes: total } = await stampFile(path);
  const packing = await readPacking(path);
  const format = options.format ?? (await findFormat(path, packing));
  if (format === 'parquet') return openParquetTable(path);
  let read = 0;
  const opened: Readable[] = [];
  const stream = () => {
    read = 0;
    const plain = readPlain(path, packing, (bytes) => {
      read += bytes;
    });
    opened.push(plain);
    return plain;
  };
  const share = () => (total === 0 ? 1 : Math.min(1, read / total));
  const close = async () => {
    for (const one of opened) one.destroy();
  };
  try {
    return { reader: await openStream(format, stream, options, share), share, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function openStream(
  format: Exclude<TableFormat, 'parquet'>,
  stream: () => AsyncIterable<Uint8Array>,
  { delimiter, columns, extension, onScan }: TableFileOptions,
  share: () => number,
): Promise<TableReader> {
  switch (format) {
    case 'fits':
      return openFitsTable(stream(), extension === undefined ? {} : { extension });
    case 'votable':
      return openVotable(stream());
    case 'ecsv':
      return openEcsv(stream);
    case 'csv':
      return openCsv(stream, {
        ...(delimiter === undefined ? {} : { delimiter }),
        ...(columns === undefined ? {} : { columns }),
        ...(onScan === undefined ? {} : { onScan: (records) => onScan(share(), records) }),
      });
  }
}

async function openParquetTable(path: string): Promise<TableFile> {
  const { table, close } = await openParquetFile(path);
  try {
    const reader = parquetReader(table);
    let records = 0;
    const counted: TableReader = {
      ...reader,
      async *batches() {
        for await (const batch of reader.batches()) {
          records += batch.records;
          yield batch;
        }
      },
    };
    const share = () => (reader.rowCount ? Math.min(1, records / reader.rowCount) : 1);
    return { reader: counted, share, close };
  } catch (error) {
    await close();
    throw error;
  }
}

// ── what the first bytes tell ──────────────────────────────────────────────────────────────────

type Packing = 'plain' | 'gzip' | 'zstd';

async function readPacking(path: string): Promise<Packing> {
  const head = await firstBytes(createReadStream(path, { end: 7 }), 4);
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip';
  if (head[0] === 0x28 && head[1] === 0xb5 && head[2] === 0x2f && head[3] === 0xfd) return 'zstd';
  return 'plain';
}

async function findFormat(path: string, packing: Packing): Promise<TableFormat> {
  const head = await firstBytes(readPlain(path, packing), 1024);
  const text = new TextDecoder('latin1').decode(head).replace(/^(?:\xef\xbb\xbf)?\s*/, '');
  if (text.startsWith('PAR1')) return 'parquet';
  if (text.startsWith('SIMPLE  =')) return 'fits';
  if (/^# ?%ECSV /.test(text)) return 'ecsv';
  return text.startsWith('<') ? 'votable' : 'csv';
}

async function firstBytes(stream: AsyncIterable<Uint8Array>, count: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of stream) {
    parts.push(part);
    size += part.length;
    if (size >= count) break;
  }
  return new Uint8Array(Buffer.concat(parts).subarray(0, count));
}

/** The file's bytes, unpacked; `onRead` is told how many were taken from the file. */
function readPlain(
  path: string,
  packing: Packing,
  onRead: (bytes: number) => void = () => {},
): Readable {
  const raw = Readable.from(counted(createReadStream(path, { highWaterMark: 1 << 18 }), onRead), {
    objectMode: false,
  });
  if (packing === 'plain') return raw;
  const unpack = packing === 'gzip' ? createGunzip() : createZstdDecompress();
  // Who reads `unpack` learns of an error in either.
  return pipeline(raw, unpack, () => {});
}

async function* counted(
  stream: AsyncIterable<Uint8Array>,
  onRead: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  for await (const part of stream) {
    onRead(part.length);
    yield part;
  }
}
