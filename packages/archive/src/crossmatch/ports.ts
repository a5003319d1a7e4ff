import type { CatalogColumn } from '../catalogs/catalog.ts';

/** A circle on the sky, ICRS degrees. */
export interface Cone {
  readonly ra: number;
  readonly dec: number;
  readonly radiusArcsec: number;
}

/** A value of a catalog's column: float4 as its float32, int8 as bigint or a safe number. */
export type CatalogValue = unknown;

/** An object of a catalog that lies in a cone, or close to it. */
export interface NearObject {
  /** Which of the cones. */
  readonly cone: number;
  readonly id: bigint | string;
  /** ICRS degrees, at the catalog's epoch. */
  readonly ra: number;
  readonly dec: number;
  /** Of the columns that were asked for. */
  readonly values: readonly CatalogValue[];
}

/** What moves fast, apart: it is looked for in wide cones, of which nothing else is wanted. */
export interface MotionCut {
  readonly which: 'slow' | 'fast';
  readonly raColumn: CatalogColumn;
  readonly decColumn: CatalogColumn;
  /** Milliarcseconds a year: fast is what moves more; what has no motion is slow. */
  readonly limitMasYr: number;
}

/** Where the objects of a catalog are read from: its table, or files where they lie. */
export interface CatalogRows {
  /**
   * All objects within the cones, and maybe some beyond them. An object that lies in two cones is
   * given for each.
   */
  near(
    cones: readonly Cone[],
    columns: readonly CatalogColumn[],
    cut: MotionCut | null,
  ): Promise<readonly NearObject[]>;
}

/** Runs one SQL statement; of the broker's connection or of a viewer's transaction. */
export type RunQuery = <Row extends Record<string, unknown>>(
  text: string,
  values: readonly unknown[],
) => Promise<readonly Row[]>;
