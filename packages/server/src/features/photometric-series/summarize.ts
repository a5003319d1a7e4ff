import type { Static, seriesSummary } from '@fritz/contract';
import { fluxErrUjyToMagErr, fluxUjyToMag, SECONDS_PER_DAY } from '@fritz/sky';

export type SeriesSummary = Static<typeof seriesSummary>;

/** Columns of a series, all of one length; mjd is there, and flux or mag. */
export interface SeriesColumns {
  mjd: readonly number[];
  /** AB. */
  mag: readonly (number | null)[];
  magErr: readonly (number | null)[];
  snr: readonly (number | null)[];
  /** Every column of numbers, by name. */
  numbers: ReadonlyMap<string, readonly number[]>;
}

const DETECTION_SNR = 5;
/** A normal distribution's sigma by its median absolute deviation. */
const SIGMA_PER_MAD = 1.4826;

/** Fluxes in µJy as magnitudes. */
export function magnitudesOfFluxes(
  flux: readonly (number | null)[],
  fluxErr: readonly (number | null)[],
) {
  return {
    mag: flux.map((value) => (value === null ? null : fluxUjyToMag(value))),
    magErr: flux.map((value, index) => {
      const error = fluxErr[index] ?? null;
      return value === null || error === null ? null : fluxErrUjyToMagErr(error, value);
    }),
    snr: flux.map((value, index) => {
      const error = fluxErr[index] ?? null;
      return value === null || error === null || !(error > 0) ? null : value / error;
    }),
  };
}

/** What the columns of a series say. */
export function summarizeSeries({ mjd, mag, snr, numbers }: SeriesColumns): SeriesSummary {
  const order = mjd.map((_, index) => index).sort((a, b) => (mjd[a] ?? 0) - (mjd[b] ?? 0));
  const detected = order.filter((index) => (snr[index] ?? 0) > DETECTION_SNR);
  const lastDetected = detected.at(-1);
  const mags = present(mag);
  const snrs = present(snr);
  const robust = median(mags);
  const times = order.map((index) => mjd[index] ?? 0);
  const steps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
  const step = median(steps);
  const [first, last] = [order[0] ?? 0, order.at(-1) ?? 0];
  return {
    mjd_mid: ((times[0] ?? 0) + (times.at(-1) ?? 0)) / 2,
    mjd_last_detected: lastDetected === undefined ? null : (mjd[lastDetected] ?? null),
    mag_first: mag[first] ?? null,
    mag_last: mag[last] ?? null,
    mag_last_detected: lastDetected === undefined ? null : (mag[lastDetected] ?? null),
    is_detected: detected.length > 0,
    frame_rate: step === null || step <= 0 ? null : 1 / (step * SECONDS_PER_DAY),
    mean_mag: mean(mags),
    rms_mag: deviation(mags),
    robust_mag: robust,
    robust_rms: robust === null ? null : spread(mags, robust),
    median_snr: median(snrs),
    best_snr: extreme(snrs, Math.max),
    worst_snr: extreme(snrs, Math.min),
    medians: perColumn(numbers, median),
    maxima: perColumn(numbers, (values) => extreme(values, Math.max)),
    minima: perColumn(numbers, (values) => extreme(values, Math.min)),
    stds: perColumn(numbers, deviation),
  };
}

const present = (values: readonly (number | null)[]) => values.filter((value) => value !== null);

function spread(values: readonly number[], middle: number): number | null {
  const deviation = median(values.map((value) => Math.abs(value - middle)));
  return deviation === null ? null : SIGMA_PER_MAD * deviation;
}

function perColumn(
  numbers: SeriesColumns['numbers'],
  summarize: (values: readonly number[]) => number | null,
): Record<string, number | null> {
  return Object.fromEntries([...numbers].map(([name, values]) => [name, summarize(values)]));
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function deviation(values: readonly number[]): number | null {
  const middle = mean(values);
  if (middle === null) return null;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / values.length);
}

export function median(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  const high = sorted[half] ?? 0;
  return sorted.length % 2 === 1 ? high : (high + (sorted[half - 1] ?? 0)) / 2;
}

function extreme(
  values: readonly number[],
  choose: (a: number, b: number) => number,
): number | null {
  return values.length === 0 ? null : values.reduce((best, value) => choose(best, value));
}
