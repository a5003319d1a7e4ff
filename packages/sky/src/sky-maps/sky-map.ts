/**
 * Sky maps: where on the sky something is, as a probability per steradian in HEALPix cells of any
 * orders, and how far away it is in each of them.
 * Sources: Singer & Price 2016, PRD 93, 024013 (maps of cells that are refined where they must be);
 * Singer et al. 2016, ApJL 829, L15 (distances).
 */
import { angToPix, MAX_HEALPIX_ORDER, pixToAng } from '../healpix.ts';
import { cellsIn, cellToUniq, demandPixel, uniqToCell } from './moc.ts';
import { ringOfNested } from './ring.ts';
import { SkyMapError } from './sky-map-error.ts';

/** Of each cell: the place, width and norm of its distances' distribution, in Mpc, Mpc and Mpc⁻². */
export interface CellDistances {
  readonly mu: Float64Array;
  readonly sigma: Float64Array;
  readonly norm: Float64Array;
}

/** A cell's columns, as files have them. */
export interface SkyMapColumns {
  /** Probability, or probability per steradian. */
  readonly values: Float64Array;
  readonly distances: CellDistances | null;
}

/** No map that is worked with has more cells, once equal ones are one: nside 512 without any. */
export const MAX_SKY_MAP_CELLS = 12 * 512 ** 2;
/** How far the probabilities' sum may be from one: of float32 and of texts. */
export const NORMALISATION_TOLERANCE = 0.01;

/** Steradians of a pixel of an order. */
export function cellSteradians(order: number): number {
  return Math.PI / 3 / 4 ** order;
}

/** Cells along the sky: sorted by place, none within another. What no cell covers has no probability. */
export class SkyMap {
  /** The first order-29 pixel of each cell. */
  readonly starts: BigInt64Array;
  readonly orders: Uint8Array;
  /** Probability per steradian, as it was given. */
  readonly densities: Float64Array;
  readonly distances: CellDistances | null;

  private constructor(
    cells: { readonly starts: BigInt64Array; readonly orders: Uint8Array },
    { values, distances }: SkyMapColumns,
  ) {
    this.starts = cells.starts;
    this.orders = cells.orders;
    this.densities = values;
    this.distances = distances;
  }

  /** Of cells that were checked and sorted before, by whatever thread. */
  static ofCells(
    cells: { readonly starts: BigInt64Array; readonly orders: Uint8Array },
    columns: SkyMapColumns,
  ): SkyMap {
    return new SkyMap(cells, columns);
  }

  /**
   * Of cells by their UNIQ numbers, in any order; values are probabilities per steradian.
   * @throws SkyMapError bad_pixel, bad_value, not_normalised, too_many_cells
   */
  static ofUniq(uniq: BigInt64Array, columns: SkyMapColumns): SkyMap {
    if (uniq.length > MAX_SKY_MAP_CELLS) throw tooMany(uniq.length);
    const starts = new BigInt64Array(uniq.length);
    const orders = new Uint8Array(uniq.length);
    for (let i = 0; i < uniq.length; i++) {
      const { order, pix } = uniqToCell(uniq[i] ?? 0n);
      demandPixel(order, pix);
      starts[i] = pix * cellsIn(order);
      orders[i] = order;
    }
    return new SkyMap(...sortCells(starts, orders, columns)).checked();
  }

  /**
   * Of a map with a value for each pixel of an order; neighbours that are equal in everything become
   * one cell. Values are probabilities, or with `isDensity` probabilities per steradian.
   * @throws SkyMapError bad_value, not_normalised, too_many_cells
   */
  static ofPixels(
    order: number,
    columns: SkyMapColumns,
    { isRing, isDensity }: { readonly isRing: boolean; readonly isDensity: boolean },
  ): SkyMap {
    const count = 12 * 4 ** order;
    if (columns.values.length !== count) {
      throw new SkyMapError(
        'bad_pixel',
        `a map of HEALPix order ${order} has ${count} pixels, not ${columns.values.length}`,
      );
    }
    const nested = isRing ? toNested(order, columns) : columns;
    const area = isDensity ? 1 : cellSteradians(order);
    const values = area === 1 ? nested.values : nested.values.map((value) => value / area);
    return new SkyMap(...joinEqual(order, { ...nested, values })).checked();
  }

  get length(): number {
    return this.starts.length;
  }

  /** All probability, as given: about one. */
  get total(): number {
    let total = 0;
    for (let i = 0; i < this.length; i++) total += this.probabilityOf(i);
    return total;
  }

  /** The order of its smallest cells. */
  get order(): number {
    return this.orders.reduce((finest, order) => Math.max(finest, order), 0);
  }

  /** Probability of a cell, as given. */
  probabilityOf(cell: number): number {
    return (this.densities[cell] ?? 0) * cellSteradians(this.orders[cell] ?? 0);
  }

  uniqOf(cell: number): bigint {
    const order = this.orders[cell] ?? 0;
    return cellToUniq({ order, pix: (this.starts[cell] ?? 0n) / cellsIn(order) });
  }

  /** The cell that holds an order-29 pixel; −1 where none does. */
  cellWith(hpx: bigint): number {
    let [low, high] = [0, this.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.starts[middle] ?? 0n) <= hpx) low = middle + 1;
      else high = middle;
    }
    const cell = low - 1;
    if (cell < 0) return -1;
    return hpx < (this.starts[cell] ?? 0n) + cellsIn(this.orders[cell] ?? 0) ? cell : -1;
  }

  /** The cell at a place, ICRS degrees; −1 where none is. */
  cellAt(ra: number, dec: number): number {
    return this.cellWith(angToPix(MAX_HEALPIX_ORDER, ra, dec));
  }

  /** The middle of a cell, ICRS degrees. */
  middleOf(cell: number): { ra: number; dec: number } {
    const order = this.orders[cell] ?? 0;
    return pixToAng(order, (this.starts[cell] ?? 0n) / cellsIn(order));
  }

  private checked(): this {
    const { starts, orders, densities } = this;
    if (starts.length === 0) throw new SkyMapError('bad_pixel', 'the map has no cells');
    for (let i = 0; i < starts.length; i++) {
      const density = densities[i] ?? Number.NaN;
      if (!(density >= 0 && density < Number.POSITIVE_INFINITY)) {
        throw new SkyMapError('bad_value', `cell ${this.uniqOf(i)} has the probability ${density}`);
      }
      const end = (starts[i] ?? 0n) + cellsIn(orders[i] ?? 0);
      if (i + 1 < starts.length && (starts[i + 1] ?? 0n) < end) {
        throw new SkyMapError(
          'bad_pixel',
          `cell ${this.uniqOf(i + 1)} lies within ${this.uniqOf(i)}`,
        );
      }
    }
    const { total } = this;
    if (!(Math.abs(total - 1) <= NORMALISATION_TOLERANCE)) {
      throw new SkyMapError(
        'not_normalised',
        `the probabilities add up to ${Number(total.toPrecision(6))}, not to 1`,
      );
    }
    return this;
  }
}

function tooMany(cells: number): SkyMapError {
  return new SkyMapError(
    'too_many_cells',
    `the map has ${cells} cells; up to ${MAX_SKY_MAP_CELLS} are taken`,
  );
}

type CellsAndColumns = [{ starts: BigInt64Array; orders: Uint8Array }, SkyMapColumns];

function sortCells(
  starts: BigInt64Array,
  orders: Uint8Array,
  columns: SkyMapColumns,
): CellsAndColumns {
  if (starts.every((start, i) => i === 0 || (starts[i - 1] ?? 0n) <= start)) {
    return [{ starts, orders }, columns];
  }
  const places = Uint32Array.from(starts, (_, i) => i);
  const startOf = (place: number) => starts[place] ?? 0n;
  places.sort((a, b) => (startOf(a) < startOf(b) ? -1 : startOf(a) > startOf(b) ? 1 : 0));
  const cells = {
    starts: BigInt64Array.from(places, startOf),
    orders: Uint8Array.from(places, (place) => orders[place] ?? 0),
  };
  return [cells, pick(columns, places)];
}

/** The columns of some cells, in that order. */
function pick({ values, distances }: SkyMapColumns, places: Uint32Array): SkyMapColumns {
  const of = (column: Float64Array) =>
    Float64Array.from(places, (place) => column[place] ?? Number.NaN);
  return { values: of(values), distances: distances && eachDistance(distances, of) };
}

function eachDistance(
  { mu, sigma, norm }: CellDistances,
  change: (column: Float64Array) => Float64Array,
): CellDistances {
  return { mu: change(mu), sigma: change(sigma), norm: change(norm) };
}

function toNested(order: number, columns: SkyMapColumns): SkyMapColumns {
  return pick(columns, ringOfNested(order));
}

/** Nested pixels of one order as the fewest cells: four that are equal are one of the next order. */
function joinEqual(order: number, columns: SkyMapColumns): CellsAndColumns {
  const { values, distances } = columns;
  const all = distances ? [values, distances.mu, distances.sigma, distances.norm] : [values];
  const areEqual = (a: number, b: number) => all.every((column) => Object.is(column[a], column[b]));
  // Of each cell that stands, its first pixel and its order: joined as the fourth of four comes.
  const firsts: number[] = [];
  const orders: number[] = [];
  for (let pix = 0; pix < values.length; pix++) {
    firsts.push(pix);
    orders.push(order);
    for (let at = order, width = 1; at > 0; at--, width *= 4) {
      const n = firsts.length;
      const first = (firsts[n - 1] ?? 0) - 3 * width;
      if (first < 0 || first % (4 * width) !== 0 || firsts[n - 4] !== first) break;
      const isWhole = [2, 3, 4].every(
        (back) => orders[n - back] === at && areEqual(first, firsts[n - back + 1] ?? 0),
      );
      if (!isWhole) break;
      firsts.length -= 3;
      orders.length -= 3;
      orders[n - 4] = at - 1;
    }
  }
  if (firsts.length > MAX_SKY_MAP_CELLS) throw tooMany(firsts.length);
  const size = cellsIn(order);
  const cells = {
    starts: BigInt64Array.from(firsts, (first) => BigInt(first) * size),
    orders: Uint8Array.from(orders),
  };
  return [cells, pick(columns, Uint32Array.from(firsts))];
}

/** A value for each pixel of an order, which must not be coarser than the map's cells are. */
export function flattenSkyMap(
  map: SkyMap,
  order: number,
  { isRing }: { readonly isRing: boolean },
): SkyMapColumns {
  if (map.order > order) {
    throw new SkyMapError(
      'bad_pixel',
      `the map has cells of order ${map.order}, finer than ${order}`,
    );
  }
  const cellOf = new Int32Array(12 * 4 ** order).fill(-1);
  const size = cellsIn(order);
  for (let cell = 0; cell < map.length; cell++) {
    const first = Number((map.starts[cell] ?? 0n) / size);
    cellOf.fill(cell, first, first + 4 ** (order - (map.orders[cell] ?? 0)));
  }
  const ring = isRing ? ringOfNested(order) : null;
  const spread = (column: Float64Array, scale: number, missing: number): Float64Array => {
    const found = new Float64Array(cellOf.length);
    for (let pix = 0; pix < cellOf.length; pix++) {
      const cell = cellOf[pix] ?? -1;
      found[ring?.[pix] ?? pix] = cell < 0 ? missing : (column[cell] ?? 0) * scale;
    }
    return found;
  };
  return {
    values: spread(map.densities, cellSteradians(order), 0),
    distances:
      map.distances && eachDistance(map.distances, (column) => spread(column, 1, Number.NaN)),
  };
}
