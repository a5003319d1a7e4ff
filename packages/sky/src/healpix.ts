/**
 * HEALPix, nested scheme, orders 0 to 29, ICRS degrees.
 *
 * Source: Górski et al. 2005, ApJ 622, 759; the projection in face coordinates follows Calabretta
 * & Roukema 2007, MNRAS 381, 865. A face is a unit square: u grows to the north-east and v to the
 * north-west; the pixel's digits are the interleaved bits of u (even) and v (odd).
 */
import { RADIANS_PER_DEGREE } from './angles.ts';

export const MAX_HEALPIX_ORDER = 29;

const NSIDE_MAX = 2 ** MAX_HEALPIX_ORDER;
/** Where cos θ is too close to 1 to tell colatitudes apart, sin θ is used. */
const POLAR_Z = 0.99;

/** A 64-bit result is assembled in two 32-bit words, so that one bigint is made per call. */
const word64 = new BigUint64Array(1);
const words32 = new Uint32Array(word64.buffer);
const LOW_WORD = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1 ? 0 : 1;
const HIGH_WORD = 1 - LOW_WORD;

/** Put a zero between any two of the 16 low bits. */
function spreadBits(value: number): number {
  let bits = value & 0xffff;
  bits = (bits | (bits << 8)) & 0x00ff00ff;
  bits = (bits | (bits << 4)) & 0x0f0f0f0f;
  bits = (bits | (bits << 2)) & 0x33333333;
  return (bits | (bits << 1)) & 0x55555555;
}

/** Inverse of `spreadBits`: gather the even bits of a 32-bit word. */
function gatherBits(word: number): number {
  let bits = word & 0x55555555;
  bits = (bits | (bits >>> 1)) & 0x33333333;
  bits = (bits | (bits >>> 2)) & 0x0f0f0f0f;
  bits = (bits | (bits >>> 4)) & 0x00ff00ff;
  return (bits | (bits >>> 8)) & 0xffff;
}

function checkOrder(order: number): void {
  if (!(Number.isInteger(order) && order >= 0 && order <= MAX_HEALPIX_ORDER)) {
    throw new RangeError(`HEALPix order must be an integer from 0 to 29, not ${order}`);
  }
}

/**
 * Nested pixel that holds a position.
 * @param order 0 to 29 (nside = 2^order).
 * @param ra degrees, any turn; @param dec degrees, −90 to 90.
 * @throws RangeError for a bad order or position.
 */
export function angToPix(order: number, ra: number, dec: number): bigint {
  checkOrder(order);
  if (!(dec >= -90 && dec <= 90) || !Number.isFinite(ra)) {
    throw new RangeError(`not a position: ra ${ra}, dec ${dec}`);
  }
  locate(ra, dec);
  // Scaling by powers of two is exact, so a coarse pixel is always the fine one's ancestor.
  if (order < MAX_HEALPIX_ORDER)
    return (word64[0] ?? 0n) >> BigInt(2 * (MAX_HEALPIX_ORDER - order));
  return word64[0] ?? 0n;
}

/** Leave the order-29 pixel of a valid position in `word64`. */
function locate(ra: number, dec: number): void {
  const z = Math.sin(dec * RADIANS_PER_DEGREE);
  let quarters = (ra / 90) % 4;
  if (quarters < 0) quarters += 4;
  if (Math.abs(z) <= 2 / 3) locateEquatorial(z, quarters);
  else locatePolar(z, dec, quarters);
}

function locateEquatorial(z: number, quarters: number): void {
  const along = NSIDE_MAX * (0.5 + quarters);
  const across = NSIDE_MAX * (z * 0.75);
  // Ascending and descending edge lines; below 2^32, hence unsigned.
  const descending = (along - across) >>> 0;
  const ascending = (along + across) >>> 0;
  const descendingFace = descending >>> MAX_HEALPIX_ORDER;
  const ascendingFace = ascending >>> MAX_HEALPIX_ORDER;
  let u = ascending & (NSIDE_MAX - 1);
  let v = ~descending & (NSIDE_MAX - 1);
  let face = (ascendingFace & 3) + 8;
  if (descendingFace === ascendingFace) face = (descendingFace & 3) | 4;
  else if (descendingFace < ascendingFace) face = descendingFace & 3;
  // At a corner where faces meet, one line may round up into the face after the next.
  if (ascendingFace - descendingFace > 1) u = NSIDE_MAX - 1;
  if (descendingFace - ascendingFace > 1) v = 0;
  pack(face, u, v);
}

function locatePolar(z: number, dec: number, quarters: number): void {
  const quadrant = Math.min(3, Math.floor(quarters));
  const offset = quarters - quadrant;
  const za = Math.abs(z);
  const fromPole =
    za < POLAR_Z
      ? NSIDE_MAX * Math.sqrt(3 * (1 - za))
      : (NSIDE_MAX * Math.cos(dec * RADIANS_PER_DEGREE)) / Math.sqrt((1 + za) / 3);
  const p = Math.min(NSIDE_MAX - 1, Math.floor(offset * fromPole));
  const m = Math.min(NSIDE_MAX - 1, Math.floor((1 - offset) * fromPole));
  if (z >= 0) pack(quadrant, NSIDE_MAX - 1 - m, NSIDE_MAX - 1 - p);
  else pack(quadrant + 8, p, m);
}

/** The order-29 pixel that was located last, taken apart. */
const located: FacePixel = { face: 0, u: 0, v: 0 };

function pack(face: number, u: number, v: number): void {
  located.face = face;
  located.u = u;
  located.v = v;
  words32[LOW_WORD] = spreadBits(u) | (spreadBits(v) << 1);
  words32[HIGH_WORD] = spreadBits(u >>> 16) | (spreadBits(v >>> 16) << 1) | (face << 26);
}

/**
 * Where a position lies in its face: the order-29 pixel, taken apart. The same object at each call.
 * @throws RangeError for a bad position.
 */
export function angToFace(ra: number, dec: number): Readonly<FacePixel> {
  if (!(dec >= -90 && dec <= 90) || !Number.isFinite(ra)) {
    throw new RangeError(`not a position: ra ${ra}, dec ${dec}`);
  }
  locate(ra, dec);
  return located;
}

/** The number of a pixel of an order up to 16, which a plain number holds. */
export function faceToSmallPix(order: number, face: number, u: number, v: number): number {
  return face * 4 ** order + ((spreadBits(u) | (spreadBits(v) << 1)) >>> 0);
}

/** A pixel taken apart: face 0 to 11, column and row 0 to nside − 1. */
export interface FacePixel {
  face: number;
  u: number;
  v: number;
}

/** @throws RangeError if the order or the pixel does not exist. */
export function pixToFace(order: number, pix: bigint): FacePixel {
  checkOrder(order);
  const facePixels = 1n << BigInt(2 * order);
  if (pix < 0n || pix >= 12n * facePixels) {
    throw new RangeError(`no pixel ${pix} at HEALPix order ${order}`);
  }
  const inFace = pix & (facePixels - 1n);
  const low = Number(inFace & 0xffffffffn);
  const high = Number(inFace >> 32n);
  return {
    face: Number(pix >> BigInt(2 * order)),
    u: gatherBits(low) | (gatherBits(high) << 16),
    v: gatherBits(low >>> 1) | (gatherBits(high >>> 1) << 16),
  };
}

export function faceToPix(order: number, pixel: FacePixel): bigint {
  checkOrder(order);
  const low = (spreadBits(pixel.u) | (spreadBits(pixel.v) << 1)) >>> 0;
  const high = spreadBits(pixel.u >>> 16) | (spreadBits(pixel.v >>> 16) << 1);
  return (BigInt(pixel.face) << BigInt(2 * order)) | (BigInt(high) << 32n) | BigInt(low);
}

/** A point of the sphere: z = sin dec, s = cos dec (given apart, exact at poles), phi radians. */
export interface SpherePoint {
  z: number;
  s: number;
  phi: number;
}

/** Face coordinates (u, v from 0 to 1, both inclusive) to the sphere. */
export function faceToSphere(face: number, u: number, v: number): SpherePoint {
  const row = Math.floor(face / 4);
  // Distance of the ring from the north pole: 0 at the pole, 1 at z = 2/3, 2 at the equator.
  const ring = row + 2 - u - v;
  const centreEighth = row === 1 ? 2 * (face % 4) : 2 * (face % 4) + 1;
  let width = 1;
  let z: number;
  let s: number;
  if (ring < 1 || ring > 3) {
    width = ring < 1 ? ring : 4 - ring;
    const cap = (width * width) / 3;
    z = ring < 1 ? 1 - cap : cap - 1;
    s = Math.sqrt(cap * (2 - cap));
  } else {
    z = (2 - ring) * (2 / 3);
    s = Math.sqrt((1 - z) * (1 + z));
  }
  let eighths = width > 0 ? centreEighth + (u - v) / width : 0;
  if (eighths < 0) eighths += 8;
  if (eighths >= 8) eighths -= 8;
  return { z, s, phi: (Math.PI / 4) * eighths };
}

/** Centre of a nested pixel, degrees: ra 0 to 360, dec −90 to 90. */
export function pixToAng(order: number, pix: bigint): { ra: number; dec: number } {
  const { face, u, v } = pixToFace(order, pix);
  const nside = 2 ** order;
  const { z, s, phi } = faceToSphere(face, (u + 0.5) / nside, (v + 0.5) / nside);
  return { ra: phi / RADIANS_PER_DEGREE, dec: Math.atan2(z, s) / RADIANS_PER_DEGREE };
}
