import { parseExact } from '@fritz/contract';
import type { Catalog } from '../catalogs/catalog.ts';
import { SELECT_CATALOGS } from '../catalogs/catalogs.queries.ts';
import type { ViewerTx } from '../viewer/viewer-tx.ts';
import { ListedMemory } from './match-lists.ts';
import { covers } from './object-matches.ts';

/** An object's matches with one catalog. */
export interface CatalogNeighbours {
  readonly catalog: string;
  readonly version: number;
  readonly radiusArcsec: number;
  /** As filters see them, the nearest first. */
  readonly documents: readonly Readonly<Record<string, unknown>>[];
}

interface Row {
  readonly list_id: number;
  readonly found: string;
}

interface ConfigRow {
  readonly id: number;
  readonly name: string;
  readonly version: number;
  readonly radius_arcsec: number;
}

/** What an object is matched with now, as far as the viewer sees its programmes. */
export async function listNeighbours(tx: ViewerTx, objectId: string): Promise<CatalogNeighbours[]> {
  const rows = await tx.query<Row & Record<string, unknown>>(
    `SELECT list_id, found::text AS found FROM cross_matches WHERE object_id = $1
     ORDER BY known_at, programid DESC, list_id`,
    [objectId],
  );
  const lists = new ListedMemory();
  await lists.learn(
    tx.query,
    rows.map(({ list_id: id }) => id),
  );
  const configs = await tx.query<ConfigRow & Record<string, unknown>>(
    `SELECT c.id, c.name, c.version, c.radius_arcsec
     FROM (SELECT list_id FROM match_periods ORDER BY since DESC LIMIT 1) AS p
     JOIN match_lists l ON l.id = p.list_id JOIN match_configs c ON c.id = ANY (l.config_ids)
     ORDER BY c.name COLLATE "C"`,
  );
  return configs.flatMap(({ id, name: catalog, version, radius_arcsec: radiusArcsec }) => {
    const row = rows.findLast(({ list_id: listId }) => covers(lists.get(listId), id));
    if (!row) return [];
    // Written by whoever matched.
    const found = parseExact(row.found) as Record<string, CatalogNeighbours['documents']>;
    return [{ catalog, version, radiusArcsec, documents: found[catalog] ?? [] }];
  });
}

/** The catalogs that can be used, by name. */
export function summarizeCatalogs(tx: Pick<ViewerTx, 'query'>): Promise<Catalog[]> {
  return tx.query<Catalog & Record<string, unknown>>(
    `${SELECT_CATALOGS} WHERE state = 'ready' ORDER BY lower(name), name`,
  );
}

/** A catalog that can be searched; null where none of this name is loaded. */
export async function findLoadedCatalog(
  tx: Pick<ViewerTx, 'query'>,
  name: string,
): Promise<Catalog | null> {
  const [catalog] = await tx.query<Catalog & Record<string, unknown>>(
    `${SELECT_CATALOGS} WHERE state = 'ready' AND kind = 'loaded' AND name = $1`,
    [name],
  );
  return catalog ?? null;
}

/** A catalog that is loaded or mounted; null where there is none of this name. */
export async function findReadyCatalog(
  tx: Pick<ViewerTx, 'query'>,
  name: string,
): Promise<Catalog | null> {
  const [catalog] = await tx.query<Catalog & Record<string, unknown>>(
    `${SELECT_CATALOGS} WHERE state = 'ready' AND name = $1`,
    [name],
  );
  return catalog ?? null;
}
