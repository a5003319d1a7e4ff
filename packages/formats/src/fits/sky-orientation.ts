/**
 * How an image lies on the sky, from the header of its FITS file.
 * Source: Greisen & Calabretta 2002, A&A 395, 1061 (CD and PC matrices), Calabretta & Greisen 2002,
 * A&A 395, 1077 (celestial axes); CROTA2 as in the FITS Standard 4.0, section 8.3.
 */
import type { FitsHeader } from './header.ts';

/** Degrees on the sky, east and north, for a pixel to the right and a pixel up. */
export interface SkyMatrix {
  eastPerRight: number;
  eastPerUp: number;
  northPerRight: number;
  northPerUp: number;
}

/** Where an image lies on the sky: its scale, and what turns it north up and east left. */
export interface SkyOrientation {
  arcsecPerPixel: number;
  /**
   * Of CSS's `matrix(a, b, c, d, 0, 0)`, for an image whose last row is drawn on top; a picture that is
   * north up and east left then has the identity.
   */
  matrix: readonly [a: number, b: number, c: number, d: number];
}

const RADIANS = Math.PI / 180;
const ARCSEC = 3600;

function numberOf(header: FitsHeader, keyword: string): number | null {
  const value = header.get(keyword);
  return typeof value === 'number' ? value : null;
}

function readMatrix(header: FitsHeader): SkyMatrix | null {
  const of = (keyword: string) => numberOf(header, keyword);
  const cd = [of('CD1_1'), of('CD1_2'), of('CD2_1'), of('CD2_2')];
  if (cd.some((value) => value !== null)) {
    const [eastPerRight, eastPerUp, northPerRight, northPerUp] = cd.map((value) => value ?? 0);
    return matrixOf(eastPerRight, eastPerUp, northPerRight, northPerUp);
  }
  const [right, up] = [of('CDELT1'), of('CDELT2')];
  if (right === null || up === null) return null;
  const pc = [of('PC1_1'), of('PC1_2'), of('PC2_1'), of('PC2_2')];
  if (pc.some((value) => value !== null)) {
    const [p11 = 1, p12 = 0, p21 = 0, p22 = 1] = [pc[0] ?? 1, pc[1] ?? 0, pc[2] ?? 0, pc[3] ?? 1];
    return matrixOf(right * p11, right * p12, up * p21, up * p22);
  }
  const turn = (of('CROTA2') ?? 0) * RADIANS;
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  return matrixOf(right * cos, -up * sin, right * sin, up * cos);
}

function matrixOf(eastPerRight = 0, eastPerUp = 0, northPerRight = 0, northPerUp = 0): SkyMatrix {
  return { eastPerRight, eastPerUp, northPerRight, northPerUp };
}

/** Whether the first axis counts declination, and the second right ascension. */
function isSwapped(header: FitsHeader): boolean {
  return String(header.get('CTYPE1') ?? '').startsWith('DEC');
}

/** Null where the header says nothing of the sky, or nonsense. */
export function readSkyOrientation(header: FitsHeader): SkyOrientation | null {
  const read = readMatrix(header);
  if (read === null) return null;
  const sky = isSwapped(header)
    ? matrixOf(read.northPerRight, read.northPerUp, read.eastPerRight, read.eastPerUp)
    : read;
  const { eastPerRight, eastPerUp, northPerRight, northPerUp } = sky;
  const scale = Math.sqrt(Math.abs(eastPerRight * northPerUp - eastPerUp * northPerRight));
  if (!(scale > 0) || !Number.isFinite(scale)) return null;
  // On a screen y grows downwards, and east is left.
  const matrix = [
    -eastPerRight / scale,
    -northPerRight / scale,
    eastPerUp / scale,
    northPerUp / scale,
  ].map((value) => (value === 0 ? 0 : value));
  const [a = 1, b = 0, c = 0, d = 1] = matrix;
  return { arcsecPerPixel: scale * ARCSEC, matrix: [a, b, c, d] };
}
