/**
 * HEALPix's two ways of counting pixels: along rings of equal declination from the north pole, and
 * nested. Source: Górski et al. 2005, ApJ 622, 759, section 5.
 */
import { faceToSmallPix } from '../healpix.ts';

/** The finest order whose maps are turned around as a whole: 12.6 million pixels. */
export const MAX_RING_ORDER = 10;

/** Of the middle of a face, in eighths of a turn east. */
const middleEighth = (face: number): number =>
  Math.floor(face / 4) === 1 ? 2 * (face % 4) : 2 * (face % 4) + 1;

/**
 * The number in ring order of the pixel at column u and row v of a face (`FacePixel`).
 * @param nside pixels along the edge of a face
 */
export function faceToRing(nside: number, face: number, u: number, v: number): number {
  // Rings are counted from 1 at the north pole to 4·nside − 1 at the south pole.
  const ring = (Math.floor(face / 4) + 2) * nside - u - v - 1;
  const perQuarter = Math.min(ring, nside, 4 * nside - ring);
  const inCap = ring < nside || ring > 3 * nside;
  // Every other equatorial ring begins with a pixel's middle at the meridian, the others half a pixel on.
  const begins = inCap || (ring - nside) % 2 === 0 ? 1 : 0;
  const inRing = 4 * perQuarter;
  const along = (middleEighth(face) * perQuarter + u - v - begins) / 2;
  return pixelsBefore(nside, ring) + ((along + inRing) % inRing);
}

/** Pixels in the rings north of this one. */
function pixelsBefore(nside: number, ring: number): number {
  if (ring <= nside) return 2 * ring * (ring - 1);
  if (ring <= 3 * nside) return 2 * nside * (nside - 1) + 4 * nside * (ring - nside);
  const toPole = 4 * nside - ring;
  return 12 * nside * nside - 2 * toPole * (toPole + 1);
}

/** For each nested pixel of an order its number in ring order. */
export function ringOfNested(order: number): Uint32Array {
  if (!(Number.isInteger(order) && order >= 0 && order <= MAX_RING_ORDER)) {
    throw new RangeError(`maps in ring order are of HEALPix order 0 to ${MAX_RING_ORDER}`);
  }
  const nside = 2 ** order;
  const ring = new Uint32Array(12 * nside * nside);
  for (let face = 0; face < 12; face++) {
    for (let v = 0; v < nside; v++) {
      for (let u = 0; u < nside; u++) {
        ring[faceToSmallPix(order, face, u, v)] = faceToRing(nside, face, u, v);
      }
    }
  }
  return ring;
}
