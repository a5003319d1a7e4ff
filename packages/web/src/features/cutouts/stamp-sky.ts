import {
  type FitsImage,
  readSkyOrientation,
  type SkyOrientation,
  type StampLayout,
} from '@fritz/formats';

/**
 * Pixels of stamps that come without a word of the sky, arcsec. ZTF: Bellm et al. 2019, PASP 131,
 * 018002, table 1. Those of other surveys say it in their headers, or nobody knows.
 */
const PIXEL_ARCSEC: Readonly<Record<string, number>> = { ztf: 1.01 };

/** CSS for each way to lie of a stamp that is drawn as FITS has it, the last row on top. */
const MATRICES: Readonly<Record<StampLayout, SkyOrientation['matrix']>> = {
  rows_up: [1, 0, 0, 1],
  rows_down: [1, 0, 0, -1],
  turned: [0, 1, 1, 0],
};

/** As the server draws them, too. WINTER's lie as FITS has it. */
const LAYOUTS: Readonly<Record<string, StampLayout>> = {
  ztf: 'rows_down',
  pgir: 'turned',
};

/** How a stamp lies on the sky; `arcsecPerPixel` null: its scale is not known. */
export type StampSky = {
  readonly matrix: SkyOrientation['matrix'];
  readonly arcsecPerPixel: number | null;
};

/** By the stamp's own header, else by what is known of its survey. */
export function stampSky(image: Pick<FitsImage, 'header'>, survey: string | undefined): StampSky {
  const own = readSkyOrientation(image.header);
  if (own !== null) return own;
  // Without a name it is ZTF's: whose alerts came here first.
  const name = survey ?? 'ztf';
  const matrix = MATRICES[LAYOUTS[name] ?? 'rows_up'];
  return { matrix, arcsecPerPixel: PIXEL_ARCSEC[name] ?? null };
}

/** A length of the sky to draw a bar for, about a fifth of what is seen; a round number of arcsec. */
export function barArcsec(fieldArcsec: number): number {
  const most = fieldArcsec / 3;
  const choices = [0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300];
  return choices.findLast((one) => one <= most) ?? 0.2;
}

/** CSS for a canvas: turned as the sky is, and enlarged around the middle. */
export function stampTransform({ matrix }: StampSky, zoom: number): string | undefined {
  const scaled = matrix.map((value) => Number((value * zoom).toFixed(5)));
  const [a, b, c, d] = scaled;
  if (a === 1 && b === 0 && c === 0 && d === 1) return undefined;
  return `matrix(${scaled.join(', ')}, 0, 0)`;
}
