/**
 * Credible regions: the smallest part of the sky that holds a given probability, densest cells first.
 * Cells of one density come and go together, so that a region does not depend on how a map is cut up.
 */
import { cellsIn, Moc } from './moc.ts';
import type { SkyMap } from './sky-map.ts';

/** How much probability lies in denser cells, for each cell of a map. */
export class CredibleLevels {
  private readonly map: SkyMap;
  /** Cells, the densest first. */
  private readonly byDensity: Uint32Array;
  /** Of each cell: the probability of all denser cells, of the whole 1. */
  private readonly before: Float64Array;
  /** Of each cell: the same with all cells as dense as it. */
  private readonly upTo: Float64Array;

  constructor(map: SkyMap) {
    this.map = map;
    const { densities, length } = map;
    const densityOf = (cell: number) => densities[cell] ?? 0;
    this.byDensity = Uint32Array.from(densities, (_, i) => i);
    this.byDensity.sort((a, b) => densityOf(b) - densityOf(a) || a - b);
    this.before = new Float64Array(length);
    this.upTo = new Float64Array(length);
    const { total } = map;
    let sum = 0;
    for (let from = 0; from < length; ) {
      const density = densityOf(this.byDensity[from] ?? 0);
      let to = from;
      let own = 0;
      for (; to < length && densityOf(this.byDensity[to] ?? 0) === density; to++) {
        own += map.probabilityOf(this.byDensity[to] ?? 0);
      }
      for (const cell of this.byDensity.subarray(from, to)) {
        this.before[cell] = sum / total;
        this.upTo[cell] = Math.min(1, (sum + own) / total);
      }
      sum += own;
      from = to;
    }
  }

  /** The smallest credible region that a cell belongs to, 0 to 1; 1 where no cell is. */
  levelOf(cell: number): number {
    return this.upTo[cell] ?? 1;
  }

  /** Whether a cell belongs to the region of a probability, 0 to 1. */
  holds(cell: number, probability: number): boolean {
    return (this.before[cell] ?? 1) < probability && (this.map.densities[cell] ?? 0) > 0;
  }

  /** The densest cell. */
  get peak(): number {
    return this.byDensity[0] ?? -1;
  }

  /** The region of the densest cells that together hold a probability, 0 to 1. */
  region(probability: number): Moc {
    const { starts, orders, length } = this.map;
    const bounds = new BigInt64Array(2 * length);
    let count = 0;
    for (let cell = 0; cell < length; cell++) {
      if (!this.holds(cell, probability)) continue;
      const begin = starts[cell] ?? 0n;
      bounds[count++] = begin;
      bounds[count++] = begin + cellsIn(orders[cell] ?? 0);
    }
    return Moc.of(bounds.slice(0, count));
  }
}
