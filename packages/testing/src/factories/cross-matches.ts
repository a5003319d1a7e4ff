import { type FactoryClient, insertRow, programAudience } from './client.ts';

const CATALOG = 'Neighbours';

/** A catalog without objects, with which alerts are matched; gives the period and its list. */
async function matchedCatalog(
  client: FactoryClient,
): Promise<{ periodId: number; listId: number }> {
  const made = await client.query<{ id: number }>(
    `INSERT INTO fritz.catalogs (name, kind, version, state, loaded_at)
     VALUES ($1, 'loaded', 1, 'ready', now()) ON CONFLICT DO NOTHING RETURNING id`,
    [CATALOG],
  );
  for (const { id } of made.rows) {
    const table = `fritz_catalogs.catalog_${id}_1`;
    await client.query(
      `CREATE TABLE ${table} (cat_id text, cat_ra float8, cat_dec float8, hpx bigint)`,
    );
    await client.query(`GRANT SELECT ON ${table} TO fritz_app, fritz_broker, fritz_public`);
  }
  // Within a transaction the list is made at its end only.
  await client.query('SET CONSTRAINTS ALL IMMEDIATE');
  const { rows } = await client.query<{ id: number; list_id: number }>(
    'SELECT id, list_id FROM fritz.match_periods ORDER BY since DESC LIMIT 1',
  );
  const [period] = rows;
  if (!period) throw new Error('a catalog began no period');
  return { periodId: period.id, listId: period.list_id };
}

/** Stores that an object of a programme (1, public) has an object of a catalog beside it. */
export async function createCrossMatches(
  client: FactoryClient,
  options: { objectId: string; programId?: number; neighbourId?: string; document?: object },
): Promise<void> {
  const { objectId, programId = 1, neighbourId = 'neighbour', document = {} } = options;
  const { listId } = await matchedCatalog(client);
  const coordinates = { radec_str: ['00:00:00.0000', '00:00:00.000'], distance_arcsec: 1 };
  const found = { [CATALOG]: [{ _id: neighbourId, coordinates, ...document }] };
  const row = {
    ...{ object_id: objectId, survey: 'ztf', programid: programId, list_id: listId },
    ...{ audience_id: await programAudience(client, programId), found: JSON.stringify(found) },
  };
  await insertRow(client, 'cross_matches', row, 'list_id');
}

/** Notes how far old objects are matched with what is in force. */
export async function createMatchBacklog(client: FactoryClient, upTo: string): Promise<void> {
  const { periodId } = await matchedCatalog(client);
  const row = { period_id: periodId, survey: 'ztf', up_to: upTo };
  await insertRow(client, 'match_backlogs', row, 'survey');
}
