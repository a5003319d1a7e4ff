import {
  type Pixel,
  type PointStyle,
  traceLimit,
  traceMarker,
  traceNegative,
} from './draw-points.ts';
import type { PlotPoint } from './light-curve.ts';
import { MovingLayer, type Placing } from './moving-layer.ts';
import {
  fillBar,
  makeSheet,
  NOTHING,
  pictureOf,
  readColor,
  readSprite,
  type Sheet,
  type Sprite,
  stamp,
} from './pixel-sheet.ts';

/** From so many on, to copy a picture of a point is worth drawing it: a third of the time for 10,000. */
export const MANY_POINTS = 1500;

const LIMIT_ALPHA = 0.6;
const FORCED_LIMIT_ALPHA = 0.35;

/** A point of this kind, drawn once. */
function drawSprite(point: PlotPoint, style: PointStyle, radius: number): ImageData | null {
  const half = Math.ceil(radius * 1.6);
  const sprite = new OffscreenCanvas(2 * half, 2 * half);
  const ctx = sprite.getContext('2d', { willReadFrequently: true });
  if (ctx === null) return null;
  const centre: Pixel = [half, half];
  ctx.lineWidth = 1.2 * style.scale;
  ctx.strokeStyle = style.colorOf(point.band);
  ctx.fillStyle = point.isForced ? style.background : style.colorOf(point.band);
  const size = point.isForced ? radius * 0.8 : radius;
  if (point.kind === 'limit') {
    ctx.globalAlpha = point.isForced ? FORCED_LIMIT_ALPHA : LIMIT_ALPHA;
    traceLimit(ctx, centre, radius * 0.9);
  } else if (point.kind === 'negative') {
    traceNegative(ctx, centre, size);
  } else {
    traceMarker(ctx, point.band, centre, size);
    ctx.fill();
  }
  ctx.stroke();
  return ctx.getImageData(0, 0, 2 * half, 2 * half);
}

const MOST_SPRITES = 200;
const sprites = new Map<string, Sprite>();

/** The same from one picture to the next: what is moved is drawn sixty times a second. */
function makeSprite(point: PlotPoint, style: PointStyle, radius: number): Sprite {
  const { band, kind, isForced } = point;
  const color = style.colorOf(band);
  const key = [band, kind, isForced, color, style.background, style.scale].join(' ');
  const known = sprites.get(key);
  if (known !== undefined) return known;
  const drawn = drawSprite(point, style, radius);
  const made = drawn === null ? NOTHING : readSprite(drawn);
  if (sprites.size >= MOST_SPRITES) sprites.clear();
  sprites.set(key, made);
  return made;
}

type Place = (mjd: number, mag: number) => Pixel;

/** The same place by one multiplication each: the scales are linear. */
function straighten(toPixel: Place): Placing {
  const [x0, y0] = toPixel(0, 0);
  const [x1, y1] = toPixel(1, 1);
  return { x0, y0, perDay: x1 - x0, perMag: y1 - y0 };
}

/** The same on a sheet that begins so far to the left of the canvas. */
function lineOf({ x0, y0, perDay, perMag }: Placing, marginPx: number) {
  return {
    x: (mjd: number) => x0 + marginPx + perDay * mjd,
    y: (mag: number) => y0 + perMag * mag,
    perMag: Math.abs(perMag),
  };
}

type Line = ReturnType<typeof lineOf>;

/** Bars of one colour; those that touch in a column of pixels are one: of 10,000 that is a tenth. */
function makeBars(sheet: Sheet, color: string, wide: number) {
  const { width } = sheet;
  const tops = new Float64Array(width).fill(Number.NaN);
  const bottoms = new Float64Array(width);
  const ink = readColor(color);
  const fill = (x: number, top: number, bottom: number) =>
    fillBar(sheet, { x, wide, top: Math.round(top), bottom: Math.round(bottom) }, ink);
  const add = (x: number, top: number, bottom: number) => {
    const [knownTop = Number.NaN, knownBottom = 0] = [tops[x], bottoms[x]];
    if (Number.isNaN(knownTop)) {
      tops[x] = top;
      bottoms[x] = bottom;
    } else if (top <= knownBottom && bottom >= knownTop) {
      tops[x] = Math.min(knownTop, top);
      bottoms[x] = Math.max(knownBottom, bottom);
    } else {
      fill(x, top, bottom);
    }
  };
  const draw = () => {
    tops.forEach((top, x) => {
      if (!Number.isNaN(top)) fill(x, top, bottoms[x] ?? top);
    });
  };
  return { add, draw };
}

function drawErrorBars(
  sheet: Sheet,
  points: readonly PlotPoint[],
  line: Line,
  style: PointStyle,
): void {
  const wide = Math.max(1, Math.round(1.2 * style.scale));
  const { width } = sheet;
  const bars = new Map<string, ReturnType<typeof makeBars>>();
  for (const { kind, band, mjd, mag, magErr } of points) {
    if (magErr === null || kind === 'limit') continue;
    const x = Math.round(line.x(mjd) - wide / 2);
    if (x < 0 || x >= width) continue;
    let own = bars.get(band);
    if (own === undefined) {
      own = makeBars(sheet, style.colorOf(band), wide);
      bars.set(band, own);
    }
    const y = line.y(mag);
    const half = line.perMag * magErr;
    own.add(x, y - half, y + half);
  }
  for (const own of bars.values()) own.draw();
}

const KINDS = { detection: 0, limit: 1, negative: 2 } as const;

type Kind = { readonly sprite: Sprite; readonly drawn: Uint8Array };

/** Sprites, each at each pixel once: what lies beneath its like is not seen. */
function makeStamper(sheet: Sheet, style: PointStyle) {
  const radius = 3.2 * style.scale;
  const { width, height } = sheet;
  const ofBands = new Map<string, (Kind | undefined)[]>();
  const kindOf = (point: PlotPoint): Kind => {
    let kinds = ofBands.get(point.band);
    if (kinds === undefined) {
      kinds = [];
      ofBands.set(point.band, kinds);
    }
    const at = 2 * KINDS[point.kind] + Number(point.isForced);
    const known = kinds[at];
    if (known !== undefined) return known;
    const sprite = makeSprite(point, style, radius);
    const made = { sprite, drawn: new Uint8Array(width * height) };
    kinds[at] = made;
    return made;
  };
  return (point: PlotPoint, x: number, y: number) => {
    if (x < -radius || x > width + radius || y < -radius || y > height + radius) return;
    const { sprite, drawn } = kindOf(point);
    const [column, row] = [Math.round(x), Math.round(y)];
    if (column >= 0 && column < width && row >= 0 && row < height) {
      const pixel = row * width + column;
      if (drawn[pixel] === 1) return;
      drawn[pixel] = 1;
    }
    stamp(sheet, sprite, column, row);
  };
}

/**
 * What `drawPoints` draws, of very many points: limits first, then bars, then what was measured, and nothing
 * that is out of sight. It is drawn pixel by pixel: to ask the canvas ten thousand times takes three times
 * as long.
 */
export function drawManyPoints(
  ctx: CanvasRenderingContext2D,
  points: readonly PlotPoint[],
  toPixel: Place,
  style: PointStyle,
): void {
  const placing = straighten(toPixel);
  const { width, height } = ctx.canvas;
  const bands = [...new Set(points.map(({ band }) => band))];
  const inks = bands.map((band) => `${band} ${style.colorOf(band)}`);
  const look = [...inks, style.background, style.scale, width, height].join(' ');
  const { picture, fromPx } = moving.picture({ points, placing, look }, width, (marginPx) => {
    const sheet = makeSheet(width + 2 * marginPx, height);
    drawOnSheet(sheet, points, lineOf(placing, marginPx), style);
    return pictureOf(sheet);
  });
  ctx.drawImage(picture, fromPx, 0, width, height, 0, 0, width, height);
}

const moving = new MovingLayer<ImageBitmap>();

function drawOnSheet(
  sheet: Sheet,
  points: readonly PlotPoint[],
  line: Line,
  style: PointStyle,
): void {
  const put = makeStamper(sheet, style);
  for (const point of points) {
    if (point.kind === 'limit') put(point, line.x(point.mjd), line.y(point.mag));
  }
  drawErrorBars(sheet, points, line, style);
  for (const point of points) {
    if (point.kind !== 'limit') put(point, line.x(point.mjd), line.y(point.mag));
  }
}
