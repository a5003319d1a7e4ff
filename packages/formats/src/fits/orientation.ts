/**
 * FITS numbers rows from the bottom, screens from the top. Survey stamps (ZTF's among them) are
 * north up and east left once their first row is drawn at the bottom, so a stamp is flipped
 * before it is drawn or turned into PNG. Classifiers take the pixels as they are stored.
 */

/** A copy with the rows in opposite order. @throws RangeError if the size does not fit. */
export function flipVertical<Pixels extends Float32Array | Float64Array>(image: {
  width: number;
  height: number;
  pixels: Pixels;
}): { width: number; height: number; pixels: Pixels } {
  const { width, height, pixels } = image;
  if (pixels.length !== width * height) {
    throw new RangeError(`${width} × ${height} is not ${pixels.length} pixels`);
  }
  const flipped = pixels.slice() as Pixels; // slice keeps the kind of array
  for (let row = 0; row < height; row++) {
    flipped.set(pixels.subarray(row * width, (row + 1) * width), (height - 1 - row) * width);
  }
  return { width, height, pixels: flipped };
}
