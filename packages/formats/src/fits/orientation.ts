/**
 * How a survey's stamps lie in their files. FITS numbers rows from the bottom, screens from the top;
 * stamps of alerts say nothing of the sky in their headers, and few lie as FITS would have them.
 * Classifiers take the pixels as they are stored.
 */

/**
 * What turns a stamp north up and east left:
 * - `rows_up`: nothing, as FITS has it: the first row is at the bottom;
 * - `rows_down`: the first row is on top;
 * - `turned`: rows and columns change places, and both run backwards.
 */
export type StampLayout = 'rows_up' | 'rows_down' | 'turned';

interface Pixels<P extends Float32Array | Float64Array> {
  width: number;
  height: number;
  pixels: P;
}

/** A copy with the rows in opposite order. @throws RangeError if the size does not fit. */
export function flipVertical<P extends Float32Array | Float64Array>(image: Pixels<P>): Pixels<P> {
  const { width, height, pixels } = image;
  demandSize(image);
  const flipped = pixels.slice() as P; // slice keeps the kind of array
  for (let row = 0; row < height; row++) {
    flipped.set(pixels.subarray(row * width, (row + 1) * width), (height - 1 - row) * width);
  }
  return { width, height, pixels: flipped };
}

/**
 * The stamp as FITS would have it: first row at the bottom, north up, east left.
 * @throws RangeError if the size does not fit.
 */
export function uprightStamp<P extends Float32Array | Float64Array>(
  image: Pixels<P>,
  layout: StampLayout,
): Pixels<P> {
  if (layout === 'rows_up') return image;
  if (layout === 'rows_down') return flipVertical(image);
  demandSize(image);
  const { width, height, pixels } = image;
  const turned = pixels.slice() as P;
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const target = (width - 1 - column) * height + (height - 1 - row);
      turned[target] = pixels[row * width + column] ?? Number.NaN;
    }
  }
  return { width: height, height: width, pixels: turned };
}

function demandSize({ width, height, pixels }: Pixels<Float32Array | Float64Array>): void {
  if (pixels.length !== width * height) {
    throw new RangeError(`${width} × ${height} is not ${pixels.length} pixels`);
  }
}
