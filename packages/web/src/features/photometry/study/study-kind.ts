import type { Pen } from '../../../ui/plot/pen.ts';
import type { Frame, PlotKind, Range } from '../../../ui/plot/plot-kind.ts';
import { bandSign } from '../band-sign.ts';
import { drawPoints } from '../draw-points.ts';
import { surveySign } from '../joint/joint-points.ts';
import { magRange } from '../light-curve.ts';
import type { StudyPoint } from './study-points.ts';
import type { StudyScene } from './study-scene.ts';

const REACH_PX = 24;

/** Fluxes within a range of x with their errors, and zero where it is near. */
function fluxRange({ points }: StudyScene, [from, to]: Range): Range {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const { mjd: x, mag: y, magErr, kind } of points) {
    if (x < from || x > to || kind === 'limit') continue;
    const error = magErr ?? 0;
    low = Math.min(low, y - error);
    high = Math.max(high, y + error);
  }
  if (low > high) return [0, 1];
  const margin = 0.06 * Math.max(high - low, 1e-9);
  return [low - margin, high + margin];
}

function findPoint(
  { points }: StudyScene,
  frame: Frame,
  left: number,
  top: number,
): StudyPoint | null {
  let best: StudyPoint | null = null;
  let bestSquare = REACH_PX ** 2;
  for (const point of points) {
    const square = (frame.x(point.mjd) - left) ** 2 + (frame.y(point.mag) - top) ** 2;
    if (square <= bestSquare) {
      best = point;
      bestSquare = square;
    }
  }
  return best;
}

/**
 * Lines over the points, with an edge in the colour of the paper, through which the points shine: they are
 * seen among points of their own colour, and hide none.
 */
function drawCurves(pen: Pen, { curves, ink }: StudyScene, frame: Frame): void {
  for (const { band, points } of curves) {
    for (const [width, color, alpha] of [
      [4.4, ink.background, 0.5],
      [1.8, ink.colorOf(band), 1],
    ] as const) {
      pen.beginPath();
      for (const [index, [x, y]] of points.entries()) {
        if (index === 0) pen.moveTo(frame.x(x), frame.y(y));
        else pen.lineTo(frame.x(x), frame.y(y));
      }
      pen.lineWidth = width * frame.scale;
      pen.strokeStyle = color;
      pen.globalAlpha = alpha;
      pen.stroke();
    }
  }
}

function makeKind(isDownward: boolean): PlotKind<StudyScene, StudyPoint> {
  return {
    isDownward,
    draw: (pen, scene, frame) => {
      const { points, ink } = scene;
      drawPoints(pen, points, (x, y) => [frame.x(x), frame.y(y)], {
        colorOf: ink.colorOf,
        background: ink.background,
        scale: frame.scale,
      });
      drawCurves(pen, scene, frame);
    },
    legend: ({ bands, surveys, ink }) => [
      ...bands.map((band) => ({ sign: bandSign(band), color: ink.colorOf(band), text: band })),
      ...surveys.map((name) => ({ sign: surveySign(name), color: ink.text, text: name })),
    ],
    yRange: (scene, range) =>
      isDownward ? (magRange(scene.points, ...range) ?? [17, 21]) : fluxRange(scene, range),
    find: findPoint,
  };
}

/** Magnitudes grow downwards. */
export const MAG_KIND = makeKind(true);
export const FLUX_KIND = makeKind(false);
