import { stringifyExact } from '@fritz/contract';
import type { Reading } from '../viewer/reading.ts';
import type { Viewer } from '../viewer/viewer.ts';
import type { ViewerTx } from '../viewer/viewer-tx.ts';
import type { AdmissionRequestRow } from './admission-requests.queries.ts';
import type { GroupStanding } from './groups.queries.ts';

/** The viewer of a transaction; null where the key is nobody's (any more). */
export function loadViewer(tx: ViewerTx): Promise<Viewer | null> {
  return tx.viewer;
}

/** A person's own data, as he edits it. */
interface PersonRow {
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

/** A group on a profile. */
export type ProfileGroup = Pick<
  GroupStanding,
  'id' | 'name' | 'nickname' | 'private' | 'single_user_id' | 'sitewide' | 'admin' | 'can_save'
>;

/** A person's own data with his groups, streams, tokens and requests; times in JSON are ISO 8601. */
export interface ProfileRow extends PersonRow {
  groups: ProfileGroup[];
  streams: { id: number; name: string }[];
  tokens: { id: string; name: string | null; acls: string[] | null; created_at: string }[];
  requests: (Omit<AdmissionRequestRow, 'created_at' | 'modified_at'> & {
    created_at: string;
    modified_at: string;
  })[];
}

/** The viewer's profile: one row, or none. */
export const profileReading: Reading<ProfileRow> = {
  name: 'profile',
  text: `
    SELECT p.*, (
        SELECT coalesce(json_agg(json_build_object('id', r.id, 'user_id', r.user_id,
            'group_id', r.group_id, 'status', r.status, 'created_at', r.created_at,
            'modified_at', r.modified_at, 'username', p.username, 'first_name', p.first_name,
            'last_name', p.last_name, 'group_name', g.name, 'manages',
            (r.group_id IN (SELECT viewer_admin_groups())
              OR (SELECT viewer_has('Manage groups')))) ORDER BY r.created_at, r.id), '[]')
          FROM group_admission_requests r LEFT JOIN groups g ON g.id = r.group_id
         WHERE r.user_id = p.id) AS requests
      FROM viewer_profile() p`,
  values: [],
};

/** The viewer's profile. */
export async function loadProfile(tx: ViewerTx): Promise<ProfileRow | null> {
  const [row] = await tx.read(profileReading);
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
