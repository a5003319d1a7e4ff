import { type FitsImage, gunzipStream, isGzip, readFitsImage, renderRgba } from '@fritz/formats';
import { type CutoutDisplay, toImageInterval } from './cutout-display.ts';

// ZTF's reference stamps mark pixels without data by the lowest float32.
const LOWEST_DATA = -1e30;

/**
 * The stamp in a gzipped FITS file, as the survey sent it; pixels without data are NaN.
 * @throws FitsError when it is not one.
 */
export async function decodeStamp(bytes: Uint8Array): Promise<FitsImage> {
  const image = readFitsImage(isGzip(bytes) ? await gunzipStream(bytes) : bytes);
  const pixels = image.pixels.map((value) => (value < LOWEST_DATA ? Number.NaN : value));
  return { ...image, pixels };
}

/** Turns colours into shades of red, for dark-adapted eyes. Changes `rgba`. */
export function redden(rgba: Uint8ClampedArray): void {
  for (let i = 0; i < rgba.length; i += 4) {
    const [r = 0, g = 0, b = 0] = rgba.subarray(i, i + 3);
    rgba[i] = 0.3 * r + 0.59 * g + 0.11 * b;
    rgba[i + 1] = 0;
    rgba[i + 2] = 0;
  }
}

/** Draws the stamp into `canvas` as FITS has it, the last row on top, a canvas pixel per stamp pixel. */
export function drawStamp(
  canvas: HTMLCanvasElement,
  image: FitsImage,
  display: CutoutDisplay,
  isRed: boolean,
): void {
  const { interval, stretch, cmap } = display;
  const options = { interval: toImageInterval(interval), stretch, cmap };
  const { width, height, rgba } = renderRgba(image, options);
  if (isRed) redden(rgba);
  canvas.width = width;
  canvas.height = height;
  canvas.getContext('2d')?.putImageData(new ImageData(rgba, width, height), 0, 0);
}
