import { type Catalog, dataTable } from '../catalogs/catalog.ts';
import { type Mounted, mountedRows } from '../catalogs/hats/hats-rows.ts';
import {
  type CatalogMatch,
  type MatchRule,
  matchCatalog,
  type PlaceInTime,
} from './match-catalog.ts';
import type { CatalogRows, RunQuery } from './ports.ts';
import { tableRows } from './table-rows.ts';

/** What a search asks of a catalog in place of the catalog's own settings. */
export interface ConeSearch {
  readonly places: readonly PlaceInTime[];
  /** Default the catalog's. */
  readonly radiusArcsec?: number;
  /** Default all fields; by the settings, as matches have them, where `'matched'`. */
  readonly projection?: readonly string[] | 'matched';
  /** Of each place at most so many, the nearest; default all. */
  readonly maxMatches?: number;
}

/** The objects of a catalog: by its table, or in its files where they lie. */
export function openCatalog(
  query: RunQuery,
  catalog: Pick<Catalog, 'id' | 'version' | 'kind'> & Mounted,
): CatalogRows {
  return catalog.kind === 'mounted' ? mountedRows(catalog) : tableRows(query, dataTable(catalog));
}

/**
 * The objects of a catalog around places, the nearest first: exact great-circle distances, with
 * stars where they are at each place's time. Rules for galaxies and conditions are for matches alone.
 */
export function searchCatalog(
  query: RunQuery,
  catalog: Catalog,
  { places, radiusArcsec = catalog.radiusArcsec, projection, maxMatches }: ConeSearch,
): Promise<CatalogMatch[][]> {
  const { columns, epochMjd, settings } = catalog;
  const { properMotion } = settings;
  const fields = projection === 'matched' ? settings.projection : projection;
  const rule: MatchRule = {
    ...{ columns, epochMjd, radiusArcsec },
    settings: {
      ...(properMotion ? { properMotion } : {}),
      ...(fields ? { projection: fields } : {}),
      ...(maxMatches === undefined ? {} : { maxMatches }),
    },
  };
  return matchCatalog(openCatalog(query, catalog), rule, places);
}
