/**
 * Credible regions: the smallest part of the sky that holds a given probability, densest cells first.
 * Cells of one density come and go together, so that a region does not depend on how a map is cut up.
 */
import { cellsIn, Moc } from './moc.ts';
import type { SkyMap } from './sky-map.ts';

/** What credible regions are made of. */
export interface CredibleParts {
  /** Cells, the densest first. */
  readonly byDensity: Uint32Array;
  /** Of each cell: the probability of all denser cells, of the whole 1. */
  readonly before: Float64Array;
  /** Of each cell: the same with all cells as dense as it. */
  readonly upTo: Float64Array;
}

/** How much probability lies in denser cells, for each cell of a map. */
export class CredibleLevels {
  private readonly map: SkyMap;
  readonly parts: CredibleParts;

  /** @param parts what was worked out of the same map before */
  constructor(map: SkyMap, parts: CredibleParts | null = null) {
    this.map = map;
    this.parts = parts ?? workOut(map);
  }

  /** The smallest credible region that a cell belongs to, 0 to 1; 1 where no cell is. */
  levelOf(cell: number): number {
    return this.parts.upTo[cell] ?? 1;
  }

  /** Whether a cell belongs to the region of a probability, 0 to 1. */
  holds(cell: number, probability: number): boolean {
    return (this.parts.before[cell] ?? 1) < probability && (this.map.densities[cell] ?? 0) > 0;
  }

  /** The densest cell. */
  get peak(): number {
    return this.parts.byDensity[0] ?? -1;
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

function workOut(map: SkyMap): CredibleParts {
  const { densities, length, total } = map;
  const densityOf = (cell: number) => densities[cell] ?? 0;
  const byDensity = Uint32Array.from(densities, (_, i) => i);
  byDensity.sort((a, b) => densityOf(b) - densityOf(a) || a - b);
  const before = new Float64Array(length);
  const upTo = new Float64Array(length);
  let sum = 0;
  for (let from = 0; from < length; ) {
    const density = densityOf(byDensity[from] ?? 0);
    let to = from;
    let own = 0;
    for (; to < length && densityOf(byDensity[to] ?? 0) === density; to++) {
      own += map.probabilityOf(byDensity[to] ?? 0);
    }
    for (const cell of byDensity.subarray(from, to)) {
      before[cell] = sum / total;
      upTo[cell] = Math.min(1, (sum + own) / total);
    }
    sum += own;
    from = to;
  }
  return { byDensity, before, upTo };
}
