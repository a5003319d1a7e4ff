/**
 * The cells that hold a small cone, found without a descent from the base pixels: a cross-match asks
 * for tens of thousands a second.
 *
 * Within a face, a step of θ radians on the sky changes u and v by at most 1.5 θ: from the
 * projection's derivatives, at most 1.03 in the equatorial belt, and √(6 + 1.71²)/2 = 1.493 in the
 * polar caps. So a cone whose square of ±1.5 radii does not leave the face of its centre touches no
 * cell outside of that square.
 */
import { RADIANS_PER_DEGREE } from './angles.ts';
import { angToFace, faceToSmallPix, faceToSphere, MAX_HEALPIX_ORDER } from './healpix.ts';
import { coneRanges, maxPixelRadius } from './healpix-cone.ts';

/** The finest order of the cells. */
export const MAX_SMALL_ORDER = 16;

const FACE_STEP_PER_RADIAN = 1.5;
const NSIDE_MAX = 2 ** MAX_HEALPIX_ORDER;
/** Edge of a base pixel: sqrt(4π/12) rad. */
const BASE_PIXEL_RADIANS = Math.sqrt(Math.PI / 3);
/** Cells of that many radii are the fastest: fewer ranges of them hold too much else. */
const CELL_PER_RADIUS = 1.6;
/** Rounding of unit vectors, as a chord. */
const CHORD_SLACK = 2e-15;

const cellRadii: number[] = [];

/** The order at which the cells of a cone of this radius are looked for, 0 to 16. */
export function smallConeOrder(radiusArcsec: number): number {
  const radius = (radiusArcsec / 3600) * RADIANS_PER_DEGREE;
  if (!(radius > 0)) return MAX_SMALL_ORDER;
  const order = Math.round(Math.log2(BASE_PIXEL_RADIANS / (CELL_PER_RADIUS * radius)));
  return Math.min(MAX_SMALL_ORDER, Math.max(0, order));
}

/**
 * Ranges of nested cells of an order up to 16 that hold every position within the radius (and some
 * beyond it: check the distance), as pairs in one list: from ≤ cell < to, sorted and disjoint.
 *
 * @throws RangeError for a bad position, radius or order
 */
export function smallConeRanges(
  ra: number,
  dec: number,
  radiusArcsec: number,
  order: number,
): number[] {
  if (!(order >= 0 && order <= MAX_SMALL_ORDER)) throw new RangeError('the order is 0 to 16');
  if (!(radiusArcsec >= 0)) throw new RangeError('the radius of a cone is 0 or more');
  const radius = (radiusArcsec / 3600) * RADIANS_PER_DEGREE;
  const { face, u, v } = angToFace(ra, dec);
  const centreU = (u + 0.5) / NSIDE_MAX;
  const centreV = (v + 0.5) / NSIDE_MAX;
  const reach = FACE_STEP_PER_RADIAN * radius + 1 / NSIDE_MAX;
  const isInside = centreU > reach && centreU < 1 - reach && centreV > reach && centreV < 1 - reach;
  if (!isInside) return rangesOfCone(ra, dec, radiusArcsec, order);
  const nside = 2 ** order;
  const toU = Math.floor((centreU + reach) * nside);
  const fromV = Math.floor((centreV - reach) * nside);
  const toV = Math.floor((centreV + reach) * nside);
  const limit = chordSquared(radius + cellRadius(order));
  const s = Math.cos(dec * RADIANS_PER_DEGREE);
  const x = s * Math.cos(ra * RADIANS_PER_DEGREE);
  const y = s * Math.sin(ra * RADIANS_PER_DEGREE);
  const z = Math.sin(dec * RADIANS_PER_DEGREE);
  const cells: number[] = [];
  for (let cellU = Math.floor((centreU - reach) * nside); cellU <= toU; cellU++) {
    for (let cellV = fromV; cellV <= toV; cellV++) {
      const at = faceToSphere(face, (cellU + 0.5) / nside, (cellV + 0.5) / nside);
      const dx = at.s * Math.cos(at.phi) - x;
      const dy = at.s * Math.sin(at.phi) - y;
      const dz = at.z - z;
      if (dx * dx + dy * dy + dz * dz > limit) continue;
      cells.push(faceToSmallPix(order, face, cellU, cellV));
    }
  }
  return joinCells(cells);
}

function cellRadius(order: number): number {
  cellRadii[order] ??= maxPixelRadius(order);
  return cellRadii[order];
}

function chordSquared(angle: number): number {
  const chord = 2 * Math.sin(Math.min(Math.PI, angle) / 2) + CHORD_SLACK;
  return chord * chord;
}

function joinCells(cells: number[]): number[] {
  cells.sort((a, b) => a - b);
  const ranges: number[] = [];
  for (const cell of cells) {
    if (ranges.at(-1) === cell) ranges[ranges.length - 1] = cell + 1;
    else ranges.push(cell, cell + 1);
  }
  return ranges;
}

/** Cones at the border of a face, and wide ones. */
function rangesOfCone(ra: number, dec: number, radiusArcsec: number, order: number): number[] {
  const shift = BigInt(2 * (MAX_HEALPIX_ORDER - order));
  return coneRanges(ra, dec, radiusArcsec, { order }).flatMap(({ from, to }) => {
    // A cone too wide for the order is covered by coarser cells: these, too, end where cells do.
    return [Number(from >> shift), Number((to + 1n) >> shift)];
  });
}
