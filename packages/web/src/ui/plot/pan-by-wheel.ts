import type uPlot from 'uplot';
import { moveTo } from './moving.ts';
import type { Range } from './plot-kind.ts';

/**
 * Moves a plot that is zoomed in by the wheel: sideways, or with shift. What is whole stays where it is, and
 * the page scrolls as ever.
 */
export function panByWheel(plot: uPlot, whole: () => Range): () => void {
  const onWheel = (event: WheelEvent) => {
    const moved = event.deltaX !== 0 ? event.deltaX : event.shiftKey ? event.deltaY : 0;
    const { min, max } = plot.scales.x ?? {};
    if (moved === 0 || min == null || max == null) return;
    const [first, last] = whole();
    const span = max - min;
    if (span >= last - first) return;
    event.preventDefault();
    const wanted = min + (moved / Math.max(plot.over.clientWidth, 1)) * span;
    const from = Math.min(Math.max(wanted, first), last - span);
    moveTo(plot, [from, from + span]);
  };
  plot.over.addEventListener('wheel', onWheel, { passive: false });
  return () => plot.over.removeEventListener('wheel', onWheel);
}
