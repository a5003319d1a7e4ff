import type { ViewerTx } from '../viewer/viewer-tx.ts';
import { groupAudience } from './audiences.queries.ts';

/** A filter with the name of its active version. */
export interface FilterRow {
  id: number;
  name: string;
  group_id: number;
  stream_id: number;
  survey: string;
  active: boolean;
  active_fid: string | null;
  created_at: Date;
  modified_at: Date;
}

function selectFilters(tx: ViewerTx) {
  return tx.db
    .selectFrom('filters as f')
    .innerJoin('streams as s', 's.id', 'f.stream_id')
    .leftJoin('filter_versions as v', 'v.id', 'f.active_version_id')
    .select([
      'f.id',
      'f.name',
      'f.group_id',
      'f.stream_id',
      's.survey',
      'f.active',
      'v.fid as active_fid',
      'f.created_at',
      'f.modified_at',
    ]);
}

/** The filters that the viewer may see, by name; of these groups only, where some are given. */
export function listFilters(tx: ViewerTx, groupIds?: readonly number[]): Promise<FilterRow[]> {
  const all = selectFilters(tx).orderBy('f.name').orderBy('f.id');
  return (groupIds ? all.where('f.group_id', 'in', [...groupIds]) : all).execute();
}

/** One filter; null where the viewer may not see it. */
export async function findFilter(tx: ViewerTx, id: number): Promise<FilterRow | null> {
  return (await selectFilters(tx).where('f.id', '=', id).executeTakeFirst()) ?? null;
}

/** Whether a group's filters may read a stream. */
export async function groupHasStream(
  tx: ViewerTx,
  groupId: number,
  streamId: number,
): Promise<boolean> {
  const row = await tx.db
    .selectFrom('group_streams')
    .select('stream_id')
    .where('group_id', '=', groupId)
    .where('stream_id', '=', streamId)
    .executeTakeFirst();
  return row !== undefined;
}

/** Makes a filter of a group, without a version. */
export async function createFilter(
  tx: ViewerTx,
  filter: { name: string; groupId: number; streamId: number; createdBy: number },
): Promise<number> {
  const audienceId = await groupAudience(tx, filter.groupId);
  const [row] = await tx.query<{ id: number }>(
    `INSERT INTO filters (name, group_id, stream_id, audience_id, created_by)
     VALUES ($1, $2, $3, $5, $4) RETURNING id`,
    [filter.name, filter.groupId, filter.streamId, filter.createdBy, audienceId],
  );
  if (!row) throw new Error('the filter was not made');
  return row.id;
}

/** Renames a filter. */
export async function renameFilter(tx: ViewerTx, id: number, name: string): Promise<void> {
  await tx.query('UPDATE filters SET name = $2, modified_at = now() WHERE id = $1', [id, name]);
}

/** Deletes a filter with its versions and candidates; false where the viewer may not. */
export async function deleteFilter(tx: ViewerTx, id: number): Promise<boolean> {
  // The active version holds the filter and the filter its versions: let go of one first.
  await tx.query('UPDATE filters SET active = false, active_version_id = NULL WHERE id = $1', [id]);
  return (await tx.query('DELETE FROM filters WHERE id = $1 RETURNING id', [id])).length === 1;
}

/** A version of a filter. */
export interface FilterVersionRow {
  fid: string;
  pipeline: string;
  created_at: Date;
}

/** The versions of a filter, newest first. */
export function listVersions(tx: ViewerTx, filterId: number): Promise<FilterVersionRow[]> {
  return tx.db
    .selectFrom('filter_versions')
    .select(['fid', 'pipeline', 'created_at'])
    .where('filter_id', '=', filterId)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .execute();
}

/** Saves a version and makes it the active one; the filter runs from the next batch on. */
export async function addVersion(
  tx: ViewerTx,
  version: { filterId: number; fid: string; pipeline: string; createdBy: number },
): Promise<void> {
  const { id } = await tx.db
    .insertInto('filter_versions')
    .values({
      filter_id: version.filterId,
      fid: version.fid,
      pipeline: version.pipeline,
      created_by: version.createdBy,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await tx.query(
    `UPDATE filters SET active_version_id = $2, active = true, modified_at = now() WHERE id = $1`,
    [version.filterId, id],
  );
}

/** Makes another version the active one; false where the filter has no such version. */
export async function activateVersion(
  tx: ViewerTx,
  filterId: number,
  fid: string,
): Promise<boolean> {
  const rows = await tx.query(
    `UPDATE filters f SET active_version_id = v.id, modified_at = now()
       FROM filter_versions v
      WHERE f.id = $1 AND v.filter_id = f.id AND v.fid = $2 RETURNING f.id`,
    [filterId, fid],
  );
  return rows.length === 1;
}

/** Switches a filter on or off. */
export async function setActive(tx: ViewerTx, filterId: number, active: boolean): Promise<void> {
  await tx.query('UPDATE filters SET active = $2, modified_at = now() WHERE id = $1', [
    filterId,
    active,
  ]);
}

/** What a filter version made of the alerts it saw. */
export interface FilterCounts {
  evaluated: number;
  passed: number;
  rejected: number;
  failed: number;
}

/** Sums of a filter's active version over the last 24 hours; null before its first batch. */
export async function countRecent(tx: ViewerTx, filterId: number): Promise<FilterCounts | null> {
  const [row] = await tx.query<FilterCounts & { batches: number }>(
    `SELECT count(*)::int AS batches, coalesce(sum(c.evaluated), 0)::float8 AS evaluated,
            coalesce(sum(c.passed), 0)::float8 AS passed,
            coalesce(sum(c.rejected), 0)::float8 AS rejected,
            coalesce(sum(c.failed), 0)::float8 AS failed
       FROM filters f
       JOIN filter_counts c ON c.filter_version_id = f.active_version_id
       JOIN batches_since(now() - interval '24 hours') b (id) ON b.id = c.batch_id
      WHERE f.id = $1`,
    [filterId],
  );
  if (!row || row.batches === 0) return null;
  const { evaluated, passed, rejected, failed } = row;
  return { evaluated, passed, rejected, failed };
}
