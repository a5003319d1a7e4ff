import { MAX_HEALPIX_ORDER } from '@fritz/sky';
import type { HatsPixel } from './hats-table.ts';

/**
 * The largest pixels that have no more than so many rows, in the order of their places; where the
 * pixels that were counted have more, those.
 *
 * @param counts rows by pixel of an order
 */
export function choosePixels(
  counts: ReadonlyMap<bigint, number>,
  order: number,
  maxRows: number,
): HatsPixel[] {
  const levels: ReadonlyMap<bigint, number>[] = [counts];
  for (let level = order; level > 0; level--) levels.unshift(parents(levels[0] ?? counts));
  const chosen: HatsPixel[] = [];
  const visit = (level: number, pix: bigint): void => {
    const rows = levels[level]?.get(pix) ?? 0;
    if (rows === 0) return;
    if (rows <= maxRows || level === order) chosen.push(hatsPixel(level, pix));
    else for (let child = 0n; child < 4n; child++) visit(level + 1, pix * 4n + child);
  };
  for (let face = 0n; face < 12n; face++) visit(0, face);
  return chosen;
}

function parents(counts: ReadonlyMap<bigint, number>): Map<bigint, number> {
  const sums = new Map<bigint, number>();
  for (const [pix, rows] of counts) sums.set(pix >> 2n, (sums.get(pix >> 2n) ?? 0) + rows);
  return sums;
}

export function hatsPixel(order: number, pix: bigint): HatsPixel {
  const shift = BigInt(2 * (MAX_HEALPIX_ORDER - order));
  return { order, pix, from: pix << shift, to: (pix + 1n) << shift };
}

/** Where a pixel's file is in the catalog's folder. */
export function pixelPath({ order, pix }: Pick<HatsPixel, 'order' | 'pix'>): string {
  const dir = (pix / 10_000n) * 10_000n;
  return `dataset/Norder=${order}/Dir=${dir}/Npix=${pix}.parquet`;
}
