import { type FileHandle, open } from 'node:fs/promises';
import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib';
import { type Decompressors, ParquetTable } from '@fritz/formats';

const decompressors: Decompressors = {
  GZIP: (input) => gunzipSync(input),
  ZSTD: (input) => zstdDecompressSync(input),
  BROTLI: (input) => brotliDecompressSync(input),
};

/** One file of a HATS catalog, open. */
export interface HatsFile {
  readonly table: ParquetTable;
  close(): Promise<void>;
}

export async function openHatsFile(path: string): Promise<HatsFile> {
  const handle = await open(path, 'r');
  try {
    const { size } = await handle.stat();
    const table = await ParquetTable.open(
      { byteLength: size, slice: (start, end = size) => readPart(handle, start, end) },
      decompressors,
    );
    return { table, close: () => handle.close() };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

async function readPart(handle: FileHandle, start: number, end: number): Promise<ArrayBuffer> {
  const bytes = new Uint8Array(Math.max(0, end - start));
  const { bytesRead } = await handle.read(bytes, 0, bytes.length, start);
  return bytes.buffer.slice(0, bytesRead);
}
