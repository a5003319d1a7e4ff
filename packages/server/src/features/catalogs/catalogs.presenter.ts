import type { Catalog, CatalogNeighbours } from '@fritz/archive';
import { naiveUtc, type routes, type Static } from '@fritz/contract';

type Listed = Static<typeof routes.listCatalogs.response>[number];
type Neighbours = Static<typeof routes.getCrossMatches.response>[number];

export function presentCatalog(catalog: Catalog): Listed {
  const { name, version, kind, rows, columns, settings, radiusArcsec, loadedAt } = catalog;
  return {
    ...{ name, version, kind, rows: Number(rows), radius_arcsec: radiusArcsec },
    columns: columns.map((column) => ({ name: column.name, unit: column.unit })),
    is_matched: settings.isMatched !== false,
    loaded_at: loadedAt && naiveUtc(loadedAt),
  };
}

export function presentNeighbours({
  catalog,
  version,
  radiusArcsec,
  documents,
}: CatalogNeighbours): Neighbours {
  return { catalog, version, radius_arcsec: radiusArcsec, matches: documents.map(presentMatch) };
}

/** What `matchCatalog` made of a catalog's object. */
export function presentMatch(
  document: Readonly<Record<string, unknown>>,
): Neighbours['matches'][number] {
  // As `matchCatalog` made it; small ids come back as numbers.
  const { _id: id, coordinates } = document as {
    readonly _id: string | number | bigint;
    readonly coordinates: { readonly distance_arcsec: number; readonly distance_kpc?: number };
  };
  const kpc = coordinates.distance_kpc;
  return {
    id: typeof id === 'number' ? BigInt(id) : id,
    distance_arcsec: coordinates.distance_arcsec,
    // Filters see −1 where no distance is known.
    distance_kpc: kpc === undefined || kpc < 0 ? null : kpc,
    document: { ...document },
  };
}
