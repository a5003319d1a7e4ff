import type { TableColumn } from '@fritz/formats';
import type { CatalogSettings } from './catalog.ts';
import type { PositionPlan } from './place-rows.ts';

/** A file as it was when its rows were read. */
export interface FileStamp {
  readonly path: string;
  readonly bytes: number;
  readonly modifiedMs: number;
}

/** What a load makes of its files; the same plan again goes on where an earlier one stopped. */
export interface LoadPlan {
  readonly name: string;
  readonly files: readonly FileStamp[];
  /** Of all files together; see `mergeColumns`. */
  readonly columns: readonly TableColumn[];
  readonly position: PositionPlan;
  readonly epochMjd: number | null;
  readonly preset: string | null;
  readonly radiusArcsec: number;
  readonly settings: CatalogSettings;
}

/** A record that is not in the catalog. */
export interface RefusedRecord {
  readonly file: string;
  /** Line or row of the file. */
  readonly place: number;
  readonly reason: string;
}

/** How far a load has come, as `catalogs.loading` keeps it. */
export interface LoadState {
  readonly version: number;
  readonly plan: LoadPlan;
  /** Files that are read, and records of the next one. */
  readonly files: number;
  readonly records: number;
  readonly rows: number;
  readonly refused: number;
  /** The first ten. */
  readonly examples: readonly RefusedRecord[];
}

export const MAX_EXAMPLES = 10;

/** What a finished load did. */
export interface LoadReport {
  readonly version: number;
  readonly rows: number;
  /** Bad records and objects whose id was there before. */
  readonly refused: number;
  readonly examples: readonly RefusedRecord[];
}

/** Files in a record's number (`cat_row`), above the line or row within the file. */
export const FILE_STRIDE = 2n ** 40n;
