import type { Pen } from '../../ui/plot/pen.ts';
import { drawManyPoints, MANY_POINTS } from './draw-sprites.ts';
import { traceFrame } from './joint/draw-frame.ts';
import { surveyFrame } from './joint/joint-points.ts';
import type { PlotPoint } from './light-curve.ts';

export type Pixel = readonly [number, number];

export type PointStyle = {
  readonly colorOf: (band: string) => string;
  readonly background: string;
  /** Device pixels per CSS pixel. */
  readonly scale: number;
};

/** Bands differ by shape as well as by colour: circle, square, diamond, else a cross. */
export function traceMarker(ctx: Pen, band: string, [x, y]: Pixel, r: number): void {
  ctx.beginPath();
  if (band === 'g') {
    ctx.arc(x, y, r, 0, 2 * Math.PI);
  } else if (band === 'r') {
    ctx.rect(x - r * 0.9, y - r * 0.9, r * 1.8, r * 1.8);
  } else if (band === 'i') {
    const d = r * 1.25;
    ctx.moveTo(x, y - d);
    ctx.lineTo(x + d, y);
    ctx.lineTo(x, y + d);
    ctx.lineTo(x - d, y);
    ctx.closePath();
  } else {
    const d = r * 1.15;
    ctx.moveTo(x, y - d);
    ctx.lineTo(x + d, y + d * 0.8);
    ctx.lineTo(x - d, y + d * 0.8);
    ctx.closePath();
  }
}

export function traceLimit(ctx: Pen, [x, y]: Pixel, r: number): void {
  ctx.beginPath();
  ctx.moveTo(x - r, y - r * 0.7);
  ctx.lineTo(x + r, y - r * 0.7);
  ctx.lineTo(x, y + r);
  ctx.closePath();
}

function strokeErrorBar(ctx: Pen, x: number, top: number, bottom: number) {
  ctx.beginPath();
  ctx.moveTo(x, top);
  ctx.lineTo(x, bottom);
  ctx.stroke();
}

/** A cross: there is less light than in the reference image. */
export function traceNegative(ctx: Pen, [x, y]: Pixel, r: number): void {
  ctx.beginPath();
  ctx.moveTo(x - r, y - r);
  ctx.lineTo(x + r, y + r);
  ctx.moveTo(x + r, y - r);
  ctx.lineTo(x - r, y + r);
}

function isCanvas(ctx: Pen | CanvasRenderingContext2D): ctx is CanvasRenderingContext2D {
  return 'drawImage' in ctx;
}

/**
 * Draws limits first, then what was measured with its error bars. Forced points are hollow,
 * limits are faint downward triangles, negative fluxes crosses; points of another survey's object are
 * framed. `toPixel` maps (mjd, mag) to
 * canvas pixels.
 */
export function drawPoints(
  ctx: Pen,
  points: readonly PlotPoint[],
  toPixel: (mjd: number, mag: number) => Pixel,
  style: PointStyle,
): void {
  // On a screen; what is written as SVG has each point as it is.
  if (points.length >= MANY_POINTS && isCanvas(ctx)) {
    drawManyPoints(ctx, points, toPixel, style);
    return;
  }
  const radius = 3.2 * style.scale;
  ctx.lineWidth = 1.2 * style.scale;
  for (const point of points) {
    if (point.kind !== 'limit') continue;
    ctx.globalAlpha = point.isForced ? 0.35 : 0.6;
    ctx.strokeStyle = style.colorOf(point.band);
    traceLimit(ctx, toPixel(point.mjd, point.mag), radius * 0.9);
    ctx.stroke();
  }
  ctx.globalAlpha = 1;
  for (const point of points) {
    if (point.kind === 'limit') continue;
    const pixel = toPixel(point.mjd, point.mag);
    ctx.strokeStyle = style.colorOf(point.band);
    ctx.fillStyle = point.isForced ? style.background : style.colorOf(point.band);
    if (point.magErr !== null) {
      const top = toPixel(point.mjd, point.mag - point.magErr)[1];
      strokeErrorBar(ctx, pixel[0], top, toPixel(point.mjd, point.mag + point.magErr)[1]);
    }
    const size = point.isForced ? radius * 0.8 : radius;
    if (point.kind === 'negative') {
      traceNegative(ctx, pixel, size);
    } else {
      traceMarker(ctx, point.band, pixel, size);
      ctx.fill();
    }
    ctx.stroke();
    if (point.survey) {
      traceFrame(ctx, surveyFrame(point.survey), pixel, radius);
      ctx.stroke();
    }
  }
}
