import type { ClientBase } from 'pg';
import type { Catalog } from './catalog.ts';

/** What a `Catalog` is made of. */
export const SELECT_CATALOGS = `SELECT id, name, kind, version, state, columns, id_column AS "idColumn",
    id_type AS "idType", ra_column AS "raColumn", dec_column AS "decColumn",
    epoch_mjd AS "epochMjd", preset, radius_arcsec AS "radiusArcsec", settings, rows,
    loaded_at AS "loadedAt", location
  FROM fritz.catalogs`;

/** The catalogs that can be used, by name. The client parses types as `pgTypes` says. */
export async function listCatalogs(client: ClientBase): Promise<Catalog[]> {
  const { rows } = await client.query<Catalog & Record<string, unknown>>(
    `${SELECT_CATALOGS} WHERE state = 'ready' ORDER BY lower(name), name`,
  );
  return rows;
}

/** A catalog by its name, whatever its state; null where no such name was ever used. */
export async function findCatalog(client: ClientBase, name: string): Promise<Catalog | null> {
  const { rows } = await client.query<Catalog & Record<string, unknown>>(
    `${SELECT_CATALOGS} WHERE name = $1`,
    [name],
  );
  return rows[0] ?? null;
}

/** How much room the tables of loaded catalogs take, indexes included, by their ids; for the owner. */
export async function catalogSizes(client: ClientBase): Promise<Map<number, bigint>> {
  const { rows } = await client.query<{ id: number; bytes: bigint | null }>(
    `SELECT id, pg_total_relation_size(to_regclass('fritz_catalogs.catalog_' || id || '_' || version)) AS bytes
       FROM fritz.catalogs WHERE state = 'ready' AND kind = 'loaded'`,
  );
  return new Map(rows.flatMap(({ id, bytes }) => (bytes === null ? [] : [[id, bytes] as const])));
}
