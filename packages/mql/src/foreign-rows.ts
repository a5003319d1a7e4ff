import type { PlainObject } from './values.ts';

/** A row of a catalog near an alert. */
export interface NearRow {
  readonly row: PlainObject;
  readonly distanceArcsec: number;
}

/**
 * What supplies the rows of catalogs and watchlists to `$lookup`: the pipeline, which has matched
 * them beforehand. Collections and radii that a filter asks for are in its tree (`findLookups`).
 */
export interface ForeignRows {
  /** Whether rows of a collection are supplied; a filter that asks for another is refused. */
  has(collection: string): boolean;
  /** The rows within the radius of a place (ICRS, degrees), the nearest first. */
  near(
    collection: string,
    place: { readonly raDeg: number; readonly decDeg: number },
    radiusArcsec: number,
  ): readonly NearRow[];
}

/** Where nothing supplies rows. */
export const NO_FOREIGN_ROWS: ForeignRows = { has: () => false, near: () => [] };
