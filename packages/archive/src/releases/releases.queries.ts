import { rm, rmdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { ClientBase } from 'pg';
import { loadTable, parentTable, type Release, releaseTable, SELECT_RELEASES } from './release.ts';
import { ReleaseError } from './release-error.ts';

/** All releases, those that are loaded right now too. The client parses types as `pgTypes` says. */
export async function listAllReleases(client: ClientBase): Promise<Release[]> {
  const { rows } = await client.query<Release & Record<string, unknown>>(
    `${SELECT_RELEASES} ORDER BY kind DESC, name`,
  );
  return rows;
}

/** @throws ReleaseError `not_found` */
export async function demandRelease(client: ClientBase, name: string): Promise<Release> {
  const { rows } = await client.query<Release & Record<string, unknown>>(
    `${SELECT_RELEASES} WHERE name = $1`,
    [name],
  );
  const [release] = rows;
  if (release) return release;
  throw new ReleaseError(
    'not_found',
    `there is no release "${name}": fritz archive list shows what there is`,
  );
}

/** Makes a release the one that is meant where none is named. @throws ReleaseError */
export async function switchRelease(client: ClientBase, name: string): Promise<Release> {
  const release = await demandRelease(client, name);
  if (release.state !== 'ready') {
    throw new ReleaseError('bad_plan', `${name} is not whole: fritz archive add goes on with it`);
  }
  await client.query('BEGIN');
  try {
    await client.query(
      `UPDATE fritz.archive_releases SET is_current = false
        WHERE survey = $1 AND kind = $2 AND is_current`,
      [release.survey, release.kind],
    );
    await client.query('UPDATE fritz.archive_releases SET is_current = true WHERE id = $1', [
      release.id,
    ]);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {});
    throw error;
  }
  return { ...release, isCurrent: true };
}

/** Takes a release away, or what is loaded of it. @throws ReleaseError `in_use` for the current one */
export async function dropRelease(
  client: ClientBase,
  name: string,
  { isForced = false }: { isForced?: boolean } = {},
): Promise<Release> {
  const release = await demandRelease(client, name);
  if (release.isCurrent && !isForced) {
    throw new ReleaseError(
      'in_use',
      `${name} is the current one: switch to another first, or say --force`,
    );
  }
  await claimRelease(client, release.id, name);
  try {
    if (release.state === 'ready' && release.store === 'postgres') {
      await client.query(
        `ALTER TABLE ${parentTable(release.kind)} DETACH PARTITION ${releaseTable(release)}`,
      );
    }
    await client.query(`DROP TABLE IF EXISTS ${releaseTable(release)}, ${loadTable(release)}`);
    const { rows: parts } = await client.query<{ location: string }>(
      'SELECT location FROM fritz.archive_parts WHERE release_id = $1',
      [release.id],
    );
    await client.query('DELETE FROM fritz.archive_releases WHERE id = $1', [release.id]);
    // Nobody is told of them any more; who reads has them open.
    for (const { location } of parts) await removeFolder(location);
  } finally {
    await letGo(client, release.id);
  }
  return release;
}

/** A programme's folder, and the release's own when it was the last. */
async function removeFolder(location: string): Promise<void> {
  await rm(location, { recursive: true, force: true });
  await rmdir(dirname(location)).catch(() => {});
}

/** How much room the rows of each release take, indexes included, by ids; for the owner. */
export async function releaseSizes(client: ClientBase): Promise<Map<number, bigint>> {
  const { rows } = await client.query<{ id: number; bytes: bigint | null }>(
    `SELECT r.id, coalesce(
         (SELECT sum(p.bytes)::bigint FROM fritz.archive_parts p WHERE p.release_id = r.id),
         pg_total_relation_size(to_regclass('fritz_archive.release_' || r.id))) AS bytes
       FROM fritz.archive_releases r`,
  );
  return new Map(rows.flatMap(({ id, bytes }) => (bytes === null ? [] : [[id, bytes] as const])));
}

/** First key of the advisory lock on a release; the second is the release. */
const RELEASE_LOCK = 0x0a_5c;

export async function claimRelease(client: ClientBase, id: number, name: string): Promise<void> {
  const { rows } = await client.query<{ isFree: boolean }>(
    'SELECT pg_try_advisory_lock($1, $2) AS "isFree"',
    [RELEASE_LOCK, id],
  );
  if (rows[0]?.isFree) return;
  throw new ReleaseError(
    'busy',
    `another program is at ${name} right now: wait until it has ended`,
  );
}

export async function letGo(client: ClientBase, id: number): Promise<void> {
  await client.query('SELECT pg_advisory_unlock($1, $2)', [RELEASE_LOCK, id]).catch(() => {});
}
