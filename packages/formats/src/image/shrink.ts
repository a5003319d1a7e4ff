/** A picture of numbers: rows × columns. */
interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly pixels: ArrayLike<number>;
}

/**
 * The picture with no side longer than `most`: each pixel is the mean of a square of pixels, without
 * those that are no numbers; the squares at the edges may be cut off.
 */
export function shrinkImage(image: Pixels, most: number): Pixels {
  const { width, height, pixels } = image;
  const side = Math.ceil(Math.max(width, height) / most);
  if (side <= 1) return image;
  const [columns, rows] = [Math.ceil(width / side), Math.ceil(height / side)];
  const sums = new Float64Array(columns * rows);
  const counts = new Uint32Array(columns * rows);
  for (let y = 0; y < height; y++) {
    const row = Math.floor(y / side) * columns;
    for (let x = 0; x < width; x++) {
      const value = pixels[y * width + x] ?? Number.NaN;
      if (Number.isNaN(value)) continue;
      const place = row + Math.floor(x / side);
      sums[place] = (sums[place] ?? 0) + value;
      counts[place] = (counts[place] ?? 0) + 1;
    }
  }
  return {
    width: columns,
    height: rows,
    pixels: sums.map((sum, place) => sum / (counts[place] ?? 0)),
  };
}
