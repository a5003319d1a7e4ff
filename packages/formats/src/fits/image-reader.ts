/**
 * Two-dimensional FITS images, in plain (uncompressed) units.
 * Source: FITS Standard 4.0 (IAU FITS Working Group, 2018), sections 3, 4.4.1, 4.4.2 and 7.1.
 */
import { FitsError } from './fits-error.ts';
import { type FitsHeader, readHeader, roundUpToBlock } from './header.ts';

export interface FitsImage {
  /** NAXIS1, the fastest axis. */
  width: number;
  /** NAXIS2. The first row is the bottom one in FITS's convention; see `flipVertical`. */
  height: number;
  /**
   * Row by row, physical values (BZERO + BSCALE × stored); NaN where BLANK. Float64Array for
   * BITPIX 32, 64 and −64, whose values a float32 would round; integers past 2^53 are rounded.
   */
  pixels: Float32Array | Float64Array;
  header: FitsHeader;
}

export interface ReadFitsOptions {
  /** Default 2^26, an image of 8192 × 8192. */
  maxPixels?: number;
}

interface DataLayout {
  bitpix: number;
  /** Axis lengths, NAXIS1 first; empty for a unit without data. */
  axes: number[];
  /** Bytes of the unit's data, parameters (PCOUNT) and groups included, without padding. */
  dataBytes: number;
}

const DEFAULT_MAX_PIXELS = 2 ** 26;
const MAX_UNITS = 1000;
const MAX_AXES = 999;
const FIRST_CARD = 'SIMPLE  =';
const EXTENSION_CARD = 'XTENSION=';

/**
 * The primary image, or the first image extension if the primary unit has no data. Axes beyond
 * the second must have length 1. Missing padding after the pixels is forgiven, missing pixels are
 * not. Memory used is bounded by a small multiple of the input.
 * @param bytes a whole FITS file, already decompressed.
 * @throws FitsError with a code that says what is wrong.
 */
export function readFitsImage(bytes: Uint8Array, options: ReadFitsOptions = {}): FitsImage {
  const place = locateImage(bytes, options);
  const { width, height, header } = place;
  return { width, height, pixels: readPixels(bytes, place), header };
}

/** An image within a file, whose pixels may or may not all be there. */
export interface ImagePlace {
  readonly width: number;
  readonly height: number;
  readonly header: FitsHeader;
  readonly bitpix: number;
  /** Where the pixels begin. */
  readonly dataOffset: number;
}

/** @throws FitsError as `readFitsImage` */
export function locateImage(bytes: Uint8Array, options: ReadFitsOptions): ImagePlace {
  if (!startsWith(bytes, 0, FIRST_CARD)) {
    const hint = bytes[0] === 0x1f && bytes[1] === 0x8b ? '; it is gzipped' : '';
    throw new FitsError('not_fits', `the file does not begin with "${FIRST_CARD}"${hint}`);
  }
  let offset = 0;
  for (let unit = 0; unit < MAX_UNITS; unit++) {
    // What follows the last unit may be anything (Standard, 3.5).
    if (unit > 0 && !startsWith(bytes, offset, EXTENSION_CARD)) break;
    const { header, dataOffset } = readHeader(bytes, offset);
    const layout = readLayout(header);
    if (holdsImage(header, layout, unit)) {
      return { ...checkedSize(layout, options), header, bitpix: layout.bitpix, dataOffset };
    }
    offset = dataOffset + roundUpToBlock(layout.dataBytes);
  }
  throw new FitsError('no_image', 'no unit of the file holds a plain image');
}

function startsWith(bytes: Uint8Array, offset: number, text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    if (bytes[offset + i] !== text.charCodeAt(i)) return false;
  }
  return true;
}

function holdsImage(header: FitsHeader, layout: DataLayout, unit: number): boolean {
  if (layout.axes.length === 0 || layout.axes.includes(0)) return false;
  return unit === 0 || header.get('XTENSION') === 'IMAGE';
}

function readLayout(header: FitsHeader): DataLayout {
  const bitpix = requireInteger(header, 'BITPIX', 'bad_bitpix');
  if (![8, 16, 32, 64, -32, -64].includes(bitpix)) {
    throw new FitsError('bad_bitpix', `BITPIX is ${bitpix}`);
  }
  const axisCount = requireInteger(header, 'NAXIS', 'bad_axes');
  if (axisCount < 0 || axisCount > MAX_AXES) {
    throw new FitsError('bad_axes', `NAXIS is ${axisCount}`);
  }
  const axes: number[] = [];
  let elements = axisCount === 0 ? 0 : 1;
  for (let axis = 1; axis <= axisCount; axis++) {
    const length = requireInteger(header, `NAXIS${axis}`, 'bad_axes');
    if (length < 0) throw new FitsError('bad_axes', `NAXIS${axis} is ${length}`);
    axes.push(length);
    elements *= length;
  }
  const parameters = optionalNumber(header, 'PCOUNT', 0);
  const groups = optionalNumber(header, 'GCOUNT', 1);
  const dataBytes = (Math.abs(bitpix) / 8) * groups * (parameters + elements);
  if (!(Number.isSafeInteger(dataBytes) && dataBytes >= 0)) {
    throw new FitsError('too_large', `the unit claims ${dataBytes} bytes`);
  }
  return { bitpix, axes, dataBytes };
}

function requireInteger(
  header: FitsHeader,
  keyword: string,
  code: 'bad_bitpix' | 'bad_axes',
): number {
  const value = header.get(keyword);
  if (value === undefined) throw new FitsError('bad_header', `${keyword} is missing`);
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) {
    throw new FitsError(code, `${keyword} is not an integer`);
  }
  return value;
}

function optionalNumber(header: FitsHeader, keyword: string, fallback: number): number {
  const value = header.get(keyword);
  return typeof value === 'number' ? value : fallback;
}

function checkedSize(
  { axes }: DataLayout,
  options: ReadFitsOptions,
): Pick<ImagePlace, 'width' | 'height'> {
  const [width = 0, height = 1, ...others] = axes;
  if (axes.length < 2 || others.some((length) => length !== 1)) {
    throw new FitsError('bad_axes', `the image is ${axes.join(' × ')}, not two-dimensional`);
  }
  const count = width * height;
  const maxPixels = options.maxPixels ?? DEFAULT_MAX_PIXELS;
  if (count > maxPixels) {
    throw new FitsError('too_large', `${width} × ${height} pixels, at most ${maxPixels} allowed`);
  }
  return { width, height };
}

/** @throws FitsError `truncated` */
export function readPixels(
  bytes: Uint8Array,
  { width, height, header, bitpix, dataOffset }: ImagePlace,
): Float32Array | Float64Array {
  return decodeUnit(bytes, dataOffset, header, bitpix, width * height);
}

/** The pixels of a unit whatever its number of axes, NAXIS1 the fastest; NaN where BLANK. */
export interface UnitPixels {
  axes: readonly number[];
  pixels: Float32Array | Float64Array;
  header: FitsHeader;
}

/**
 * Reads the unit whose header begins at `offset`.
 * @throws FitsError
 */
export function readUnitPixels(bytes: Uint8Array, offset: number, maxPixels: number): UnitPixels {
  const { header, dataOffset } = readHeader(bytes, offset);
  const { axes, bitpix } = readLayout(header);
  const count = axes.length === 0 ? 0 : axes.reduce((product, length) => product * length, 1);
  if (count > maxPixels) throw new FitsError('too_large', `${count} pixels are too many`);
  return { axes, pixels: decodeUnit(bytes, dataOffset, header, bitpix, count), header };
}

function decodeUnit(
  bytes: Uint8Array,
  dataOffset: number,
  header: FitsHeader,
  bitpix: number,
  count: number,
): Float32Array | Float64Array {
  const pixelBytes = (count * Math.abs(bitpix)) / 8;
  // Before any allocation: a header may claim what the file does not hold.
  if (dataOffset + pixelBytes > bytes.length) {
    const held = Math.max(0, bytes.length - dataOffset);
    throw new FitsError('truncated', `${pixelBytes} bytes of pixels announced, ${held} there`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset + dataOffset, pixelBytes);
  const pixels = decodePixels(view, bitpix, count, blankOf(header, bitpix));
  scalePixels(pixels, optionalNumber(header, 'BSCALE', 1), optionalNumber(header, 'BZERO', 0));
  return pixels;
}

/** BLANK means something for integers only (Standard, 4.4.2.5). */
function blankOf(header: FitsHeader, bitpix: number): number | null {
  const blank = header.get('BLANK');
  return bitpix > 0 && typeof blank === 'number' ? blank : null;
}

function decodePixels(
  view: DataView,
  bitpix: number,
  count: number,
  blank: number | null,
): Float32Array | Float64Array {
  const isWide = bitpix === 32 || Math.abs(bitpix) === 64;
  const pixels = isWide ? new Float64Array(count) : new Float32Array(count);
  switch (bitpix) {
    case 8:
      for (let i = 0; i < count; i++) pixels[i] = view.getUint8(i);
      break;
    case 16:
      for (let i = 0; i < count; i++) pixels[i] = view.getInt16(i * 2);
      break;
    case 32:
      for (let i = 0; i < count; i++) pixels[i] = view.getInt32(i * 4);
      break;
    case 64:
      for (let i = 0; i < count; i++) pixels[i] = Number(view.getBigInt64(i * 8));
      break;
    case -32:
      for (let i = 0; i < count; i++) pixels[i] = view.getFloat32(i * 4);
      break;
    default:
      for (let i = 0; i < count; i++) pixels[i] = view.getFloat64(i * 8);
  }
  if (blank !== null) {
    for (let i = 0; i < count; i++) if (pixels[i] === blank) pixels[i] = Number.NaN;
  }
  return pixels;
}

function scalePixels(pixels: Float32Array | Float64Array, scale: number, zero: number): void {
  if (scale === 1 && zero === 0) return;
  for (let i = 0; i < pixels.length; i++) pixels[i] = zero + scale * (pixels[i] ?? 0);
}
