import { type FileHandle, open } from 'node:fs/promises';
import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib';
import { type ByteFile, type Decompressors, ParquetTable } from '@fritz/formats';

/** A page is far smaller; what says that it is larger is damaged. */
const MAX_PAGE_BYTES = 2 ** 28;

/** Unpacked in one step: of small pages most of the time goes into buffers. */
const bounded = (outputLength: number) => {
  const most = Math.max(1, Math.min(outputLength, MAX_PAGE_BYTES));
  return { maxOutputLength: most, chunkSize: Math.max(64, most) };
};

/** By Node's zlib; Snappy is known without. */
const decompressors: Decompressors = {
  GZIP: (input, length) => gunzipSync(input, bounded(length)),
  ZSTD: (input, length) => zstdDecompressSync(input, bounded(length)),
  BROTLI: (input, length) => brotliDecompressSync(input, bounded(length)),
};

/** A Parquet file, open. */
export interface ParquetFile {
  readonly table: ParquetTable;
  close(): Promise<void>;
}

/** @throws TableError for what is no Parquet file */
export async function openParquetFile(path: string): Promise<ParquetFile> {
  const handle = await open(path, 'r');
  try {
    const { size } = await handle.stat();
    const slice = (start: number, end = size) => readPart(handle, start, end);
    return await openParquetParts({ byteLength: size, slice }, () => handle.close());
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** Of what is read by parts, wherever it lies. @throws TableError for what is no Parquet file */
export async function openParquetParts(
  file: ByteFile,
  close: () => Promise<void>,
): Promise<ParquetFile> {
  return { table: await ParquetTable.open(file, decompressors), close };
}

async function readPart(handle: FileHandle, start: number, end: number): Promise<ArrayBuffer> {
  const bytes = new Uint8Array(Math.max(0, end - start));
  const { bytesRead } = await handle.read(bytes, 0, bytes.length, start);
  return bytes.buffer.slice(0, bytesRead);
}
