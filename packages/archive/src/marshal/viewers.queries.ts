import { stringifyExact } from '@fritz/contract';
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

/** A person's own data, as he edits it. */
export interface ProfileRow {
  id: number;
  username: string;
  first_name: string | null;
  last_name: string | null;
  contact_email: string | null;
  contact_phone: string | null;
  affiliations: string[];
  bio: string | null;
  is_bot: boolean;
  preferences: Record<string, unknown>;
  expires_at: Date | null;
  created_at: Date;
  revision: number;
  roles: string[];
}

/** The viewer's profile. */
export async function loadProfile(tx: ViewerTx): Promise<ProfileRow | null> {
  const [row] = await tx.query<ProfileRow & Record<string, unknown>>(
    `SELECT u.id, u.username, u.first_name, u.last_name, d.contact_email, d.contact_phone,
            u.affiliations, u.bio, u.is_bot, d.preferences, d.expires_at, u.created_at, u.revision,
            ARRAY(SELECT role_id FROM user_roles r WHERE r.user_id = u.id ORDER BY 1) AS roles
       FROM users u JOIN user_details() d ON d.user_id = u.id WHERE u.id = viewer_id()`,
  );
  return row ?? null;
}

/** What became of a change of a profile. */
export type ProfileOutcome = { revision: number } | 'changed_meanwhile' | 'preferences_too_large';

/**
 * Changes the viewer's own profile: the fields that `change` has; `preferences` is merged (RFC
 * 7396). With `knownRevision` only where the profile still is at that.
 */
export async function updateProfile(
  tx: ViewerTx,
  change: Readonly<Record<string, unknown>>,
  knownRevision: number | null,
): Promise<ProfileOutcome> {
  try {
    const [row] = await tx.query<{ revision: number | null }>(
      'SELECT update_profile($1, $2) AS revision',
      [stringifyExact(change), knownRevision],
    );
    return row?.revision ? { revision: row.revision } : 'changed_meanwhile';
  } catch (error) {
    if (isConstraint(error, 'users_preferences_size')) return 'preferences_too_large';
    throw error;
  }
}

function isConstraint(error: unknown, name: string): boolean {
  return error instanceof Error && 'constraint' in error && error.constraint === name;
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
