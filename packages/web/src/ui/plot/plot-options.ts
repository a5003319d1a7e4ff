import type { Theme } from '@mui/material/styles';
import uPlot from 'uplot';
import { isMoving } from './moving.ts';
import type { Frame, PlotKind, Range, Scene } from './plot-kind.ts';
import { writeTick } from './ticks.ts';

export type Box = { readonly x: Range; readonly y: Range };

export type PlotEvents<Hit> = {
  readonly onHover: (hit: Hit | null) => void;
  readonly onZoom: (isZoomed: boolean) => void;
  /** A drag chooses a box where this says so; else it zooms. */
  readonly isSelecting: () => boolean;
  readonly onSelect: (box: Box) => void;
};

export type PlotInput<S extends Scene, Hit> = {
  readonly kind: PlotKind<S, Hit>;
  readonly scene: () => S;
  readonly theme: Theme;
  readonly width: number;
  readonly height: number;
  readonly events: PlotEvents<Hit>;
};

/** Where uPlot draws: in pixels of its canvas, or of the page. */
export function frameOf(plot: uPlot, isCanvas: boolean): Frame {
  const scale = isCanvas ? uPlot.pxRatio : 1;
  const { left, top, width, height } = plot.bbox;
  const ratio = isCanvas ? 1 : uPlot.pxRatio;
  return {
    x: (value) => plot.valToPos(value, 'x', isCanvas),
    y: (value) => plot.valToPos(value, 'y', isCanvas),
    left: isCanvas ? left : 0,
    top: isCanvas ? top : 0,
    width: width / ratio,
    height: height / ratio,
    scale,
  };
}

function makeAxes(theme: Theme): uPlot.Axis[] {
  const common = {
    font: `11px ${theme.typography.fontFamily}`,
    stroke: theme.sky.axis,
    grid: { stroke: theme.sky.grid, width: 1 },
    ticks: { stroke: theme.sky.grid, width: 1, size: 4 },
    gap: 3,
    values: (_plot: uPlot, splits: number[]) => splits.map(writeTick),
  };
  return [
    { ...common, size: 22, space: 64 },
    { ...common, size: 46, space: 28 },
  ];
}

/** The box that was dragged, in values. */
function boxOf(plot: uPlot): Box | null {
  const { left, top, width, height } = plot.select;
  if (width < 3 || height < 3) return null;
  const x = [plot.posToVal(left, 'x'), plot.posToVal(left + width, 'x')] as const;
  const y = [plot.posToVal(top, 'y'), plot.posToVal(top + height, 'y')] as const;
  return { x, y: y[0] < y[1] ? y : [y[1], y[0]] };
}

/** Takes the box; uPlot leaves it drawn until it is told otherwise. */
function takeSelection<Hit>(plot: uPlot, events: PlotEvents<Hit>): void {
  if (!events.isSelecting()) return;
  const box = boxOf(plot);
  plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
  if (box !== null) events.onSelect(box);
}

function makeHooks<S extends Scene, Hit>(input: PlotInput<S, Hit>): uPlot.Hooks.Arrays {
  const { kind, scene, events } = input;
  return {
    draw: [
      (plot) => {
        const { ctx, bbox } = plot;
        ctx.save();
        ctx.beginPath();
        ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
        ctx.clip();
        kind.draw(ctx, scene(), frameOf(plot, true));
        ctx.restore();
      },
    ],
    setCursor: [
      (plot) => {
        const { left = -1, top = -1 } = plot.cursor;
        const isInside = left >= 0 && top >= 0;
        events.onHover(isInside ? kind.find(scene(), frameOf(plot, false), left, top) : null);
      },
    ],
    setSelect: [(plot) => takeSelection(plot, events)],
    setScale: [
      (plot, key) => {
        if (key !== 'x') return;
        const [left, right] = scene().xRange;
        const { min = left, max = right } = plot.scales.x ?? {};
        const dust = (right - left) * 1e-6;
        events.onZoom((min ?? left) > left + dust || (max ?? right) < right - dust);
      },
    ],
  };
}

/** uPlot's options for one of our own kinds of plots: it keeps scales, axes and the cursor. */
export function makePlotOptions<S extends Scene, Hit>(input: PlotInput<S, Hit>): uPlot.Options {
  const { kind, scene, theme, width, height } = input;
  return {
    width,
    height,
    legend: { show: false },
    padding: [6, 8, 0, 0],
    cursor: { points: { show: false }, drag: { x: true, y: false, dist: 6 }, y: false },
    scales: {
      x: {
        time: false,
        range: (_plot, min, max) =>
          min === null || min === max ? [...scene().xRange] : [min, max],
      },
      y: {
        dir: kind.isDownward ? -1 : 1,
        range: (plot) => {
          const [left, right] = scene().xRange;
          const { min, max } = plot.scales.x ?? {};
          const shown = plot.scales.y;
          if (isMoving(plot) && shown?.min != null && shown.max != null) {
            return [shown.min, shown.max];
          }
          return [...kind.yRange(scene(), [min ?? left, max ?? right])];
        },
      },
    },
    axes: makeAxes(theme),
    series: [{}, { paths: () => null, points: { show: false } }],
    hooks: makeHooks(input),
  };
}

/** The data that uPlot needs to know of: its ends. */
export function makePlotData({ xRange }: Scene): uPlot.AlignedData {
  return [[...xRange], [null, null]];
}
