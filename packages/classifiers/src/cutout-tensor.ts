import { gunzipSync } from 'node:zlib';
import { FitsError, type FitsImage, readFitsStamp } from '@fritz/formats';
import type { CutoutsInput, Normalisation } from './manifest.ts';

/** An alert's cutout cannot be made into an input; `message` is why. */
export class CutoutError extends Error {
  override readonly name = 'CutoutError';
}

/** No stamp is larger: 512 × 512 doubles and a header. */
const MAX_STAMP_BYTES = 4 * 1024 * 1024;
const MAX_FLOAT32 = Math.fround(3.4028234663852886e38);

/**
 * Reads the stamps of an alert into one row of a model's input, (size, size, cutouts).
 *
 * As Kowalski makes its triplets: NaN becomes 0 and infinity the largest float32, all is divided by
 * the L2 norm as a float32 has it (where squares sum to more than a float32 holds, the norm is
 * infinite and the picture 0), and only then padded on the right and below.
 *
 * @param stamps gzipped FITS, one per cutout of the input; null where the packet has none
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
    const plane = finitePixels(pixels);
    if (!normalise(plane, width, norm)) throw new CutoutError(`the ${kind} cutout is blank`);
    const step = cutouts.length;
    for (let y = 0; y < height; y++) {
      let at = (y * sizePx * step + channel) | 0;
      for (let i = y * width; i < (y + 1) * width; i++, at += step) into[at] = plane[i] ?? 0;
    }
  }
}

function readStamp(stamp: Uint8Array, kind: string): FitsImage {
  try {
    return readFitsStamp(stamp, gunzip);
  } catch (error) {
    if (!(error instanceof FitsError)) throw error;
    throw new CutoutError(`the ${kind} cutout cannot be read: ${error.message}`, { cause: error });
  }
}

function gunzip(bytes: Uint8Array): Uint8Array {
  return gunzipSync(bytes, { maxOutputLength: MAX_STAMP_BYTES, chunkSize: 65_536 });
}

/** As numpy's nan_to_num for float32. */
function finitePixels(pixels: Float32Array | Float64Array): Float32Array {
  const plane = new Float32Array(pixels);
  for (let i = 0; i < plane.length; i++) {
    const value = plane[i] ?? 0;
    if (Number.isFinite(value)) continue;
    plane[i] = Number.isNaN(value) ? 0 : Math.sign(value) * MAX_FLOAT32;
  }
  return plane;
}

/** @returns false where the whole picture is 0, which has no norm */
function normalise(plane: Float32Array, width: number, norm: Normalisation): boolean {
  if (norm === 'none') return true;
  const length = norm === 'row' ? width : plane.length;
  let isBlank = true;
  for (let start = 0; start < plane.length; start += length) {
    const divisor = normOf(plane, start, start + length);
    // A row of zeros stays as it is.
    if (divisor === 0) continue;
    isBlank = false;
    for (let i = start; i < start + length; i++) plane[i] = (plane[i] ?? 0) / divisor;
  }
  return !isBlank;
}

function normOf(values: Float32Array, from: number, to: number): number {
  let squares = 0;
  for (let i = from; i < to; i++) {
    const value = values[i] ?? 0;
    squares += value * value;
  }
  return Math.fround(Math.sqrt(Math.fround(squares)));
}
