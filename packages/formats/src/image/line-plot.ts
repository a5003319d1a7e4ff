/** A grey picture, one byte a pixel, top row first. */
export interface LinePlot {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

const PAPER = 255;
const INK = 40;
const FRAME = 190;
const MARGIN = 8;

/**
 * A line through points, as a small picture without words: what a file holds, at a glance. Gaps where a
 * value is missing; the upper and lower 0.5 % of the values may be cut off, so that a spike does not
 * press the rest flat.
 *
 * @param x in any order of size; @param y as many, null where there is none
 */
export function drawLinePlot(
  x: readonly number[],
  y: readonly (number | null)[],
  { width, height }: { width: number; height: number },
): LinePlot {
  const data = new Uint8Array(width * height).fill(PAPER);
  const plot = { width, height, data };
  drawFrame(plot);
  const values = y.filter((value): value is number => value !== null && Number.isFinite(value));
  const [left, right] = extent(x);
  const [low, high] = extent(trim(values));
  const place = (value: number, from: number, to: number, length: number) =>
    MARGIN + ((value - from) / (to - from || 1)) * (length - 1 - 2 * MARGIN);
  let before: readonly [number, number] | null = null;
  for (const [i, value] of y.entries()) {
    const at = x[i];
    if (at === undefined || value === null || !Number.isFinite(value)) {
      before = null;
      continue;
    }
    const clipped = Math.min(Math.max(value, low), high);
    const point = [
      place(at, left, right, width),
      height - 1 - place(clipped, low, high, height),
    ] as const;
    drawLine(plot, before ?? point, point);
    before = point;
  }
  return plot;
}

function extent(values: readonly number[]): [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low <= high ? [low, high] : [0, 1];
}

function trim(values: readonly number[]): number[] {
  const sorted = values.toSorted((a, b) => a - b);
  const cut = Math.floor(sorted.length / 200);
  return sorted.slice(cut, sorted.length - cut);
}

function drawFrame({ width, height, data }: LinePlot): void {
  for (let x = 0; x < width; x++) data[x] = data[(height - 1) * width + x] = FRAME;
  for (let y = 0; y < height; y++) data[y * width] = data[y * width + width - 1] = FRAME;
}

function drawLine(
  { width, data }: LinePlot,
  [x0, y0]: readonly [number, number],
  [x1, y1]: readonly [number, number],
): void {
  const steps = Math.max(1, Math.ceil(Math.max(Math.abs(x1 - x0), Math.abs(y1 - y0))));
  for (let step = 0; step <= steps; step++) {
    const x = Math.round(x0 + ((x1 - x0) * step) / steps);
    const y = Math.round(y0 + ((y1 - y0) * step) / steps);
    data[y * width + x] = INK;
  }
}
