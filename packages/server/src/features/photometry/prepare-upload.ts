import { setImmediate } from 'node:timers/promises';
import {
  findObjPlaces,
  findUploadInstruments,
  type NewPhotometryPoint,
  type ObjPlace,
  type UploadInstrument,
  type ViewerTx,
} from '@fritz/archive';
import {
  abOffsetMag,
  type DustMap,
  extinctionMag,
  findBandpass,
  isMagnitudeSystem,
  type MagnitudeSystem,
  magnitudeSystems,
} from '@fritz/sky';
import { FritzError, InvalidRequestError } from '../../http/fritz-error.ts';
import { RowProblems } from './row-errors.ts';
import { type StoredMeasurement, storeMeasurement } from './stored-measurement.ts';
import { lineUp, type UploadFields } from './upload-columns.ts';
import { readRows, rowsPerTurn, spaceOf, type UploadRow } from './upload-rows.ts';

/** What the rows of an upload are held against. */
interface Known {
  objs: ReadonlyMap<string, ObjPlace>;
  instruments: ReadonlyMap<number, UploadInstrument>;
  /** Magnitudes that the dust takes from a band, for one who gave magnitudes without it; else null. */
  extinction: ((obj: ObjPlace, band: string) => number | null) | null;
}

/**
 * Checks the rows of an upload and makes points of them.
 *
 * @throws FritzError `invalid_rows` with every row that is wrong, `not_found` for objects that the
 *   viewer does not see
 */
export async function prepareUpload(
  tx: ViewerTx,
  dust: DustMap | null,
  fields: UploadFields,
): Promise<NewPhotometryPoint[]> {
  const table = lineUp(fields);
  const space = spaceOf(table);
  if (space === 'both' || space === 'neither') {
    const message =
      space === 'both'
        ? 'mag and flux cannot be given together'
        : 'give mag and magerr, or flux, fluxerr and zp';
    throw new InvalidRequestError([{ in: 'body', field: 'mag', message }]);
  }
  const problems = new RowProblems();
  const rows = await readRows(table, space, problems);
  problems.demandNone();
  const known = await findKnown(tx, rows, fields.extinction_corrected === true ? dust : undefined);
  demandObjs(rows, known.objs);
  const points: NewPhotometryPoint[] = [];
  for (const [index, row] of rows.entries()) {
    if (index % rowsPerTurn === rowsPerTurn - 1) await setImmediate();
    const point = makePoint(row, known, problems);
    if (point !== null) points.push(point);
  }
  problems.demandNone();
  return points;
}

/** `dust`: undefined where extinction is of no matter, null where there is no map. */
async function findKnown(
  tx: ViewerTx,
  rows: readonly UploadRow[],
  dust: DustMap | null | undefined,
): Promise<Known> {
  if (dust === null) throw new FritzError('no_dust_map');
  const objs = await findObjPlaces(tx, [...new Set(rows.map(({ objId }) => objId))]);
  const instruments = await findUploadInstruments(tx, [
    ...new Set(rows.map(({ instrumentId }) => instrumentId)),
  ]);
  const ebv = new Map(dust ? objs.map((obj) => [obj.id, dust.ebvAt(obj)]) : []);
  return {
    objs: new Map(objs.map((obj) => [obj.id, obj])),
    instruments: new Map(instruments.map((instrument) => [instrument.id, instrument])),
    extinction: dust
      ? ({ id }, band) => {
          const dimming = ebv.get(id) ?? null;
          return dimming === null ? null : extinctionMag(band, dimming);
        }
      : null,
  };
}

/** The rows are told, not the names: whoever asks has those. */
function demandObjs(rows: readonly UploadRow[], objs: Known['objs']): void {
  const missing = rows.filter(({ objId }) => !objs.has(objId)).map(({ row }) => row);
  if (missing.length === 0) return;
  throw new FritzError('not_found', {
    message: 'There is no such source, or you may not see it: save it first.',
    details: { rows: missing.slice(0, 100) },
  });
}

function makePoint(
  row: UploadRow,
  { objs, instruments, extinction }: Known,
  problems: RowProblems,
): NewPhotometryPoint | null {
  const { band, magsys } = row;
  const refuse = (field: string, message: string) => {
    problems.add(row.row, field, message);
    return null;
  };
  const obj = objs.get(row.objId);
  const instrument = instruments.get(row.instrumentId);
  if (obj === undefined) return null;
  if (instrument === undefined) return refuse('instrument_id', `there is no ${row.instrumentId}`);
  const wrongBand = problemOfBand(instrument, band);
  if (wrongBand !== null) return refuse('filter', wrongBand);
  if (!isMagnitudeSystem(magsys)) {
    return refuse('magsys', `must be one of ${magnitudeSystems.join(', ')}`);
  }
  const abOffset = magsys === 'ab' ? 0 : abOffsetMag(band, magsys);
  if (abOffset === null)
    return refuse('magsys', `the zero point of ${band} in ${magsys} is not known`);
  const dimming = extinction === null ? 0 : extinction(obj, band);
  if (dimming === null) {
    return refuse('extinction_corrected', `the extinction in ${band} there is not known`);
  }
  const stored = storeMeasurement(row.measurement, { abOffset, extinction: dimming });
  if (!isStorable(stored)) return refuse('flux', 'is too large');
  return pointOf(row, instrument, stored, magsys);
}

/** Spectrographs give any band: photometry is made of their spectra. */
function problemOfBand(instrument: UploadInstrument, band: string): string | null {
  if (findBandpass(band) === null) return `there is no bandpass ${band}`;
  if (instrument.type.includes('spectrograph') || instrument.filters.includes(band)) return null;
  const has = instrument.filters.join(', ') || 'no filter';
  return `${instrument.name} does not have ${band}; it has ${has}`;
}

function isStorable(stored: StoredMeasurement): boolean {
  return Object.values(stored).every((value) => value === null || Number.isFinite(value));
}

function pointOf(
  row: UploadRow,
  instrument: UploadInstrument,
  stored: StoredMeasurement,
  magsys: MagnitudeSystem,
): NewPhotometryPoint {
  return {
    obj_id: row.objId,
    instrument: instrument.name,
    origin: row.origin,
    band: row.band,
    mjd: row.mjd,
    exptime_s: row.exptimeS,
    flux_ujy: stored.fluxUjy,
    fluxerr_ujy: stored.fluxErrUjy,
    ref_flux_ujy: stored.refFluxUjy,
    ref_fluxerr_ujy: stored.refFluxErrUjy,
    limiting_mag: stored.limitingMag,
    limiting_mag_nsigma: stored.limitingMagSigma,
    ra: row.ra,
    dec: row.dec,
    ra_unc: row.raUnc,
    dec_unc: row.decUnc,
    altdata: row.altdata,
    given: givenOf(row, stored, magsys),
  };
}

/** Beside the measurement; null, as for nearly all points, where there is nothing. */
function givenOf({ requests }: UploadRow, stored: StoredMeasurement, magsys: MagnitudeSystem) {
  const limit =
    stored.givenLimitingMag === null
      ? {}
      : {
          magsys,
          limiting_mag: stored.givenLimitingMag,
          limiting_mag_nsigma: stored.limitingMagSigma,
        };
  const given = { ...limit, ...requests };
  return Object.keys(given).length === 0 ? null : given;
}
