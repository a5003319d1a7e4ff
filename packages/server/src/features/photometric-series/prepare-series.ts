import { createHash } from 'node:crypto';
import { findUploadInstruments, type SeriesFields, type ViewerTx } from '@fritz/archive';
import { type Static, type seriesFields, stringifyExact, type TObject } from '@fritz/contract';
import { findBandpass, magErrToFluxErrUjy, magToFluxUjy } from '@fritz/sky';
import { InvalidRequestError } from '../../http/fritz-error.ts';
import { spelledIn } from './column-names.ts';
import { magnitudesOfFluxes, median, type SeriesColumns, summarizeSeries } from './summarize.ts';

/** A series as it is given: its data, and what is said of it. */
export type SeriesRequest = Static<TObject<typeof seriesFields>> & {
  data: Record<string, unknown[]>;
  obj_id: string;
  instrument_id: number;
  series_name: string;
  series_obj_id: string | number;
};

const maxRows = 1_000_000;

function refuse(field: string, message: string): InvalidRequestError {
  return new InvalidRequestError([{ in: 'body', field, message }]);
}

/**
 * Checks a series and computes what is kept with it.
 *
 * @throws InvalidRequestError that names the field, or the column of the data
 */
export async function prepareSeries(tx: ViewerTx, request: SeriesRequest): Promise<SeriesFields> {
  const columns = readColumns(request.data);
  const band = request.filter ?? textOf(request.data, 'filter');
  if (findBandpass(band) === null) throw refuse('filter', `there is no bandpass ${band}`);
  const [instrument] = await findUploadInstruments(tx, [request.instrument_id]);
  if (instrument === undefined)
    throw refuse('instrument_id', `there is no ${request.instrument_id}`);
  if (!instrument.type.includes('spectrograph') && !instrument.filters.includes(band)) {
    throw refuse('filter', `${instrument.name} does not have ${band}`);
  }
  for (const [field, text] of Object.entries(request)) {
    if (typeof text === 'string' && (text.includes('\0') || !text.isWellFormed())) {
      throw refuse(field, 'has characters that cannot be stored');
    }
  }
  const refFlux = request.magref == null ? request.ref_flux : magToFluxUjy(request.magref);
  const refFluxErr =
    request.magref == null || request.e_magref == null
      ? request.ref_fluxerr
      : magErrToFluxErrUjy(request.e_magref, magToFluxUjy(request.magref));
  return {
    obj_id: request.obj_id,
    series_name: request.series_name,
    series_obj_id: String(request.series_obj_id),
    instrument_id: request.instrument_id,
    band,
    channel: request.channel ?? '',
    origin: request.origin ?? '',
    ra: within('ra', request.ra ?? medianOf(columns, 'ra'), 0, 360),
    dec: within('dec', request.dec ?? medianOf(columns, 'dec'), -90, 90),
    ra_unc: request.ra_unc ?? null,
    dec_unc: request.dec_unc ?? null,
    exptime_s: within('exp_time', request.exp_time ?? medianOf(columns, 'exp_time'), 0, 1e9),
    time_stamp_alignment: request.time_stamp_alignment ?? 'middle',
    limiting_mag: request.limiting_mag ?? null,
    ref_flux_ujy: refFlux ?? null,
    ref_fluxerr_ujy: refFluxErr ?? null,
    altdata: request.altdata ?? null,
    data: request.data,
    summary: summarizeSeries(columns),
    mjd_first: columns.mjd.reduce((a, b) => Math.min(a, b)),
    mjd_last: columns.mjd.reduce((a, b) => Math.max(a, b)),
    num_exp: columns.mjd.length,
    hash: createHash('md5').update(stringifyExact(request.data)).digest('hex'),
  };
}

function within(field: string, value: number | null, min: number, max: number): number {
  if (value === null) throw refuse(field, 'is missing, here and in the data');
  if (value < min || value > max) throw refuse(field, `must be from ${min} to ${max}`);
  return value;
}

/** The columns of a series' data, checked. */
export function readColumns(data: Readonly<Record<string, readonly unknown[]>>): SeriesColumns {
  const mjd = data[spelledIn(data, 'mjd')] ?? [];
  if (mjd.length === 0) throw refuse('data', 'has no column mjd, or no rows');
  if (mjd.length > maxRows) throw refuse('data', `has more than ${maxRows} rows`);
  const uneven = Object.entries(data).find(([, values]) => values.length !== mjd.length);
  if (uneven) {
    throw refuse('data', `column ${uneven[0]} has ${uneven[1].length} rows, mjd has ${mjd.length}`);
  }
  const times = numbersOf(data, 'mjd');
  const bad = times.indexOf(null);
  if (bad >= 0) throw refuse('data', `mjd of row ${bad} is missing`);
  const isFlux = data[spelledIn(data, 'flux')] !== undefined;
  if (!isFlux && data[spelledIn(data, 'mag')] === undefined)
    throw refuse('data', 'has neither a column flux nor mag');
  return {
    mjd: times.filter((time) => time !== null),
    ...(isFlux
      ? magnitudesOfFluxes(numbersOf(data, 'flux'), numbersOf(data, 'fluxerr'))
      : ofMagnitudes(numbersOf(data, 'mag'), numbersOf(data, 'magerr'))),
    numbers: new Map(
      Object.entries(data).flatMap(([name, values]) => {
        const numbers = values.filter((value) => typeof value === 'number');
        const isNumeric = values.every((value) => value === null || typeof value === 'number');
        return isNumeric ? [[name, numbers] as const] : [];
      }),
    ),
  };
}

function ofMagnitudes(mag: readonly (number | null)[], magErr: readonly (number | null)[]) {
  // A magnitude error of 1.0857 / n is a significance of n, to first order.
  const snr = magErr.map((error) =>
    error !== null && error > 0 ? 1.0857362047581296 / error : null,
  );
  return { mag, magErr, snr };
}

function numbersOf(
  data: Readonly<Record<string, readonly unknown[]>>,
  name: string,
): (number | null)[] {
  return (data[spelledIn(data, name)] ?? []).map((value, row) => {
    if (value === null || (typeof value === 'number' && Number.isFinite(value))) return value;
    throw refuse('data', `${name} of row ${row} is no number`);
  });
}

function medianOf({ numbers }: SeriesColumns, name: string): number | null {
  const spelled = spelledIn(Object.fromEntries(numbers), name);
  return median(numbers.get(spelled) ?? []);
}

function textOf(data: Readonly<Record<string, readonly unknown[]>>, name: string): string {
  const texts = [...new Set(data[spelledIn(data, name)] ?? [])];
  if (texts.length === 1 && typeof texts[0] === 'string') return texts[0];
  throw refuse(name, 'is missing, and the data has not one for all rows');
}
