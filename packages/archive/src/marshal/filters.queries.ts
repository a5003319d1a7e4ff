import { stringifyExact } from '@fritz/contract';
import { sql } from 'kysely';
import type { ViewerTx } from '../viewer/viewer-tx.ts';
import { groupAudience } from './audiences.queries.ts';

/** A filter with the name of its active version. */
export interface FilterRow {
  id: number;
  name: string;
  group_id: number;
  stream_id: number;
  survey: string;
  /** The programmes that its stream gives. */
  program_ids: number[];
  active: boolean;
  active_fid: string | null;
  autosave: FilterAutosave;
  auto_followup: Record<string, unknown>;
  /** With whose rights it asks for observations; null: it asks for none. */
  followup_by: string | null;
  update_annotations: boolean;
  created_at: Date;
  modified_at: Date;
}

/** Whether what passes is saved at once, or how. */
export type FilterAutosave = boolean | Record<string, unknown>;

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
      's.program_ids',
      'f.active',
      'v.fid as active_fid',
      'f.update_annotations',
      'f.created_at',
      'f.modified_at',
      // A constraint says what kinds of JSON these are.
      sql<FilterAutosave>`f.autosave`.as('autosave'),
      sql<string | null>`(SELECT u.username FROM users u WHERE u.id = f.followup_by)`.as(
        'followup_by',
      ),
      sql<Record<string, unknown>>`f.auto_followup`.as('auto_followup'),
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

/** What is to happen with what passes; what is left out stays as it is. */
export interface FilterSettings {
  autosave?: FilterAutosave;
  autoFollowup?: Record<string, unknown>;
  updateAnnotations?: boolean;
}

/** Changes a filter's settings. */
export async function updateFilterSettings(
  tx: ViewerTx,
  id: number,
  { autosave, autoFollowup, updateAnnotations }: FilterSettings,
): Promise<void> {
  const json = (value: unknown) => (value === undefined ? null : stringifyExact(value));
  await tx.query(
    `UPDATE filters SET autosave = coalesce($2::jsonb, autosave),
       update_annotations = coalesce($3, update_annotations), modified_at = now() WHERE id = $1`,
    [id, json(autosave), updateAnnotations ?? null],
  );
  if (autoFollowup === undefined) return;
  // Whoever sets it is whose rights it has from then on.
  await tx.query('UPDATE filters SET auto_followup = $2 WHERE id = $1', [id, json(autoFollowup)]);
}

/** Other filters of these allocations: what they ask for of what passes, by filter. */
export async function listFollowups(
  tx: ViewerTx,
  allocationId: number,
  exceptFilter: number,
): Promise<{ id: number; auto_followup: Record<string, unknown> }[]> {
  return tx.query(
    `SELECT id, auto_followup FROM filters
     WHERE id <> $1 AND auto_followup->>'allocation_id' = $2::text ORDER BY id`,
    [exceptFilter, String(allocationId)],
  );
}

/** What a version made of the reference night before it was saved. */
export interface VersionReference {
  /** YYYYMMDD; null for a simulated night. */
  readonly night: string | null;
  /** Why it is that night: see `NightSearch`; older versions do not say. */
  readonly search?: 'named' | 'found' | 'none' | 'timed_out';
  /** Alerts of the night that the filter may see; fewer were evaluated where time ran out. */
  readonly alerts: number;
  readonly evaluated: number;
  readonly passed: number;
  readonly failed: number;
  readonly us_per_alert: number;
  /** Whether its author insisted on a version that passes, or fails on, too many. */
  readonly insisted: boolean;
}

/** A version of a filter. */
export interface FilterVersionRow {
  fid: string;
  pipeline: string;
  changelog: string;
  author: string | null;
  reference: VersionReference | null;
  created_at: Date;
}

/** The versions of a filter, newest first. */
export function listVersions(tx: ViewerTx, filterId: number): Promise<FilterVersionRow[]> {
  return tx.db
    .selectFrom('filter_versions as v')
    .leftJoin('users as u', 'u.id', 'v.created_by')
    .select(['v.fid', 'v.pipeline', 'v.changelog', 'u.username as author', 'v.created_at'])
    .select(sql<VersionReference | null>`v.reference`.as('reference'))
    .where('v.filter_id', '=', filterId)
    .orderBy('v.created_at', 'desc')
    .orderBy('v.id', 'desc')
    .execute();
}

/** One version of a filter; null where it has none of that name. */
export async function findVersion(
  tx: ViewerTx,
  filterId: number,
  fid: string,
): Promise<{ fid: string; pipeline: string } | null> {
  const row = await tx.db
    .selectFrom('filter_versions')
    .select(['fid', 'pipeline'])
    .where('filter_id', '=', filterId)
    .where('fid', '=', fid)
    .executeTakeFirst();
  return row ?? null;
}

export interface NewVersion {
  filterId: number;
  fid: string;
  pipeline: string;
  createdBy: number;
  changelog?: string;
  reference?: VersionReference | null;
}

/** Saves a version and makes it the active one; the filter runs from the next batch on. */
export async function addVersion(tx: ViewerTx, version: NewVersion): Promise<void> {
  const [row] = await tx.query<{ id: number }>(
    `INSERT INTO filter_versions (filter_id, fid, pipeline, created_by, changelog, reference)
     VALUES ($1, $2, $3, $4, $5, $6) RETURNING id`,
    [
      version.filterId,
      version.fid,
      version.pipeline,
      version.createdBy,
      version.changelog ?? '',
      version.reference ? stringifyExact(version.reference) : null,
    ],
  );
  await tx.query(
    `UPDATE filters SET active_version_id = $2, active = true, modified_at = now() WHERE id = $1`,
    [version.filterId, row?.id],
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

/** What a filter version made of the alerts it saw, and what that cost. */
export interface FilterCounts {
  evaluated: number;
  passed: number;
  rejected: number;
  failed: number;
  /** Microseconds per evaluation, and of the longest. */
  us_mean: number;
  us_max: number;
  /** Steps, in which the budget is counted, per evaluation, and of the dearest. */
  steps_mean: number;
  steps_max: number;
  /** Objects that it saved at once (`autosave`), and that are saved still. */
  autosaved: number;
  /** The last failures on alerts that the viewer may see. */
  failures: FilterFailure[];
}

/** Why evaluations failed: one message, and the first alert that it came up on. */
export interface FilterFailure {
  message: string;
  candid: bigint | null;
  /** In how many batches it was the first failure. */
  batches: number;
}

/** Sums of a filter's active version over the last 24 hours; null before its first batch. */
export async function countRecent(tx: ViewerTx, filterId: number): Promise<FilterCounts | null> {
  const [row] = await tx.query<Omit<FilterCounts, 'failures' | 'autosaved'> & { batches: number }>(
    `SELECT count(*)::int AS batches, coalesce(sum(c.evaluated), 0)::float8 AS evaluated,
            coalesce(sum(c.passed), 0)::float8 AS passed,
            coalesce(sum(c.rejected), 0)::float8 AS rejected,
            coalesce(sum(c.failed), 0)::float8 AS failed,
            coalesce(sum(c.elapsed_us)::float8 / nullif(sum(c.evaluated), 0), 0) AS us_mean,
            coalesce(max(c.max_us), 0)::float8 AS us_max,
            coalesce(sum(c.steps)::float8 / nullif(sum(c.evaluated), 0), 0) AS steps_mean,
            coalesce(max(c.max_steps), 0)::float8 AS steps_max
       FROM filters f
       JOIN filter_counts c ON c.filter_version_id = f.active_version_id
       JOIN batches_since(now() - interval '24 hours') b (id) ON b.id = c.batch_id
      WHERE f.id = $1`,
    [filterId],
  );
  if (!row || row.batches === 0) return null;
  const { batches: _batches, ...counts } = row;
  const autosaved = await countAutosaved(tx, filterId);
  return { ...counts, autosaved, failures: await listFailures(tx, filterId) };
}

async function countAutosaved(tx: ViewerTx, filterId: number): Promise<number> {
  const [row] = await tx.query<{ saved: number }>(
    `SELECT count(*)::int AS saved FROM sources
      WHERE saved_by_filter = $1 AND active AND saved_at > now() - interval '24 hours'`,
    [filterId],
  );
  return row?.saved ?? 0;
}

const SHOWN_FAILURES = 5;

/** Why a filter's active version failed in the last 24 hours, the last message first. */
function listFailures(tx: ViewerTx, filterId: number): Promise<FilterFailure[]> {
  return tx.query<FilterFailure & Record<string, unknown>>(
    `SELECT e.message, (array_agg(e.candid ORDER BY e.batch_id))[1] AS candid,
            count(*)::int AS batches
       FROM filter_failures($1, now() - interval '24 hours') e
       JOIN filters f ON f.active_version_id = e.filter_version_id
      GROUP BY e.message ORDER BY max(e.batch_id) DESC LIMIT ${SHOWN_FAILURES}`,
    [filterId],
  );
}
