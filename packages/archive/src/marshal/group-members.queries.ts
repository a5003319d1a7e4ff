import type { ViewerTx } from '../viewer/viewer-tx.ts';

/** A member of a group, as the viewer may know him: what is not for him is null. */
export interface MemberRow {
  id: number;
  username: string;
  first_name: string | null;
  last_name: string | null;
  contact_email: string | null;
  contact_phone: string | null;
  /** What the provider knows the viewer by; of others null. */
  oauth_uid: string | null;
  admin: boolean;
  can_save: boolean;
  can_share_photometry: boolean;
}

/** The members of a group, by name. */
export function listMembers(tx: ViewerTx, groupId: number): Promise<MemberRow[]> {
  return tx.query<MemberRow & Record<string, unknown>>(
    `SELECT u.id, u.username, u.first_name, u.last_name, d.contact_email, d.contact_phone,
            (SELECT i.subject FROM identities i WHERE i.user_id = u.id ORDER BY i.id LIMIT 1)
              AS oauth_uid,
            m.admin, m.can_save, m.can_share_photometry
       FROM group_users m JOIN users u ON u.id = m.user_id
       LEFT JOIN user_details() d ON d.user_id = u.id
      WHERE m.group_id = $1 ORDER BY u.username`,
    [groupId],
  );
}

/** A user's place in a group. */
export interface Membership {
  group_id: number;
  user_id: number;
  admin: boolean;
  can_save: boolean;
  can_share_photometry: boolean;
}

const columns = ['group_id', 'user_id', 'admin', 'can_save', 'can_share_photometry'] as const;

/** A user's place in a group; null where he has none that the viewer sees. */
export async function findMembership(
  tx: ViewerTx,
  groupId: number,
  userId: number,
): Promise<Membership | null> {
  const row = await tx.db
    .selectFrom('group_users')
    .select(columns)
    .where('group_id', '=', groupId)
    .where('user_id', '=', userId)
    .executeTakeFirst();
  return row ?? null;
}

/** How many admins a group has. */
export async function countAdmins(tx: ViewerTx, groupId: number): Promise<number> {
  const [row] = await tx.query<{ admins: number }>(
    'SELECT count(*)::int AS admins FROM group_users WHERE group_id = $1 AND admin',
    [groupId],
  );
  return row?.admins ?? 0;
}

/** Whether a user may read every stream of a group, as its members have to. */
export async function holdsGroupStreams(
  tx: ViewerTx,
  userId: number,
  groupId: number,
): Promise<boolean> {
  const [row] = await tx.query<{ holds: boolean }>('SELECT holds_group_streams($1, $2) AS holds', [
    userId,
    groupId,
  ]);
  return row?.holds ?? false;
}

/** Makes a user a member of a group. */
export async function addMember(
  tx: ViewerTx,
  member: {
    groupId: number;
    userId: number;
    admin: boolean;
    canSave: boolean;
    canSharePhotometry: boolean;
  },
): Promise<void> {
  await tx.db
    .insertInto('group_users')
    .values({
      group_id: member.groupId,
      user_id: member.userId,
      admin: member.admin,
      can_save: member.canSave,
      can_share_photometry: member.canSharePhotometry,
    })
    .execute();
}

/** Changes what a member may do; null where there is none, or the viewer may not. */
export async function updateMember(
  tx: ViewerTx,
  groupId: number,
  userId: number,
  change: { admin?: boolean; can_save?: boolean; can_share_photometry?: boolean },
): Promise<Membership | null> {
  const row = await tx.db
    .updateTable('group_users')
    .set(change)
    .where('group_id', '=', groupId)
    .where('user_id', '=', userId)
    .returning(columns)
    .executeTakeFirst();
  return row ?? null;
}

/** Takes a member out of a group; false where there is none, or the viewer may not. */
export async function removeMember(
  tx: ViewerTx,
  groupId: number,
  userId: number,
): Promise<boolean> {
  const rows = await tx.query(
    'DELETE FROM group_users WHERE group_id = $1 AND user_id = $2 RETURNING user_id',
    [groupId, userId],
  );
  return rows.length === 1;
}

/** Somebody who may not read a stream; null who he is where the viewer is told only that there is one. */
export interface WithoutStream {
  id: number | null;
  username: string | null;
}

/**
 * Members of these groups who may not read every stream of that one, by name: such as the viewer is
 * an admin of, where he may read these streams himself.
 */
export function listHindered(
  tx: ViewerTx,
  groupId: number,
  fromGroupIds: readonly number[],
): Promise<WithoutStream[]> {
  return tx.query<WithoutStream & Record<string, unknown>>(
    `WITH told AS (
       SELECT viewer_has('System admin') AS all_names, NOT EXISTS (
         SELECT FROM group_streams gs WHERE gs.group_id = $1
           AND gs.stream_id NOT IN (SELECT visible_streams())) AS sees_streams)
     SELECT CASE WHEN named THEN id END AS id, CASE WHEN named THEN username END AS username
       FROM (SELECT u.id, u.username, t.all_names OR (t.sees_streams AND EXISTS (
           SELECT FROM group_users m WHERE m.user_id = u.id AND m.group_id = ANY ($2)
             AND m.group_id IN (SELECT viewer_admin_groups()))) AS named
       FROM told t, users u
      WHERE u.id IN (SELECT user_id FROM group_users WHERE group_id = ANY ($2))
        AND u.id NOT IN (SELECT user_id FROM group_users WHERE group_id = $1)
        AND NOT holds_group_streams(u.id, $1)) AS hindered ORDER BY 2`,
    [groupId, fromGroupIds],
  );
}

/** Makes the members of these groups members of that one; returns who was not before. */
export async function addMembersOf(
  tx: ViewerTx,
  groupId: number,
  fromGroupIds: readonly number[],
): Promise<number[]> {
  const rows = await tx.query<{ user_id: number }>(
    `INSERT INTO group_users (group_id, user_id, can_share_photometry)
     SELECT DISTINCT $1::int, user_id, false FROM group_users WHERE group_id = ANY ($2)
     ON CONFLICT DO NOTHING RETURNING user_id`,
    [groupId, fromGroupIds],
  );
  return rows.map((row) => row.user_id).toSorted((a, b) => a - b);
}

// ── what a group reads ───────────────────────────────────────────────────────────────────────

/** Members of a group who may not read a stream, by name; for whoever manages the group and sees both. */
export function listMembersWithout(
  tx: ViewerTx,
  groupId: number,
  streamId: number,
): Promise<WithoutStream[]> {
  return tx.query<WithoutStream & Record<string, unknown>>(
    `SELECT m.id, u.username FROM members_without_stream($1, $2) AS m (id)
       LEFT JOIN users u ON u.id = m.id ORDER BY u.username`,
    [groupId, streamId],
  );
}

/** Lets a group's filters read a stream; adding again changes nothing. */
export async function addGroupStream(
  tx: ViewerTx,
  groupId: number,
  streamId: number,
): Promise<void> {
  await tx.db
    .insertInto('group_streams')
    .values({ group_id: groupId, stream_id: streamId })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Takes a stream from a group; false where it had it not, or the viewer may not. */
export async function removeGroupStream(
  tx: ViewerTx,
  groupId: number,
  streamId: number,
): Promise<boolean> {
  const rows = await tx.query(
    'DELETE FROM group_streams WHERE group_id = $1 AND stream_id = $2 RETURNING stream_id',
    [groupId, streamId],
  );
  return rows.length === 1;
}
