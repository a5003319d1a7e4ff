import type { ViewerTx } from '../viewer/viewer-tx.ts';

/** A user as the viewer may know him: what is not for him is null. */
export interface UserRow {
  id: number;
  username: string;
  first_name: string | null;
  last_name: string | null;
  affiliations: string[];
  bio: string | null;
  is_bot: boolean;
  is_active: boolean;
  created_at: Date;
  modified_at: Date;
  /** What the provider knows the viewer by; of others null. */
  oauth_uid: string | null;
  revision: number;
  contact_email: string | null;
  contact_phone: string | null;
  expires_at: Date | null;
  deactivated_at: Date | null;
  /** To the minute. */
  last_seen_at: Date | null;
  roles: string[] | null;
  acls: string[] | null;
  permissions: string[] | null;
  groups: { id: number; name: string; admin: boolean }[];
  streams: { id: number; name: string }[] | null;
  can_manage: boolean;
}

/** What users are sorted by; those of whom the viewer does not know it come last. */
export type UserSortKey =
  | 'id'
  | 'username'
  | 'firstName'
  | 'lastName'
  | 'email'
  | 'createdAt'
  | 'modified'
  | 'expirationDate'
  | 'lastSeen';

const sortColumns: Record<UserSortKey, string> = {
  id: 'u.id',
  username: 'u.username',
  firstName: 'lower(u.first_name)',
  lastName: 'lower(u.last_name)',
  email: 'lower(d.contact_email)',
  createdAt: 'u.created_at',
  modified: 'u.modified_at',
  expirationDate: 'd.expires_at',
  lastSeen: 'd.last_seen_at',
};

/** Which users; texts are found anywhere in theirs, whatever the case. */
export interface UserSearch {
  id?: number;
  firstName?: string;
  lastName?: string;
  username?: string;
  email?: string;
  role?: string;
  acl?: string;
  group?: string;
  stream?: string;
  includeEnded: boolean;
  /** By name where it is not said. */
  sortBy?: UserSortKey;
  isDescending?: boolean;
  limit: number;
  offset: number;
}

/** A page of the users that match, and how many match. */
export async function listUsers(
  tx: ViewerTx,
  search: UserSearch,
): Promise<{ users: UserRow[]; total: number }> {
  const { id, firstName, lastName, username, email, role, acl, group, stream } = search;
  const conditions = [id, firstName, lastName, username, email, role, acl, group, stream].map(
    (value) => value ?? null,
  );
  const values = [...conditions, search.includeEnded];
  const [counted] = await tx.query<{ total: number }>(
    `SELECT count(*)::int AS total ${matching}`,
    values,
  );
  const order = `${sortColumns[search.sortBy ?? 'username']} ${search.isDescending ? 'DESC' : 'ASC'}`;
  const users = await tx.query<UserRow & Record<string, unknown>>(
    `SELECT ${columns} ${matching} ORDER BY ${order} NULLS LAST, u.username LIMIT $11 OFFSET $12`,
    [...values, search.limit, search.offset],
  );
  return { users, total: counted?.total ?? 0 };
}

/** One user; null where there is none. */
export async function findUser(tx: ViewerTx, id: number): Promise<UserRow | null> {
  const { users } = await listUsers(tx, { id, includeEnded: true, limit: 1, offset: 0 });
  return users[0] ?? null;
}

const contains = (column: string, parameter: string): string =>
  `(${parameter}::text IS NULL OR strpos(lower(${column}), lower(${parameter})) > 0)`;

const matching = `
   FROM users u LEFT JOIN user_details() d ON d.user_id = u.id
  WHERE ($1::int IS NULL OR u.id = $1)
    AND ${contains('u.first_name', '$2')} AND ${contains('u.last_name', '$3')}
    AND ${contains('u.username', '$4')} AND ${contains('d.contact_email', '$5')}
    AND ($6::text IS NULL
      OR EXISTS (SELECT FROM user_roles r WHERE r.user_id = u.id AND r.role_id = $6))
    AND ($7::text IS NULL
      OR EXISTS (SELECT FROM user_acls a WHERE a.user_id = u.id AND a.acl_id = $7))
    AND ($8::text IS NULL OR EXISTS (
      SELECT FROM group_users m JOIN groups g ON g.id = m.group_id
       WHERE m.user_id = u.id AND g.name = $8))
    AND ($9::text IS NULL OR EXISTS (
      SELECT FROM stream_users m JOIN streams s ON s.id = m.stream_id
       WHERE m.user_id = u.id AND s.name = $9))
    AND ($10 OR u.id NOT IN (SELECT ended_users()))`;

const columns = `
  u.id, u.username, u.first_name, u.last_name, u.affiliations, u.bio, u.is_bot, u.created_at,
  u.modified_at, u.revision, d.contact_email, d.contact_phone, d.expires_at, d.deactivated_at, d.last_seen_at,
  u.id NOT IN (SELECT ended_users()) AS is_active,
  (SELECT i.subject FROM identities i WHERE i.user_id = u.id ORDER BY i.id LIMIT 1) AS oauth_uid,
  (SELECT viewer_has('Manage users')) AND ((SELECT viewer_has('System admin')) OR NOT EXISTS (
    SELECT FROM user_permissions p WHERE p.user_id = u.id AND p.acl_id = 'System admin'))
    AS can_manage,
  CASE WHEN d.user_id IS NOT NULL
    THEN ARRAY(SELECT r.role_id FROM user_roles r WHERE r.user_id = u.id ORDER BY 1) END AS roles,
  CASE WHEN d.user_id IS NOT NULL
    THEN ARRAY(SELECT a.acl_id FROM user_acls a WHERE a.user_id = u.id ORDER BY 1) END AS acls,
  CASE WHEN d.user_id IS NOT NULL
    THEN ARRAY(SELECT p.acl_id FROM user_permissions p WHERE p.user_id = u.id ORDER BY 1)
    END AS permissions,
  coalesce((
    SELECT jsonb_agg(jsonb_build_object('id', g.id, 'name', g.name, 'admin', m.admin)
        ORDER BY g.name)
      FROM group_users m JOIN groups g ON g.id = m.group_id
     WHERE m.user_id = u.id AND g.single_user_id IS NULL), '[]') AS groups,
  CASE WHEN u.id = (SELECT viewer_id()) OR (SELECT viewer_has('System admin')) THEN coalesce((
    SELECT jsonb_agg(jsonb_build_object('id', s.id, 'name', s.name) ORDER BY s.name)
      FROM stream_users m JOIN streams s ON s.id = m.stream_id
     WHERE m.user_id = u.id), '[]') END AS streams`;

// ── accounts ─────────────────────────────────────────────────────────────────────────────────

/** What a manager writes of an account; what is absent stays. */
export interface PersonChange {
  first_name?: string | null;
  last_name?: string | null;
  contact_email?: string | null;
  contact_phone?: string | null;
  affiliations?: string[];
  bio?: string | null;
  is_bot?: boolean;
}

/** An account to be made. */
export interface NewUser extends PersonChange {
  username: string;
  expires_at?: Date | null;
}

/** Makes an account, without roles. */
export async function createUser(tx: ViewerTx, user: NewUser): Promise<number> {
  const row = await tx.db
    .insertInto('users')
    .values({ ...user })
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}

/**
 * Begins a change of an account that the viewer manages: until the transaction ends nobody else
 * changes it. Returns the revision that it is at.
 */
export async function beginUserChange(tx: ViewerTx, id: number): Promise<number | null> {
  const [row] = await tx.query<{ revision: number | null }>(
    'SELECT begin_user_change($1) AS revision',
    [id],
  );
  return row?.revision ?? null;
}

/** Changes an account that the viewer manages; false where he manages none of this id. */
export async function updateUser(tx: ViewerTx, id: number, change: PersonChange): Promise<boolean> {
  const { numUpdatedRows } = await tx.db
    .updateTable('users')
    .set({ ...change })
    .where('id', '=', id)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Gives an account that the viewer manages another name. */
export async function renameUser(tx: ViewerTx, id: number, username: string): Promise<void> {
  await tx.query('SELECT rename_user($1, $2)', [id, username]);
}

/** Whether an account that the key in hand lets in may end then; null: never. */
export async function mayGiveEnd(tx: ViewerTx, end: Date | null): Promise<boolean> {
  const [row] = await tx.query<{ may: boolean }>('SELECT viewer_may_give_end($1) AS may', [end]);
  return row?.may ?? false;
}

/** Sets when an account ends; null: never. */
export async function setUserEnd(tx: ViewerTx, id: number, end: Date | null): Promise<void> {
  await tx.query('SELECT set_user_end($1, $2)', [id, end]);
}

/** Lets an account in again, or ends it with all its keys; twice is as once. */
export async function setUserActive(tx: ViewerTx, id: number, active: boolean): Promise<void> {
  await tx.query(active ? 'SELECT activate_user($1)' : 'SELECT deactivate_user($1)', [id]);
}

/** Deletes an account that made nothing. */
export async function deleteUser(tx: ViewerTx, id: number): Promise<void> {
  await tx.query('SELECT delete_user($1)', [id]);
}

// ── rights ───────────────────────────────────────────────────────────────────────────────────

/** A role, what it carries, and whether the viewer may give it. */
export interface RoleRow {
  id: string;
  acls: string[];
  can_give: boolean;
}

export function listRoles(tx: ViewerTx): Promise<RoleRow[]> {
  return tx.query<RoleRow & Record<string, unknown>>(
    `SELECT r.id, viewer_may_give_role(r.id) AS can_give,
            ARRAY(SELECT a.acl_id FROM role_acls a WHERE a.role_id = r.id ORDER BY 1) AS acls
       FROM roles r ORDER BY r.id`,
  );
}

export async function listAcls(tx: ViewerTx): Promise<string[]> {
  const rows = await tx.db.selectFrom('acls').select('id').orderBy('id').execute();
  return rows.map((row) => row.id);
}

/** Whether the viewer may give a permission to others. */
export async function mayGiveAcl(tx: ViewerTx, acl: string): Promise<boolean> {
  const [row] = await tx.query<{ may: boolean }>('SELECT viewer_may_give_acl($1) AS may', [acl]);
  return row?.may ?? false;
}

/** Gives a user roles; one that he has stays. */
export async function addUserRoles(
  tx: ViewerTx,
  userId: number,
  roles: readonly string[],
): Promise<void> {
  await tx.query(
    `INSERT INTO user_roles (user_id, role_id) SELECT $1, unnest($2::text[]) ON CONFLICT DO NOTHING`,
    [userId, roles],
  );
}

/** Takes a role from a user; false where he does not have it. */
export async function removeUserRole(tx: ViewerTx, userId: number, role: string): Promise<boolean> {
  const rows = await tx.query(
    'DELETE FROM user_roles WHERE user_id = $1 AND role_id = $2 RETURNING user_id',
    [userId, role],
  );
  return rows.length > 0;
}

/** Gives a user permissions beside his roles; one that he has stays. */
export async function addUserAcls(
  tx: ViewerTx,
  userId: number,
  acls: readonly string[],
): Promise<void> {
  await tx.query(
    `INSERT INTO user_acls (user_id, acl_id) SELECT $1, unnest($2::text[]) ON CONFLICT DO NOTHING`,
    [userId, acls],
  );
}

/** Takes a permission from a user that he has beside his roles; false where there is none. */
export async function removeUserAcl(tx: ViewerTx, userId: number, acl: string): Promise<boolean> {
  const rows = await tx.query(
    'DELETE FROM user_acls WHERE user_id = $1 AND acl_id = $2 RETURNING user_id',
    [userId, acl],
  );
  return rows.length > 0;
}

/** Whether the viewer may take others into these groups and let them read these streams. */
export async function mayEnroll(
  tx: ViewerTx,
  groupIds: readonly number[],
  streamIds: readonly number[],
): Promise<boolean> {
  const [row] = await tx.query<{ may: boolean }>('SELECT viewer_may_enroll($1, $2) AS may', [
    groupIds,
    streamIds,
  ]);
  return row?.may ?? false;
}

/** Takes a user in whom the viewer manages, into groups with what they read, and into streams. */
export async function enrollUser(
  tx: ViewerTx,
  userId: number,
  groups: readonly { id: number; admin: boolean }[],
  streamIds: readonly number[],
): Promise<void> {
  await tx.query('SELECT enroll_managed_user($1, $2, $3, $4)', [
    userId,
    groups.map((group) => group.id),
    groups.map((group) => group.admin),
    streamIds,
  ]);
}
