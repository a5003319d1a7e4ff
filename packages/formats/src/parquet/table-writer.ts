/**
 * Parquet files, row group by row group: of a file nothing is held but where its pages are.
 * Source: Apache Parquet format, parquet.thrift; pages of version 1, plain values, an offset index.
 */
import type { CellType } from '../table/table.ts';
import type { WritableTable } from '../table/writable-table.ts';
import {
  ColumnWriter,
  type ParquetColumn,
  type ParquetValues,
  type ValueRange,
} from './column-writer.ts';
import {
  binary,
  encodeThrift,
  i16,
  i32,
  i64,
  list,
  struct,
  type ThriftValue,
  text,
} from './thrift.ts';

/** How pages are packed; the function is the caller's, since browsers have others. */
export interface ParquetPacking {
  readonly codec: 'GZIP' | 'ZSTD';
  readonly compress: (bytes: Uint8Array) => Uint8Array;
}

export interface ParquetOptions {
  readonly packing?: ParquetPacking;
  /** At most so many rows a page, and about so many values: what a reader of one row must unpack. */
  readonly pageRows?: number;
  readonly pageValues?: number;
  /** Of the file, as a whole. */
  readonly notes?: Readonly<Record<string, string>>;
}

interface PagePlace {
  readonly offset: number;
  readonly bytes: number;
  readonly firstRow: number;
}

/** A column's values of a row group, as they go into a file, wherever. */
export interface EncodedChunk {
  readonly pieces: readonly Uint8Array[];
  readonly values: number;
  readonly nulls: number;
  readonly rawBytes: number;
  readonly packedBytes: number;
  readonly range: ValueRange | null;
  /** From the chunk's first byte on. */
  readonly pages: readonly PagePlace[];
}

interface Chunk extends Omit<EncodedChunk, 'pieces'> {
  readonly column: ParquetColumn;
  readonly offset: number;
}

interface Group {
  readonly rows: number;
  readonly chunks: readonly Chunk[];
}

const MAGIC = Uint8Array.of(0x50, 0x41, 0x52, 0x31);
const CODECS = { GZIP: 2, ZSTD: 6 } as const;
const PLAIN = 0;
const RLE = 3;
const OPTIONAL = 1;
const REPEATED = 2;

/** The physical type of a kind of cell, and what it means where that says more. */
const TYPES: Readonly<Record<CellType, readonly [type: number, converted: number | null]>> = {
  bool: [0, null],
  int2: [1, 16],
  int4: [1, null],
  int8: [2, null],
  float4: [4, null],
  float8: [5, null],
  text: [6, 0],
  json: [6, 19],
};
const CONVERTED_LIST = 3;

export class ParquetWriter {
  readonly columns: readonly ParquetColumn[];
  readonly #writers: readonly ColumnWriter[];
  readonly #options: ParquetOptions;
  readonly #groups: Group[] = [];
  #offset = 0;
  #rows = 0;

  constructor(columns: readonly ParquetColumn[], options: ParquetOptions = {}) {
    this.columns = columns;
    this.#writers = columns.map((column) => new ColumnWriter(column));
    this.#options = options;
  }

  get rows(): number {
    return this.#rows;
  }

  /** Bytes so far. */
  get byteLength(): number {
    return this.#offset;
  }

  /**
   * Rows that lie together; the bytes follow those of the call before.
   * @param values of each column, all of the rows'
   */
  rowGroup(values: readonly ParquetValues[], rows: number): Uint8Array[] {
    return this.encodedGroup(
      this.#writers.map((writer, i) => encode(writer, values[i] ?? [], rows, this.#options)),
      rows,
    );
  }

  /** The same of chunks that `encodeChunk` made, for those who write a column more than once. */
  encodedGroup(encoded: readonly EncodedChunk[], rows: number): Uint8Array[] {
    const pieces = this.#begin();
    const chunks = this.columns.map((column, i): Chunk => {
      const chunk = encoded[i];
      if (!chunk) throw new Error(`a row group has no values of ${column.name}`);
      const offset = this.#offset;
      const { pieces: own, ...rest } = chunk;
      for (const piece of own) this.#put(pieces, piece);
      return { column, offset, ...rest };
    });
    this.#groups.push({ rows, chunks });
    this.#rows += rows;
    return pieces;
  }

  /** The end of the file, after which there is no more. */
  end(): Uint8Array[] {
    const pieces = this.#begin();
    const indexes = this.#groups.map(({ chunks }) =>
      chunks.map((chunk) => this.#put(pieces, encodeThrift(offsetIndex(chunk)))),
    );
    const footer = encodeThrift([
      [1, i32(1)],
      [2, list('struct', schemaOf(this.columns))],
      [3, i64(this.#rows)],
      [
        4,
        list(
          'struct',
          this.#groups.map((group, i) => this.#groupOf(group, indexes[i] ?? [], i)),
        ),
      ],
      [5, this.#notes()],
      [6, text('Fritz')],
      [
        7,
        list(
          'struct',
          this.columns.map(() => struct([[1, struct([])]])),
        ),
      ],
    ]);
    this.#put(pieces, footer);
    this.#put(
      pieces,
      Uint8Array.from([0, 8, 16, 24], (shift) => footer.length >>> shift),
    );
    this.#put(pieces, MAGIC);
    return pieces;
  }

  #begin(): Uint8Array[] {
    const pieces: Uint8Array[] = [];
    if (this.#offset === 0) this.#put(pieces, MAGIC);
    return pieces;
  }

  #put(pieces: Uint8Array[], bytes: Uint8Array): { offset: number; bytes: number } {
    const offset = this.#offset;
    pieces.push(bytes);
    this.#offset += bytes.length;
    return { offset, bytes: bytes.length };
  }

  #groupOf(
    { rows, chunks }: Group,
    indexes: readonly { offset: number; bytes: number }[],
    ordinal: number,
  ): ThriftValue {
    const codec = this.#options.packing ? CODECS[this.#options.packing.codec] : 0;
    return struct([
      [
        1,
        list(
          'struct',
          chunks.map((chunk, i) => columnChunk(chunk, codec, indexes[i])),
        ),
      ],
      [2, i64(chunks.reduce((sum, { rawBytes }) => sum + rawBytes, 0))],
      [3, i64(rows)],
      [5, i64(chunks[0]?.offset ?? 0)],
      [6, i64(chunks.reduce((sum, { packedBytes }) => sum + packedBytes, 0))],
      // Beyond what the field holds it is left out.
      [7, ordinal < 32_768 ? i16(ordinal) : null],
    ]);
  }

  #notes(): ThriftValue | null {
    const entries = Object.entries(this.#options.notes ?? {});
    if (entries.length === 0) return null;
    return list(
      'struct',
      entries.map(([key, value]) =>
        struct([
          [1, text(key)],
          [2, text(value)],
        ]),
      ),
    );
  }
}

/** A table that is at hand, as a file. */
export function writeParquet(table: WritableTable, options: ParquetOptions = {}): Uint8Array[] {
  const { columns, rows, description } = table;
  const notes: Record<string, string> = description === undefined ? {} : { description };
  const writer = new ParquetWriter(columns, { ...options, notes: { ...notes, ...options.notes } });
  const values = columns.map((_, i) => rows.map((row) => row[i]));
  return [...(rows.length > 0 ? writer.rowGroup(values, rows.length) : []), ...writer.end()];
}

/** A column's values of a row group, to be written by `encodedGroup`. */
export function encodeChunk(
  column: ParquetColumn,
  values: ParquetValues,
  rows: number,
  options: ParquetOptions = {},
): EncodedChunk {
  return encode(new ColumnWriter(column), values, rows, options);
}

function encode(
  writer: ColumnWriter,
  values: ParquetValues,
  rows: number,
  { packing, pageRows = 20_000, pageValues = 100_000 }: ParquetOptions,
): EncodedChunk {
  const pieces: Uint8Array[] = [];
  const pages: PagePlace[] = [];
  const sums = { values: 0, rawBytes: 0, packedBytes: 0 };
  writer.beginChunk();
  const size = writer.column.pageRows
    ? { rows: writer.column.pageRows, values: Number.POSITIVE_INFINITY }
    : { rows: pageRows, values: pageValues };
  for (const page of writer.pages(values, rows, size)) {
    const packed = packing ? packing.compress(page.bytes) : page.bytes.slice();
    const head = encodeThrift(pageHeader(page.bytes.length, packed.length, page.values));
    pieces.push(head, packed);
    const bytes = head.length + packed.length;
    pages.push({ offset: sums.packedBytes, bytes, firstRow: page.firstRow });
    sums.values += page.values;
    sums.rawBytes += head.length + page.bytes.length;
    sums.packedBytes += bytes;
  }
  return { pieces, ...sums, nulls: writer.nulls, range: writer.range, pages };
}

function schemaOf(columns: readonly ParquetColumn[]): ThriftValue[] {
  const root = struct([
    [4, text('schema')],
    [5, i32(columns.length)],
  ]);
  return [root, ...columns.flatMap(schemaElements)];
}

function schemaElements({ name, type, isList = false }: ParquetColumn): ThriftValue[] {
  const [physical, converted] = TYPES[type];
  const leaf = struct([
    [1, i32(physical)],
    [3, i32(OPTIONAL)],
    [4, text(isList ? 'element' : name)],
    [6, converted === null ? null : i32(converted)],
  ]);
  if (!isList) return [leaf];
  const outer = struct([
    [3, i32(OPTIONAL)],
    [4, text(name)],
    [5, i32(1)],
    [6, i32(CONVERTED_LIST)],
  ]);
  const middle = struct([
    [3, i32(REPEATED)],
    [4, text('list')],
    [5, i32(1)],
  ]);
  return [outer, middle, leaf];
}

function pageHeader(rawBytes: number, packedBytes: number, values: number) {
  const data = struct([
    [1, i32(values)],
    [2, i32(PLAIN)],
    [3, i32(RLE)],
    [4, i32(RLE)],
  ]);
  return [
    [1, i32(0)],
    [2, i32(rawBytes)],
    [3, i32(packedBytes)],
    [5, data],
  ] as const;
}

function columnChunk(
  chunk: Chunk,
  codec: number,
  index: { offset: number; bytes: number } | undefined,
): ThriftValue {
  const { column, offset, values, rawBytes, packedBytes } = chunk;
  const path = column.isList ? [column.name, 'list', 'element'] : [column.name];
  const data = struct([
    [1, i32(TYPES[column.type][0])],
    [2, list('i32', [i32(PLAIN), i32(RLE)])],
    [3, list('binary', path.map(text))],
    [4, i32(codec)],
    [5, i64(values)],
    [6, i64(rawBytes)],
    [7, i64(packedBytes)],
    [9, i64(offset)],
    [12, statisticsOf(chunk)],
  ]);
  return struct([
    [2, i64(offset)],
    [3, data],
    [4, index ? i64(index.offset) : null],
    [5, index ? i32(index.bytes) : null],
  ]);
}

function statisticsOf({ column, nulls, range }: Chunk): ThriftValue {
  const bytesOf = (value: number | bigint) => binary(plainBytes(column.type, value));
  return struct([
    [3, i64(nulls)],
    [5, range && bytesOf(range.max)],
    [6, range && bytesOf(range.min)],
  ]);
}

function plainBytes(type: CellType, value: number | bigint): Uint8Array {
  const view = new DataView(new ArrayBuffer(type === 'int8' || type === 'float8' ? 8 : 4));
  if (type === 'int8') view.setBigInt64(0, BigInt(value), true);
  else if (type === 'float8') view.setFloat64(0, Number(value), true);
  else if (type === 'float4') view.setFloat32(0, Number(value), true);
  else view.setInt32(0, Number(value), true);
  return new Uint8Array(view.buffer);
}

function offsetIndex({ offset: chunkAt, pages }: Chunk) {
  const places = pages.map(({ offset, bytes, firstRow }) =>
    struct([
      [1, i64(chunkAt + offset)],
      [2, i32(bytes)],
      [3, i64(firstRow)],
    ]),
  );
  return [[1, list('struct', places)]] as const;
}
