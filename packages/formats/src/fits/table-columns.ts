/**
 * Columns of FITS binary tables.
 * Source: FITS Standard 4.0 (IAU FITS Working Group, 2018), section 7.3.
 */
import type { Cell, CellType, TableColumn } from '../table/table.ts';
import { TableError } from '../table/table.ts';
import type { FitsHeader } from './header.ts';

/** The value of a row's field that begins at `offset`. */
export type ReadField = (view: DataView, offset: number) => Cell;

export interface FitsColumn extends TableColumn {
  readonly offset: number;
  readonly read: ReadField;
}

export interface FitsColumns {
  readonly columns: readonly FitsColumn[];
  readonly rowBytes: number;
  /** A line for each column that has no value in a row. */
  readonly warnings: readonly string[];
}

interface Element {
  readonly bytes: number;
  readonly type: CellType;
  readonly read: (view: DataView, offset: number) => number | bigint;
}

const ELEMENTS: Readonly<Record<string, Element>> = {
  B: { bytes: 1, type: 'int2', read: (view, at) => view.getUint8(at) },
  I: { bytes: 2, type: 'int2', read: (view, at) => view.getInt16(at) },
  J: { bytes: 4, type: 'int4', read: (view, at) => view.getInt32(at) },
  K: { bytes: 8, type: 'int8', read: (view, at) => view.getBigInt64(at) },
  E: { bytes: 4, type: 'float4', read: (view, at) => view.getFloat32(at) },
  D: { bytes: 8, type: 'float8', read: (view, at) => view.getFloat64(at) },
};

/** Kinds of fields that are passed over, with their sizes. */
const SKIPPED: Readonly<
  Record<string, { readonly bytes: (repeat: number) => number; readonly what: string }>
> = {
  X: { bytes: (repeat) => Math.ceil(repeat / 8), what: 'bits' },
  C: { bytes: (repeat) => 8 * repeat, what: 'complex numbers' },
  M: { bytes: (repeat) => 16 * repeat, what: 'complex numbers' },
  P: { bytes: (repeat) => 8 * repeat, what: 'arrays of variable length' },
  Q: { bytes: (repeat) => 16 * repeat, what: 'arrays of variable length' },
};

const MAX_FIELDS = 999;
const MAX_REPEAT = 100_000;

/** @throws TableError `bad_format` for a keyword that is missing or wrong */
export function readFitsColumns(header: FitsHeader): FitsColumns {
  const count = header.get('TFIELDS');
  if (typeof count !== 'number' || !Number.isInteger(count) || count < 0 || count > MAX_FIELDS) {
    throw new TableError('bad_format', `TFIELDS is ${String(count)}`);
  }
  const columns: FitsColumn[] = [];
  const warnings: string[] = [];
  const names = new Set<string>();
  let offset = 0;
  for (let n = 1; n <= count; n++) {
    const { repeat, code } = readForm(header, n);
    const name = uniqueName(textOf(header, `TTYPE${n}`) ?? `column_${n}`, names);
    const skipped = SKIPPED[code];
    if (skipped) {
      if (repeat > 0) warnings.push(`column "${name}" is left out: ${skipped.what}`);
      offset += skipped.bytes(repeat);
      continue;
    }
    const field = makeField(header, n, code, repeat);
    if (repeat > 0) columns.push({ name, ...field, ...notesOf(header, n), offset });
    offset += field.bytes;
  }
  return { columns, rowBytes: offset, warnings };
}

function readForm(header: FitsHeader, n: number): { repeat: number; code: string } {
  const form = textOf(header, `TFORM${n}`);
  const match = /^(\d*)([LXBIJKAEDCMPQ])/.exec(form ?? '');
  if (!match) throw new TableError('bad_format', `TFORM${n} is ${form ?? 'missing'}`);
  const repeat = match[1] ? Number(match[1]) : 1;
  if (repeat > MAX_REPEAT) throw new TableError('too_large', `TFORM${n} repeats ${repeat} times`);
  return { repeat, code: match[2] ?? '' };
}

function uniqueName(name: string, names: Set<string>): string {
  let unique = name;
  for (let number = 2; names.has(unique); number++) unique = `${name}_${number}`;
  names.add(unique);
  return unique;
}

function notesOf(header: FitsHeader, n: number): Pick<TableColumn, 'unit' | 'ucd' | 'description'> {
  return {
    unit: textOf(header, `TUNIT${n}`),
    ucd: textOf(header, `TUCD${n}`),
    description: textOf(header, `TCOMM${n}`),
  };
}

function textOf(header: FitsHeader, keyword: string): string | null {
  const value = header.get(keyword);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}

interface Field {
  readonly type: CellType;
  readonly bytes: number;
  readonly read: ReadField;
}

function makeField(header: FitsHeader, n: number, code: string, repeat: number): Field {
  if (code === 'A') return textField(header, n, repeat);
  const element = code === 'L' ? null : scaledElement(header, n, code);
  const one = element?.field ?? readLogical;
  const type = element?.type ?? 'bool';
  const bytes = element?.bytes ?? 1;
  if (repeat === 1) return { type, bytes, read: one };
  return {
    type: 'json',
    bytes: bytes * repeat,
    read: (view, offset) => Array.from({ length: repeat }, (_, i) => one(view, offset + i * bytes)),
  };
}

function readLogical(view: DataView, offset: number): boolean | null {
  const code = view.getUint8(offset);
  return code === 0x54 ? true : code === 0x46 ? false : null;
}

/** An element with its null value, scale and zero point (TNULL, TSCAL, TZERO). */
function scaledElement(
  header: FitsHeader,
  n: number,
  code: string,
): { type: CellType; bytes: number; field: ReadField } {
  const element = ELEMENTS[code];
  if (!element) throw new TableError('bad_format', `TFORM${n} has the code ${code}`);
  const { bytes, type, read } = element;
  const scale = numberOf(header, `TSCAL${n}`, 1);
  const zero = numberOf(header, `TZERO${n}`, 0);
  if (type === 'float4' || type === 'float8') {
    if (scale === 1 && zero === 0) {
      return { type, bytes, field: (view, at) => finite(Number(read(view, at))) };
    }
    return {
      type: 'float8',
      bytes,
      field: (view, at) => finite(Number(read(view, at)) * scale + zero),
    };
  }
  const given = header.get(`TNULL${n}`);
  const blank = typeof given === 'number' ? (code === 'K' ? toBigint(given) : given) : null;
  if (scale === 1 && Number.isInteger(zero)) return integerField(code, blank, zero, element);
  return {
    type: 'float8',
    bytes,
    field: (view, at) => {
      const raw = read(view, at);
      return raw === blank ? null : finite(Number(raw) * scale + zero);
    },
  };
}

/** Unsigned integers are signed ones with a zero point (Standard, 7.3.3.2): stay integers. */
function integerField(
  code: string,
  blank: number | bigint | null,
  zero: number,
  { bytes, read, type }: Element,
): { type: CellType; bytes: number; field: ReadField } {
  if (code === 'K') {
    const shift = toBigint(zero) ?? 0n;
    return {
      type: 'int8',
      bytes,
      field: (view, at) => {
        const raw = read(view, at);
        return raw === blank ? null : BigInt(raw) + shift;
      },
    };
  }
  const [low, high] =
    code === 'B' ? [0, 255] : code === 'I' ? [-32768, 32767] : [-(2 ** 31), 2 ** 31 - 1];
  const fits = (bits: number) => low + zero >= -(2 ** (bits - 1)) && high + zero < 2 ** (bits - 1);
  const wide: CellType = fits(16) ? type : fits(32) ? 'int4' : 'int8';
  return {
    type: wide,
    bytes,
    field: (view, at) => {
      const raw = Number(read(view, at));
      if (raw === blank) return null;
      return wide === 'int8' ? BigInt(raw) + BigInt(zero) : raw + zero;
    },
  };
}

function numberOf(header: FitsHeader, keyword: string, fallback: number): number {
  const value = header.get(keyword);
  return typeof value === 'number' && Number.isFinite(value) ? value : fallback;
}

function toBigint(value: number): bigint | null {
  return Number.isInteger(value) ? BigInt(value) : null;
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/** Text, or by TDIM an array of texts. */
function textField(header: FitsHeader, n: number, repeat: number): Field {
  const width = Number(/^\(\s*(\d+)\s*,/.exec(textOf(header, `TDIM${n}`) ?? '')?.[1] ?? repeat);
  if (width === repeat || width <= 0 || repeat % width !== 0) {
    return { type: 'text', bytes: repeat, read: (view, at) => readText(view, at, repeat) };
  }
  return {
    type: 'json',
    bytes: repeat,
    read: (view, at) =>
      Array.from({ length: repeat / width }, (_, i) => readText(view, at + i * width, width)),
  };
}

const decoder = new TextDecoder();

/** Up to a NUL, without blanks at the end; nothing is null. */
function readText(view: DataView, offset: number, length: number): string | null {
  let end = 0;
  let last = 0;
  for (; end < length; end++) {
    const code = view.getUint8(offset + end);
    if (code === 0) break;
    if (code !== 0x20) last = end + 1;
  }
  if (last === 0) return null;
  return decoder.decode(new Uint8Array(view.buffer, view.byteOffset + offset, last));
}
