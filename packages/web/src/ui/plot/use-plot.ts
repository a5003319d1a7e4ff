import { useTheme } from '@mui/material/styles';
import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';
import uPlot from 'uplot';
import { endMoving } from './moving.ts';
import { panByTouch } from './pan-by-touch.ts';
import { panByWheel } from './pan-by-wheel.ts';
import type { PlotKind, Range, Scene } from './plot-kind.ts';
import { type Box, makePlotData, makePlotOptions } from './plot-options.ts';

export type PlotHandle<Hit> = {
  readonly hostRef: RefObject<HTMLDivElement | null>;
  readonly hovered: Hit | null;
  readonly isZoomed: boolean;
  readonly reset: () => void;
  readonly zoomTo: (range: Range) => void;
  /** What is shown now: null before it is there. */
  readonly visible: () => { readonly x: Range; readonly y: Range } | null;
  readonly canvas: () => HTMLCanvasElement | null;
};

export type PlotUse<S extends Scene, Hit> = {
  readonly kind: PlotKind<S, Hit>;
  readonly scene: S;
  readonly heightPx: number;
  /** A drag chooses a box in place of zooming. */
  readonly isSelecting?: boolean;
  readonly onSelect?: (box: Box) => void;
};

function rangeOf(plot: uPlot, key: 'x' | 'y'): Range | null {
  const { min, max } = plot.scales[key] ?? {};
  return min == null || max == null ? null : [min, max];
}

function isSame(a: Range, b: Range): boolean {
  return a[0] === b[0] && a[1] === b[1];
}

/** Follows the width of the element that the plot is in. */
function followWidth(host: HTMLElement, plot: uPlot, height: number): ResizeObserver {
  const observer = new ResizeObserver(([entry]) => {
    const wide = Math.floor(entry?.contentRect.width ?? 0);
    if (wide > 0 && wide !== plot.width) plot.setSize({ width: wide, height });
  });
  observer.observe(host);
  return observer;
}

/** Lets wheel and fingers move what is shown. */
function letMove(plot: uPlot, whole: () => Range): () => void {
  const ends = [panByWheel(plot, whole), panByTouch(plot, whole)];
  return () => {
    for (const end of ends) end();
    endMoving(plot);
  };
}

/** Shows another scene in the same plot; a zoom stays where there is the same range to zoom in. */
function showScene(plot: uPlot, scene: Scene, before: Scene): void {
  if (!isSame(scene.xRange, before.xRange)) {
    plot.setData(makePlotData(scene));
    return;
  }
  const x = rangeOf(plot, 'x');
  if (x !== null) plot.setScale('x', { min: x[0], max: x[1] });
  plot.redraw(false);
}

/**
 * A uPlot that lives as long as the component and follows its width. Another scene is drawn in the
 * same plot, so that sliders are smooth; another kind makes a new one.
 */
export function usePlot<S extends Scene, Hit>(use: PlotUse<S, Hit>): PlotHandle<Hit> {
  const { kind, scene, heightPx } = use;
  const hostRef = useRef<HTMLDivElement>(null);
  const plotRef = useRef<uPlot | null>(null);
  const sceneRef = useRef(scene);
  const useRefNow = useRef(use);
  useRefNow.current = use;
  const theme = useTheme();
  const [hovered, setHovered] = useState<Hit | null>(null);
  const [isZoomed, setZoomed] = useState(false);

  useEffect(() => {
    const host = hostRef.current;
    if (!host) return;
    const options = makePlotOptions<S, Hit>({
      kind,
      scene: () => sceneRef.current,
      theme,
      width: Math.max(host.clientWidth, 50),
      height: heightPx,
      events: {
        onHover: (hit) => setHovered(() => hit),
        onZoom: setZoomed,
        isSelecting: () => useRefNow.current.isSelecting ?? false,
        onSelect: (box) => useRefNow.current.onSelect?.(box),
      },
    });
    const plot = new uPlot(options, makePlotData(sceneRef.current), host);
    plotRef.current = plot;
    const observer = followWidth(host, plot, heightPx);
    const endMoving = letMove(plot, () => sceneRef.current.xRange);
    return () => {
      endMoving();
      observer.disconnect();
      plot.destroy();
      plotRef.current = null;
      setHovered(null);
      setZoomed(false);
    };
  }, [kind, theme, heightPx]);

  // Drawn before the browser paints, and not a frame later.
  useLayoutEffect(() => {
    const before = sceneRef.current;
    sceneRef.current = scene;
    if (plotRef.current && before !== scene) showScene(plotRef.current, scene, before);
  }, [scene]);

  const { isSelecting = false } = use;
  useEffect(() => {
    const drag = plotRef.current?.cursor.drag;
    if (drag) Object.assign(drag, { setScale: !isSelecting, y: isSelecting });
  }, [isSelecting]);

  const zoomTo = ([min, max]: Range) => plotRef.current?.setScale('x', { min, max });
  const visible = () => {
    const plot = plotRef.current;
    const [x, y] = plot ? [rangeOf(plot, 'x'), rangeOf(plot, 'y')] : [null, null];
    return x === null || y === null ? null : { x, y };
  };
  return {
    hostRef,
    hovered,
    isZoomed,
    reset: () => zoomTo(scene.xRange),
    zoomTo,
    visible,
    canvas: () => plotRef.current?.ctx.canvas ?? null,
  };
}
