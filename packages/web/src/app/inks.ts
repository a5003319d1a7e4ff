/** The app's colours and fonts, apart from the library that uses them: the opening has no library. */

export type ResolvedTheme = 'light' | 'dark' | 'night';

/** Colours that plots and stamps need beyond MUI's palette. */
export type SkyColors = {
  readonly bands: Readonly<Record<string, string>>;
  readonly otherBand: string;
  readonly grid: string;
  readonly axis: string;
};

export const SANS =
  'Inter, ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Liberation Sans", Arial, sans-serif';

export type Ink = {
  readonly mode: 'light' | 'dark';
  readonly page: string;
  readonly paper: string;
  readonly line: string;
  readonly text: string;
  readonly quiet: string;
  readonly accent: string;
  readonly onAccent: string;
  readonly good: string;
  readonly bad: string;
  readonly warn: string;
  readonly sky: SkyColors;
};

export const INKS: Readonly<Record<ResolvedTheme, Ink>> = {
  light: {
    mode: 'light',
    page: '#f3f5f8',
    paper: '#ffffff',
    line: '#dde2e9',
    text: '#17212e',
    quiet: '#536172',
    accent: '#1a5fb0',
    onAccent: '#ffffff',
    good: '#11703f',
    bad: '#b3261e',
    warn: '#8a5200',
    sky: {
      bands: { g: '#12875a', r: '#c8352c', i: '#b06f00', u: '#5b49c9', z: '#7a3b1d', y: '#8c2f6b' },
      otherBand: '#5a6675',
      grid: '#e9edf2',
      axis: '#536172',
    },
  },
  dark: {
    mode: 'dark',
    page: '#0d1117',
    paper: '#151b23',
    line: '#28313d',
    text: '#dfe6ee',
    quiet: '#98a6b6',
    accent: '#78b6ff',
    onAccent: '#08182b',
    good: '#5fd397',
    bad: '#ff8a80',
    warn: '#f2bd62',
    sky: {
      bands: { g: '#43cf92', r: '#ff6f66', i: '#f2b33d', u: '#9a8cff', z: '#d58c63', y: '#e07fb8' },
      otherBand: '#98a6b6',
      grid: '#202832',
      axis: '#98a6b6',
    },
  },
  // Dark-adapted eyes: nothing but red light. Bands differ by brightness here and by shape always.
  night: {
    mode: 'dark',
    page: '#000000',
    paper: '#0c0100',
    line: '#3d0d08',
    text: '#ff4a3d',
    quiet: '#f04539',
    accent: '#ff5a4d',
    onAccent: '#120000',
    good: '#ff7466',
    bad: '#ff4a3d',
    warn: '#ff5a4d',
    sky: {
      bands: { g: '#ff8a7d', r: '#ff3a2c', i: '#b8281d', u: '#ffb0a6', z: '#8f1f16', y: '#701811' },
      otherBand: '#d0352a',
      grid: '#1d0503',
      axis: '#f04539',
    },
  },
};
