import { createReadStream, type ReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { constants, createGunzip } from 'node:zlib';
import { describeFileError, SourceError } from './source-error.ts';
import { type TarMember, TarParser } from './tar-parser.ts';

const CHUNK_BYTES = 256 * 1024;

export interface ArchiveOptions {
  /** Which members to hold; the others come without bytes. */
  readonly wants: (name: string, size: number) => boolean;
  /** Told of each chunk read: bytes as they lie on the disk. */
  readonly onRead: (bytes: number) => void;
}

/**
 * The members of a tar archive (gzip by its first bytes, whatever its name) in their order. Holds one
 * member and a few chunks. Throws a `SourceError` after the last whole member when the archive
 * is cut short or damaged.
 */
export async function* readArchive(
  path: string,
  options: ArchiveOptions,
): AsyncGenerator<TarMember> {
  const parser = new TarParser(options.wants);
  const gzipped = await isGzip(path);
  const file = createReadStream(path, { highWaterMark: CHUNK_BYTES });
  try {
    if (gzipped) {
      for await (const chunk of gunzip(file, options.onRead)) yield* parser.push(chunk);
    } else {
      for await (const chunk of file) {
        options.onRead(chunk.length);
        yield* parser.push(chunk);
      }
    }
  } catch (error) {
    throw describeArchiveError(path, error);
  } finally {
    file.destroy();
  }
  if (!parser.ended) {
    const what = 'the archive is cut short; what came before the cut was read: fetch it again';
    throw new SourceError('archive_truncated', path, what);
  }
}

function gunzip(file: ReadStream, onRead: (bytes: number) => void): Readable {
  // Sync flush gives everything up to a cut instead of an error: the parser knows the cut itself.
  const unpacked = createGunzip({ chunkSize: CHUNK_BYTES, finishFlush: constants.Z_SYNC_FLUSH });
  file.on('data', (chunk) => onRead(chunk.length));
  file.on('error', (error) => unpacked.destroy(error));
  return file.pipe(unpacked);
}

async function isGzip(path: string): Promise<boolean> {
  try {
    await using file = await open(path);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
  } catch (error) {
    throw describeFileError(path, error);
  }
}

function describeArchiveError(path: string, error: unknown): SourceError {
  if (error instanceof SourceError) return error;
  if (error instanceof Error && 'syscall' in error) return describeFileError(path, error);
  const why = error instanceof Error ? error.message : String(error);
  const what = `the archive is damaged (${why}); what came before was read: fetch it again`;
  return new SourceError('archive_corrupt', path, what, error);
}
