import type { ViewerTx } from '../viewer/viewer-tx.ts';
import type { AudienceGroup } from './audiences.queries.ts';

/** What a note is attached to: a kind of thing, as it stands in the API's path, and which one. */
export interface NoteSubject {
  type: string;
  id: string;
}

/** Who wrote a note. */
export interface AuthorRow {
  id: number;
  username: string;
  first_name: string | null;
  last_name: string | null;
}

/** What comments and annotations have in common. */
export interface NoteRow {
  id: number;
  subject_type: string;
  subject_id: string;
  obj_id: string | null;
  bot: boolean;
  author: AuthorRow;
  groups: AudienceGroup[];
  created_at: Date;
  modified_at: Date;
}

/** Until when a note said something, and who changed it then. */
export interface NoteVersionRow {
  version: number;
  said_at: Date;
  replaced_at: Date;
  replaced_by: { id: number; username: string } | null;
}

/** SQL for the columns of an earlier version, of a table `v` of them. */
export const versionColumns = `v.version, v.said_at, v.replaced_at,
  (SELECT jsonb_build_object('id', r.id, 'username', r.username) FROM users r
    WHERE r.id = v.replaced_by) AS replaced_by`;

/** SQL for the author of a row, as JSON. */
export const authorColumn = `jsonb_build_object('id', u.id, 'username', u.username,
  'first_name', u.first_name, 'last_name', u.last_name) AS author`;

const longest: Readonly<Record<string, bigint>> = {
  integer: 2_147_483_647n,
  bigint: 9_223_372_036_854_775_807n,
};

/** Whether a text can be an id of this type of SQL's. */
function isId(idType: string, id: string): boolean {
  const limit = longest[idType];
  if (limit === undefined) return true;
  return /^\d{1,19}$/.test(id) && BigInt(id) <= limit;
}

/**
 * Whether the viewer sees a subject. One of a kind that takes no notes, or whose id is no number
 * where ids are numbers, is not there.
 */
export async function subjectIsSeen(tx: ViewerTx, subject: NoteSubject): Promise<boolean> {
  const kind = await tx.db
    .selectFrom('note_subjects')
    .select(['relation', 'id_type'])
    .where('type', '=', subject.type)
    .executeTakeFirst();
  if (kind === undefined || !isId(kind.id_type, subject.id)) return false;
  // The names are the migrations' own.
  const rows = await tx.query(
    `SELECT FROM ${kind.relation} p WHERE p.id = $1::text::${kind.id_type}`,
    [subject.id],
  );
  return rows.length === 1;
}
