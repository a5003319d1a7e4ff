import type pg from 'pg';

/** Candids of a day: how far copies of the alerts are moved into the past. */
const CANDIDS_PER_DAY = 1_000_000_000_000_000n;
/** How often it is told how far it came. */
const TELL_MS = 15_000;
/** Copies lie from this many days ago on, one a day. */
const FIRST_DAY = 40n;

/**
 * Objects come on so many nights one after another: on the first of them with their history, on the others
 * with little that is new, as second visits of the night that is copied bring it.
 */
const NIGHTS = 5n;
const LITTLE_BYTES = 2000;

const TABLES = ['ztf_alerts', 'ztf_light_curves'] as const;

/**
 * Fills the archive with so many alerts of other objects, with their light curves and without cutouts:
 * copies of those that are stored, of earlier nights, on which most objects had come before.
 *
 * @param clients connections that share the work
 * @returns how many were added
 */
export async function fillArchive(
  clients: readonly pg.Client[],
  wanted: number,
  say: (text: string) => void,
): Promise<number> {
  const [first] = clients;
  if (!first) throw new Error('somebody has to do it');
  for (const client of clients) {
    await client.query(`SET session_replication_role = replica`);
    for (const table of TABLES) {
      // Stored as there: what is compressed here would be unpacked for each copy.
      await client.query(`CREATE TEMP TABLE base_${table} (LIKE ${table} INCLUDING STORAGE)`);
    }
    await client.query('INSERT INTO base_ztf_alerts SELECT * FROM ztf_alerts');
    await client.query(`INSERT INTO base_ztf_light_curves SELECT l.* FROM ztf_light_curves l
      JOIN ztf_alerts a USING (object_id, candid)`);
    await client.query(`CREATE TEMP TABLE later_alerts AS SELECT candid FROM base_ztf_light_curves
      GROUP BY candid HAVING sum(length(points)) < ${LITTLE_BYTES}`);
    await client.query('ANALYZE base_ztf_alerts, later_alerts');
  }
  const { rows } = await first.query<{ all: number; later: number }>(
    `SELECT (SELECT count(*)::int FROM base_ztf_alerts) AS all,
       (SELECT count(*)::int FROM later_alerts) AS later`,
  );
  const [counts] = rows;
  const ofObjects = (counts?.all ?? 0) + (Number(NIGHTS) - 1) * (counts?.later ?? 0);
  const copies = NIGHTS * BigInt(Math.ceil(wanted / ofObjects));
  await makePartitions(first, copies);
  const columns = await Promise.all(TABLES.map((table) => columnsOf(first, table)));
  const start = performance.now();
  let [next, done, toldAt] = [0n, 0, start];
  await Promise.all(
    clients.map(async (client) => {
      while (next < copies) {
        const copy = next;
        next += 1n;
        const added = await insertCopy(client, copy, columns);
        done += added;
        const now = performance.now();
        if (now - toldAt < TELL_MS) continue;
        toldAt = now;
        const left = ((now - start) / done) * Math.max(0, wanted - done);
        say(
          `${done} of ${wanted} alerts of earlier nights, ${Math.ceil(left / 60_000)} min left …`,
        );
      }
    }),
  );
  await leaveAlone(first);
  for (const client of clients) await client.query('SET session_replication_role = origin');
  return done;
}

async function makePartitions(client: pg.Client, copies: bigint): Promise<void> {
  for (let copy = 0n; copy < copies; copy += 1n) {
    await client.query(
      `SELECT ztf_ensure_partitions(ARRAY(
         SELECT DISTINCT (candid - $1::bigint) FROM (
           SELECT min(candid) AS candid FROM base_ztf_alerts
           UNION SELECT max(candid) FROM base_ztf_alerts) AS ends))`,
      [shiftOf(copy)],
    );
  }
}

/** @returns how many alerts it has */
async function insertCopy(
  client: pg.Client,
  copy: bigint,
  columns: readonly (readonly string[])[],
): Promise<number> {
  let alerts = 0;
  // The last of them is the oldest.
  const isFirstNight = copy % NIGHTS === NIGHTS - 1n;
  const those = isFirstNight ? '' : 'WHERE candid IN (SELECT candid FROM later_alerts)';
  for (const [index, table] of TABLES.entries()) {
    const names = columns[index] ?? [];
    const values = names.map((name) => moved(name, copy));
    const list = names.map(quoted).join(', ');
    const { rowCount } = await client.query(
      `INSERT INTO ${table} (${list}) SELECT ${values.join(', ')} FROM base_${table} ${those}`,
    );
    if (table === 'ztf_alerts') alerts = rowCount ?? 0;
  }
  return alerts;
}

/** In an archive that grew, nights that are over were vacuumed long ago: not while one measures. */
async function leaveAlone(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT inhrelid::regclass::text AS name FROM pg_inherits
     WHERE inhparent = ANY ($1::regclass[]) AND inhrelid NOT IN (
       SELECT tableoid FROM ztf_alerts WHERE candid IN (SELECT candid FROM base_ztf_alerts)
       UNION SELECT tableoid FROM ztf_light_curves
       WHERE candid IN (SELECT candid FROM base_ztf_alerts))`,
    [TABLES],
  );
  for (const { name } of rows) {
    await client.query(`ALTER TABLE ${name} SET (autovacuum_enabled = false)`);
  }
}

function shiftOf(copy: bigint): bigint {
  return (FIRST_DAY + copy) * CANDIDS_PER_DAY;
}

function quoted(name: string): string {
  return `"${name}"`;
}

/** A column's value in a copy: of another object, of some nights before. */
function moved(name: string, copy: bigint): string {
  const days = FIRST_DAY + copy;
  if (name === 'candid') return `candid - ${shiftOf(copy)}`;
  if (name === 'object_id') return `object_id || '-${copy / NIGHTS}'`;
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
