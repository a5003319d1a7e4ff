import { coneRanges, MAX_HEALPIX_ORDER, pixToFace } from '@fritz/sky';
import type { HatsPixel, HatsRow } from './hats-table.ts';

/** Edge of a base pixel, arcsec, at its narrowest: pixels are stretched by up to two. */
const NARROWEST_BASE_ARCSEC = (Math.sqrt(Math.PI / 3) * 206_265) / 2;

/** Which other pixels rows are so near that they belong to their margins. */
export class Margins {
  readonly #pixels: readonly HatsPixel[];
  readonly #thresholdArcsec: number;

  /** @param pixels sorted by place */
  constructor(pixels: readonly HatsPixel[], thresholdArcsec: number) {
    this.#pixels = pixels;
    this.#thresholdArcsec = thresholdArcsec;
  }

  /** Of a row in a pixel; most are far from its edge, which is told at once. */
  around({ hpx, ra, dec }: Pick<HatsRow, 'hpx' | 'ra' | 'dec'>, own: HatsPixel): HatsPixel[] {
    if (this.#isInside(hpx, own)) return [];
    const found = new Set<HatsPixel>();
    for (const { from, to } of coneRanges(ra, dec, this.#thresholdArcsec)) {
      for (let i = this.#firstBeyond(from); i < this.#pixels.length; i++) {
        const pixel = this.#pixels[i];
        if (!pixel || pixel.from > to) break;
        if (pixel !== own) found.add(pixel);
      }
    }
    return [...found];
  }

  /** Whether a place is farther from each edge of its pixel than the margin is wide. */
  #isInside(hpx: bigint, { order }: HatsPixel): boolean {
    const nside = 2 ** MAX_HEALPIX_ORDER;
    const side = 2 ** (MAX_HEALPIX_ORDER - order);
    const width = (this.#thresholdArcsec / NARROWEST_BASE_ARCSEC) * nside;
    const { u, v } = pixToFace(MAX_HEALPIX_ORDER, hpx);
    const [left, below] = [u % side, v % side];
    return Math.min(left, below, side - 1 - left, side - 1 - below) > width;
  }

  #firstBeyond(place: bigint): number {
    let [low, high] = [0, this.#pixels.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#pixels[middle]?.to ?? 0n) > place) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
