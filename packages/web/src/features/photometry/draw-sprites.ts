import {
  type Pixel,
  type PointStyle,
  traceLimit,
  traceMarker,
  traceNegative,
} from './draw-points.ts';
import type { PlotPoint } from './light-curve.ts';

/** From so many on, to copy a picture of a point is worth drawing it: a third of the time for 10,000. */
export const MANY_POINTS = 1500;

const LIMIT_ALPHA = 0.6;
const FORCED_LIMIT_ALPHA = 0.35;

/** A point of this kind, drawn once; as a bitmap, which is copied in a third of the time of a canvas. */
function makeSprite(point: PlotPoint, style: PointStyle, radius: number): ImageBitmap {
  const half = Math.ceil(radius * 1.6);
  const sprite = new OffscreenCanvas(2 * half, 2 * half);
  const ctx = sprite.getContext('2d');
  if (ctx === null) return sprite.transferToImageBitmap();
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
  return sprite.transferToImageBitmap();
}

type Place = (mjd: number, mag: number) => Pixel;

/** The same place by one multiplication each: the scales are linear. */
function straighten(toPixel: Place) {
  const [x0, y0] = toPixel(0, 0);
  const [x1, y1] = toPixel(1, 1);
  const [dx, dy] = [x1 - x0, y1 - y0];
  return {
    x: (mjd: number) => x0 + dx * mjd,
    y: (mag: number) => y0 + dy * mag,
    perMag: Math.abs(dy),
  };
}

type Line = ReturnType<typeof straighten>;

/** Bars of one colour; those that touch in a column of pixels are one: of 10,000 that is a tenth. */
function makeBars(ctx: CanvasRenderingContext2D, color: string, wide: number) {
  const { width } = ctx.canvas;
  const tops = new Float64Array(width).fill(Number.NaN);
  const bottoms = new Float64Array(width);
  const fill = (x: number, top: number, bottom: number) => {
    ctx.fillStyle = color;
    ctx.fillRect(x, top, wide, bottom - top);
  };
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
  ctx: CanvasRenderingContext2D,
  points: readonly PlotPoint[],
  line: Line,
  style: PointStyle,
): void {
  const wide = Math.max(1, Math.round(1.2 * style.scale));
  const { width } = ctx.canvas;
  const bars = new Map<string, ReturnType<typeof makeBars>>();
  for (const { kind, band, mjd, mag, magErr } of points) {
    if (magErr === null || kind === 'limit') continue;
    const x = Math.round(line.x(mjd) - wide / 2);
    if (x < 0 || x >= width) continue;
    let own = bars.get(band);
    if (own === undefined) {
      own = makeBars(ctx, style.colorOf(band), wide);
      bars.set(band, own);
    }
    const y = line.y(mag);
    const half = line.perMag * magErr;
    own.add(x, y - half, y + half);
  }
  for (const own of bars.values()) own.draw();
}

const KINDS = { detection: 0, limit: 1, negative: 2 } as const;

type Sprite = { readonly image: ImageBitmap; readonly drawn: Uint8Array };

/** Sprites, each at each pixel once: what lies beneath its like is not seen. */
function makeStamper(ctx: CanvasRenderingContext2D, style: PointStyle) {
  const radius = 3.2 * style.scale;
  const { width, height } = ctx.canvas;
  const ofBands = new Map<string, (Sprite | undefined)[]>();
  const spriteOf = (point: PlotPoint): Sprite => {
    let sprites = ofBands.get(point.band);
    if (sprites === undefined) {
      sprites = [];
      ofBands.set(point.band, sprites);
    }
    const at = 2 * KINDS[point.kind] + Number(point.isForced);
    const known = sprites[at];
    if (known !== undefined) return known;
    const made = {
      image: makeSprite(point, style, radius),
      drawn: new Uint8Array(width * height),
    };
    sprites[at] = made;
    return made;
  };
  return (point: PlotPoint, x: number, y: number) => {
    if (x < -radius || x > width + radius || y < -radius || y > height + radius) return;
    const { image, drawn } = spriteOf(point);
    const [column, row] = [Math.round(x), Math.round(y)];
    const isWithin = column >= 0 && column < width && row >= 0 && row < height;
    if (isWithin) {
      const pixel = row * width + column;
      if (drawn[pixel] === 1) return;
      drawn[pixel] = 1;
    }
    ctx.drawImage(image, column - image.width / 2, row - image.height / 2);
  };
}

/**
 * What `drawPoints` draws, of very many points: limits first, then bars, then what was measured, and nothing
 * that is out of sight.
 */
export function drawManyPoints(
  ctx: CanvasRenderingContext2D,
  points: readonly PlotPoint[],
  toPixel: Place,
  style: PointStyle,
): void {
  const line = straighten(toPixel);
  const stamp = makeStamper(ctx, style);
  for (const point of points) {
    if (point.kind === 'limit') stamp(point, line.x(point.mjd), line.y(point.mag));
  }
  drawErrorBars(ctx, points, line, style);
  for (const point of points) {
    if (point.kind !== 'limit') stamp(point, line.x(point.mjd), line.y(point.mag));
  }
}
