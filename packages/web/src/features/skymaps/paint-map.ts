import type { DrawnMap } from './drawn-map.ts';
import { type Size, SkyProjection, type SkyView } from './projection.ts';

export type Rgb = readonly [red: number, green: number, blue: number];

/** Colours of a map: of the empty sky, of the densest place, and of its lines. */
export type MapInks = { readonly sky: Rgb; readonly peak: Rgb; readonly line: Rgb };

/** Contours that are drawn, per cent. */
export const CONTOURS = [50, 90] as const;
const BESIDE = -1;
/** What is beyond it has no colour. */
const LEAST_PROBABLE = 99.9;

/** `#rrggbb` as numbers. */
export function readColor(text: string): Rgb {
  const digits = /^#([0-9a-f]{6})$/i.exec(text)?.[1] ?? '808080';
  const at = (i: number) => Number.parseInt(digits.slice(i, i + 2), 16);
  return [at(0), at(2), at(4)];
}

/** Paints a map: each pixel by the smallest credible region that it is in, with lines at some of them. */
export function paintMap(
  image: ImageData,
  map: DrawnMap,
  { view, inks }: { readonly view: SkyView; readonly inks: MapInks },
): void {
  const { width, height, data } = image;
  const levels = levelsOf(map, view, { width, height });
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const level = levels[i] ?? BESIDE;
      if (level === BESIDE) {
        data[4 * i + 3] = 0;
        continue;
      }
      const right = x + 1 < width ? (levels[i + 1] ?? level) : level;
      const below = y + 1 < height ? (levels[i + width] ?? level) : level;
      const isLine = crosses(level, right) || crosses(level, below);
      const share = level >= LEAST_PROBABLE ? 0 : 1 - level / 100;
      for (let channel = 0; channel < 3; channel++) {
        const [sky, peak] = [inks.sky[channel] ?? 0, inks.peak[channel] ?? 0];
        const shade = sky + (peak - sky) * (share === 0 ? 0 : 0.12 + 0.88 * share);
        data[4 * i + channel] = isLine ? (inks.line[channel] ?? 0) : shade;
      }
      data[4 * i + 3] = 255;
    }
  }
}

function crosses(a: number, b: number): boolean {
  return b !== BESIDE && CONTOURS.some((contour) => a <= contour !== b <= contour);
}

function levelsOf(map: DrawnMap, view: SkyView, size: Size): Float32Array {
  const projection = new SkyProjection(view, size);
  const levels = new Float32Array(size.width * size.height);
  for (let y = 0, i = 0; y < size.height; y++) {
    for (let x = 0; x < size.width; x++, i++) {
      const place = projection.toSky(x + 0.5, y + 0.5);
      levels[i] = place === null ? BESIDE : map.levelAt(place.ra, place.dec);
    }
  }
  return levels;
}
