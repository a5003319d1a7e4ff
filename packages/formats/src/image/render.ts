import { buildColormap, type ColormapName } from './colormap.ts';
import { CUTOUT_INTERVAL, findLimits, type ImageInterval } from './intervals.ts';
import { type ImageStretch, stretchValue } from './stretch.ts';

export interface RenderOptions {
  /** Default: 1st to 100th percentile. */
  interval?: ImageInterval;
  /** Default `linear`. */
  stretch?: ImageStretch;
  /** Default `bone`. */
  cmap?: ColormapName;
  /** Draw the last row on top, as stamps need: north up, east left. Default true. */
  flip?: boolean;
}

export interface RgbaImage {
  width: number;
  height: number;
  /** 4 bytes per pixel, top row first: what the browser's ImageData takes. */
  rgba: Uint8ClampedArray<ArrayBuffer>;
}

/**
 * Draw an image. NaN pixels are transparent; infinities take the darkest and brightest colour.
 * @param image rows from the bottom up, as FITS keeps them (then `flip`), width × height values.
 * @throws RangeError if the number of values is not width × height.
 */
export function renderRgba(
  image: { width: number; height: number; pixels: ArrayLike<number> },
  options: RenderOptions = {},
): RgbaImage {
  const { width, height, pixels } = image;
  if (pixels.length !== width * height) {
    throw new RangeError(`${width} × ${height} is not ${pixels.length} pixels`);
  }
  const { interval = CUTOUT_INTERVAL, stretch = 'linear', cmap = 'bone', flip = true } = options;
  const limits = findLimits(pixels, interval);
  const colours = buildColormap(cmap);
  const rgba = new Uint8ClampedArray(width * height * 4);
  for (let row = 0; row < height; row++) {
    const targetRow = flip ? height - 1 - row : row;
    for (let column = 0; column < width; column++) {
      const brightness = stretchValue(pixels[row * width + column] ?? Number.NaN, limits, stretch);
      if (Number.isNaN(brightness)) continue;
      const level = Math.min(255, Math.floor(brightness * 256)) * 3;
      const target = (targetRow * width + column) * 4;
      rgba[target] = colours[level] ?? 0;
      rgba[target + 1] = colours[level + 1] ?? 0;
      rgba[target + 2] = colours[level + 2] ?? 0;
      rgba[target + 3] = 255;
    }
  }
  return { width, height, rgba };
}
