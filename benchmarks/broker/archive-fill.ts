import type pg from 'pg';

/** Candids of a day: how far copies of the alerts are moved into the past. */
const CANDIDS_PER_DAY = 1_000_000_000_000_000n;
/** How often it is told how far it came. */
const TELL_MS = 15_000;
/** Copies lie from this many days ago on, one a day. */
const FIRST_DAY = 40n;

/**
 * Fills the archive with so many alerts of other objects, with their light curves and without cutouts:
 * copies of those that are stored, of earlier nights.
 */
export async function fillArchive(
  client: pg.Client,
  wanted: number,
  say: (text: string) => void,
): Promise<number> {
  const columns = await columnsOf(client, 'ztf_alerts');
  const curveColumns = await columnsOf(client, 'ztf_light_curves');
  await client.query(`SET session_replication_role = replica`);
  const sources = await client.query<{ count: number }>(
    'SELECT count(*)::int AS count FROM ztf_alerts',
  );
  const perCopy = sources.rows[0]?.count ?? 0;
  await client.query('CREATE TEMP TABLE base_alerts AS SELECT * FROM ztf_alerts');
  await client.query(`CREATE TEMP TABLE base_curves AS SELECT l.* FROM ztf_light_curves l
    JOIN ztf_alerts a USING (object_id, candid)`);
  let stored = 0;
  let toldAt = Number.NEGATIVE_INFINITY;
  for (let copy = 0n; stored < wanted; copy += 1n, stored += perCopy) {
    const shift = (FIRST_DAY + copy) * CANDIDS_PER_DAY;
    await client.query(
      `SELECT ztf_ensure_partitions(ARRAY(SELECT DISTINCT candid - $1::bigint FROM base_alerts))`,
      [shift],
    );
    for (const [table, base, names] of [
      ['ztf_alerts', 'base_alerts', columns],
      ['ztf_light_curves', 'base_curves', curveColumns],
    ] as const) {
      const values = names.map((name) => moved(name, copy));
      const list = names.map(quoted).join(', ');
      await client.query(`INSERT INTO ${table} (${list}) SELECT ${values.join(', ')} FROM ${base}`);
    }
    if (performance.now() - toldAt < TELL_MS) continue;
    toldAt = performance.now();
    say(`${stored + perCopy} of ${wanted} alerts of earlier nights …`);
  }
  await client.query('SET session_replication_role = origin');
  return stored;
}

function quoted(name: string): string {
  return `"${name}"`;
}

/** A column's value in a copy: of another object, of some nights before. */
function moved(name: string, copy: bigint): string {
  const days = FIRST_DAY + copy;
  if (name === 'candid') return `candid - ${days * CANDIDS_PER_DAY}`;
  if (name === 'object_id') return `object_id || '-${copy}'`;
  if (name === 'jd' || name === 'mjd') return `${name} - ${days}`;
  return quoted(name);
}

async function columnsOf(client: pg.Client, table: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT attname AS name FROM pg_attribute
     WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
     ORDER BY attnum`,
    [table],
  );
  return rows.map(({ name }) => name);
}
