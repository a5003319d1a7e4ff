import { useTheme } from '@mui/material/styles';
import { type RefObject, useEffect, useRef, useState } from 'react';
import uPlot from 'uplot';
import { whenIdle } from '../../ui/when-idle.ts';
import type { PlotPoint } from './light-curve.ts';
import { makePlotData, makePlotOptions } from './plot-options.ts';

const AT_THE_LATEST_MS = 100;

export type LightCurvePlot = {
  readonly hostRef: RefObject<HTMLDivElement | null>;
  readonly hovered: number | null;
  readonly isZoomed: boolean;
  readonly reset: () => void;
  /** Shows mjd `from` to `to`. */
  readonly zoomTo: (from: number, to: number) => void;
};

/** A uPlot that lives as long as the component, follows its width and is drawn anew on change. */
export function useLightCurvePlot(
  points: readonly PlotPoint[],
  originMjd: number,
  height: number,
): LightCurvePlot {
  const hostRef = useRef<HTMLDivElement>(null);
  const plotRef = useRef<uPlot | null>(null);
  const theme = useTheme();
  const [hovered, setHovered] = useState<number | null>(null);
  const [isZoomed, setZoomed] = useState(false);

  useEffect(() => {
    const host = hostRef.current;
    if (!host) return;
    let callOff = () => {};
    const make = (width: number) => {
      const events = { onHover: setHovered, onZoom: setZoomed };
      const options = makePlotOptions({ points, theme, originMjd, width, height, ...events });
      plotRef.current = new uPlot(options, makePlotData(points, originMjd), host);
    };
    // The width as the browser tells it: to ask for it would have it lay out the page at once.
    const observer = new ResizeObserver(([entry]) => {
      const wide = Math.floor(entry?.contentRect.width ?? 0);
      const plot = plotRef.current;
      if (wide <= 0 || plot?.width === wide) return;
      callOff();
      // Plots of cards that are come to next are made between two keys.
      if (plot === null) callOff = whenIdle(() => make(Math.max(wide, 50)), AT_THE_LATEST_MS);
      else plot.setSize({ width: wide, height });
    });
    observer.observe(host);
    return () => {
      callOff();
      observer.disconnect();
      plotRef.current?.destroy();
      plotRef.current = null;
      setHovered(null);
      setZoomed(false);
    };
  }, [points, theme, originMjd, height]);

  const reset = () => {
    const plot = plotRef.current;
    const xs = plot?.data[0];
    const [min, max] = [xs?.[0], xs?.[xs.length - 1]];
    if (plot && min !== undefined && max !== undefined) plot.setScale('x', { min, max });
  };
  const zoomTo = (from: number, to: number) =>
    plotRef.current?.setScale('x', { min: from - originMjd, max: to - originMjd });
  return { hostRef, hovered, isZoomed, reset, zoomTo };
}
