import { parseAsciiHeader } from './ascii-header.ts';
import { type FileSpectrum, MAX_SPECTRUM_POINTS, SpectrumError } from './spectrum.ts';

/** Which columns are what, from 0. */
export interface AsciiColumns {
  readonly wave: number;
  readonly flux: number;
  /** null: the file has no errors, or none that count. */
  readonly fluxerr: number | null;
}

/**
 * Reads a spectrum that is a table of two or more columns with white space or commas between them.
 * Lines that begin with `#` are its header; names above the columns are passed over.
 *
 * @throws SpectrumError with the line that is wrong
 */
export function readAsciiSpectrum(text: string, columns: AsciiColumns): FileSpectrum {
  const headerLines: string[] = [];
  const points = new Points(columns);
  let number = 0;
  for (const line of text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/)) {
    number += 1;
    const said = line.trim();
    if (said === '') continue;
    if (said.startsWith('#')) headerLines.push(line.trimStart().replace(/^#+/, ''));
    else points.add(splitRow(said), number);
  }
  return { ...points.finish(), header: parseAsciiHeader(headerLines), units: null };
}

function splitRow(line: string): string[] {
  const hash = line.indexOf('#');
  const row = (hash < 0 ? line : line.slice(0, hash)).trim();
  if (/[,;]/.test(row))
    return row.split(/[,;]/).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
  return row.split(/\s+/);
}

class Points {
  readonly #columns: AsciiColumns;
  readonly #wavelengths: number[] = [];
  readonly #fluxes: (number | null)[] = [];
  readonly #errors: (number | null)[] = [];
  #width = 0;
  #isBegun = false;

  constructor(columns: AsciiColumns) {
    this.#columns = columns;
  }

  add(cells: readonly string[], line: number): void {
    if (!this.#isBegun) {
      this.#isBegun = true;
      this.#begin(cells, line);
      // The names of the columns: no cell of theirs is a number.
      if (cells.every((cell) => !isNumber(cell) && !isMissing(cell))) return;
    }
    if (cells.length !== this.#width) {
      throw badRow(
        line,
        `has ${columnsText(cells.length)}, where those before have ${this.#width}`,
      );
    }
    if (this.#wavelengths.length >= MAX_SPECTRUM_POINTS) {
      throw new SpectrumError('too_large', `has more than ${MAX_SPECTRUM_POINTS} points`, { line });
    }
    const { wave, flux, fluxerr } = this.#columns;
    this.#wavelengths.push(wavelengthOf(cells[wave] ?? '', line));
    this.#fluxes.push(numberOrNull(cells[flux] ?? '', 'flux', line));
    if (fluxerr !== null) this.#errors.push(numberOrNull(cells[fluxerr] ?? '', 'error', line));
  }

  finish() {
    if (this.#wavelengths.length === 0) {
      throw new SpectrumError('no_points', 'the file has no rows of numbers');
    }
    return {
      wavelengths: this.#wavelengths,
      fluxes: this.#fluxes,
      errors: this.#columns.fluxerr === null ? null : this.#errors,
    };
  }

  #begin(cells: readonly string[], line: number): void {
    this.#width = cells.length;
    if (cells.length < 2) {
      throw new SpectrumError('bad_column', 'a spectrum has two columns or more', { line });
    }
    const wanted = {
      wave: this.#columns.wave,
      flux: this.#columns.flux,
      fluxerr: this.#columns.fluxerr,
    };
    for (const [name, column] of Object.entries(wanted)) {
      if (column === null || column < cells.length) continue;
      const message = `has ${columnsText(cells.length)}: there is no column ${column} (from 0) for ${name}`;
      throw new SpectrumError('bad_column', message, { line });
    }
  }
}

const columnsText = (count: number) => (count === 1 ? '1 column' : `${count} columns`);
const shown = (cell: string) => `“${cell.slice(0, 40)}”`;

function badRow(line: number, message: string): SpectrumError {
  return new SpectrumError('bad_row', message, { line });
}

/** As people and programs write them; Fortran's exponent is a D. */
function isNumber(cell: string): boolean {
  return /^[+-]?(\d+\.?\d*|\.\d+)([eEdD][+-]?\d+)?$/.test(cell);
}

function isMissing(cell: string): boolean {
  return /^([+-]?(nan|inf(inity)?)|null|none|n\/a|indef|masked|-{1,3}|\.{2,3})?$/i.test(cell);
}

function wavelengthOf(cell: string, line: number): number {
  const value = isNumber(cell) ? Number(cell.replace(/[dD]/, 'e')) : Number.NaN;
  if (value > 0 && value < Number.POSITIVE_INFINITY) return value;
  throw badRow(line, `${shown(cell)} is no wavelength`);
}

function numberOrNull(cell: string, what: string, line: number): number | null {
  if (isMissing(cell)) return null;
  const value = isNumber(cell) ? Number(cell.replace(/[dD]/, 'e')) : Number.NaN;
  if (Number.isFinite(value)) return value;
  throw badRow(line, `${shown(cell)} is no number for the ${what}`);
}
