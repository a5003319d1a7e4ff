/** Stamps travel gzipped (RFC 1952); who reads them brings the means to decompress. */
import { FitsError } from './fits-error.ts';
import { type FitsImage, type ReadFitsOptions, readFitsImage } from './image-reader.ts';

const DEFAULT_MAX_BYTES = 2 ** 28;

/** Whether the bytes begin as a gzip member with deflate does. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 8;
}

/**
 * Read an image that may be gzipped, with the caller's decompressor (Node: `zlib.gunzipSync`,
 * best with `maxOutputLength`).
 * @throws FitsError; what the decompressor throws becomes `bad_gzip`, with the cause.
 */
export function readFitsStamp(
  bytes: Uint8Array,
  gunzip: (bytes: Uint8Array) => Uint8Array,
  options: ReadFitsOptions = {},
): FitsImage {
  if (!isGzip(bytes)) return readFitsImage(bytes, options);
  let plain: Uint8Array;
  try {
    plain = gunzip(bytes);
  } catch (cause) {
    throw new FitsError('bad_gzip', 'the gzipped image cannot be decompressed', { cause });
  }
  return readFitsImage(plain, options);
}

/**
 * Decompress with the web's DecompressionStream, in browsers and in Node.
 * @throws FitsError `bad_gzip` for damaged bytes, `too_large` beyond `maxBytes` of output.
 */
export async function gunzipStream(
  bytes: Uint8Array,
  maxBytes: number = DEFAULT_MAX_BYTES,
): Promise<Uint8Array> {
  const source = new Blob([new Uint8Array(bytes)]).stream();
  const reader = source.pipeThrough(new DecompressionStream('gzip')).getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      size += value.length;
      if (size > maxBytes) {
        throw new FitsError('too_large', `the decompressed image exceeds ${maxBytes} bytes`);
      }
      chunks.push(value);
    }
  } catch (cause) {
    await reader.cancel().catch(() => undefined);
    if (cause instanceof FitsError) throw cause;
    throw new FitsError('bad_gzip', 'the gzipped image cannot be decompressed', { cause });
  }
  return joinChunks(chunks, size);
}

function joinChunks(chunks: readonly Uint8Array[], size: number): Uint8Array {
  const joined = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    joined.set(chunk, offset);
    offset += chunk.length;
  }
  return joined;
}
