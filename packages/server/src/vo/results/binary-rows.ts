import type { ResultColumn } from '@fritz/archive';
import type { Cell } from '@fritz/formats';

/** Bytes that are base64 in one line of text. */
const LINE_BYTES = 57;

/** Rows of BINARY2 as base64 (VOTable 1.4, 5.4): a bit per missing value, then the values, big-endian. */
export class BinaryRows {
  readonly #columns: readonly ResultColumn[];
  #bytes = Buffer.alloc(1 << 16);
  #length = 0;

  constructor(columns: readonly ResultColumn[]) {
    this.#columns = columns;
  }

  /** The text of all bytes that fill lines. */
  encode(rows: readonly (readonly Cell[])[]): string {
    for (const row of rows) this.#row(row);
    const whole = this.#length - (this.#length % LINE_BYTES);
    const text = lines(this.#bytes, whole);
    this.#bytes.copyWithin(0, whole, this.#length);
    this.#length -= whole;
    return text;
  }

  finish(): string {
    const text = lines(this.#bytes, this.#length);
    this.#length = 0;
    return text;
  }

  #row(row: readonly Cell[]): void {
    const flags = this.#take(Math.ceil(this.#columns.length / 8));
    this.#bytes.fill(0, flags, this.#length);
    for (const [i, column] of this.#columns.entries()) {
      const cell = row[i] ?? null;
      if (cell === null) {
        const at = flags + (i >> 3);
        this.#bytes[at] = (this.#bytes[at] ?? 0) | (0x80 >> (i & 7));
      }
      this.#cell(cell, column);
    }
  }

  #cell(cell: Cell, column: ResultColumn): void {
    switch (column.type) {
      case 'bool':
        this.#bytes.write(
          cell === true ? 'T' : cell === false ? 'F' : '?',
          this.#take(1),
          'latin1',
        );
        break;
      case 'int2':
        this.#bytes.writeInt16BE(numberOf(cell), this.#take(2));
        break;
      case 'int4':
        this.#bytes.writeInt32BE(numberOf(cell), this.#take(4));
        break;
      case 'int8':
        this.#bytes.writeBigInt64BE(bigintOf(cell), this.#take(8));
        break;
      case 'float4':
        this.#bytes.writeFloatBE(floatOf(cell), this.#take(4));
        break;
      case 'float8':
        this.#bytes.writeDoubleBE(floatOf(cell), this.#take(8));
        break;
      case 'text':
      case 'timestamp':
        this.#text(
          typeof cell === 'string' ? cell : '',
          column.type === 'text' && column.isUnicode,
        );
        break;
      default:
        this.#list(cell, column.type);
    }
  }

  #text(text: string, isUnicode: boolean): void {
    // Of a column of ASCII nothing else is sent: some readers stop at it.
    const bytes = isUnicode
      ? Buffer.from(text, 'utf16le').swap16()
      : Buffer.from(text.replaceAll(/[^\0-\x7f]/g, '?'), 'latin1');
    this.#bytes.writeInt32BE(isUnicode ? bytes.length / 2 : bytes.length, this.#take(4));
    const at = this.#take(bytes.length);
    bytes.copy(this.#bytes, at);
  }

  #list(cell: Cell, type: 'point' | 'circle' | 'polygon'): void {
    const numbers = Array.isArray(cell) ? cell.map(floatOf) : [];
    if (type === 'polygon') this.#bytes.writeInt32BE(numbers.length, this.#take(4));
    const count = type === 'point' ? 2 : type === 'circle' ? 3 : numbers.length;
    for (let i = 0; i < count; i++) {
      this.#bytes.writeDoubleBE(numbers[i] ?? Number.NaN, this.#take(8));
    }
  }

  /** Room for some bytes; where it begins. */
  #take(count: number): number {
    const at = this.#length;
    const needed = at + count;
    if (needed > this.#bytes.length) {
      const larger = Buffer.alloc(Math.max(needed, 2 * this.#bytes.length));
      this.#bytes.copy(larger, 0, 0, at);
      this.#bytes = larger;
    }
    this.#length = needed;
    return at;
  }
}

function lines(bytes: Buffer, length: number): string {
  const parts: string[] = [];
  for (let at = 0; at < length; at += LINE_BYTES) {
    parts.push(bytes.toString('base64', at, Math.min(length, at + LINE_BYTES)), '\n');
  }
  return parts.join('');
}

const numberOf = (cell: Cell): number => (typeof cell === 'number' ? cell : 0);
const bigintOf = (cell: Cell): bigint =>
  typeof cell === 'bigint' ? cell : BigInt(typeof cell === 'number' ? Math.trunc(cell) : 0);
const floatOf = (cell: Cell): number =>
  typeof cell === 'number' || typeof cell === 'bigint' ? Number(cell) : Number.NaN;
