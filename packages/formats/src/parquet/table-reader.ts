/** Parquet files, by hyparquet; read where they lie, row group by row group. */
import {
  type AsyncBuffer,
  type Compressors,
  type FileMetaData,
  parquetMetadataAsync,
  parquetRead,
  parquetSchema,
} from 'hyparquet';
import {
  type BadRecord,
  type Cell,
  type TableBatch,
  type TableColumn,
  TableError,
  type TableReader,
} from '../table/table.ts';
import { parquetType, type ToCell } from './column-types.ts';

/** A file that is read by pieces. */
export interface ByteFile {
  readonly byteLength: number;
  slice(start: number, end?: number): Promise<ArrayBuffer>;
}

/** Decompression by the names of Parquet; Snappy is known without. */
export type Decompressors = Partial<
  Record<'GZIP' | 'ZSTD' | 'BROTLI', (input: Uint8Array, outputLength: number) => Uint8Array>
>;

/** Rows that lie together, with the smallest and largest value of a column where the file has them. */
export interface RowGroupRange {
  readonly from: number;
  readonly to: number;
  readonly min: bigint | null;
  readonly max: bigint | null;
}

export interface RowsRequest {
  readonly from: number;
  readonly to: number;
  /** Names, in the order wanted. */
  readonly columns: readonly string[];
}

/** Values that are decoded at a time. */
const MAX_CELLS = 2_000_000;
const BATCH_ROWS = 5000;

/** An open Parquet file. */
export class ParquetTable {
  readonly columns: readonly TableColumn[];
  readonly warnings: readonly string[];
  readonly rowCount: number;
  /** Whether the file tells where the pages of its rows are. */
  readonly hasPageIndex: boolean;
  readonly #file: AsyncBuffer;
  readonly #metadata: FileMetaData;
  readonly #compressors: Compressors;
  readonly #toCell: ReadonlyMap<string, ToCell>;

  private constructor(file: ByteFile, metadata: FileMetaData, decompressors: Decompressors) {
    this.#file = file;
    this.#metadata = metadata;
    this.#compressors = decompressors;
    const columns: TableColumn[] = [];
    const warnings: string[] = [];
    const toCell = new Map<string, ToCell>();
    for (const node of parquetSchema(metadata).children) {
      const { name } = node.element;
      const found = parquetType(node);
      if (typeof found === 'string') warnings.push(`column "${name}" is left out: ${found}`);
      else {
        columns.push({ name, type: found.type, unit: null, ucd: null, description: null });
        toCell.set(name, found.toCell);
      }
    }
    this.columns = columns;
    this.warnings = warnings;
    this.#toCell = toCell;
    this.rowCount = Number(metadata.num_rows);
    const [chunk] = metadata.row_groups[0]?.columns ?? [];
    this.hasPageIndex = chunk?.offset_index_offset !== undefined;
  }

  /** @throws TableError `bad_format` */
  static async open(file: ByteFile, decompressors: Decompressors = {}): Promise<ParquetTable> {
    const metadata = await decoding(() => parquetMetadataAsync(file));
    return decoding(async () => new ParquetTable(file, metadata, decompressors));
  }

  /** The row groups, with the range of a column of integers. */
  groups(column: string): RowGroupRange[] {
    let from = 0;
    return this.#metadata.row_groups.map((group) => {
      const to = from + Number(group.num_rows);
      const chunk = group.columns.find(
        ({ meta_data: data }) => data?.path_in_schema.join('.') === column,
      );
      const statistics = chunk?.meta_data?.statistics;
      const range = {
        from,
        to,
        min: asBigint(statistics?.min_value ?? statistics?.min),
        max: asBigint(statistics?.max_value ?? statistics?.max),
      };
      from = to;
      return range;
    });
  }

  /**
   * Rows by position; a value that does not fit its type is undefined.
   * @throws TableError
   */
  async read({ from, to, columns }: RowsRequest): Promise<(Cell | undefined)[][]> {
    const converters = columns.map((name) => this.#toCell.get(name));
    let rows: unknown[][] = [];
    await decoding(() =>
      parquetRead({
        file: this.#file,
        metadata: this.#metadata,
        compressors: this.#compressors,
        columns: [...columns],
        rowStart: from,
        rowEnd: to,
        useOffsetIndex: true,
        onComplete: (complete) => {
          rows = complete;
        },
      }),
    );
    return rows.map((row) => row.map((value, i) => converters[i]?.(value)));
  }
}

function asBigint(value: unknown): bigint | null {
  if (typeof value === 'bigint') return value;
  return typeof value === 'number' && Number.isInteger(value) ? BigInt(value) : null;
}

async function decoding<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof TableError) throw cause;
    // The file itself could not be read.
    if (cause instanceof Error && 'syscall' in cause) throw cause;
    const said = cause instanceof Error ? cause.message : String(cause);
    throw new TableError('bad_format', `the Parquet file cannot be read: ${said}`, { cause });
  }
}

/**
 * All rows of a Parquet file.
 * @throws TableError `bad_format` where there is nothing to read
 */
export function parquetReader(table: ParquetTable): TableReader {
  if (table.columns.length === 0) {
    throw new TableError('bad_format', 'the file has no column that could be read');
  }
  return {
    format: 'parquet',
    columns: table.columns,
    notes: { warnings: table.warnings, epochYear: null },
    rowCount: table.rowCount,
    placeNoun: 'row',
    batches: () => readAll(table),
  };
}

async function* readAll(table: ParquetTable): AsyncGenerator<TableBatch> {
  const columns = table.columns.map(({ name }) => name);
  const most = Math.max(1, Math.floor(MAX_CELLS / Math.max(1, columns.length)));
  for (const { from, to } of table.groups('')) {
    for (let start = from; start < to; start += most) {
      const end = Math.min(to, start + most);
      const rows = await table.read({ from: start, to: end, columns });
      if (rows.length < end - start) {
        throw new TableError('truncated', `rows ${start + 1} to ${end} are not all there`);
      }
      for (let at = 0; at < rows.length; at += BATCH_ROWS) {
        yield makeBatch(rows.slice(at, at + BATCH_ROWS), start + at + 1, columns);
      }
    }
  }
}

function makeBatch(
  read: readonly (readonly (Cell | undefined)[])[],
  firstPlace: number,
  columns: readonly string[],
): TableBatch {
  const rows: Cell[][] = [];
  const places: number[] = [];
  const bad: BadRecord[] = [];
  for (const [i, values] of read.entries()) {
    const odd = values.indexOf(undefined);
    if (odd >= 0) {
      bad.push({ place: firstPlace + i, reason: `${columns[odd]} is beyond 64 bits with a sign` });
    } else {
      rows.push(values as Cell[]);
      places.push(firstPlace + i);
    }
  }
  return { rows, places, bad, records: read.length };
}
