import type { ViewerTx } from '../viewer/viewer-tx.ts';

/** A group as every viewer who sees it may know it. */
export interface GroupRow {
  id: number;
  name: string;
  nickname: string | null;
  description: string | null;
  private: boolean;
  single_user_id: number | null;
  sitewide: boolean;
  created_at: Date;
}

/** A group with the viewer's own standing in it. */
export interface GroupStanding extends GroupRow {
  is_member: boolean;
  admin: boolean;
  can_save: boolean;
}

/** The groups that the viewer sees, by name, with his standing in each. */
export function listGroups(tx: ViewerTx, ids?: readonly number[]): Promise<GroupStanding[]> {
  return tx.query<GroupStanding & Record<string, unknown>>(
    `SELECT g.id, g.name, g.nickname, g.description, g.private, g.single_user_id, g.sitewide,
            g.created_at, m.user_id IS NOT NULL AS is_member,
            coalesce(m.admin, false) AS admin, coalesce(m.can_save, false) AS can_save
       FROM groups g
       LEFT JOIN group_users m ON m.group_id = g.id AND m.user_id = (SELECT viewer_id())
      WHERE $1::int[] IS NULL OR g.id = ANY ($1)
      ORDER BY g.name, g.id`,
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
  const row = await tx.db
    .selectFrom('groups')
    .select([
      'id',
      'name',
      'nickname',
      'description',
      'private',
      'single_user_id',
      'sitewide',
      'created_at',
    ])
    .where('sitewide', '=', true)
    .executeTakeFirst();
  return row ?? null;
}

/** A member of a group. */
export interface MemberRow {
  id: number;
  username: string;
  first_name: string | null;
  last_name: string | null;
  admin: boolean;
  can_save: boolean;
}

/** The members of a group, by name. */
export function listMembers(tx: ViewerTx, groupId: number): Promise<MemberRow[]> {
  return tx.db
    .selectFrom('group_users as m')
    .innerJoin('users as u', 'u.id', 'm.user_id')
    .select(['u.id', 'u.username', 'u.first_name', 'u.last_name', 'm.admin', 'm.can_save'])
    .where('m.group_id', '=', groupId)
    .orderBy('u.username')
    .execute();
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
  member: { groupId: number; userId: number; admin: boolean; canSave: boolean },
): Promise<void> {
  await tx.db
    .insertInto('group_users')
    .values({
      group_id: member.groupId,
      user_id: member.userId,
      admin: member.admin,
      can_save: member.canSave,
    })
    .execute();
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
