import { readFileSync } from 'node:fs';
import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib';
import type { ByteFile, Cell, Decompressors, TableReader } from '@fritz/formats';
import {
  openCsv,
  openEcsv,
  openFitsTable,
  openVotable,
  ParquetTable,
  parquetReader,
} from '@fritz/formats';

/** A file of golden/; FITS files are kept packed. */
export function golden(name: string): Uint8Array {
  const read = (kept: string) => readFileSync(new URL(`golden/${kept}`, import.meta.url));
  return new Uint8Array(name.endsWith('.fits') ? gunzipSync(read(`${name}.gz`)) : read(name));
}

/** Bytes in pieces of a size: readers must not care where they are cut. */
export async function* inPieces(bytes: Uint8Array, size = 1000): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

export function byteFile(bytes: Uint8Array): ByteFile {
  return {
    byteLength: bytes.length,
    slice: async (start, end) => new Uint8Array(bytes.slice(start, end)).buffer,
  };
}

export const decompressors: Decompressors = {
  GZIP: (input) => gunzipSync(input),
  ZSTD: (input) => zstdDecompressSync(input),
  BROTLI: (input) => brotliDecompressSync(input),
};

/** Opens bytes by the ending of a file's name. */
export function openTable(name: string, bytes: Uint8Array, piece?: number): Promise<TableReader> {
  if (name.endsWith('.fits')) return openFitsTable(inPieces(bytes, piece));
  if (name.endsWith('.vot')) return openVotable(inPieces(bytes, piece));
  if (name.endsWith('.parquet')) {
    return ParquetTable.open(byteFile(bytes), decompressors).then(parquetReader);
  }
  if (name.endsWith('.ecsv')) return openEcsv(() => inPieces(bytes, piece));
  return openCsv(() => inPieces(bytes, piece));
}

export interface ReadTable {
  readonly rows: (readonly Cell[])[];
  readonly bad: readonly (readonly [number, string])[];
}

export async function readAll(reader: TableReader): Promise<ReadTable> {
  const rows: (readonly Cell[])[] = [];
  const bad: (readonly [number, string])[] = [];
  for await (const batch of reader.batches()) {
    rows.push(...batch.rows);
    bad.push(...batch.bad.map(({ place, reason }) => [place, reason] as const));
  }
  return { rows, bad };
}
