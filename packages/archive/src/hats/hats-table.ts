/**
 * What is written as a HATS catalog: a table whose rows lie in the order of their places.
 * Source: HATS, IVOA Note of 2025-08-22 (version 1.0 of the format).
 */
import type { Cell, ParquetColumn } from '@fritz/formats';

/** The column of order-29 nested indices by which rows are sorted; it is written before all others. */
export const HPX_COLUMN = '_healpix_29';

export interface HatsTable {
  /** A file name: letters, digits, `_`, `-` and `.`. */
  readonly name: string;
  /** An object is there once, a source each time that it was seen. */
  readonly kind: 'object' | 'source';
  readonly columns: readonly ParquetColumn[];
  readonly raColumn: string;
  readonly decColumn: string;
  /** Properties of one's own, such as `fritz_programs`. */
  readonly properties: Readonly<Record<string, string>>;
}

export type HatsCell = Cell | ArrayLike<Cell>;

export interface HatsRow {
  readonly hpx: bigint;
  readonly ra: number;
  readonly dec: number;
  /** In the order of the columns. */
  readonly cells: readonly HatsCell[];
}

/** Where rows come from; each call sees the same rows. */
export interface HatsSource {
  /** How many rows there are in the pixels of an order that have some. */
  count(order: number): Promise<ReadonlyMap<bigint, number>>;
  /** From an index on, in their order. */
  rows(from: bigint): AsyncIterable<readonly HatsRow[]>;
  /** Those of these very indices. */
  at(indices: readonly bigint[]): Promise<readonly HatsRow[]>;
}

/** A pixel that is a file of its own. */
export interface HatsPixel {
  readonly order: number;
  readonly pix: bigint;
  /** Order-29 nested indices, the last one not included. */
  readonly from: bigint;
  readonly to: bigint;
}
