/**
 * Catalogs, as whoever matches with them, searches them or shows them may rely on.
 *
 * - A row of `catalogs` per name, read with `listCatalogs` or `findCatalog`. `state = 'ready'` alone
 *   can be used; its `version` grows with each load or mount and is never used twice, not even after
 *   `drop`.
 * - The objects of a **loaded** catalog are the table `dataTable(catalog)`, one per version, never
 *   changed once the catalog names it. Beside the columns of the file, each in its type and by the
 *   name `columns[i].column`, it has
 *     - `cat_id` bigint or text (`idType`), unique, indexed: the id column of the file, or the number
 *       of the record;
 *     - `cat_ra`, `cat_dec` double precision, not null: ICRS degrees, 0 ≤ ra < 360;
 *     - `hpx` bigint, not null: the nested HEALPix index of order 29 of that place; indexed by a
 *       b-tree, and the rows lie in its order.
 *   NaN and infinite values of the file are null; arrays are `jsonb`.
 * - A version that is replaced is dropped right after the row of `catalogs` names the next one. A
 *   query that gets `undefined_table` (42P01) reads the row of `catalogs` again and repeats.
 * - Each change rings `catalogsChannel`.
 * - fritz_app, fritz_broker and fritz_public read all of it; only the owner writes, for
 *   `fritz catalog`.
 * - A **mounted** catalog has no table: its rows are read from HATS files in `location`.
 */
import type { CellType } from '@fritz/formats';

/** Rings when a catalog was added, replaced, dropped or set. */
export const catalogsChannel = 'fritz_catalogs';

/** What a name of a catalog may be: it stands in documents, on command lines and in paths. */
export const catalogName = /^[A-Za-z0-9][A-Za-z0-9_]{0,59}$/;

export type CatalogKind = 'loaded' | 'mounted';
export type CatalogState = 'empty' | 'ready' | 'dropped';

export interface CatalogColumn {
  /** As in the file. */
  readonly name: string;
  /** In the table of the catalog: the name where it can be one. */
  readonly column: string;
  readonly type: CellType;
  readonly unit: string | null;
  readonly ucd: string | null;
  readonly description: string | null;
}

/** The motion of a catalog's objects: columns in mas/yr, that in right ascension times cos δ. */
export interface ProperMotion {
  readonly raColumn: string;
  readonly decColumn: string;
}

/** How alerts are matched with a catalog, beside its radius; what is not said is null or all. */
export interface CatalogSettings {
  /** Whether new objects are matched with it at all; default true. */
  readonly isMatched?: boolean;
  /** Columns of the file that a match carries; default all. */
  readonly projection?: readonly string[];
  /** A condition of the filter language on the catalog's document; default none. */
  readonly filter?: Readonly<Record<string, unknown>>;
  /** At most so many, nearest first; default all. */
  readonly maxMatches?: number;
  readonly properMotion?: ProperMotion;
  /** Matches of nearby galaxies reach as far as their distance says, up to the radius. */
  readonly distance?: DistanceRule;
}

/**
 * How far a galaxy reaches: that of CLU is in `redshift`, 30″ at z = 0.05 and the whole radius below
 * z = 0.01; that of NED in `distanceMpc`, 30 kpc and the whole radius below 40 Mpc.
 */
export interface DistanceRule {
  readonly rule: 'redshift' | 'distance';
  readonly redshiftColumn?: string;
  readonly distanceMpcColumn?: string;
  /** Semi-major axis in degrees, axis ratio and position angle of galaxies that are ellipses. */
  readonly ellipse?: { readonly a: string; readonly b2a: string; readonly pa: string };
}

export interface Catalog {
  readonly id: number;
  readonly name: string;
  readonly kind: CatalogKind;
  readonly version: number;
  readonly state: CatalogState;
  readonly columns: readonly CatalogColumn[];
  readonly idColumn: string | null;
  readonly idType: 'int8' | 'text';
  readonly raColumn: string | null;
  readonly decColumn: string | null;
  readonly epochMjd: number | null;
  readonly preset: string | null;
  readonly radiusArcsec: number;
  readonly settings: CatalogSettings;
  readonly rows: bigint;
  readonly loadedAt: Date | null;
  readonly location: string | null;
}

/** The columns that every table of a catalog has beside those of its file. */
export const systemColumns = ['cat_id', 'cat_ra', 'cat_dec', 'hpx'] as const;

/** The table of a loaded catalog's version, ready to stand in SQL. */
export function dataTable({ id, version }: Pick<Catalog, 'id' | 'version'>): string {
  return `fritz_catalogs.catalog_${id}_${version}`;
}
