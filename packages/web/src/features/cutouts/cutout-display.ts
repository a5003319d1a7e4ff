import type { ColormapName, ImageInterval, ImageStretch } from '@fritz/formats';

export const STRETCHES = ['linear', 'asinh', 'log', 'sqrt'] as const satisfies ImageStretch[];
export const COLORMAPS = [
  'bone',
  'gray',
  'gray_r',
  'viridis',
  'hot',
] as const satisfies ColormapName[];
export const INTERVALS = ['zscale', 'min_max', 'asymmetric'] as const;
export const CUTOUT_KINDS = ['science', 'template', 'difference'] as const;

export const ZOOMS = [1, 2, 4] as const;

export type Zoom = (typeof ZOOMS)[number];
export type Stretch = (typeof STRETCHES)[number];
export type Interval = (typeof INTERVALS)[number];
export type Colormap = (typeof COLORMAPS)[number];
export type CutoutKind = (typeof CUTOUT_KINDS)[number];

/** How every cutout of the app is drawn. */
export type CutoutDisplay = {
  readonly stretch: Stretch;
  readonly interval: Interval;
  readonly cmap: Colormap;
  /** How much the middle is enlarged. */
  readonly zoom: Zoom;
};

/** Short names, as scanners call the three stamps. */
export const CUTOUT_LABELS: Readonly<Record<CutoutKind, string>> = {
  science: 'new',
  template: 'ref',
  difference: 'sub',
};

export const INTERVAL_LABELS: Readonly<Record<Interval, string>> = {
  zscale: 'zscale',
  min_max: 'min–max',
  asymmetric: '1–100 %',
};

/** The interval in the renderer's words. */
export function toImageInterval(interval: Interval): ImageInterval {
  return interval === 'asymmetric' ? { lowerPercentile: 1, upperPercentile: 100 } : interval;
}

/** The item after `current`, around to the first; the first where `current` is unknown. */
export function cycle<T>(list: readonly T[], current: T): T {
  return list[(list.indexOf(current) + 1) % list.length] ?? current;
}
