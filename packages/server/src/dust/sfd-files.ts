import { closeSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { type FitsHeader, readFitsHeader } from '@fritz/formats';
import { type DustMap, type Position, type SfdPlace, sfdPlace } from '@fritz/sky';

/** The names under which the maps are published. */
const FILES = { north: 'SFD_dust_4096_ngp.fits', south: 'SFD_dust_4096_sgp.fits' } as const;

/** A header of two blocks is what they have; eight are enough for any. */
const HEADER_BYTES = 8 * 2880;
const BYTES_PER_PIXEL = 4;

interface OpenMap {
  readonly file: number;
  readonly dataOffset: number;
  /** Pixels along each side. */
  readonly size: number;
}

/**
 * The dust maps of Schlegel, Finkbeiner & Davis 1998 in their two FITS files. A look-up reads four
 * pixels and holds nothing in memory.
 */
export class SfdFiles implements DustMap {
  private readonly maps: Readonly<Record<SfdPlace['hemisphere'], OpenMap>>;

  /** @throws Error with one line, where a file is missing or is no such map */
  constructor(folder: string) {
    this.maps = {
      north: openMap(join(folder, FILES.north)),
      south: openMap(join(folder, FILES.south)),
    };
  }

  /** E(B−V), between the four nearest pixels linearly; null where the map has no number. */
  ebvAt(position: Position): number | null {
    const { hemisphere, x, y } = sfdPlace(position);
    const map = this.maps[hemisphere];
    const half = map.size / 2;
    const column = clamp(x * half + half - 0.5, map.size - 2);
    const row = clamp(y * half + half - 0.5, map.size - 2);
    const [left, bottom] = [Math.floor(column), Math.floor(row)];
    const [right, up] = [column - left, row - bottom];
    const below = readPair(map, bottom, left);
    const above = readPair(map, bottom + 1, left);
    const along = ([a, b]: readonly [number, number]) => a + (b - a) * right;
    const ebv = along(below) + (along(above) - along(below)) * up;
    return Number.isFinite(ebv) ? ebv : null;
  }

  close(): void {
    for (const { file } of Object.values(this.maps)) closeSync(file);
  }
}

function clamp(value: number, high: number): number {
  return Math.min(Math.max(value, 0), high);
}

function openMap(path: string): OpenMap {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (cause) {
    throw new Error(`there is no dust map ${path}: put SFD's two files there`, { cause });
  }
  try {
    const start = Buffer.alloc(HEADER_BYTES);
    const { header, dataOffset } = readFitsHeader(
      start.subarray(0, readSync(file, start, 0, HEADER_BYTES, 0)),
      0,
    );
    return { file, dataOffset, size: sizeOf(header) };
  } catch (cause) {
    closeSync(file);
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`${path} is no dust map of SFD: ${reason}`, { cause });
  }
}

function sizeOf(header: FitsHeader): number {
  const [width, height] = [header.get('NAXIS1'), header.get('NAXIS2')];
  const isPlain = [header.get('BSCALE') ?? 1, header.get('BZERO') ?? 0].join() === '1,0';
  if (header.get('BITPIX') !== -32 || typeof width !== 'number' || width !== height || !isPlain) {
    throw new Error('it is not a square image of 32-bit floats');
  }
  return width;
}

function readPair({ file, dataOffset, size }: OpenMap, row: number, column: number) {
  const bytes = Buffer.alloc(2 * BYTES_PER_PIXEL);
  const at = dataOffset + (row * size + column) * BYTES_PER_PIXEL;
  if (readSync(file, bytes, 0, bytes.length, at) < bytes.length) return [NaN, NaN] as const;
  return [bytes.readFloatBE(0), bytes.readFloatBE(BYTES_PER_PIXEL)] as const;
}
