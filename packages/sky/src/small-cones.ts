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
/** Cells of that many radii are the fastest: smaller ones are more ranges, wider ones hold more else. */
const CELL_PER_RADIUS = 3.2;
/** Rounding of unit vectors, and of a place to its order-29 pixel, as a chord. */
const CHORD_SLACK = 5e-9;

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
  const place = { face, u: centreU, v: centreV, reach };
  return joinCells(
    isSmooth(place) ? nearCells(place, radius, order) : closeCells(place, radius, order),
  );
}

interface Place {
  readonly face: number;
  readonly u: number;
  readonly v: number;
  /** Half the width of the square that holds the cone. */
  readonly reach: number;
}

/** Second-order terms of the projection are below this part of a step, where it is smooth. */
const CURVATURE = 0.02;

/**
 * Whether the face's projection is an even map throughout the square, to 2 %: away from where the belt
 * meets the caps, and from the poles by a hundred times the cone.
 */
function isSmooth({ face, u, v, reach }: Place): boolean {
  const ring = Math.floor(face / 4) + 2 - u - v;
  const fromBorder = Math.min(Math.abs(ring - 1), Math.abs(ring - 3));
  const fromPole = ring < 1 ? ring : ring > 3 ? 4 - ring : 1;
  return reach < 1e-3 && fromBorder > 2 * reach && fromPole > 100 * reach;
}

/** Cells that the cone touches, by the metric at its centre: a cell is a square of an even grid. */
function nearCells({ face, u, v, reach }: Place, radius: number, order: number): number[] {
  const nside = 2 ** order;
  const origin = faceToSphere(face, u, v);
  const [x, y] = [origin.s * Math.cos(origin.phi), origin.s * Math.sin(origin.phi)];
  const alongU = faceToSphere(face, u + reach, v);
  const alongV = faceToSphere(face, u, v + reach);
  const scale = 1 / (reach * nside);
  const ux = (alongU.s * Math.cos(alongU.phi) - x) * scale;
  const uy = (alongU.s * Math.sin(alongU.phi) - y) * scale;
  const uz = (alongU.z - origin.z) * scale;
  const vx = (alongV.s * Math.cos(alongV.phi) - x) * scale;
  const vy = (alongV.s * Math.sin(alongV.phi) - y) * scale;
  const vz = (alongV.z - origin.z) * scale;
  const metric = {
    uu: ux * ux + uy * uy + uz * uz,
    uv: ux * vx + uy * vy + uz * vz,
    vv: vx * vx + vy * vy + vz * vz,
  };
  const limit = ((1 + CURVATURE) * radius + CHORD_SLACK) ** 2;
  const cells: number[] = [];
  const [toU, toV] = [Math.floor((u + reach) * nside), Math.floor((v + reach) * nside)];
  for (let cellU = Math.floor((u - reach) * nside); cellU <= toU; cellU++) {
    for (let cellV = Math.floor((v - reach) * nside); cellV <= toV; cellV++) {
      if (squareDistance(cellU - u * nside, cellV - v * nside, metric) > limit) continue;
      cells.push(faceToSmallPix(order, face, cellU, cellV));
    }
  }
  return cells;
}

interface Metric {
  readonly uu: number;
  readonly uv: number;
  readonly vv: number;
}

/** Square of the distance from the origin to the unit square whose lowest corner is (u, v). */
function squareDistance(u: number, v: number, { uu, uv, vv }: Metric): number {
  const edgeU = u > 0 ? u : Math.min(u + 1, 0);
  const edgeV = v > 0 ? v : Math.min(v + 1, 0);
  if (edgeU === 0 && edgeV === 0) return 0;
  // The nearest point lies on an edge that faces the origin.
  let least = Number.POSITIVE_INFINITY;
  if (edgeU !== 0) {
    const at = Math.min(v + 1, Math.max(v, (-uv * edgeU) / vv));
    least = uu * edgeU * edgeU + 2 * uv * edgeU * at + vv * at * at;
  }
  if (edgeV !== 0) {
    const at = Math.min(u + 1, Math.max(u, (-uv * edgeV) / uu));
    least = Math.min(least, uu * at * at + 2 * uv * at * edgeV + vv * edgeV * edgeV);
  }
  return least;
}

/** Cells whose centre is no farther from the cone than a cell reaches, whatever its form. */
function closeCells({ face, u, v, reach }: Place, radius: number, order: number): number[] {
  const nside = 2 ** order;
  const limit = chordSquared(radius + cellRadius(order));
  const axis = faceToSphere(face, u, v);
  const [x, y] = [axis.s * Math.cos(axis.phi), axis.s * Math.sin(axis.phi)];
  const cells: number[] = [];
  const [toU, toV] = [Math.floor((u + reach) * nside), Math.floor((v + reach) * nside)];
  for (let cellU = Math.floor((u - reach) * nside); cellU <= toU; cellU++) {
    for (let cellV = Math.floor((v - reach) * nside); cellV <= toV; cellV++) {
      const at = faceToSphere(face, (cellU + 0.5) / nside, (cellV + 0.5) / nside);
      const dx = at.s * Math.cos(at.phi) - x;
      const dy = at.s * Math.sin(at.phi) - y;
      const dz = at.z - axis.z;
      if (dx * dx + dy * dy + dz * dz > limit) continue;
      cells.push(faceToSmallPix(order, face, cellU, cellV));
    }
  }
  return cells;
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
