import type uPlot from 'uplot';
import type { Range } from './plot-kind.ts';

/** So long a plot that is moved no more keeps its vertical range. */
const REST_MS = 150;

const moving = new WeakMap<uPlot, number>();

/** Whether a plot is being moved sideways: up and down nothing jumps meanwhile. */
export function isMoving(plot: uPlot): boolean {
  return moving.has(plot);
}

/** Shows another range of the same width; when it rests, the vertical range is that of what is seen. */
export function moveTo(plot: uPlot, [min, max]: Range): void {
  window.clearTimeout(moving.get(plot));
  moving.set(
    plot,
    window.setTimeout(() => {
      moving.delete(plot);
      const { min: from, max: to } = plot.scales.x ?? {};
      if (from == null || to == null) return;
      plot.setScale('x', { min: from, max: to });
      plot.redraw(false);
    }, REST_MS),
  );
  plot.setScale('x', { min, max });
}

/** Forgets a plot that goes. */
export function endMoving(plot: uPlot): void {
  window.clearTimeout(moving.get(plot));
  moving.delete(plot);
}
