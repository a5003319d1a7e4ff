import { createHash } from 'node:crypto';
import { type EmbeddedServer, listCatalogs, openCatalog, pgTypes } from '@fritz/archive';
import { connected } from './prepare.ts';

/** What passed which filter and with what, whatever the order in which it was stored. */
export async function candidateMark(
  server: EmbeddedServer,
): Promise<{ count: number; digest: string }> {
  return connected(server.superuser, async (client) => {
    const { rows } = await client.query<{ line: string }>(
      `SELECT concat_ws(' ', filter_id, candid, obj_id, output::text) AS line FROM candidates
       ORDER BY filter_id, candid`,
    );
    const hash = createHash('sha256');
    for (const { line } of rows) hash.update(line).update('\n');
    return { count: rows.length, digest: hash.digest('hex') };
  });
}

const CONES_PER_QUERY = 1000;
const SECONDS = 10;
const RADIUS_ARCSEC = 2;

/** Cones of 2″ a second, all columns read, over all catalogs in turn, at the places of alerts. */
export async function measureCones(server: EmbeddedServer): Promise<number> {
  return connected({ ...server.superuser, types: pgTypes }, async (client) => {
    const { rows: places } = await client.query<{ ra: number; dec: number }>(
      'SELECT ra, dec FROM ztf_alerts ORDER BY hashint8(candid)',
    );
    const catalogs = await listCatalogs(client);
    const start = performance.now();
    let cones = 0;
    for (let at = 0; performance.now() - start < 1000 * SECONDS; at += CONES_PER_QUERY) {
      const chosen = Array.from({ length: CONES_PER_QUERY }, (_, index) => {
        const { ra, dec } = places[(at + index) % places.length] ?? { ra: 0, dec: 0 };
        return { ra, dec, radiusArcsec: RADIUS_ARCSEC };
      });
      for (const catalog of catalogs) {
        const rows = openCatalog(async (text, values) => {
          return (await client.query(text, [...values])).rows;
        }, catalog);
        await rows.near(chosen, catalog.columns, null);
        cones += chosen.length;
      }
    }
    return cones / ((performance.now() - start) / 1000);
  });
}
