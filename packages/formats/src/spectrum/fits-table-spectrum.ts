import { openFitsTable } from '../fits/table-reader.ts';
import type { Cell, TableColumn } from '../table/table.ts';
import { angstromPerUnit } from './fits-dispersion.ts';
import {
  type FileSpectrum,
  MAX_SPECTRUM_POINTS,
  SpectrumError,
  type SpectrumHeader,
} from './spectrum.ts';
import { readSpectrumUnit } from './spectrum-unit.ts';

/** What people call the columns, best first; case, blanks and `_` do not count. */
const names = {
  wave: [
    'wavelength',
    'wavelengths',
    'wave',
    'lambda',
    'lam',
    'wl',
    'wav',
    'waveair',
    'wavevac',
    'optwave',
    'specwave',
  ],
  logWave: ['loglam', 'loglambda', 'logwave', 'logwavelength'],
  flux: [
    'flux',
    'fluxes',
    'flam',
    'fluxlambda',
    'optflam',
    'fluxcal',
    'spec',
    'spectrum',
    'fnu',
    'data',
  ],
  error: [
    'fluxerr',
    'fluxerror',
    'err',
    'error',
    'errors',
    'ferr',
    'eflux',
    'sigma',
    'fluxsig',
    'optflamsig',
    'fluxunc',
    'unc',
    'uncertainty',
    'noise',
    'stdev',
  ],
  inverse: ['ivar', 'fluxivar', 'optflamivar'],
} as const;

/** Reads the first binary table: a row for each point, or one row of arrays. */
export async function readTableSpectrum(
  bytes: Uint8Array,
  header: SpectrumHeader,
): Promise<FileSpectrum> {
  const table = await openFitsTable(once(bytes));
  const find = (wanted: readonly string[]) => findColumn(table.columns, wanted);
  const [wave, logWave, flux] = [find(names.wave), find(names.logWave), find(names.flux)];
  const [error, inverse] = [find(names.error), find(names.inverse)];
  const waveColumn = wave ?? logWave;
  if (waveColumn === null || flux === null) {
    const there = table.columns
      .map(({ name }) => name)
      .join(', ')
      .slice(0, 200);
    const message = `the table has no columns of wavelength and flux: it has ${there}`;
    throw new SpectrumError('bad_column', message);
  }
  const columns = [waveColumn, flux, ...((error ?? inverse) ? [error ?? inverse ?? flux] : [])];
  const rows = await readRows(table.batches(), columns);
  const scale = angstromPerUnit(wave === null ? null : unitOf(table.columns, waveColumn));
  const [waves = [], fluxes = [], errors] = rows;
  return {
    wavelengths: waves.map((value, i) => wavelengthOf(value, wave === null, scale, i + 1)),
    fluxes,
    errors: errors === undefined ? null : error === null ? errors.map(errorOfInverse) : errors,
    header,
    units: readSpectrumUnit(unitOf(table.columns, flux)),
  };
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

const plain = (name: string) => name.toLowerCase().replaceAll(/[\s_.-]/g, '');

/** The place of the first of these columns; null where there is none. */
function findColumn(columns: readonly TableColumn[], wanted: readonly string[]): number | null {
  for (const name of wanted) {
    const at = columns.findIndex((column) => plain(column.name) === name);
    if (at >= 0) return at;
  }
  return null;
}

function unitOf(columns: readonly TableColumn[], at: number): string | null {
  return columns[at]?.unit ?? null;
}

/** Columns of numbers, one a point; an array in a cell is that many points. */
async function readRows(
  batches: AsyncIterable<{ rows: readonly (readonly Cell[])[] }>,
  columns: readonly number[],
): Promise<(number | null)[][]> {
  const values: (number | null)[][] = columns.map(() => []);
  for await (const { rows } of batches) {
    for (const row of rows) {
      for (const [place, column] of columns.entries()) appendCell(values[place] ?? [], row[column]);
      if ((values[0]?.length ?? 0) > MAX_SPECTRUM_POINTS) {
        throw new SpectrumError('too_large', `has more than ${MAX_SPECTRUM_POINTS} points`);
      }
    }
  }
  const [count = 0, ...others] = values.map(({ length }) => length);
  if (count === 0) throw new SpectrumError('no_points', 'the table has no rows');
  if (others.some((length) => length !== count)) {
    throw new SpectrumError('bad_row', 'the columns of the table are not of one length');
  }
  return values;
}

function appendCell(values: (number | null)[], cell: Cell | undefined): void {
  if (Array.isArray(cell)) for (const element of cell) values.push(numberOf(element));
  else values.push(numberOf(cell));
}

function numberOf(cell: Cell | undefined): number | null {
  const value = typeof cell === 'bigint' ? Number(cell) : cell;
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

function wavelengthOf(value: number | null, isLog: boolean, scale: number, row: number): number {
  const wavelength = value === null ? Number.NaN : (isLog ? 10 ** value : value) * scale;
  if (wavelength > 0 && wavelength < Number.POSITIVE_INFINITY) return wavelength;
  throw new SpectrumError('bad_row', `row ${row} of the table has no wavelength`);
}

/** The error behind a weight; a weight of 0 says that there is none. */
function errorOfInverse(value: number | null): number | null {
  return value !== null && value > 0 ? 1 / Math.sqrt(value) : null;
}
