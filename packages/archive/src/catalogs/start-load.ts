import { isDeepStrictEqual } from 'node:util';
import type { ClientBase } from 'pg';
import { catalogName, dataTable } from './catalog.ts';
import { CatalogError } from './catalog-error.ts';
import type { LoadPlan, LoadState } from './load-plan.ts';
import { idTypeOf } from './place-rows.ts';
import { nameColumns, sqlType } from './table-columns.ts';

/** First key of the advisory lock that a load holds; the second is the catalog. */
const LOAD_LOCK = 0x0c_a7;

/** The load of this catalog that was interrupted, if there is one. */
export async function findLoad(client: ClientBase, name: string): Promise<LoadState | null> {
  const { rows } = await client.query<{ loading: LoadState | null }>(
    'SELECT loading FROM fritz.catalogs WHERE name = $1',
    [name],
  );
  return rows[0]?.loading ?? null;
}

/**
 * Makes ready to load: goes on where the same plan stopped, or begins anew. The session holds a lock
 * on the catalog from then on.
 */
export async function startLoad(
  client: ClientBase,
  plan: LoadPlan,
): Promise<{ id: number; state: LoadState }> {
  if (!catalogName.test(plan.name)) {
    throw new CatalogError(
      'bad_plan',
      `"${plan.name}" is no name for a catalog: letters, digits and _, at most 60`,
    );
  }
  // As it comes back from the database: no undefined, no fractions that JSON does not keep.
  const asked = JSON.parse(JSON.stringify(plan)) as LoadPlan;
  const { id, version } = await claimCatalog(client, plan.name);
  const before = await findLoad(client, plan.name);
  if (before && before.version === version + 1 && isDeepStrictEqual(before.plan, asked)) {
    if (await hasRows(client, id, before.rows)) return { id, state: before };
  }
  const state: LoadState = {
    version: version + 1,
    plan: asked,
    files: 0,
    records: 0,
    rows: 0,
    refused: 0,
    examples: [],
  };
  await makeLoadTable(client, id, plan);
  await client.query('UPDATE fritz.catalogs SET loading = $2 WHERE id = $1', [
    id,
    JSON.stringify(state),
  ]);
  return { id, state };
}

/** Forgets a load and its rows; the version before it stays. */
export async function abandonLoad(client: ClientBase, id: number): Promise<void> {
  const { rows } = await client.query<{ version: number; next: number | null }>(
    `SELECT version, (loading->>'version')::int AS next FROM fritz.catalogs WHERE id = $1`,
    [id],
  );
  const { version = 0, next = null } = rows[0] ?? {};
  // Where it was interrupted while the table of the new version was made.
  if (next !== null && next > version) {
    await client.query(`DROP TABLE IF EXISTS ${dataTable({ id, version: next })}`);
  }
  await client.query(`DROP TABLE IF EXISTS fritz_catalogs.load_${id}`);
  await client.query('UPDATE fritz.catalogs SET loading = NULL WHERE id = $1', [id]);
}

/** Finds or makes the row of a catalog and locks it for this session. */
export async function claimCatalog(
  client: ClientBase,
  name: string,
): Promise<{ id: number; version: number }> {
  await client.query(
    `INSERT INTO fritz.catalogs (name) VALUES ($1) ON CONFLICT (name) DO NOTHING`,
    [name],
  );
  const { rows } = await client.query<{ id: number; isFree: boolean }>(
    'SELECT id, pg_try_advisory_lock($2, id) AS "isFree" FROM fritz.catalogs WHERE name = $1',
    [name, LOAD_LOCK],
  );
  const [row] = rows;
  if (!row?.isFree) {
    throw new CatalogError(
      'busy',
      `another program is at the catalog ${name} right now: wait until it has ended`,
    );
  }
  const { rows: now } = await client.query<{ version: number }>(
    'SELECT version FROM fritz.catalogs WHERE id = $1',
    [row.id],
  );
  return { id: row.id, version: now[0]?.version ?? 0 };
}

export async function releaseCatalog(client: ClientBase, id: number): Promise<void> {
  await client.query('SELECT pg_advisory_unlock($1, $2)', [LOAD_LOCK, id]);
}

/** Whether the table of an interrupted load has what was noted: a crash of the server empties it. */
async function hasRows(client: ClientBase, id: number, rows: number): Promise<boolean> {
  const there = await client.query<{ is: boolean }>('SELECT to_regclass($1) IS NOT NULL AS is', [
    `fritz_catalogs.load_${id}`,
  ]);
  if (!there.rows[0]?.is) return false;
  const counted = await client.query<{ count: bigint }>(
    `SELECT count(*) AS count FROM fritz_catalogs.load_${id}`,
  );
  return Number(counted.rows[0]?.count) === rows;
}

async function makeLoadTable(client: ClientBase, id: number, plan: LoadPlan): Promise<void> {
  const columns = nameColumns(plan.columns).map(
    ({ column, type }) => `"${column}" ${sqlType(type)}`,
  );
  const idType = idTypeOf(plan.columns, plan.position.idColumn);
  await client.query(`DROP TABLE IF EXISTS fritz_catalogs.load_${id}`);
  await client.query(
    `CREATE UNLOGGED TABLE fritz_catalogs.load_${id} (
       cat_row bigint NOT NULL, cat_id ${sqlType(idType)} NOT NULL, cat_ra double precision NOT NULL,
       cat_dec double precision NOT NULL, hpx bigint NOT NULL, ${columns.join(', ')}
     ) WITH (autovacuum_enabled = false)`,
  );
}
