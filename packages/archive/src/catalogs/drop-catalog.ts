import type { ClientBase } from 'pg';
import { type Catalog, catalogsChannel, dataTable } from './catalog.ts';
import { CatalogError } from './catalog-error.ts';
import { findCatalog } from './catalogs.queries.ts';
import { abandonLoad, claimCatalog, releaseCatalog } from './start-load.ts';

/**
 * Takes a catalog away, with a load of it that was interrupted. Its row stays, so that the numbers of
 * its versions go on. Returns what it was.
 * @throws CatalogError `not_found`, `busy`
 */
export async function dropCatalog(client: ClientBase, name: string): Promise<Catalog> {
  const known = await findCatalog(client, name);
  if (!known || known.state === 'dropped') {
    throw new CatalogError(
      'not_found',
      `there is no catalog "${name}": fritz catalog list shows what there is`,
    );
  }
  const { id } = await claimCatalog(client, name);
  try {
    await client.query(
      `UPDATE fritz.catalogs SET state = 'dropped', kind = 'loaded', location = NULL, rows = 0,
         loaded_at = NULL WHERE id = $1`,
      [id],
    );
    await client.query(`NOTIFY ${catalogsChannel}`);
    await client.query(`DROP TABLE IF EXISTS ${dataTable(known)}`);
    await abandonLoad(client, id);
  } finally {
    await releaseCatalog(client, id);
  }
  return known;
}
