import type { Theme } from '@mui/material/styles';
import uPlot from 'uplot';
import { drawPoints } from './draw-points.ts';
import { magRange, type PlotPoint, timeRange } from './light-curve.ts';

export type PlotInput = {
  readonly points: readonly PlotPoint[];
  readonly theme: Theme;
  /** The mjd at x = 0: 0 for an MJD axis, now for an axis of days. */
  readonly originMjd: number;
  readonly width: number;
  readonly height: number;
  readonly onHover: (index: number | null) => void;
  readonly onZoom: (isZoomed: boolean) => void;
};

const REACH_PX = 24;

function drawHook({ points, theme, originMjd }: PlotInput) {
  return (plot: uPlot) => {
    const { ctx, bbox } = plot;
    ctx.save();
    ctx.beginPath();
    ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
    ctx.clip();
    drawPoints(
      ctx,
      points,
      (mjd, mag) => [plot.valToPos(mjd - originMjd, 'x', true), plot.valToPos(mag, 'y', true)],
      {
        colorOf: (band) => theme.sky.bands[band] ?? theme.sky.otherBand,
        background: theme.palette.background.paper,
        scale: uPlot.pxRatio,
      },
    );
    ctx.restore();
  };
}

function findHovered(plot: uPlot, { points, originMjd }: PlotInput): number | null {
  const { left = -1, top = -1 } = plot.cursor;
  if (left < 0 || top < 0) return null;
  let best: number | null = null;
  let bestSquare = REACH_PX ** 2;
  points.forEach((point, index) => {
    const dx = plot.valToPos(point.mjd - originMjd, 'x') - left;
    const dy = plot.valToPos(point.mag, 'y') - top;
    const square = dx * dx + dy * dy;
    if (square <= bestSquare) {
      best = index;
      bestSquare = square;
    }
  });
  return best;
}

/** 1, 2 and 5 times the powers of ten from `from` to `to`. */
function makeIncrements(from: number, to: number): number[] {
  const increments: number[] = [];
  for (let power = from; power <= to; power++) {
    for (const step of [1, 2, 5]) increments.push(Number(`${step}e${power}`));
  }
  return increments;
}

function makeAxes(theme: Theme): uPlot.Axis[] {
  const font = `11px ${theme.typography.fontFamily}`;
  const common = {
    font,
    stroke: theme.sky.axis,
    grid: { stroke: theme.sky.grid, width: 1 },
    ticks: { stroke: theme.sky.grid, width: 1, size: 4 },
    gap: 3,
  };
  return [
    {
      ...common,
      size: 22,
      space: 64,
      incrs: makeIncrements(-3, 5),
      values: (_plot, splits) => splits.map((time) => String(Number(time.toFixed(4)))),
    },
    {
      ...common,
      size: 36,
      space: 26,
      incrs: makeIncrements(-1, 1),
      values: (_plot, splits) => splits.map((mag) => mag.toFixed(1)),
    },
  ];
}

/** uPlot's options for a light curve: magnitudes grow downwards, drag zooms in time. */
export function makePlotOptions(input: PlotInput): uPlot.Options {
  const { points, originMjd } = input;
  const whole = timeRange(points) ?? [originMjd - 1, originMjd];
  const left = whole[0] - originMjd;
  const right = whole[1] - originMjd;
  return {
    width: input.width,
    height: input.height,
    legend: { show: false },
    padding: [4, 8, 0, 0],
    cursor: { points: { show: false }, drag: { x: true, y: false, dist: 6 }, y: false },
    scales: {
      x: {
        time: false,
        range: (_plot, min, max) => (min === null || min === max ? [left, right] : [min, max]),
      },
      y: {
        dir: -1,
        range: (plot) => {
          const { min, max } = plot.scales.x ?? {};
          const from = (min ?? left) + originMjd;
          const range = magRange(points, from, (max ?? right) + originMjd);
          return range ? [...range] : [17, 21];
        },
      },
    },
    axes: makeAxes(input.theme),
    series: [{}, { paths: () => null, points: { show: false } }],
    hooks: {
      draw: [drawHook(input)],
      setCursor: [(plot) => input.onHover(findHovered(plot, input))],
      setScale: [
        (plot, key) => {
          if (key !== 'x') return;
          const { min = left, max = right } = plot.scales.x ?? {};
          input.onZoom((min ?? left) > left + 1e-6 || (max ?? right) < right - 1e-6);
        },
      ],
    },
  };
}

/** The data that uPlot needs to know of; the end points make "reset" show the whole. */
export function makePlotData(points: readonly PlotPoint[], originMjd: number): uPlot.AlignedData {
  const whole = timeRange(points) ?? [originMjd - 1, originMjd];
  const xs = [whole[0], ...points.map((point) => point.mjd), whole[1]];
  return [xs.map((mjd) => mjd - originMjd), [null, ...points.map((point) => point.mag), null]];
}
