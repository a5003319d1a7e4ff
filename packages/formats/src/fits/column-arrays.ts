/**
 * Columns of numbers of a FITS binary table as arrays, every value as it is stored, NaN and infinities
 * included: millions of rows at once.
 * Source: FITS Standard 4.0 (IAU FITS Working Group, 2018), sections 3, 4.4.1 and 7.3.
 */
import { FitsError } from './fits-error.ts';
import {
  CARD_BYTES,
  type FitsHeader,
  type FitsValue,
  formatCard,
  readHeader,
  roundUpToBlock,
} from './header.ts';

const MAX_UNITS = 100;
const MAX_FIELDS = 999;
const encoder = new TextEncoder();

/** Bytes of an element of each code that has a length. */
const ELEMENT_BYTES: Readonly<Record<string, number>> = {
  L: 1,
  B: 1,
  A: 1,
  I: 2,
  J: 4,
  E: 4,
  K: 8,
  D: 8,
  C: 8,
  P: 8,
  M: 16,
  Q: 16,
};

interface Field {
  readonly name: string;
  readonly unit: string | null;
  readonly code: string;
  readonly repeat: number;
  readonly offset: number;
}

/** A table whose columns are read when they are asked for. */
export class FitsColumnArrays {
  readonly header: FitsHeader;
  readonly rows: number;
  readonly fields: readonly Field[];
  private readonly view: DataView;
  private readonly rowBytes: number;

  /**
   * The first binary table of a file.
   * @param bytes a whole FITS file, already decompressed.
   * @throws FitsError not_fits, truncated, bad_header, no_table
   */
  constructor(bytes: Uint8Array) {
    const { header, dataOffset } = findTable(bytes);
    this.header = header;
    this.rows = count(header, 'NAXIS2');
    this.rowBytes = count(header, 'NAXIS1');
    const { fields, rowBytes } = readFields(header);
    if (rowBytes !== this.rowBytes) {
      throw new FitsError(
        'bad_header',
        `rows have ${this.rowBytes} bytes, their columns ${rowBytes}`,
      );
    }
    this.fields = fields;
    const size = this.rows * rowBytes;
    if (!Number.isSafeInteger(size) || dataOffset + size > bytes.length) {
      throw new FitsError('truncated', 'the file ends within its table');
    }
    this.view = new DataView(bytes.buffer, bytes.byteOffset + dataOffset, size);
  }

  /** The first field with one of these names, in whatever case; null where there is none. */
  find(...names: readonly string[]): Field | null {
    const wanted = names.map((name) => name.toUpperCase());
    return this.fields.find(({ name }) => wanted.includes(name.toUpperCase())) ?? null;
  }

  /** Values of a field, row by row: as many as rows times its repeat. @throws FitsError bad_header */
  numbers(field: Field): Float64Array {
    const { view } = this;
    const read = {
      B: (at: number) => view.getUint8(at),
      I: (at: number) => view.getInt16(at),
      J: (at: number) => view.getInt32(at),
      K: (at: number) => Number(view.getBigInt64(at)),
      E: (at: number) => view.getFloat32(at),
      D: (at: number) => view.getFloat64(at),
    }[field.code];
    if (read === undefined) throw notNumbers(field);
    const found = new Float64Array(this.rows * field.repeat);
    this.each(field, (at, i) => {
      found[i] = read(at);
    });
    return found;
  }

  /** The same of integers, exact. @throws FitsError bad_header */
  integers(field: Field): BigInt64Array {
    const { view } = this;
    const read = {
      B: (at: number) => BigInt(view.getUint8(at)),
      I: (at: number) => BigInt(view.getInt16(at)),
      J: (at: number) => BigInt(view.getInt32(at)),
      K: (at: number) => view.getBigInt64(at),
    }[field.code];
    if (read === undefined) throw notNumbers(field);
    const found = new BigInt64Array(this.rows * field.repeat);
    this.each(field, (at, i) => {
      found[i] = read(at);
    });
    return found;
  }

  private each({ code, repeat, offset }: Field, take: (at: number, i: number) => void): void {
    const step = ELEMENT_BYTES[code] ?? 1;
    for (let row = 0, i = 0; row < this.rows; row++) {
      let at = row * this.rowBytes + offset;
      for (let n = 0; n < repeat; n++, at += step) take(at, i++);
    }
  }
}

function notNumbers({ name, code }: Field): FitsError {
  return new FitsError('bad_header', `column "${name}" has no such numbers: its code is ${code}`);
}

function startsWith(bytes: Uint8Array, offset: number, text: string): boolean {
  return Array.from(text).every((char, i) => bytes[offset + i] === char.charCodeAt(0));
}

function findTable(bytes: Uint8Array) {
  if (!startsWith(bytes, 0, 'SIMPLE  =')) {
    throw new FitsError('not_fits', 'the file does not begin as FITS does');
  }
  let offset = 0;
  for (let unit = 0; unit < MAX_UNITS; unit++) {
    if (unit > 0 && !startsWith(bytes, offset, 'XTENSION=')) break;
    const { header, dataOffset } = readHeader(bytes, offset);
    if (header.get('XTENSION') === 'BINTABLE') return { header, dataOffset };
    offset = dataOffset + roundUpToBlock(dataBytes(header));
  }
  throw new FitsError('no_table', 'the file has no binary table');
}

function dataBytes(header: FitsHeader): number {
  const axes = count(header, 'NAXIS');
  if (axes === 0 || axes > MAX_FIELDS) return 0;
  let elements = 1;
  for (let axis = 1; axis <= axes; axis++) elements *= count(header, `NAXIS${axis}`);
  const parameters = header.has('PCOUNT') ? count(header, 'PCOUNT') : 0;
  const size = (Math.abs(Number(header.get('BITPIX') ?? 8)) / 8) * (elements + parameters);
  if (!Number.isSafeInteger(size)) throw new FitsError('bad_header', 'a unit of no possible size');
  return size;
}

function count(header: FitsHeader, keyword: string): number {
  const value = header.get(keyword);
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  throw new FitsError('bad_header', `${keyword} is ${String(value)}`);
}

function readFields(header: FitsHeader): { fields: Field[]; rowBytes: number } {
  const total = count(header, 'TFIELDS');
  if (total > MAX_FIELDS) throw new FitsError('bad_header', `TFIELDS is ${total}`);
  const fields: Field[] = [];
  let offset = 0;
  for (let n = 1; n <= total; n++) {
    const form = textOf(header, `TFORM${n}`);
    const match = /^(\d{0,9})([LXBIJKAEDCMPQ])/.exec(form ?? '');
    if (!match) throw new FitsError('bad_header', `TFORM${n} is ${form ?? 'missing'}`);
    const repeat = match[1] ? Number(match[1]) : 1;
    const code = match[2] ?? '';
    const name = textOf(header, `TTYPE${n}`) ?? `column_${n}`;
    fields.push({ name, unit: textOf(header, `TUNIT${n}`), code, repeat, offset });
    offset += code === 'X' ? Math.ceil(repeat / 8) : repeat * (ELEMENT_BYTES[code] ?? 0);
  }
  return { fields, rowBytes: offset };
}

function textOf(header: FitsHeader, keyword: string): string | null {
  const value = header.get(keyword);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}

/** A column to be written: integers of 64 bits, or doubles. */
export interface FitsColumnArray {
  readonly name: string;
  readonly unit?: string;
  readonly values: Float64Array | BigInt64Array;
}

/** A keyword with its value, and what it means. */
export type FitsTableCard = readonly [keyword: string, value: FitsValue, comment?: string];

/** A FITS file with one binary table of these columns, which are of one length. */
export function writeFitsColumnArrays(
  columns: readonly FitsColumnArray[],
  cards: readonly FitsTableCard[] = [],
): Uint8Array {
  const rows = columns[0]?.values.length ?? 0;
  const rowBytes = 8 * columns.length;
  const head = encoder.encode(primaryUnit() + tableHeader(columns, cards, rows));
  const bytes = new Uint8Array(head.length + roundUpToBlock(rows * rowBytes));
  bytes.set(head);
  const view = new DataView(bytes.buffer, head.length);
  for (const [n, { values }] of columns.entries()) {
    if (values instanceof BigInt64Array) {
      for (let row = 0; row < rows; row++)
        view.setBigInt64(row * rowBytes + 8 * n, values[row] ?? 0n);
    } else {
      for (let row = 0; row < rows; row++)
        view.setFloat64(row * rowBytes + 8 * n, values[row] ?? Number.NaN);
    }
  }
  return bytes;
}

function primaryUnit(): string {
  return toBlocks([
    formatCard('SIMPLE', true, 'conforms to the FITS standard'),
    formatCard('BITPIX', 8),
    formatCard('NAXIS', 0),
    formatCard('EXTEND', true),
  ]);
}

function tableHeader(
  columns: readonly FitsColumnArray[],
  cards: readonly FitsTableCard[],
  rows: number,
): string {
  return toBlocks([
    formatCard('XTENSION', 'BINTABLE', 'binary table'),
    formatCard('BITPIX', 8),
    formatCard('NAXIS', 2),
    formatCard('NAXIS1', 8 * columns.length, 'bytes of a row'),
    formatCard('NAXIS2', rows, 'rows'),
    formatCard('PCOUNT', 0),
    formatCard('GCOUNT', 1),
    formatCard('TFIELDS', columns.length),
    ...columns.flatMap(({ name, unit, values }, i) => [
      formatCard(`TTYPE${i + 1}`, name),
      formatCard(`TFORM${i + 1}`, values instanceof BigInt64Array ? 'K' : 'D'),
      ...(unit === undefined ? [] : [formatCard(`TUNIT${i + 1}`, unit)]),
    ]),
    ...cards.map(([keyword, value, comment]) => formatCard(keyword, value, comment)),
  ]);
}

function toBlocks(cards: readonly string[]): string {
  const text = [...cards, 'END'.padEnd(CARD_BYTES)].join('');
  return text.padEnd(roundUpToBlock(text.length));
}
