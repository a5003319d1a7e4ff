/** A light curve of a data release: of one star in one band, on one quadrant of one field. */
export interface ArchivedCurve {
  /** As Kowalski numbers them: 10¹³ + field · 10⁹ + readout channel · 10⁷ + filter · 10⁶ + number. */
  readonly id: bigint;
  readonly ra: number;
  readonly dec: number;
  /** 1, 2, 3: g, r, i. */
  readonly filter: number;
  readonly field: number;
  readonly ccd: number;
  readonly quad: number;
  readonly rc: number;
  readonly stats: CurveStats;
  readonly points: readonly ArchivedPoint[];
}

/** What the survey computed of all points, whosever they are. */
export interface CurveStats {
  readonly meanmag: number | null;
  readonly vonneumannratio: number | null;
  readonly iqr: number | null;
  /** Of the reference image. */
  readonly refchi: number | null;
  readonly refmag: number | null;
  readonly refmagerr: number | null;
  readonly refsharp: number | null;
}

export interface ArchivedPoint {
  /** Heliocentric JD of the middle of the exposure. */
  readonly hjd: number;
  /** UTC, the start of the exposure, as alerts have it. */
  readonly mjd: number;
  readonly mag: number;
  readonly magerr: number;
  readonly programid: number;
  readonly catflags: number;
  readonly expid: number | null;
  readonly ra: number | null;
  readonly dec: number | null;
  readonly chi: number | null;
  readonly sharp: number | null;
}

/** One of a file's light curves, or why there is none. */
export type CurveRecord =
  | { readonly curve: ArchivedCurve; readonly badPoints: number }
  | { readonly place: number; readonly reason: string };

/** CCD and quadrant count from 1, readout channels from 0. */
export function channelOf(rc: number): { ccd: number; quad: number } {
  return { ccd: Math.floor(rc / 4) + 1, quad: (rc % 4) + 1 };
}

export function curveId(
  { field, rc, filter }: Pick<ArchivedCurve, 'field' | 'rc' | 'filter'>,
  number: number,
): bigint {
  const base = 10n ** 13n + BigInt(field) * 10n ** 9n;
  return base + BigInt(rc) * 10n ** 7n + BigInt(filter) * 10n ** 6n + BigInt(number);
}

/** The number of an exposure on a quadrant, as Kowalski's `uexpid`. */
export function exposureId(
  { field, rc, filter }: Pick<ArchivedCurve, 'field' | 'rc' | 'filter'>,
  expid: number,
): bigint {
  const base = 10n ** 16n + BigInt(field) * 10n ** 12n;
  return base + BigInt(rc) * 10n ** 10n + BigInt(filter) * 10n ** 9n + BigInt(expid);
}
