import { setImmediate } from 'node:timers/promises';
import type { RowProblems } from './row-errors.ts';
import { type NumberRule, RowReader } from './upload-cells.ts';
import type { UploadTable } from './upload-columns.ts';

/** One measurement as it was given, in its own magnitude system. */
export interface GivenMeasurement {
  kind: 'mag' | 'flux';
  /** Magnitude, or flux with zeroPoint; null: not detected. */
  value: number | null;
  error: number | null;
  zeroPoint: number;
  limitingMag: number | null;
  limitingMagSigma: number;
  /** Of the reference image, as value and error. */
  reference: number | null;
  referenceError: number | null;
  referenceZeroPoint: number;
}

/** A row of an upload, checked by itself: not yet against what there is. */
export interface UploadRow {
  row: number;
  objId: string;
  instrumentId: number;
  band: string;
  mjd: number;
  magsys: string;
  measurement: GivenMeasurement;
  ra: number | null;
  dec: number | null;
  raUnc: number | null;
  decUnc: number | null;
  exptimeS: number | null;
  origin: string;
  /** What it was asked for by. */
  requests: { followup_request_id?: number; assignment_id?: number };
  altdata: Record<string, unknown> | null;
}

const magRange: NumberRule = { min: -50, max: 60 };
const errorRule: NumberRule = { min: 0 };
// Photographic plates are of the 19th century; a JD is beyond.
const mjdRule: NumberRule = {
  min: -50_000,
  max: 500_000,
  hint: 'is no MJD (a JD is larger than an MJD by 2400000.5)',
};
const idRule: NumberRule = { min: 1, max: 2_147_483_647 };
const defaultLimitSigma = 3;
const defaultZeroPoint = 23.9;

/** Whether the rows are in magnitudes or fluxes; both at once, or neither, is wrong. */
export function spaceOf(table: UploadTable): 'mag' | 'flux' | 'both' | 'neither' {
  const isFlux = table.has('flux') || table.has('fluxerr') || table.has('zp');
  // A limit beside fluxes says nothing that they do not.
  const isLimit = table.has('limiting_mag') && !isFlux;
  const isMag = table.has('mag') || table.has('magerr') || isLimit;
  if (isMag && isFlux) return 'both';
  if (isMag) return 'mag';
  return isFlux ? 'flux' : 'neither';
}

/** So many rows are read before other requests have their turn. */
export const rowsPerTurn = 1_000;

/** Reads the rows of an upload; those with a problem are left out, and the problem is noted. */
export async function readRows(
  table: UploadTable,
  space: 'mag' | 'flux',
  problems: RowProblems,
): Promise<UploadRow[]> {
  const rows: UploadRow[] = [];
  for (let row = 0; row < table.rowCount; row++) {
    if (row % rowsPerTurn === rowsPerTurn - 1) await setImmediate();
    const reader = new RowReader(table, row, problems);
    const read = readRow(reader, space);
    if (read !== null && !problems.has(row)) rows.push(read);
  }
  return rows;
}

function readRow(reader: RowReader, space: 'mag' | 'flux'): UploadRow | null {
  const objId = reader.demandText('obj_id');
  const band = reader.demandText('filter');
  const mjd = reader.demandNumber('mjd', mjdRule);
  const instrumentId = reader.demandNumber('instrument_id', idRule);
  demandInteger(reader, 'instrument_id', instrumentId);
  const measurement = space === 'mag' ? readMagnitude(reader) : readFlux(reader);
  const place = {
    ra: reader.number('ra', { min: 0, max: 360 }),
    dec: reader.number('dec', { min: -90, max: 90 }),
    raUnc: reader.number('ra_unc', errorRule),
    decUnc: reader.number('dec_unc', errorRule),
  };
  const rest = {
    magsys: (reader.text('magsys') ?? 'ab').toLowerCase(),
    exptimeS: reader.number('exptime', { min: 0, max: 1e9 }),
    origin: reader.text('origin') ?? '',
    requests: { ...readId(reader, 'followup_request_id'), ...readId(reader, 'assignment_id') },
    altdata: reader.record('altdata'),
  };
  if (objId === null || band === null || mjd === null || instrumentId === null) return null;
  if (measurement === null) return null;
  return { row: reader.row, objId, instrumentId, band, mjd, measurement, ...place, ...rest };
}

function demandInteger(reader: RowReader, field: string, value: number | null): void {
  if (value !== null && !Number.isInteger(value)) reader.refuse(field, 'must be an integer');
}

function readId(reader: RowReader, field: 'followup_request_id' | 'assignment_id') {
  const id = reader.number(field, idRule);
  demandInteger(reader, field, id);
  return id === null ? {} : { [field]: id };
}

function readMagnitude(reader: RowReader): GivenMeasurement | null {
  const value = reader.number('mag', magRange);
  const error = reader.number('magerr', errorRule);
  const limitingMag = readLimit(reader);
  const sigma = reader.number('limiting_mag_nsigma', { above: 0 });
  const { table, row } = reader;
  const isDetected = table.cell('mag', row) !== null;
  if (isDetected !== (table.cell('magerr', row) !== null)) {
    const [field, other] = isDetected ? ['magerr', 'mag'] : ['mag', 'magerr'];
    return reader.refuse(field, `is missing: ${other} and ${field} are both given, or both null`);
  }
  if (!isDetected && limitingMag === null) {
    return reader.refuse('limiting_mag', 'is missing: it is needed where mag is null');
  }
  return {
    kind: 'mag',
    value,
    error,
    zeroPoint: defaultZeroPoint,
    limitingMag,
    limitingMagSigma: sigma ?? defaultLimitSigma,
    reference: reader.number('magref', magRange),
    referenceError: reader.number('e_magref', errorRule),
    referenceZeroPoint: defaultZeroPoint,
  };
}

/** Pipelines write 99, 99.99 or 999 where they have none. */
const noLimitFrom = 99;

function readLimit(reader: RowReader): number | null {
  const mag = reader.number('limiting_mag');
  return mag === null || mag >= noLimitFrom ? null : reader.number('limiting_mag', magRange);
}

function readFlux(reader: RowReader): GivenMeasurement | null {
  const value = reader.number('flux');
  const error = reader.demandNumber('fluxerr', errorRule);
  const zeroPoint = reader.demandNumber('zp', magRange);
  if (error === null || zeroPoint === null) return null;
  return {
    kind: 'flux',
    value,
    error,
    zeroPoint,
    limitingMag: null,
    limitingMagSigma: defaultLimitSigma,
    reference: reader.number('ref_flux'),
    referenceError: reader.number('ref_fluxerr', errorRule),
    referenceZeroPoint: reader.number('ref_zp', magRange) ?? defaultZeroPoint,
  };
}
