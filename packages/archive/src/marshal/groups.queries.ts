import type { Reading } from '../viewer/reading.ts';
import type { ViewerTx } from '../viewer/viewer-tx.ts';

/** A group as every viewer who sees it may know it. */
export interface GroupRow {
  id: number;
  name: string;
  nickname: string | null;
  description: string | null;
  private: boolean;
  auto_accept_requests: boolean;
  single_user_id: number | null;
  sitewide: boolean;
  created_at: Date;
  modified_at: Date;
}

/** A group with the viewer's own standing in it. */
export interface GroupStanding extends GroupRow {
  is_member: boolean;
  admin: boolean;
  can_save: boolean;
  can_share_photometry: boolean;
}

const columns = [
  'id',
  'name',
  'nickname',
  'description',
  'private',
  'auto_accept_requests',
  'single_user_id',
  'sitewide',
  'created_at',
  'modified_at',
] as const;

/** The groups that the viewer sees, by name, with his standing in each. */
export function listGroups(tx: ViewerTx, ids?: readonly number[]): Promise<GroupStanding[]> {
  return tx.query<GroupStanding & Record<string, unknown>>(
    `SELECT ${columns.map((name) => `g.${name}`).join(', ')}, m.user_id IS NOT NULL AS is_member,
            coalesce(m.admin, false) AS admin, coalesce(m.can_save, false) AS can_save,
            coalesce(m.can_share_photometry, false) AS can_share_photometry
       FROM groups g
       LEFT JOIN group_users m ON m.group_id = g.id AND m.user_id = (SELECT viewer_id())
      WHERE $1::int[] IS NULL OR g.id = ANY ($1)
      ORDER BY lower(g.name), g.id`,
    [ids ?? null],
  );
}

/** One group with the viewer's standing in it; null where he does not see it. */
export async function findGroup(tx: ViewerTx, id: number): Promise<GroupStanding | null> {
  const [row] = await listGroups(tx, [id]);
  return row ?? null;
}

/** The group that holds every user. */
export async function findSitewideGroup(tx: ViewerTx): Promise<GroupRow | null> {
  const [row] = await tx.read(sitewideReading);
  return row ?? null;
}

/** The same, as a reading: one row, or none. */
export const sitewideReading: Reading<GroupRow> = {
  name: 'sitewide-group',
  text: `SELECT ${columns.join(', ')} FROM groups WHERE sitewide`,
  values: [],
};

/** Whether the viewer sees a group of this name, other than the one of this id. */
export async function isGroupNameSeen(
  tx: ViewerTx,
  name: string,
  exceptId: number | null,
): Promise<boolean> {
  const rows = await tx.query('SELECT FROM groups WHERE name = $1 AND id IS DISTINCT FROM $2', [
    name,
    exceptId,
  ]);
  return rows.length > 0;
}

/** How much of a group the viewer sees. */
export interface GroupCounts {
  id: number;
  users: number;
  filters: number;
  /** Saved objects, unsaved ones left out. */
  sources: number;
}

/** How much of these groups the viewer sees. */
export function countOfGroups(tx: ViewerTx, ids: readonly number[]): Promise<GroupCounts[]> {
  return tx.query<GroupCounts & Record<string, unknown>>(
    `SELECT g.id,
            (SELECT count(*)::int FROM group_users u WHERE u.group_id = g.id) AS users,
            (SELECT count(*)::int FROM filters f WHERE f.group_id = g.id) AS filters,
            (SELECT count(*)::int FROM sources s WHERE s.group_id = g.id AND s.active) AS sources
       FROM groups g WHERE g.id = ANY ($1)`,
    [ids],
  );
}

/** Makes a group whose first admin is the viewer. */
export async function createGroup(
  tx: ViewerTx,
  group: {
    name: string;
    nickname: string | null;
    description: string | null;
    isPrivate: boolean;
    adminIds: readonly number[];
  },
): Promise<number> {
  const [row] = await tx.query<{ id: number }>('SELECT create_group($1, $2, $3, $4, $5) AS id', [
    group.name,
    group.nickname,
    group.description,
    group.isPrivate,
    [...group.adminIds],
  ]);
  if (!row) throw new Error('create_group returned nothing');
  return row.id;
}

/** What of a group may be changed; what is absent stays. */
export interface GroupChange {
  name?: string;
  nickname?: string | null;
  description?: string | null;
  private?: boolean;
  auto_accept_requests?: boolean;
}

/** Changes a group; false where the viewer may not. */
export async function updateGroup(tx: ViewerTx, id: number, change: GroupChange): Promise<boolean> {
  const { numUpdatedRows } = await tx.db
    .updateTable('groups')
    .set({ ...change, modified_at: new Date() })
    .where('id', '=', id)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/**
 * Deletes a group with its filters, their candidates and its saves; false where the viewer may not.
 * Rows that were shared with it stay with the other groups of their audience, and with their owner.
 */
export async function deleteGroup(tx: ViewerTx, id: number): Promise<boolean> {
  return (await tx.query('DELETE FROM groups WHERE id = $1 RETURNING id', [id])).length === 1;
}
