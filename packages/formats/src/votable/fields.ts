/**
 * Fields of VOTables: their types, and values from text and from bytes.
 * Source: VOTable Format Definition 1.5 (IVOA Recommendation, Ochsenbein et al. 2025), sections 2, 4
 * and 5.
 */
import { parseCell } from '../table/parse-cell.ts';
import { type Cell, type CellType, type TableColumn, TableError } from '../table/table.ts';

interface DataType {
  readonly type: CellType;
  /** Of one element in a binary stream; 0 for bits, of which eight share a byte. */
  readonly bytes: number;
  readonly read: (view: DataView, offset: number) => Cell;
}

const finite = (value: number) => (Number.isFinite(value) ? value : null);

const DATA_TYPES: Readonly<Record<string, DataType>> = {
  boolean: { type: 'bool', bytes: 1, read: (view, at) => readBoolean(view.getUint8(at)) },
  bit: { type: 'bool', bytes: 0, read: () => null },
  unsignedByte: { type: 'int2', bytes: 1, read: (view, at) => view.getUint8(at) },
  short: { type: 'int2', bytes: 2, read: (view, at) => view.getInt16(at) },
  int: { type: 'int4', bytes: 4, read: (view, at) => view.getInt32(at) },
  long: { type: 'int8', bytes: 8, read: (view, at) => view.getBigInt64(at) },
  char: { type: 'text', bytes: 1, read: () => null },
  unicodeChar: { type: 'text', bytes: 2, read: () => null },
  float: { type: 'float4', bytes: 4, read: (view, at) => finite(view.getFloat32(at)) },
  double: { type: 'float8', bytes: 8, read: (view, at) => finite(view.getFloat64(at)) },
  floatComplex: { type: 'json', bytes: 8, read: (view, at) => readComplex(view, at, 4) },
  doubleComplex: { type: 'json', bytes: 16, read: (view, at) => readComplex(view, at, 8) },
};

export interface VotField extends TableColumn {
  readonly data: DataType;
  readonly datatype: string;
  /** Elements of a value; null where each says how many it has. */
  readonly count: number | null;
  /** What stands for a missing value, as it is written. */
  readonly nullText: string | null;
}

const MAX_ELEMENTS = 1 << 22;

/** @throws TableError `bad_format` or `unsupported` */
export function readField(attributes: Readonly<Record<string, string>>, index: number): VotField {
  const name = attributes.name || attributes.ID || `column_${index + 1}`;
  const datatype = attributes.datatype ?? 'char';
  const data = Object.hasOwn(DATA_TYPES, datatype) ? DATA_TYPES[datatype] : undefined;
  if (!data) throw new TableError('bad_format', `column "${name}" has the datatype ${datatype}`);
  const count = elementCount(attributes.arraysize, name);
  const isList = count !== 1 && data.type !== 'text';
  return {
    name,
    type: isList ? 'json' : data.type,
    unit: attributes.unit || null,
    ucd: attributes.ucd || null,
    description: null,
    ...(attributes.xtype ? { xtype: attributes.xtype } : {}),
    data,
    datatype,
    count,
    nullText: null,
  };
}

/** `8`, `8x3`, `*`, `8*`, `8x*`: the last may be variable. */
function elementCount(arraysize: string | undefined, name: string): number | null {
  const text = arraysize?.trim() ?? '';
  if (text === '') return 1;
  if (text.endsWith('*')) return null;
  const count = text.split('x').reduce((product, part) => product * Number(part), 1);
  if (!(Number.isInteger(count) && count >= 0)) {
    throw new TableError('bad_format', `column "${name}" has the arraysize ${text.slice(0, 40)}`);
  }
  if (count > MAX_ELEMENTS)
    throw new TableError('too_large', `column "${name}" has ${count} elements`);
  return count;
}

// ── from text ──────────────────────────────────────────────────────────────────────────────────

/** The value of a TD element; undefined where it is none of the field's type. */
export function cellOfText(text: string, field: VotField): Cell | undefined {
  if (field.data.type === 'text') return text === '' || text === field.nullText ? null : text;
  const trimmed = text.trim();
  if (trimmed === '' || trimmed === field.nullText) return null;
  if (field.type !== 'json') return elementOfText(trimmed, field);
  const parts =
    field.datatype === 'bit' ? [...trimmed.replaceAll(/\s/g, '')] : trimmed.split(/\s+/);
  const cells = parts.map((part) => elementOfText(part, field));
  return cells.includes(undefined) ? undefined : (cells as Cell[]);
}

function elementOfText(text: string, { datatype, data, nullText }: VotField): Cell | undefined {
  if (text === nullText) return null;
  if (data.type === 'bool') {
    if (/^[Tt1]$|^true$/i.test(text)) return true;
    if (/^[Ff0]$|^false$/i.test(text)) return false;
    return text === '?' ? null : undefined;
  }
  // Complex numbers are pairs of floats.
  if (data.type === 'json') return parseCell(text, 'float8');
  if (/^0x[0-9a-f]{1,16}$/i.test(text) && data.type.startsWith('int')) {
    return integerOfHex(text, data.type);
  }
  if (datatype === 'float' || datatype === 'double') {
    if (/^[+-]?inf/i.test(text)) return null;
  }
  return parseCell(text, data.type);
}

/** The bits of an integer; undefined where there are more than its type has. */
function integerOfHex(text: string, type: CellType): number | bigint | undefined {
  const bits = type === 'int8' ? 64 : type === 'int4' ? 32 : 16;
  const value = BigInt(text);
  if (value >> BigInt(bits) > 0n) return undefined;
  const signed = BigInt.asIntN(bits, value);
  return type === 'int8' ? signed : Number(signed);
}

// ── from bytes ─────────────────────────────────────────────────────────────────────────────────

function readBoolean(code: number): boolean | null {
  const char = String.fromCharCode(code);
  if ('Tt1'.includes(char)) return true;
  return 'Ff0'.includes(char) ? false : null;
}

function readComplex(view: DataView, offset: number, size: 4 | 8): Cell {
  const part = (at: number) => finite(size === 4 ? view.getFloat32(at) : view.getFloat64(at));
  return [part(offset), part(offset + size)];
}

/** How many bytes a value has that takes so many elements. */
export function valueBytes({ data }: VotField, count: number): number {
  return data.bytes === 0 ? Math.ceil(count / 8) : data.bytes * count;
}

/** The most elements that a value may say it has. */
export const MAX_VALUE_ELEMENTS: number = MAX_ELEMENTS;

const utf8 = new TextDecoder();
const utf16 = new TextDecoder('utf-16be');

/** The value of `count` elements that begin at `offset`; big-endian (VOTable 1.5, 5.3). */
export function cellOfBytes(view: DataView, offset: number, field: VotField, count: number): Cell {
  const { data, datatype } = field;
  if (data.type === 'text') {
    const bytes = new Uint8Array(view.buffer, view.byteOffset + offset, valueBytes(field, count));
    const text = (datatype === 'char' ? utf8 : utf16)
      .decode(bytes)
      .replace(/\0[\s\S]*$/, '')
      .trimEnd();
    return text === '' || text === field.nullText ? null : text;
  }
  // A lone bit fills a byte, of which writers set one or another.
  if (data.bytes === 0 && field.count === 1) return view.getUint8(offset) !== 0;
  const one = (index: number): Cell => {
    if (data.bytes === 0) return bitOf(view, offset, index);
    const value = data.read(view, offset + index * data.bytes);
    return field.nullText !== null && String(value) === field.nullText ? null : value;
  };
  if (field.type !== 'json') return count === 0 ? null : one(0);
  if (field.count === 1) return one(0);
  return Array.from({ length: count }, (_, i) => one(i));
}

function bitOf(view: DataView, offset: number, index: number): boolean {
  return ((view.getUint8(offset + (index >> 3)) >> (7 - (index & 7))) & 1) === 1;
}
