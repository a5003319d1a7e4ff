import { useTheme } from '@mui/material/styles';
import { type RefObject, useEffect, useRef, useState } from 'react';
import uPlot from 'uplot';
import type { PlotPoint } from './light-curve.ts';
import { makePlotData, makePlotOptions } from './plot-options.ts';

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
    const width = Math.max(host.clientWidth, 50);
    const plot = new uPlot(
      makePlotOptions({
        points,
        theme,
        originMjd,
        width,
        height,
        onHover: setHovered,
        onZoom: setZoomed,
      }),
      makePlotData(points, originMjd),
      host,
    );
    plotRef.current = plot;
    const observer = new ResizeObserver(([entry]) => {
      const wide = Math.floor(entry?.contentRect.width ?? 0);
      if (wide > 0 && wide !== plot.width) plot.setSize({ width: wide, height });
    });
    observer.observe(host);
    return () => {
      observer.disconnect();
      plot.destroy();
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
