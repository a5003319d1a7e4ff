import type { Pen } from './pen.ts';

export type Range = readonly [from: number, to: number];

/** Where values are drawn, in the pixels of the pen. */
export type Frame = {
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** Pixels of the pen in one of the page. */
  readonly scale: number;
};

/** What a plot shows. */
export type Scene = { readonly xRange: Range; readonly xLabel: string; readonly yLabel: string };

/** One line of a legend. */
export type LegendLine = { readonly sign: string; readonly color: string; readonly text: string };

/** A kind of plot: how a scene is drawn, measured and pointed at. */
export type PlotKind<S extends Scene, Hit> = {
  /** Whether values grow downwards, as magnitudes do. */
  readonly isDownward: boolean;
  readonly draw: (pen: Pen, scene: S, frame: Frame) => void;
  /** What is what, in a picture that leaves the page. */
  readonly legend: (scene: S) => readonly LegendLine[];
  /** The values to show where x is in a range. */
  readonly yRange: (scene: S, xRange: Range) => Range;
  /** What is at a place of the page. */
  readonly find: (scene: S, frame: Frame, left: number, top: number) => Hit | null;
};
