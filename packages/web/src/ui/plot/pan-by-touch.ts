import type uPlot from 'uplot';
import { moveTo } from './moving.ts';
import type { Range } from './plot-kind.ts';

/** Where fingers are on a plot: the middle of two, and how far they are apart; pixels from its left. */
export type Fingers = { readonly middlePx: number; readonly apartPx: number };

/** No plot is zoomed in further than to this part of the whole. */
const SMALLEST_PART = 1e-4;

/**
 * The range that is shown when fingers have moved: what was beneath their middle stays beneath it, and is as
 * much wider as they are further apart. It never leaves the whole.
 */
export function rangeUnderFingers(
  { before, now }: { readonly before: Fingers; readonly now: Fingers },
  {
    shown,
    whole,
    widthPx,
  }: { readonly shown: Range; readonly whole: Range; readonly widthPx: number },
): Range {
  const all = whole[1] - whole[0];
  const factor = before.apartPx > 0 && now.apartPx > 0 ? before.apartPx / now.apartPx : 1;
  const span = Math.min(Math.max((shown[1] - shown[0]) * factor, all * SMALLEST_PART), all);
  const value = shown[0] + (before.middlePx / widthPx) * (shown[1] - shown[0]);
  const wanted = value - (now.middlePx / widthPx) * span;
  const from = Math.min(Math.max(wanted, whole[0]), whole[1] - span);
  return [from, from + span];
}

function fingersOf(event: TouchEvent, leftPx: number): Fingers | null {
  const [first, second] = event.touches;
  if (first === undefined) return null;
  if (second === undefined) return { middlePx: first.clientX - leftPx, apartPx: 0 };
  return {
    middlePx: (first.clientX + second.clientX) / 2 - leftPx,
    apartPx: Math.hypot(first.clientX - second.clientX, first.clientY - second.clientY),
  };
}

/**
 * Two fingers zoom and move a plot, one moves it where it is zoomed in; else one finger scrolls the page, as
 * it does up and down at any time.
 */
export function panByTouch(plot: uPlot, whole: () => Range): () => void {
  let before: Fingers | null = null;
  const shown = (): Range | null => {
    const { min, max } = plot.scales.x ?? {};
    return min == null || max == null ? null : [min, max];
  };
  const onStart = (event: TouchEvent) => {
    before = fingersOf(event, plot.over.getBoundingClientRect().left);
  };
  const onMove = (event: TouchEvent) => {
    const now = fingersOf(event, plot.over.getBoundingClientRect().left);
    const range = shown();
    if (before === null || now === null || range === null) return;
    const [first, last] = whole();
    const isWhole = range[1] - range[0] >= last - first;
    if (event.touches.length === 1 && isWhole) return;
    event.preventDefault();
    const widthPx = Math.max(plot.over.clientWidth, 1);
    const [min, max] = rangeUnderFingers(
      { before, now },
      { shown: range, whole: [first, last], widthPx },
    );
    if (event.touches.length === 1) moveTo(plot, [min, max]);
    else plot.setScale('x', { min, max });
    before = now;
  };
  const { over } = plot;
  over.style.touchAction = 'pan-y';
  over.addEventListener('touchstart', onStart, { passive: true });
  over.addEventListener('touchend', onStart, { passive: true });
  over.addEventListener('touchmove', onMove, { passive: false });
  return () => {
    over.removeEventListener('touchstart', onStart);
    over.removeEventListener('touchend', onStart);
    over.removeEventListener('touchmove', onMove);
  };
}
