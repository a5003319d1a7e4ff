/** What the readers of one-dimensional spectra have in common, whatever the file. */

/** A spectrum as its file has it. */
export interface FileSpectrum {
  /** Ångström, in the order of the file. */
  readonly wavelengths: readonly number[];
  /** In what the file says, or nobody knows; null where it has no number. */
  readonly fluxes: readonly (number | null)[];
  readonly errors: readonly (number | null)[] | null;
  /** What its header says, card by card. */
  readonly header: SpectrumHeader;
  /** What the fluxes are in, where the file says so in a way that is understood. */
  readonly units: SpectrumUnit | null;
}

/** Of fluxes: jansky, AB magnitudes, or erg/s/cm²/Å. */
export type SpectrumUnit = 'Jy' | 'AB' | 'erg/s/cm/cm/AA';
export type HeaderValue =
  | string
  | number
  | boolean
  | null
  | readonly HeaderValue[]
  | { readonly [key: string]: HeaderValue };
export type SpectrumHeader = Readonly<Record<string, HeaderValue>>;

/**
 * - `no_points`: the file has none;
 * - `bad_column`: a column that is asked for is not there;
 * - `bad_row`: a row that is not like the others, or has no number where one is needed;
 * - `bad_fits`: no FITS file, or one that is damaged;
 * - `unsupported`: a layout that is not read here;
 * - `too_large`: more points than any spectrum has.
 */
export type SpectrumErrorCode =
  | 'no_points'
  | 'bad_column'
  | 'bad_row'
  | 'bad_fits'
  | 'unsupported'
  | 'too_large';

/** A spectrum that cannot be read; `line` counts from 1, where there is one to blame. */
export class SpectrumError extends Error {
  readonly code: SpectrumErrorCode;
  readonly line: number | null;

  constructor(
    code: SpectrumErrorCode,
    message: string,
    options: ErrorOptions & { line?: number } = {},
  ) {
    super(options.line === undefined ? message : `line ${options.line}: ${message}`, options);
    this.name = 'SpectrumError';
    this.code = code;
    this.line = options.line ?? null;
  }
}

/** Points of one spectrum: ten times what an échelle spectrograph gives. */
export const MAX_SPECTRUM_POINTS = 1_000_000;
