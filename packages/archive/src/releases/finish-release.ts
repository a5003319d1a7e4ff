import type { ClientBase } from 'pg';
import type { ReleaseOptions, ReleasePlan, ReleaseState } from './load-release.ts';
import {
  loadTable,
  parentTable,
  type Release,
  type ReleaseStore,
  releaseTable,
} from './release.ts';
import { ReleaseError } from './release-error.ts';
import { storeInFiles } from './store-in-files.ts';

/** Memory for sorting a release and building its indexes; what does not fit goes to disk. */
const SORT_MEMORY = '256MB';

interface Finish {
  readonly release: Release;
  readonly state: ReleaseState;
  readonly plan: ReleasePlan;
  readonly options: ReleaseOptions;
}

/** Sorts what was loaded into the release's partition and attaches it; how many came twice. */
export async function finishRelease(client: ClientBase, finish: Finish): Promise<number> {
  const { release, state, options } = finish;
  const { onStage = () => {} } = options;
  if (state.curves === 0) {
    const [first] = state.examples;
    throw new ReleaseError(
      'no_rows',
      `nothing of the files can be used${first ? `: ${first.file}: ${first.reason}` : ''}`,
    );
  }
  await client.query(`SET work_mem = '${SORT_MEMORY}'`);
  await client.query(`SET maintenance_work_mem = '${SORT_MEMORY}'`);
  onStage('sorting by place');
  await client.query(`DROP TABLE IF EXISTS ${releaseTable(release)}`);
  await client.query(
    `CREATE TABLE ${releaseTable(release)}
       (LIKE ${parentTable(release.kind)} INCLUDING DEFAULTS INCLUDING STORAGE)`,
  );
  const rows =
    release.kind === 'light_curves'
      ? await placeCurves(client, release)
      : await placeValues(client, finish);
  if (isForFiles(finish, rows)) await fileRows(client, finish, rows);
  else {
    onStage('building indexes');
    await attach(client, finish, rows);
    await client.query(`ANALYZE ${releaseTable(release)}`);
  }
  await client.query(`DROP TABLE ${loadTable(release)}`);
  return state.curves - rows;
}

/** So many rows are kept in files, where it is not said. */
const MANY_ROWS = 20_000_000;

function isForFiles({ options: { store = 'auto', folder } }: Finish, rows: number): boolean {
  if (folder === undefined) return false;
  return store === 'hats' || (store === 'auto' && rows > MANY_ROWS);
}

/** Writes the sorted rows into files, and lets go of the table. */
async function fileRows(client: ClientBase, finish: Finish, rows: number): Promise<void> {
  const { release, state, plan, options } = finish;
  const { folder, signal, onStage = () => {} } = options;
  if (folder === undefined) throw new Error('files lie in a folder');
  onStage('writing files');
  const table = releaseTable(release);
  await client.query(`CREATE INDEX ON ${table} (hpx)`);
  await client.query(`ANALYZE ${table}`);
  const parts = await storeInFiles(client, {
    ...{ release, columns: state.columns, programid: plan.programid, folder, now: new Date() },
    ...(signal ? { signal } : {}),
  });
  await client.query('BEGIN');
  try {
    for (const { programid, audienceId, location, isPlaced, rows: count, bytes } of parts) {
      await client.query(
        `INSERT INTO fritz.archive_parts
           (release_id, programid, audience_id, location, is_placed, rows, bytes)
         VALUES ($1, $2, $3, $4, $5, $6, $7)`,
        [release.id, programid, audienceId, location, isPlaced, count, bytes],
      );
    }
    await markReady(client, finish, { rows, store: 'hats' });
    await client.query(`DROP TABLE ${table}`);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {});
    throw error;
  }
}

/** Of light curves of one number the first one stays. */
async function placeCurves(client: ClientBase, release: Release): Promise<number> {
  await client.query(
    `INSERT INTO ${releaseTable(release)}
     SELECT * FROM (
       SELECT DISTINCT ON (lc_id, programid) * FROM ${loadTable(release)} ORDER BY lc_id, programid
     ) l ORDER BY hpx, lc_id, programid`,
  );
  const { rows } = await client.query<{ count: bigint }>(
    `SELECT count(DISTINCT lc_id) AS count FROM ${releaseTable(release)}`,
  );
  return Number(rows[0]?.count ?? 0);
}

/** Gathers what several files say of a light curve; of a value that comes twice one stays. */
async function placeValues(client: ClientBase, { release, state, plan }: Finish): Promise<number> {
  const slots = state.columns.map((_, i) => `max(value) FILTER (WHERE slot = ${i})`);
  const { rowCount } = await client.query(
    `INSERT INTO ${releaseTable(release)} (release_id, lc_id, audience_id, hpx, ra, dec, "values")
     SELECT ${release.id}, lc_id, (SELECT fritz.intern_program($1, $2::smallint)),
            max(hpx), max(ra), max(dec), ARRAY[${slots.join(', ')}]
       FROM ${loadTable(release)} GROUP BY lc_id ORDER BY max(hpx), lc_id`,
    [plan.survey, plan.programid],
  );
  return rowCount ?? 0;
}

async function attach(client: ClientBase, finish: Finish, rows: number): Promise<void> {
  const { release } = finish;
  const table = releaseTable(release);
  const isCurves = release.kind === 'light_curves';
  const key = isCurves ? 'release_id, lc_id, programid' : 'release_id, lc_id';
  await client.query(`ALTER TABLE ${table} ADD PRIMARY KEY (${key})`);
  await client.query(`CREATE INDEX ON ${table} (hpx) ${isCurves ? '' : 'WHERE hpx IS NOT NULL'}`);
  // With it attaching need not look at the rows again.
  await client.query(
    `ALTER TABLE ${table} ADD CONSTRAINT of_release CHECK (release_id = ${release.id})`,
  );
  await client.query('BEGIN');
  try {
    await client.query(
      `ALTER TABLE ${parentTable(release.kind)} ATTACH PARTITION ${table} FOR VALUES IN (${release.id})`,
    );
    await client.query(`ALTER TABLE ${table} DROP CONSTRAINT of_release`);
    await markReady(client, finish, { rows, store: 'postgres' });
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {});
    throw error;
  }
}

/** Makes a release readable; the first of a kind is the current one. */
async function markReady(
  client: ClientBase,
  { release, state, options }: Finish,
  { rows, store }: { rows: number; store: ReleaseStore },
): Promise<void> {
  const isFirst = `NOT EXISTS (SELECT FROM fritz.archive_releases o
    WHERE o.survey = r.survey AND o.kind = r.kind AND o.is_current)`;
  if (options.isCurrent === true) {
    await client.query(
      `UPDATE fritz.archive_releases SET is_current = false
        WHERE survey = $1 AND kind = $2 AND is_current`,
      [release.survey, release.kind],
    );
  }
  await client.query(
    `UPDATE fritz.archive_releases r SET state = 'ready', loaded_at = now(), loading = NULL,
       columns = $2, rows = $3, points = $4, refused = $5, store = $7,
       is_current = ($6 OR ${isFirst})
     WHERE id = $1`,
    [
      ...[release.id, state.columns, rows, state.points, state.refused],
      ...[options.isCurrent === true, store],
    ],
  );
}
