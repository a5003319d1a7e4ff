import type { ExportedPoint, ExportedSource } from '@fritz/archive';
import type { Cell, CellType, TableColumn } from '@fritz/formats';
import { fluxErrUjyToMagErr, fluxUjyToMag, formatDec, formatRa, mjdToDate } from '@fritz/sky';

/** A table whose rows are made one by one. */
export interface ExportTable<Row> {
  readonly columns: readonly TableColumn[];
  cells(row: Row): readonly Cell[];
}

type Field<Row> = readonly [name: string, type: CellType, cell: (row: Row) => Cell];

function tableOf<Row>(fields: readonly Field<Row>[]): ExportTable<Row> {
  return {
    columns: fields.map(([name, type]) => ({
      name,
      type,
      unit: null,
      ucd: null,
      description: null,
    })),
    cells: (row) => fields.map(([, , cell]) => cell(row)),
  };
}

const magOf = (flux: number | null) => (flux === null ? null : fluxUjyToMag(flux));

function magErrOf({ fluxUjy, fluxErrUjy }: ExportedPoint): number | null {
  if (fluxUjy === null || fluxErrUjy === null) return null;
  return fluxErrUjyToMagErr(fluxErrUjy, fluxUjy);
}

export const photometryTable = tableOf<ExportedPoint>([
  ['obj_id', 'text', ({ objId }) => objId],
  ['mjd', 'float8', ({ mjd }) => mjd],
  ['exptime', 'float8', ({ exptimeS }) => exptimeS],
  ['filter', 'text', ({ band }) => band],
  ['mag', 'float8', ({ fluxUjy }) => magOf(fluxUjy)],
  ['magerr', 'float8', magErrOf],
  ['limiting_mag', 'float8', ({ limitingMag }) => limitingMag],
  ['magsys', 'text', () => 'ab'],
  ['flux', 'float8', ({ fluxUjy }) => fluxUjy],
  ['fluxerr', 'float8', ({ fluxErrUjy }) => fluxErrUjy],
  ['zp', 'float8', () => 23.9],
  ['ref_flux', 'float8', ({ refFluxUjy }) => refFluxUjy],
  ['ref_fluxerr', 'float8', ({ refFluxErrUjy }) => refFluxErrUjy],
  ['instrument_name', 'text', ({ instrument }) => instrument],
  ['origin', 'text', ({ origin }) => origin],
  ['ra', 'float8', ({ ra }) => ra],
  ['dec', 'float8', ({ dec }) => dec],
  ['candid', 'int8', ({ candid }) => candid],
]);

export const sourceTable = tableOf<ExportedSource>([
  ['id', 'text', ({ id }) => id],
  ['ra', 'float8', ({ ra }) => ra],
  ['dec', 'float8', ({ dec }) => dec],
  ['redshift', 'float8', ({ redshift }) => redshift],
  ['classification', 'text', ({ class: name }) => name],
  ['tns_name', 'text', ({ tnsName }) => tnsName],
  ['host', 'text', ({ hostName }) => hostName],
  ['host_redshift', 'float8', ({ hostRedshift }) => hostRedshift],
  ['first_detected_mjd', 'float8', ({ firstMjd }) => firstMjd],
  ['first_detected_mag', 'float8', ({ firstFluxUjy }) => magOf(firstFluxUjy)],
  ['first_detected_filter', 'text', ({ firstBand }) => firstBand],
  ['saved_at', 'text', ({ savedAt }) => savedAt.toISOString()],
]);

/** `AT 2024abc` and `2024abc` alike: a name begins with what kind of thing it is. */
function nameParts(tnsName: string | null): { prefix: string; name: string } {
  const [, prefix = '', name = ''] = /^\s*(AT|SN|TDE|FRB)?\s*(.*?)\s*$/i.exec(tnsName ?? '') ?? [];
  return { prefix: prefix.toUpperCase() || (name === '' ? '' : 'AT'), name };
}

function instrumentOf({ firstInstrument, firstBand }: ExportedSource): Cell {
  if (firstInstrument === null) return null;
  // The list of transients names a camera with its telescope.
  return firstBand?.startsWith('ztf') ? 'P48 - ZTF-Cam' : firstInstrument;
}

const discovered = ({ firstMjd }: ExportedSource): Cell =>
  firstMjd === null ? null : mjdToDate(firstMjd).toISOString().replace('T', ' ').replace('Z', '');

/** `ztfg` as the list has it: `g-ZTF`. */
function filterOf({ firstBand }: ExportedSource): Cell {
  if (firstBand === null) return null;
  const [, short] = /^ztf([gri])$/.exec(firstBand) ?? [];
  return short === undefined ? firstBand : `${short}-ZTF`;
}

const fixed = (value: number | null, digits: number) => value?.toFixed(digits) ?? null;

/** The columns of the CSV that the Transient Name Server's search gives. */
export const tnsTable = tableOf<ExportedSource>([
  ['ID', 'text', () => null],
  ['Name', 'text', (row) => Object.values(nameParts(row.tnsName)).join(' ').trim() || null],
  ['RA', 'text', ({ ra }) => formatRa(ra, 3)],
  ['DEC', 'text', ({ dec }) => formatDec(dec, 2)],
  ['Obj. Type', 'text', ({ class: name }) => name],
  ['Redshift', 'float8', ({ redshift }) => redshift],
  ['Host Name', 'text', ({ hostName }) => hostName],
  ['Host Redshift', 'float8', ({ hostRedshift }) => hostRedshift],
  ['Reporting Group/s', 'text', () => null],
  ['Discovery Data Source/s', 'text', ({ firstInstrument }) => firstInstrument],
  ['Classifying Group/s', 'text', ({ classOrigin }) => classOrigin],
  ['Associated Group/s', 'text', () => null],
  ['Disc. Internal Name', 'text', ({ id }) => id],
  ['Disc. Instrument/s', 'text', instrumentOf],
  ['Classifying Instrument/s', 'text', () => null],
  ['TNS AT', 'text', ({ tnsName }) => (tnsName === null ? '0' : '1')],
  ['Public', 'text', () => null],
  ['End Prop. Period', 'text', () => null],
  ['Discovery Mag/Flux', 'text', ({ firstFluxUjy }) => fixed(magOf(firstFluxUjy), 4)],
  ['Discovery Filter', 'text', filterOf],
  ['Discovery Date (UT)', 'text', discovered],
  ['Sender', 'text', () => null],
  ['Remarks', 'text', ({ aliases }) => aliases?.join(' ') || null],
  ['Discovery Bibcode', 'text', () => null],
  ['Classification Bibcode', 'text', () => null],
  ['Ext. catalog/s', 'text', () => null],
]);
