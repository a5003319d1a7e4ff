import { angToPix, MAX_HEALPIX_ORDER } from '@fritz/sky';
import type { SkyMapCells } from './sky-maps.api.ts';

/** The cells of a map, to be looked up by place. */
export class DrawnMap {
  private readonly starts: BigInt64Array;
  private readonly ends: BigInt64Array;
  private readonly levels: Float64Array;

  constructor({ order, pixel, credible_level: levels }: SkyMapCells) {
    const size = (i: number) => 1n << BigInt(2 * (MAX_HEALPIX_ORDER - (order[i] ?? 0)));
    this.starts = BigInt64Array.from(pixel, (one, i) => BigInt(one) * size(i));
    this.ends = this.starts.map((start, i) => start + size(i));
    // Where each place is as probable as any other, all regions are the whole of it.
    const isFlat = levels.every((level) => level > 99.9);
    this.levels = isFlat ? new Float64Array(levels.length) : Float64Array.from(levels);
  }

  /** The smallest credible region that a place is in, per cent; 100 where no cell is. */
  levelAt(ra: number, dec: number): number {
    const hpx = angToPix(MAX_HEALPIX_ORDER, ra, dec);
    let [low, high] = [0, this.starts.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.starts[middle] ?? 0n) <= hpx) low = middle + 1;
      else high = middle;
    }
    return hpx < (this.ends[low - 1] ?? 0n) ? (this.levels[low - 1] ?? 100) : 100;
  }
}
