import { setImmediate } from 'node:timers/promises';
import { findObj, listPhotometry, type PhotometryRow, type ViewerTx } from '@fritz/archive';
import {
  type FrequencyGrid,
  falseAlarmProbability,
  frequencyGrid,
  Periodogram,
  SECONDS_PER_DAY,
  type TimeSeries,
  totalFlux,
} from '@fritz/sky';
import { InvalidRequestError, NotFoundError } from '../../http/fritz-error.ts';
import { isForced } from './features.service.ts';

/** The series of one band, and which fluxes it is of. */
export interface BandSeries {
  readonly band: string;
  readonly fluxes: 'total' | 'difference';
  readonly series: TimeSeries;
}

export interface Peak {
  readonly frequency: number;
  readonly power: number;
  /** Null of several bands together, of which no estimate is published. */
  readonly chance: number | null;
}

export interface FoundPeriods {
  readonly maxFrequency: number | null;
  readonly peaks: readonly Peak[];
  readonly frequencies: readonly number[];
  readonly powers: readonly number[];
}

/** With fewer points a sinusoid and a constant fit nearly anything. */
const LEAST_POINTS = 5;
const DEFAULT_MAX_FREQUENCY = 24;
/** Points times frequencies: about a second of work. */
const MAX_WORK = 80_000_000;
/** Their powers are held in memory. */
const MAX_FREQUENCIES = 2_000_000;
/** Between two looks at what else there is to do: some milliseconds. */
const WORK_PER_TURN = 1_000_000;

/** The bands of an object that have enough points that the viewer may see. */
export async function loadSeries(
  tx: ViewerTx,
  objId: string,
  filter: string | null,
): Promise<BandSeries[]> {
  if ((await findObj(tx, objId)) === null) throw new NotFoundError('source');
  const rows = (await listPhotometry(tx, objId)).filter(
    ({ band }) => filter === null || band === filter,
  );
  return [...Map.groupBy(rows, ({ band }) => band)]
    .map(([band, ofBand]) => ({ band, ...seriesOf(ofBand) }))
    .filter(({ series }) => series.times.length >= LEAST_POINTS)
    .sort((a, b) => (a.band < b.band ? -1 : 1));
}

interface Measured {
  readonly row: PhotometryRow;
  readonly flux: number;
  readonly error: number;
}

/** Total fluxes where there are enough, since references differ from field to field. */
function seriesOf(rows: readonly PhotometryRow[]): Omit<BandSeries, 'band'> {
  const total = rows.flatMap((row) => {
    const sum = totalFlux({
      fluxUjy: row.flux_ujy,
      fluxErrUjy: row.fluxerr_ujy,
      refFluxUjy: row.ref_flux_ujy,
      refFluxErrUjy: row.ref_fluxerr_ujy,
    });
    return measured(row, sum?.fluxUjy ?? null);
  });
  if (total.length >= LEAST_POINTS) return { fluxes: 'total', series: toSeries(total) };
  const difference = rows.flatMap((row) => measured(row, row.flux_ujy));
  return { fluxes: 'difference', series: toSeries(difference) };
}

function measured(row: PhotometryRow, flux: number | null): Measured[] {
  const error = row.fluxerr_ujy;
  const isGood = flux !== null && Number.isFinite(flux) && error !== null && error > 0;
  return isGood ? [{ row, flux, error }] : [];
}

/** One point an exposure: the alert's rather than the forced one. */
function toSeries(points: readonly Measured[]): TimeSeries {
  const byExposure = new Map<number, Measured>();
  for (const point of points) {
    const known = byExposure.get(point.row.mjd);
    if (!known || (isForced(known.row) && !isForced(point.row))) {
      byExposure.set(point.row.mjd, point);
    }
  }
  const kept = [...byExposure.values()];
  return {
    times: kept.map(({ row }) => row.mjd + (row.exptime_s ?? 0) / 2 / SECONDS_PER_DAY),
    values: kept.map(({ flux }) => flux),
    errors: kept.map(({ error }) => error),
  };
}

/**
 * The periodogram of these bands, worked out a piece at a time so that other requests go on.
 *
 * @param wanted the highest frequency per day; null for what is usual, or less where it takes long
 * @throws InvalidRequestError where a frequency is wanted that would take too long
 */
export async function findPeriods(
  bands: readonly BandSeries[],
  wanted: number | null,
  signal: AbortSignal,
): Promise<FoundPeriods> {
  const times = bands.flatMap(({ series }) => series.times);
  const longest = highestFrequency(times);
  const maxFrequency = Math.min(wanted ?? DEFAULT_MAX_FREQUENCY, longest);
  const grid = frequencyGrid(times, maxFrequency);
  if (grid === null) return { maxFrequency: null, peaks: [], frequencies: [], powers: [] };
  if (wanted !== null && wanted > longest) {
    const message = `is too high for ${times.length} points: ask for ${longest.toFixed(1)} or less`;
    throw new InvalidRequestError([{ in: 'query', field: 'maxFrequency', message }]);
  }
  const powers = await allPowers(bands, grid, signal);
  return { maxFrequency, peaks: peaksOf(bands, grid, powers), ...summarise(grid, powers) };
}

function highestFrequency(times: readonly number[]): number {
  const grid = frequencyGrid(times, 1);
  if (grid === null) return 0;
  return Math.min(MAX_WORK / times.length, MAX_FREQUENCIES) * grid.step;
}

async function allPowers(
  bands: readonly BandSeries[],
  grid: FrequencyGrid,
  signal: AbortSignal,
): Promise<Float64Array> {
  const periodogram = new Periodogram(bands.map(({ series }) => series));
  const points = bands.reduce((sum, { series }) => sum + series.times.length, 0);
  const perTurn = Math.max(1, Math.floor(WORK_PER_TURN / points));
  const powers = new Float64Array(grid.count);
  for (let from = 0; from < grid.count; from += perTurn) {
    // Nobody waits for it any more.
    if (signal.aborted) break;
    const count = Math.min(perTurn, grid.count - from);
    powers.set(periodogram.powers(grid, from, count), from);
    await setImmediate();
  }
  return powers;
}

const SHOWN_PEAKS = 5;

/** The highest, each further from the others than a peak is wide. */
function peaksOf(bands: readonly BandSeries[], grid: FrequencyGrid, powers: Float64Array): Peak[] {
  const maxima: number[] = [];
  for (let i = 0; i < powers.length; i += 1) {
    const power = powers[i] ?? 0;
    if (power > (powers[i - 1] ?? 0) && power >= (powers[i + 1] ?? 0)) maxima.push(i);
  }
  maxima.sort((a, b) => (powers[b] ?? 0) - (powers[a] ?? 0));
  const chosen: number[] = [];
  for (const i of maxima) {
    if (chosen.length === SHOWN_PEAKS) break;
    if (chosen.every((other) => Math.abs(other - i) >= STEPS_PER_PEAK)) chosen.push(i);
  }
  const [only] = bands.length === 1 ? bands : [];
  const end = grid.first + (grid.count - 1) * grid.step;
  return chosen.map((i) => {
    const power = powers[i] ?? 0;
    const chance = only ? falseAlarmProbability(power, only.series, end) : null;
    return { frequency: grid.first + i * grid.step, power, chance };
  });
}

/** What `frequencyGrid` takes for a peak's width, one over the baseline. */
const STEPS_PER_PEAK = 5;
const MAX_SUMMARY = 1000;

/** The highest power of each stretch, with its own frequency. */
function summarise(grid: FrequencyGrid, powers: Float64Array) {
  const perStretch = Math.ceil(powers.length / MAX_SUMMARY);
  const highest: number[] = [];
  for (let from = 0; from < powers.length; from += perStretch) {
    let best = from;
    for (let i = from; i < Math.min(from + perStretch, powers.length); i += 1) {
      if ((powers[i] ?? 0) > (powers[best] ?? 0)) best = i;
    }
    highest.push(best);
  }
  return {
    frequencies: highest.map((i) => grid.first + i * grid.step),
    powers: highest.map((i) => powers[i] ?? 0),
  };
}
