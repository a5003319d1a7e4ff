/**
 * How HDF5 lays a value out.
 * Source: HDF5 File Format Specification 3.0, IV.A.2.d (the datatype message).
 */
import { TableError } from '../table/table.ts';

/** `heapText` is text of any length, which lies elsewhere in the file. */
export type Hdf5Kind = 'integer' | 'float' | 'text' | 'heapText' | 'array' | 'compound' | 'other';

export interface Hdf5Type {
  readonly kind: Hdf5Kind;
  /** Bytes of a value. */
  readonly size: number;
  readonly isSigned: boolean;
  readonly isLittleEndian: boolean;
  /** Of a compound. */
  readonly fields: readonly Hdf5Field[];
  /** Of an array: what it is of, and how many. */
  readonly element: Hdf5Type | null;
  readonly length: number;
}

export interface Hdf5Field {
  readonly name: string;
  readonly offset: number;
  readonly type: Hdf5Type;
}

/** Nesting beyond all reason. */
const MAX_DEPTH = 8;
const MAX_FIELDS = 4096;

interface Parsed {
  readonly type: Hdf5Type;
  /** Where the description ends. */
  readonly end: number;
}

/** @throws TableError for what is damaged */
export function parseDatatype(bytes: Uint8Array, start = 0, depth = 0): Parsed {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (depth > MAX_DEPTH || start + 8 > bytes.length) throw damaged();
  const head = view.getUint8(start);
  const [version, kindCode] = [head >> 4, head & 15];
  const bits = view.getUint8(start + 1) | (view.getUint8(start + 2) << 8);
  const size = view.getUint32(start + 4, true);
  const plain = {
    size,
    isSigned: false,
    isLittleEndian: (bits & 1) === 0,
    fields: [],
    element: null,
    length: 1,
  };
  switch (kindCode) {
    case 0:
      return { type: { ...plain, kind: 'integer', isSigned: (bits & 8) !== 0 }, end: start + 12 };
    case 1:
      return { type: { ...plain, kind: 'float' }, end: start + 20 };
    case 4:
      // Bits: PyTables' booleans.
      return { type: { ...plain, kind: 'integer' }, end: start + 12 };
    case 9: {
      const base = parseDatatype(bytes, start + 8, depth + 1);
      const kind = (bits & 15) === 1 ? 'heapText' : 'other';
      return { type: { ...plain, kind }, end: kind === 'other' ? -1 : base.end };
    }
    case 3:
      return { type: { ...plain, kind: 'text' }, end: start + 8 };
    case 6:
      return parseCompound({ bytes, view, start, depth, version }, bits, plain);
    case 10:
      return parseArray({ bytes, view, start, depth, version }, plain);
    case 8:
      // An enumeration, such as the booleans of PyTables: read as what it stands on.
      return parseEnumeration({ bytes, view, start, depth, version }, bits);
    default:
      // Its end is not needed: within a compound it would be, and that is refused there.
      return { type: { ...plain, kind: 'other' }, end: -1 };
  }
}

interface Place {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly start: number;
  readonly depth: number;
  readonly version: number;
}

type Plain = Omit<Hdf5Type, 'kind'>;

function parseCompound(place: Place, count: number, plain: Plain): Parsed {
  const { bytes, view, start, depth, version } = place;
  if (count > MAX_FIELDS) throw damaged();
  const fields: Hdf5Field[] = [];
  let at = start + 8;
  for (let i = 0; i < count; i++) {
    const named = readName(bytes, at, version < 3);
    at = named.end;
    let offset = 0;
    let dimensions: readonly number[] = [];
    if (version < 3) {
      if (at + 4 > bytes.length) throw damaged();
      offset = view.getUint32(at, true);
      at += 4;
      if (version === 1) {
        if (at + 28 > bytes.length) throw damaged();
        const rank = Math.min(4, view.getUint8(at));
        dimensions = Array.from({ length: rank }, (_, d) => view.getUint32(at + 12 + 4 * d, true));
        at += 28;
      }
    } else {
      // As many bytes as the size of the compound needs.
      const width = byteWidth(plain.size);
      for (let b = 0; b < width; b++) offset += (bytes[at + b] ?? 0) * 256 ** b;
      at += width;
    }
    const inner = parseDatatype(bytes, at, depth + 1);
    if (inner.end < 0) {
      throw new TableError('unsupported', `column "${named.name}" is of a kind that is not read`);
    }
    at = inner.end;
    const length = dimensions.reduce((product, one) => product * one, 1);
    const type = dimensions.length === 0 ? inner.type : arrayOf(inner.type, length);
    if (offset + type.size > plain.size) throw damaged();
    fields.push({ name: named.name, offset, type });
  }
  return { type: { ...plain, kind: 'compound', fields }, end: at };
}

function parseArray({ bytes, view, start, depth, version }: Place, plain: Plain): Parsed {
  const rank = view.getUint8(start + 8);
  let at = start + (version < 3 ? 12 : 9);
  if (rank > MAX_DEPTH || at + 4 * rank > bytes.length) throw damaged();
  let length = 1;
  for (let d = 0; d < rank; d++) length *= view.getUint32(at + 4 * d, true);
  at += 4 * rank * (version < 3 ? 2 : 1);
  const inner = parseDatatype(bytes, at, depth + 1);
  if (inner.type.size * length !== plain.size) throw damaged();
  return { type: arrayOf(inner.type, length), end: inner.end };
}

function parseEnumeration({ bytes, start, depth, version }: Place, count: number): Parsed {
  const base = parseDatatype(bytes, start + 8, depth + 1);
  if (count > MAX_FIELDS || base.end < 0) throw damaged();
  let at = base.end;
  for (let i = 0; i < count; i++) at = readName(bytes, at, version < 3).end;
  return { type: base.type, end: at + count * base.type.size };
}

function arrayOf(element: Hdf5Type, length: number): Hdf5Type {
  return { ...element, kind: 'array', element, length, size: element.size * length };
}

function readName(bytes: Uint8Array, start: number, isPadded: boolean) {
  const end = bytes.indexOf(0, start);
  if (end < 0) throw damaged();
  const name = new TextDecoder().decode(bytes.subarray(start, end));
  const length = end - start + 1;
  return { name, end: start + (isPadded ? Math.ceil(length / 8) * 8 : length) };
}

function byteWidth(size: number): number {
  return size < 2 ** 8 ? 1 : size < 2 ** 16 ? 2 : size < 2 ** 24 ? 3 : 4;
}

function damaged(): TableError {
  return new TableError('bad_format', 'the HDF5 file describes a type that cannot be');
}
