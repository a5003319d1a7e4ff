import type { Pen } from '../../../ui/plot/pen.ts';
import type { SurveyFrame } from './joint-points.ts';

/** Traces what surrounds a point of another survey, `r` the radius of the point itself. */
export function traceFrame(
  pen: Pen,
  frame: SurveyFrame,
  [x, y]: readonly [number, number],
  r: number,
): void {
  const d = r * 2;
  pen.beginPath();
  if (frame === 'circle') {
    pen.arc(x, y, d, 0, 2 * Math.PI);
  } else if (frame === 'square') {
    pen.rect(x - d, y - d, 2 * d, 2 * d);
  } else if (frame === 'diamond') {
    const wide = d * 1.25;
    pen.moveTo(x, y - wide);
    pen.lineTo(x + wide, y);
    pen.lineTo(x, y + wide);
    pen.lineTo(x - wide, y);
    pen.closePath();
  } else {
    const wide = d * 1.3;
    pen.moveTo(x, y - wide);
    pen.lineTo(x + wide, y + wide * 0.8);
    pen.lineTo(x - wide, y + wide * 0.8);
    pen.closePath();
  }
}
