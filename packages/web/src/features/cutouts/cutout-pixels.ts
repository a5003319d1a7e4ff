import type { CutoutDisplay } from './cutout-display.ts';
import { gunzip, readFitsImage, renderRgba, type StampImage } from './stamp-shim.ts';

export type { StampImage };

/** The stamp in a gzipped FITS file, as the survey sent it. @throws when it is not one. */
export async function decodeStamp(bytes: Uint8Array): Promise<StampImage> {
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  return readFitsImage(isGzip ? await gunzip(bytes) : bytes);
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

/** Draws the stamp north up into `canvas`, one canvas pixel per stamp pixel. */
export function drawStamp(
  canvas: HTMLCanvasElement,
  image: StampImage,
  display: CutoutDisplay,
  isRed: boolean,
): void {
  const { width, height, rgba } = renderRgba(image, { ...display, flip: true });
  const pixels = new Uint8ClampedArray(rgba);
  if (isRed) redden(pixels);
  canvas.width = width;
  canvas.height = height;
  canvas.getContext('2d')?.putImageData(new ImageData(pixels, width, height), 0, 0);
}
