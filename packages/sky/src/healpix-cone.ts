/**
 * Cones as ranges of HEALPix indices, so that a cone search is a few ranges of a b-tree.
 *
 * The sphere is refined from the twelve base pixels. A cell is dropped if its centre is farther
 * than the radius plus the largest radius of a cell, taken whole if nearer than the radius minus
 * it, and split otherwise; at the last order the undecided cells are taken whole.
 */
import { RADIANS_PER_DEGREE } from './angles.ts';
import { type FacePixel, faceToPix, faceToSphere, MAX_HEALPIX_ORDER } from './healpix.ts';

/** Order-29 nested indices, both ends included: `hpx BETWEEN from AND to`. */
export interface HealpixRange {
  from: bigint;
  to: bigint;
}

export interface ConeOptions {
  /**
   * Finest order of the cells, 0 to 29. By default cells are about half the radius wide, which
   * covers about twice the cone's area.
   */
  order?: number;
  /** At most so many ranges; the smallest gaps are covered to get there. Default 64. */
  maxRanges?: number;
}

interface Axis {
  x: number;
  y: number;
  z: number;
}

const DEFAULT_MAX_RANGES = 64;
/** Edge of a base pixel: sqrt(4π/12) rad. */
const BASE_PIXEL_RADIANS = Math.sqrt(Math.PI / 3);
/** Rounding of unit vectors, as a chord: 4e-10 arcsec. */
const CHORD_SLACK = 2e-15;
/** Undecided cells kept per range asked for; a finer border would be merged away again. */
const CELLS_PER_RANGE = 16;

/**
 * Ranges that hold every position within the radius (and some beyond it: check the distance).
 * Sorted, disjoint, not adjacent.
 * @param ra degrees; @param dec degrees; @param radiusArcsec 0 to 648,000.
 * @throws RangeError for a bad position, radius or option.
 */
export function coneRanges(
  ra: number,
  dec: number,
  radiusArcsec: number,
  options: ConeOptions = {},
): HealpixRange[] {
  const radius = (radiusArcsec / 3600) * RADIANS_PER_DEGREE;
  const order = options.order ?? chooseOrder(radius);
  const maxRanges = options.maxRanges ?? DEFAULT_MAX_RANGES;
  checkCone(ra, dec, radius, order, maxRanges);
  const s = Math.cos(dec * RADIANS_PER_DEGREE);
  const axis: Axis = {
    x: s * Math.cos(ra * RADIANS_PER_DEGREE),
    y: s * Math.sin(ra * RADIANS_PER_DEGREE),
    z: Math.sin(dec * RADIANS_PER_DEGREE),
  };
  return closeSmallestGaps(mergeRanges(collectCells(axis, radius, order, maxRanges)), maxRanges);
}

function checkCone(ra: number, dec: number, radius: number, order: number, most: number): void {
  if (!(dec >= -90 && dec <= 90) || !Number.isFinite(ra)) {
    throw new RangeError(`not a position: ra ${ra}, dec ${dec}`);
  }
  // A hair above 180°, since 648,000″ may round up.
  if (!(radius >= 0 && radius <= Math.PI * (1 + 1e-15))) {
    throw new RangeError('the radius of a cone is 0 to 648000 arcsec');
  }
  if (!(Number.isInteger(order) && order >= 0 && order <= MAX_HEALPIX_ORDER)) {
    throw new RangeError(`HEALPix order must be an integer from 0 to 29, not ${order}`);
  }
  if (!(Number.isInteger(most) && most >= 1)) throw new RangeError('maxRanges must be at least 1');
}

function chooseOrder(radius: number): number {
  if (!(radius > 0)) return MAX_HEALPIX_ORDER;
  const order = Math.ceil(Math.log2((2 * BASE_PIXEL_RADIANS) / radius));
  return Math.min(MAX_HEALPIX_ORDER, Math.max(0, order));
}

/**
 * Largest distance from the centre of a pixel to any of its points, radians: that of a pixel
 * centred on z = 2/3 beside the edge of its face, to its northern corner. The HEALPix library
 * bounds its disc queries in the same way; the tests check the bound at random points.
 */
export function maxPixelRadius(order: number): number {
  const nside = 2 ** order;
  const phi = Math.PI / (4 * nside);
  const shrunk = 1 - 1 / nside;
  const z = 1 - (shrunk * shrunk) / 3;
  const s = Math.sqrt((1 - z) * (1 + z));
  const s0 = Math.sqrt(5) / 3;
  const chord = Math.hypot(s0 * Math.cos(phi) - s, s0 * Math.sin(phi), 2 / 3 - z);
  return 2 * Math.asin(Math.min(1, chord / 2));
}

function collectCells(
  axis: Axis,
  radius: number,
  lastOrder: number,
  maxRanges: number,
): HealpixRange[] {
  const taken: HealpixRange[] = [];
  let cells: FacePixel[] = Array.from({ length: 12 }, (_, face) => ({ face, u: 0, v: 0 }));
  for (let order = 0; ; order++) {
    const cellRadius = maxPixelRadius(order);
    const outer = chordSquared(radius + cellRadius, CHORD_SLACK);
    const inner = radius > cellRadius ? chordSquared(radius - cellRadius, -CHORD_SLACK) : -1;
    const isLast = order === lastOrder || cells.length > CELLS_PER_RANGE * maxRanges;
    const children: FacePixel[] = [];
    for (const cell of cells) {
      const distance = distanceSquared(axis, cell, 2 ** order);
      if (distance > outer) continue;
      if (isLast || distance <= inner) taken.push(cellRange(order, cell));
      else pushChildren(children, cell);
    }
    if (isLast || children.length === 0) return taken;
    cells = children;
  }
}

/** Square of the chord that an angle spans, widened by a slack; all of the sphere beyond π. */
function chordSquared(angle: number, slack: number): number {
  const chord = 2 * Math.sin(Math.min(Math.PI, angle) / 2) + slack;
  return chord <= 0 ? -1 : chord * chord;
}

/** Square of the chord from the axis to a cell's centre: unlike the angle, exact when small. */
function distanceSquared(axis: Axis, cell: FacePixel, nside: number): number {
  const { z, s, phi } = faceToSphere(cell.face, (cell.u + 0.5) / nside, (cell.v + 0.5) / nside);
  const dx = s * Math.cos(phi) - axis.x;
  const dy = s * Math.sin(phi) - axis.y;
  const dz = z - axis.z;
  return dx * dx + dy * dy + dz * dz;
}

function pushChildren(children: FacePixel[], { face, u, v }: FacePixel): void {
  for (let child = 0; child < 4; child++) {
    children.push({ face, u: 2 * u + (child & 1), v: 2 * v + (child >> 1) });
  }
}

function cellRange(order: number, cell: FacePixel): HealpixRange {
  const shift = BigInt(2 * (MAX_HEALPIX_ORDER - order));
  const from = faceToPix(order, cell) << shift;
  return { from, to: from + (1n << shift) - 1n };
}

function mergeRanges(ranges: HealpixRange[]): HealpixRange[] {
  ranges.sort((a, b) => (a.from < b.from ? -1 : 1));
  const merged: HealpixRange[] = [];
  for (const range of ranges) {
    const last = merged.at(-1);
    if (last !== undefined && range.from <= last.to + 1n) last.to = range.to;
    else merged.push(range);
  }
  return merged;
}

function closeSmallestGaps(ranges: HealpixRange[], maxRanges: number): HealpixRange[] {
  if (ranges.length <= maxRanges) return ranges;
  const gaps = ranges.slice(1).map((range, i) => ({
    before: i + 1,
    size: range.from - (ranges[i]?.to ?? 0n),
  }));
  gaps.sort((a, b) => (a.size < b.size ? 1 : a.size > b.size ? -1 : a.before - b.before));
  const keptGaps = new Set(gaps.slice(0, maxRanges - 1).map((gap) => gap.before));
  const closed: HealpixRange[] = [];
  ranges.forEach((range, i) => {
    const last = closed.at(-1);
    if (last === undefined || keptGaps.has(i)) closed.push({ ...range });
    else last.to = range.to;
  });
  return closed;
}
