/**
 * A column's values as pages: which are there, then those, one after the other.
 * Source: Apache Parquet format, Encodings.md (PLAIN, RLE) and README.md (nested encoding).
 */
import type { Cell, CellType } from '../table/table.ts';
import { textOfCell } from '../table/writable-table.ts';
import { GrowingBytes } from './growing-bytes.ts';

export interface ParquetColumn {
  readonly name: string;
  readonly type: CellType;
  /** Whether each row has a list of such values. */
  readonly isList?: boolean;
  /** Rows of a page, where it is read in another way than the rest of the file. */
  readonly pageRows?: number;
}

/** Values of the rows, null where one has none: cells, or lists of them. */
export type ParquetValues = ArrayLike<Cell | ArrayLike<Cell> | undefined>;

export interface Page {
  /** As they go into the file, but for the compression. */
  readonly bytes: Uint8Array;
  /** Values, with those that are missing. */
  readonly values: number;
  readonly firstRow: number;
}

/** The smallest and the largest of numbers. */
export interface ValueRange {
  readonly min: number | bigint;
  readonly max: number | bigint;
}

export interface PageSize {
  readonly rows: number;
  readonly values: number;
}

/** Levels of definition of a value in a list: no list, none in it, none of its own. */
const LEVELS = { noList: 0, emptyList: 1, noValue: 2, value: 3 } as const;

/** What writes pages of one column. */
export class ColumnWriter {
  readonly column: ParquetColumn;
  readonly #values = new GrowingBytes();
  readonly #page = new GrowingBytes();
  readonly #definitions = new Levels();
  readonly #repetitions = new Levels();
  readonly #write: (value: Cell) => void;
  #bits: boolean[] = [];
  #min: number | bigint | null = null;
  #max: number | bigint | null = null;
  #nulls = 0;

  constructor(column: ParquetColumn) {
    this.column = column;
    this.#write = this.#writerOf(column.type);
  }

  /** Of all values since `beginChunk`; null where there are none, or they have no order here. */
  get range(): ValueRange | null {
    return this.#min === null || this.#max === null ? null : { min: this.#min, max: this.#max };
  }

  get nulls(): number {
    return this.#nulls;
  }

  beginChunk(): void {
    this.#min = null;
    this.#max = null;
    this.#nulls = 0;
  }

  /** Pages of rows that belong together, each to be used before the next one is asked for. */
  *pages(values: ParquetValues, rows: number, size: PageSize): Generator<Page> {
    for (let row = 0; row < rows; ) {
      const firstRow = row;
      let count = 0;
      do {
        count += this.column.isList ? this.#addList(values[row]) : this.#addOne(values[row]);
        row++;
      } while (row < rows && row - firstRow < size.rows && count < size.values);
      yield { bytes: this.#endPage(), values: count, firstRow };
    }
  }

  #addOne(value: Cell | ArrayLike<Cell> | undefined): number {
    const cell = this.#cellOf(value);
    this.#definitions.add(cell === null ? 0 : 1);
    if (cell === null) this.#nulls++;
    else this.#write(cell);
    return 1;
  }

  #addList(value: Cell | ArrayLike<Cell> | undefined): number {
    const items = listOf(value);
    this.#repetitions.add(0);
    if (items === null || items.length === 0) {
      this.#definitions.add(items === null ? LEVELS.noList : LEVELS.emptyList);
      this.#nulls++;
      return 1;
    }
    for (let i = 0; i < items.length; i++) {
      if (i > 0) this.#repetitions.add(1);
      const cell = this.#cellOf(items[i]);
      this.#definitions.add(cell === null ? LEVELS.noValue : LEVELS.value);
      if (cell === null) this.#nulls++;
      else this.#write(cell);
    }
    return items.length;
  }

  /** What is no number is missing: NaN and infinities have no place in a table. */
  #cellOf(value: Cell | ArrayLike<Cell> | undefined): Cell {
    if (value === null || value === undefined) return null;
    if (typeof value === 'number' && !Number.isFinite(value)) return null;
    return value as Cell;
  }

  #endPage(): Uint8Array {
    const { isList = false, type } = this.column;
    this.#page.clear();
    if (isList) this.#repetitions.writeTo(this.#page);
    this.#definitions.writeTo(this.#page);
    if (type === 'bool') this.#packBits();
    this.#page.append(this.#values.view());
    this.#values.clear();
    return this.#page.view();
  }

  #packBits(): void {
    for (let at = 0; at < this.#bits.length; at += 8) {
      let byte = 0;
      for (let bit = 0; bit < 8; bit++) if (this.#bits[at + bit]) byte |= 1 << bit;
      this.#values.byte(byte);
    }
    this.#bits = [];
  }

  #writerOf(type: CellType): (value: Cell) => void {
    const bytes = this.#values;
    switch (type) {
      case 'bool':
        return (value) => void this.#bits.push(value === true);
      case 'int2':
      case 'int4':
        return (value) => bytes.int32(this.#seen(Number(value)));
      case 'int8':
        return (value) =>
          bytes.int64(this.#seen(typeof value === 'bigint' ? value : BigInt(Number(value))));
      case 'float4':
        return (value) => bytes.float32(this.#seen(Math.fround(Number(value))));
      case 'float8':
        return (value) => bytes.float64(this.#seen(Number(value)));
      case 'text':
        return (value) => bytes.text(String(value));
      case 'json':
        return (value) => bytes.text(textOfCell(value));
    }
  }

  #seen<T extends number | bigint>(value: T): T {
    if (this.#min === null || value < this.#min) this.#min = value;
    if (this.#max === null || value > this.#max) this.#max = value;
    return value;
  }
}

function listOf(value: Cell | ArrayLike<Cell> | undefined): ArrayLike<Cell> | null {
  return typeof value === 'object' && value !== null && 'length' in value
    ? (value as ArrayLike<Cell>)
    : null;
}

/** Small numbers as runs of equal ones. */
class Levels {
  readonly #runs = new GrowingBytes(256);
  #level = 0;
  #count = 0;

  add(level: number): void {
    if (level === this.#level) this.#count++;
    else {
      this.#endRun();
      this.#level = level;
      this.#count = 1;
    }
  }

  /** Appends them after their length in bytes, and begins anew. */
  writeTo(page: GrowingBytes): void {
    this.#endRun();
    page.int32(this.#runs.length);
    page.append(this.#runs.view());
    this.#runs.clear();
    this.#level = 0;
  }

  #endRun(): void {
    if (this.#count === 0) return;
    this.#runs.varint(this.#count * 2);
    this.#runs.byte(this.#level);
    this.#count = 0;
  }
}
