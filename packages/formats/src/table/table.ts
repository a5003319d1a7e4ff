/**
 * What the readers of tables have in common, whatever the file: named and typed columns, and rows in
 * batches, so that a file may be larger than memory.
 */

/**
 * - `int2`, `int4`: a number; `int8`: a bigint, exact;
 * - `float4`: a number that is a float32; `float8`: a number;
 * - `json`: an array, or what else has no type of its own; its integers beyond 2^53 are bigints.
 */
export type CellType = 'bool' | 'int2' | 'int4' | 'int8' | 'float4' | 'float8' | 'text' | 'json';

/** A missing value is null: NaN, infinities, the file's own null values and empty fields. */
export type Cell = boolean | number | bigint | string | null | CellList | CellRecord;
export type CellList = readonly Cell[];
export interface CellRecord {
  readonly [name: string]: Cell;
}

export interface TableColumn {
  readonly name: string;
  readonly type: CellType;
  readonly unit: string | null;
  /** Unified Content Descriptor (IVOA), such as `pos.eq.ra;meta.main`. */
  readonly ucd: string | null;
  readonly description: string | null;
  /** What a VOTable says of a type beyond its own, such as `timestamp`; absent: nothing. */
  readonly xtype?: string;
}

/** A record of the file that no row could be made of. */
export interface BadRecord {
  /** Where it is: a line of text from 1, or a row from 1. */
  readonly place: number;
  readonly reason: string;
}

/** Records that follow each other in the file, in its order. */
export interface TableBatch {
  readonly rows: readonly (readonly Cell[])[];
  /** Where each row is in the file. */
  readonly places: readonly number[];
  readonly bad: readonly BadRecord[];
  /** Records that were read, bad ones included. */
  readonly records: number;
}

/** What a file says of its table as a whole. */
export interface TableNotes {
  /** Things that were left out, such as columns of a kind that has no value in a row. */
  readonly warnings: readonly string[];
  /** Julian epoch of the positions, as the coordinate system of the file gives it. */
  readonly epochYear: number | null;
}

export type TableFormat = 'csv' | 'ecsv' | 'fits' | 'parquet' | 'votable';

/** A table that was opened: its columns are known, its rows are read on demand, once. */
export interface TableReader {
  readonly format: TableFormat;
  readonly columns: readonly TableColumn[];
  readonly notes: TableNotes;
  /** Where the file says it. */
  readonly rowCount: number | null;
  /** What a place is called. */
  readonly placeNoun: 'line' | 'row';
  batches(): AsyncIterable<TableBatch>;
}

/**
 * - `bad_format`: the file is not of the format that it should be;
 * - `truncated`: it ends too early;
 * - `unsupported`: it is right, but uses what is not read here;
 * - `too_large`: a header, a line or a record beyond all reason.
 */
export type TableErrorCode = 'bad_format' | 'truncated' | 'unsupported' | 'too_large';

/** A table that cannot be read, or read on. */
export class TableError extends Error {
  readonly code: TableErrorCode;

  constructor(code: TableErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'TableError';
    this.code = code;
  }
}
