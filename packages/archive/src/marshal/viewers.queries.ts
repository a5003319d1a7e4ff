import type { ViewerTx } from '../viewer/viewer-tx.ts';

/** Who acts in a transaction, and what the key in hand permits. */
export interface Viewer {
  id: number;
  acls: ReadonlySet<string>;
}

/** The viewer of a transaction; null where the key is nobody's (any more). */
export async function loadViewer(tx: ViewerTx): Promise<Viewer | null> {
  const [row] = await tx.query<{ id: number | null; acls: string[] }>(
    'SELECT viewer_id() AS id, ARRAY(SELECT viewer_acls() ORDER BY 1) AS acls',
  );
  if (!row || row.id === null) return null;
  return { id: row.id, acls: new Set(row.acls) };
}

/** A person's own data and roles. */
export interface ProfileRow {
  id: number;
  username: string;
  first_name: string | null;
  last_name: string | null;
  contact_email: string | null;
  is_bot: boolean;
  roles: string[];
}

/** The viewer's profile. */
export async function loadProfile(tx: ViewerTx): Promise<ProfileRow | null> {
  const [row] = await tx.query<ProfileRow & Record<string, unknown>>(
    `SELECT u.id, u.username, u.first_name, u.last_name, u.contact_email, u.is_bot,
            ARRAY(SELECT role_id FROM user_roles r WHERE r.user_id = u.id ORDER BY 1) AS roles
       FROM users u WHERE u.id = viewer_id()`,
  );
  return row ?? null;
}

/** Whether there is a user of this id. */
export async function userExists(tx: ViewerTx, id: number): Promise<boolean> {
  const row = await tx.db.selectFrom('users').select('id').where('id', '=', id).executeTakeFirst();
  return row !== undefined;
}

/** Those of these ids that are users. */
export async function existingUsers(tx: ViewerTx, ids: readonly number[]): Promise<number[]> {
  if (ids.length === 0) return [];
  const rows = await tx.db
    .selectFrom('users')
    .select('id')
    .where('id', 'in', [...ids])
    .execute();
  return rows.map((row) => row.id);
}
