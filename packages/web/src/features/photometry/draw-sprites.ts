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

/** A point of this kind, drawn once. */
function makeSprite(point: PlotPoint, style: PointStyle, radius: number): HTMLCanvasElement {
  const sprite = document.createElement('canvas');
  const half = Math.ceil(radius * 1.6);
  sprite.width = 2 * half;
  sprite.height = 2 * half;
  const ctx = sprite.getContext('2d');
  if (ctx === null) return sprite;
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
  return sprite;
}

function drawErrorBar(ctx: CanvasRenderingContext2D, x: number, ends: Pixel, style: PointStyle) {
  const wide = Math.max(1, Math.round(1.2 * style.scale));
  ctx.fillRect(Math.round(x - wide / 2), Math.min(...ends), wide, Math.abs(ends[1] - ends[0]));
}

/** What `drawPoints` draws, of very many points: limits first, and nothing that is out of sight. */
export function drawManyPoints(
  ctx: CanvasRenderingContext2D,
  points: readonly PlotPoint[],
  toPixel: (mjd: number, mag: number) => Pixel,
  style: PointStyle,
): void {
  const radius = 3.2 * style.scale;
  const sprites = new Map<string, HTMLCanvasElement>();
  const spriteOf = (point: PlotPoint) => {
    const name = `${point.band} ${point.kind} ${point.isForced}`;
    const known = sprites.get(name) ?? makeSprite(point, style, radius);
    sprites.set(name, known);
    return known;
  };
  const { width } = ctx.canvas;
  for (const isLimit of [true, false]) {
    for (const point of points) {
      if ((point.kind === 'limit') !== isLimit) continue;
      const [x, y] = toPixel(point.mjd, point.mag);
      if (x < -radius || x > width + radius) continue;
      if (point.magErr !== null && !isLimit) {
        const ends = [point.mag - point.magErr, point.mag + point.magErr] as const;
        ctx.fillStyle = style.colorOf(point.band);
        const bar: Pixel = [toPixel(point.mjd, ends[0])[1], toPixel(point.mjd, ends[1])[1]];
        drawErrorBar(ctx, x, bar, style);
      }
      const sprite = spriteOf(point);
      ctx.drawImage(sprite, Math.round(x - sprite.width / 2), Math.round(y - sprite.height / 2));
    }
  }
}
