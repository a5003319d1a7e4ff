import { gunzipSync } from 'node:zlib';
import { FitsError, type FitsImage, FitsStampReader, isGzip } from '@fritz/formats';
import type { CutoutsInput } from './manifest.ts';
import { MAX_STAMP_BYTES } from './packed-stamps.ts';

/** An alert's cutout cannot be made into an input; `message` is why. */
export class CutoutError extends Error {
  override readonly name = 'CutoutError';
}

/** Where a stamp's pixels, header and padding mostly fit. */
const CHUNK_BYTES = 32_768;
const MAX_FLOAT32 = Math.fround(3.4028234663852886e38);

const reader = new FitsStampReader();

/**
 * Reads the stamps of an alert into one row of a model's input, (size, size, cutouts).
 *
 * As Kowalski makes its triplets: NaN becomes 0 and infinity the largest float32, all is divided by
 * the L2 norm as a float32 has it (where squares sum to more than a float32 holds, the norm is
 * infinite and the picture 0), and only then padded on the right and below.
 *
 * @param stamps FITS, gzipped or not, one per cutout of the input; null where the packet has none
 * @param into the row
 * @throws CutoutError
 */
export function fillCutouts(
  input: CutoutsInput,
  stamps: readonly (Uint8Array | null)[],
  into: Float32Array,
): void {
  const { sizePx, norm, padding, cutouts } = input;
  into.fill(padding);
  for (const [channel, kind] of cutouts.entries()) {
    const stamp = stamps[channel];
    if (!stamp) throw new CutoutError(`there is no ${kind} cutout`);
    const { width, height, pixels } = readStamp(stamp, kind);
    if (width > sizePx || height > sizePx) {
      throw new CutoutError(
        `the ${kind} cutout has ${width} × ${height} pixels, more than ${sizePx}`,
      );
    }
    const plane = pixels instanceof Float32Array ? pixels : new Float32Array(pixels);
    // Squares of float32 do not overflow a sum of float64: it is finite where all pixels are.
    let squares = squaresOf(plane, 0, plane.length);
    if (!Number.isFinite(squares)) {
      makeFinite(plane);
      squares = squaresOf(plane, 0, plane.length);
    }
    if (norm !== 'none' && squares < 1 && isBlank(plane, norm === 'row' ? width : plane.length)) {
      throw new CutoutError(`the ${kind} cutout is blank`);
    }
    const divisor = norm === 'image' ? rootOf(squares) : 1;
    const step = cutouts.length;
    for (let y = 0; y < height; y++) {
      const [start, end] = [y * width, (y + 1) * width];
      // A row of zeros stays as it is.
      const by = norm === 'row' ? rootOf(squaresOf(plane, start, end)) || 1 : divisor;
      writeRow(plane, { start, end, by }, into, { at: y * sizePx * step + channel, step });
    }
  }
}

function writeRow(
  plane: Float32Array,
  { start, end, by }: { readonly start: number; readonly end: number; readonly by: number },
  into: Float32Array,
  { at, step }: { readonly at: number; readonly step: number },
): void {
  for (let i = start, to = at; i < end; i++, to += step) into[to] = (plane[i] ?? 0) / by;
}

function readStamp(stamp: Uint8Array, kind: string): FitsImage {
  try {
    return reader.read(isGzip(stamp) ? gunzip(stamp) : stamp);
  } catch (error) {
    if (!(error instanceof FitsError)) throw error;
    throw new CutoutError(`the ${kind} cutout cannot be read: ${error.message}`, { cause: error });
  }
}

function gunzip(bytes: Uint8Array): Uint8Array {
  try {
    return gunzipSync(bytes, { maxOutputLength: MAX_STAMP_BYTES, chunkSize: CHUNK_BYTES });
  } catch (cause) {
    throw new FitsError('bad_gzip', 'the gzipped image cannot be decompressed', { cause });
  }
}

/** As numpy's nan_to_num for float32. */
function makeFinite(plane: Float32Array): void {
  for (let i = 0; i < plane.length; i++) {
    const value = plane[i] ?? 0;
    if (Number.isFinite(value)) continue;
    plane[i] = Number.isNaN(value) ? 0 : Math.sign(value) * MAX_FLOAT32;
  }
}

/** Whether no part of a picture has a norm. */
function isBlank(plane: Float32Array, partPixels: number): boolean {
  for (let start = 0; start < plane.length; start += partPixels) {
    if (rootOf(squaresOf(plane, start, start + partPixels)) !== 0) return false;
  }
  return true;
}

function squaresOf(values: Float32Array, from: number, to: number): number {
  let squares = 0;
  for (let i = from; i < to; i++) {
    const value = values[i] ?? 0;
    squares += value * value;
  }
  return squares;
}

/** The norm as a float32 has it, of squares that were added up as float64. */
function rootOf(squares: number): number {
  return Math.fround(Math.sqrt(Math.fround(squares)));
}
