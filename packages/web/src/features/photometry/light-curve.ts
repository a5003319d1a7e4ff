import type { Int64 } from '../../api/exact-json.ts';
import type { PhotometryPoint } from '../../api/types.ts';

/** What of a row of photometry is drawn. */
export type PhotometryRow = Pick<
  PhotometryPoint,
  | 'mjd'
  | 'filter'
  | 'mag'
  | 'magerr'
  | 'limiting_mag'
  | 'flux'
  | 'fluxerr'
  | 'snr'
  | 'magtot'
  | 'e_magtot'
  | 'origin'
  | 'candid'
>;

/**
 * A detection; a limit; or a source that is fainter than in the reference image, whose magnitude
 * is that of the flux it lacks.
 */
export type PointKind = 'detection' | 'limit' | 'negative';

/** A point as it is drawn. `mag` is the limit when `kind` is `limit`. */
export type PlotPoint = {
  readonly mjd: number;
  readonly mag: number;
  readonly magErr: number | null;
  readonly band: string;
  readonly kind: PointKind;
  readonly isForced: boolean;
  /** The alert that it was, when it is in the archive. */
  readonly candid: Int64 | null;
  /** Of a linked object: its survey, by whose frame it is told apart. */
  readonly survey?: string | null;
};

const FORCED_ORIGINS = new Set([
  'fp',
  'forced photometry',
  'forcedphot',
  'alert_fp',
  'forced_photometry',
]);

// There are some dozens of bands and of origins, and each is asked for with every point.
const SHORT_BANDS = new Map<string, string>();

/** `ztfg` → `g`; `sdssr`, `ps1::i`, `lsstu` likewise; an unknown bandpass keeps its name. */
export function shortBand(filter: string): string {
  const known = SHORT_BANDS.get(filter);
  if (known !== undefined) return known;
  const match = /^(?:ztf|sdss|lsst|ps1::|atlas)([a-z])$/.exec(filter);
  const short = match?.[1] ?? filter;
  SHORT_BANDS.set(filter, short);
  return short;
}

const IS_FORCED = new Map<string, boolean>();

export function isForcedOrigin(origin: string): boolean {
  const known = IS_FORCED.get(origin);
  if (known !== undefined) return known;
  const isForced = FORCED_ORIGINS.has(origin.toLowerCase());
  IS_FORCED.set(origin, isForced);
  return isForced;
}

// Below this many sigma a flux that no alert was sent for is no detection.
export const DETECTION_SNR = 3;
export const AB_ZERO_POINT_UJY = 23.9;
const MAG_PER_RELATIVE_FLUX = 2.5 / Math.LN10;

type PointValue = Pick<PlotPoint, 'mag' | 'magErr' | 'kind'>;

function readLimit({ limiting_mag: mag }: PhotometryRow): PointValue | null {
  return mag === null ? null : { mag, magErr: null, kind: 'limit' };
}

/** What a row says; null when it has neither a significant flux nor a limit. */
function readValue(row: PhotometryRow): PointValue | null {
  const { flux = null, fluxerr = null, snr, candid } = row;
  if (candid === null && snr !== null && Math.abs(snr) < DETECTION_SNR) return readLimit(row);
  if (typeof row.mag === 'number') {
    return { mag: row.mag, magErr: row.magerr ?? null, kind: 'detection' };
  }
  if (flux === null || flux >= 0) return readLimit(row);
  return {
    mag: AB_ZERO_POINT_UJY - 2.5 * Math.log10(-flux),
    magErr: fluxerr === null ? null : (MAG_PER_RELATIVE_FLUX * fluxerr) / -flux,
    kind: 'negative',
  };
}

/** Difference and reference together, where the reference has a source. */
function readTotal({ magtot: mag, e_magtot: magErr }: PhotometryRow): PointValue | null {
  return typeof mag === 'number' ? { mag, magErr: magErr ?? null, kind: 'detection' } : null;
}

/** What a row says, of the difference from the reference or of all the light; null: nothing. */
export function shapePoint(row: PhotometryRow, isTotal: boolean): PointValue | null {
  return isTotal ? readTotal(row) : readValue(row);
}

/** Whether the row is one of the survey's alerts (and not a limit or forced photometry). */
export function isAlertDetection(row: Pick<PhotometryRow, 'candid' | 'mag' | 'origin'>): boolean {
  return row.candid !== null || (typeof row.mag === 'number' && !isForcedOrigin(row.origin));
}

export type LightCurveOptions = {
  readonly showForced: boolean;
  /**
   * Total magnitudes, for variables; where the reference has no source anywhere, the difference is
   * all there is.
   */
  readonly showTotal: boolean;
};

/**
 * Drawable points in time order; a row with neither magnitude nor limit is left out. Among total
 * magnitudes those of differences and their limits would mislead: they are left out, too.
 */
export function shapeLightCurve(
  rows: readonly PhotometryRow[],
  options: LightCurveOptions,
): readonly PlotPoint[] {
  const points: PlotPoint[] = [];
  const isTotal = options.showTotal && rows.some((row) => readTotal(row) !== null);
  for (const row of rows) {
    const isForced = isForcedOrigin(row.origin);
    if (isForced && !options.showForced) continue;
    const value = isTotal ? readTotal(row) : readValue(row);
    if (value === null) continue;
    const band = shortBand(row.filter);
    points.push({ mjd: row.mjd, band, isForced, candid: row.candid, ...value });
  }
  return points.sort((a, b) => a.mjd - b.mjd);
}

/** The bands present, in wavelength order where known. */
export function listBands(points: readonly PlotPoint[]): readonly string[] {
  const order = 'ugrizy';
  const rank = (band: string) => (band.length === 1 ? order.indexOf(band) + 1 || 99 : 99);
  return [...new Set(points.map((point) => point.band))].sort(
    (a, b) => rank(a) - rank(b) || a.localeCompare(b),
  );
}

const MAG_MARGIN = 0.15;
const SMALLEST_MAG_SPAN = 1;

/**
 * The magnitudes to show for points within [from, to] mjd: detections with their error bars, and
 * limits down to half a magnitude beyond what they are needed for. Null when there is nothing.
 */
export function magRange(
  points: readonly PlotPoint[],
  from: number,
  to: number,
): readonly [number, number] | null {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const point of points) {
    if (point.mjd < from || point.mjd > to) continue;
    // An error bar of half a magnitude or more says nothing about the scale.
    const err = Math.min(point.magErr ?? 0, 0.5);
    low = Math.min(low, point.mag - err);
    high = Math.max(high, point.mag + err);
  }
  if (low > high) return null;
  const lack = Math.max(0, SMALLEST_MAG_SPAN - (high - low)) / 2;
  return [low - lack - MAG_MARGIN, high + lack + MAG_MARGIN];
}

/** Times to show: all points with a twentieth of their span around them, at least a day. */
export function timeRange(points: readonly PlotPoint[]): readonly [number, number] | null {
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last) return null;
  const margin = Math.max((last.mjd - first.mjd) / 20, 0.5);
  return [first.mjd - margin, last.mjd + margin];
}

/** Days from the first to the last detection in alerts, or null when there is none. */
export function detectionSpanDays(rows: readonly PhotometryRow[]): number | null {
  const mjds = rows.filter(isAlertDetection).map((row) => row.mjd);
  return mjds.length === 0 ? null : Math.max(...mjds) - Math.min(...mjds);
}
