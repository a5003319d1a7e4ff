/**
 * Parts of the sky of any shape, as ranges of HEALPix indices of order 29.
 * Source: MOC 2.0, IVOA Recommendation 2022-07-27.
 */
import { MAX_HEALPIX_ORDER } from '../healpix.ts';
import type { HealpixRange } from '../healpix-cone.ts';
import { SkyMapError } from './sky-map-error.ts';

/** Square degrees of the whole sphere. */
export const SPHERE_DEG2 = (4 * Math.PI) / (Math.PI / 180) ** 2;

/** Order-29 pixels of the sphere. */
const SPHERE_CELLS = 12n << BigInt(2 * MAX_HEALPIX_ORDER);

/** A pixel of some order, nested. */
export interface MocCell {
  readonly order: number;
  readonly pix: bigint;
}

/** How many order-29 pixels a pixel of an order has. */
export function cellsIn(order: number): bigint {
  return 1n << BigInt(2 * (MAX_HEALPIX_ORDER - order));
}

/** A region: sorted ranges that neither overlap nor touch. */
export class Moc {
  /** Begin and end of each range in turn; the end is the first index behind it. */
  readonly bounds: BigInt64Array;

  private constructor(bounds: BigInt64Array) {
    this.bounds = bounds;
  }

  static readonly empty = new Moc(new BigInt64Array(0));

  /**
   * Of begins and ends in turn, in any order, overlapping or not.
   * @throws SkyMapError bad_pixel for a range that is none, or off the sphere
   */
  static of(bounds: BigInt64Array): Moc {
    const count = bounds.length >> 1;
    let isSorted = true;
    for (let i = 0; i < count; i++) {
      const [begin, end] = [bounds[2 * i] ?? 0n, bounds[2 * i + 1] ?? 0n];
      if (begin < 0n || end <= begin || end > SPHERE_CELLS) {
        throw new SkyMapError('bad_pixel', `no range of HEALPix indices: ${begin} to ${end}`);
      }
      if (i > 0 && begin < (bounds[2 * i - 2] ?? 0n)) isSorted = false;
    }
    return new Moc(merge(isSorted ? bounds : sorted(bounds)));
  }

  /** Of ranges as cones have them, both ends included. */
  static ofRanges(ranges: readonly HealpixRange[]): Moc {
    const bounds = new BigInt64Array(2 * ranges.length);
    for (const [i, { from, to }] of ranges.entries()) {
      bounds[2 * i] = from;
      bounds[2 * i + 1] = to + 1n;
    }
    return Moc.of(bounds);
  }

  /** @throws SkyMapError bad_pixel for a cell that does not exist */
  static ofCells(cells: Iterable<MocCell>): Moc {
    const bounds: bigint[] = [];
    for (const { order, pix } of cells) {
      demandPixel(order, pix);
      const begin = pix * cellsIn(order);
      bounds.push(begin, begin + cellsIn(order));
    }
    return Moc.of(BigInt64Array.from(bounds));
  }

  get rangeCount(): number {
    return this.bounds.length >> 1;
  }

  /** How much of the sphere it is, 0 to 1. */
  get fraction(): number {
    let cells = 0n;
    for (let i = 0; i < this.bounds.length; i += 2) {
      cells += (this.bounds[i + 1] ?? 0n) - (this.bounds[i] ?? 0n);
    }
    return Number(cells) / Number(SPHERE_CELLS);
  }

  get areaDeg2(): number {
    return this.fraction * SPHERE_DEG2;
  }

  /** Whether an order-29 pixel lies in it. */
  has(hpx: bigint): boolean {
    let [low, high] = [0, this.bounds.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.bounds[middle] ?? 0n) <= hpx) low = middle + 1;
      else high = middle;
    }
    // As many bounds lie at or before the pixel; an odd number: within a range.
    return low % 2 === 1;
  }

  union(other: Moc): Moc {
    const both = new BigInt64Array(this.bounds.length + other.bounds.length);
    both.set(this.bounds);
    both.set(other.bounds, this.bounds.length);
    return Moc.of(both);
  }

  intersection(other: Moc): Moc {
    const found: bigint[] = [];
    const [a, b] = [this.bounds, other.bounds];
    for (let i = 0, j = 0; i < a.length && j < b.length; ) {
      const [aEnd, bEnd] = [a[i + 1] ?? 0n, b[j + 1] ?? 0n];
      const begin = max(a[i] ?? 0n, b[j] ?? 0n);
      const end = aEnd < bEnd ? aEnd : bEnd;
      if (begin < end) found.push(begin, end);
      if (aEnd <= bEnd) i += 2;
      if (bEnd <= aEnd) j += 2;
    }
    return new Moc(BigInt64Array.from(found));
  }

  complement(): Moc {
    const found: bigint[] = [];
    let at = 0n;
    for (let i = 0; i < this.bounds.length; i += 2) {
      const begin = this.bounds[i] ?? 0n;
      if (begin > at) found.push(at, begin);
      at = this.bounds[i + 1] ?? 0n;
    }
    if (at < SPHERE_CELLS) found.push(at, SPHERE_CELLS);
    return new Moc(BigInt64Array.from(found));
  }

  /** All of each pixel of an order that it touches: no less of the sky, in fewer ranges. */
  degrade(order: number): Moc {
    const shift = BigInt(2 * (MAX_HEALPIX_ORDER - order));
    const rest = cellsIn(order) - 1n;
    return Moc.of(
      this.bounds.map((bound, i) => ((i % 2 === 0 ? bound : bound + rest) >> shift) << shift),
    );
  }

  /** The fewest pixels that make it, along the sky. */
  *cells(): Generator<MocCell> {
    for (let i = 0; i < this.bounds.length; i += 2) {
      const end = this.bounds[i + 1] ?? 0n;
      for (let at = this.bounds[i] ?? 0n; at < end; ) {
        let order = MAX_HEALPIX_ORDER;
        while (order > 0) {
          const wider = cellsIn(order - 1);
          if (at % wider !== 0n || at + wider > end) break;
          order -= 1;
        }
        yield { order, pix: at / cellsIn(order) };
        at += cellsIn(order);
      }
    }
  }

  /** The order of its smallest pixel; 0 where it is empty. */
  get order(): number {
    let all = 0n;
    for (const bound of this.bounds) all |= bound;
    if (all === 0n) return 0;
    let order = MAX_HEALPIX_ORDER;
    while (order > 0 && all % cellsIn(order - 1) === 0n) order -= 1;
    return order;
  }
}

/** @throws SkyMapError bad_pixel */
export function demandPixel(order: number, pix: bigint): void {
  if (!(Number.isInteger(order) && order >= 0 && order <= MAX_HEALPIX_ORDER)) {
    throw new SkyMapError('bad_pixel', `there is no HEALPix order ${order}: they are 0 to 29`);
  }
  if (pix < 0n || pix >= 12n << BigInt(2 * order)) {
    throw new SkyMapError('bad_pixel', `there is no pixel ${pix} of HEALPix order ${order}`);
  }
}

/** A pixel with its order, in one number: 4·4^order + pixel. */
export function cellToUniq({ order, pix }: MocCell): bigint {
  return (4n << BigInt(2 * order)) + pix;
}

/** @throws SkyMapError bad_pixel for a number that is none */
export function uniqToCell(uniq: bigint): MocCell {
  if (uniq >= 4n) {
    const order = (uniq.toString(2).length - 3) >> 1;
    const pix = uniq - (4n << BigInt(2 * order));
    if (order <= MAX_HEALPIX_ORDER) return { order, pix };
  }
  throw new SkyMapError('bad_pixel', `${uniq} is the UNIQ number of no HEALPix pixel`);
}

const max = (a: bigint, b: bigint): bigint => (a > b ? a : b);

function sorted(bounds: BigInt64Array): BigInt64Array {
  const places = Array.from({ length: bounds.length >> 1 }, (_, i) => 2 * i);
  const beginOf = (place: number) => bounds[place] ?? 0n;
  places.sort((a, b) => (beginOf(a) < beginOf(b) ? -1 : beginOf(a) > beginOf(b) ? 1 : 0));
  const found = new BigInt64Array(bounds.length);
  for (const [i, place] of places.entries()) {
    found[2 * i] = beginOf(place);
    found[2 * i + 1] = beginOf(place + 1);
  }
  return found;
}

/** Of sorted ranges those that overlap or touch in one. */
function merge(bounds: BigInt64Array): BigInt64Array {
  const found = new BigInt64Array(bounds.length);
  let length = 0;
  for (let i = 0; i < bounds.length; i += 2) {
    const [begin, end] = [bounds[i] ?? 0n, bounds[i + 1] ?? 0n];
    if (length > 0 && begin <= (found[length - 1] ?? 0n)) {
      found[length - 1] = max(found[length - 1] ?? 0n, end);
    } else {
      found[length++] = begin;
      found[length++] = end;
    }
  }
  return found.slice(0, length);
}
