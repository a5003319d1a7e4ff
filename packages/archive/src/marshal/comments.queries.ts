import type { ViewerTx } from '../viewer/viewer-tx.ts';
import { audienceGroups } from './audiences.queries.ts';
import {
  authorColumn,
  type NoteRow,
  type NoteSubject,
  type NoteVersionRow,
  versionColumns,
} from './notes.queries.ts';

/** A comment that the viewer sees. */
export interface CommentRow extends NoteRow {
  text: string;
  channel: string | null;
  attachment_name: string | null;
  /** Bytes. */
  attachment_size: number | null;
  /** Usernames of those whom it names. */
  mentions: string[];
}

const selectComments = `
  SELECT c.id, c.subject_type, c.subject_id, c.obj_id, c.text, c.channel, c.bot, c.created_at,
         c.modified_at, ${authorColumn}, ${audienceGroups('c')} AS groups,
         f.name AS attachment_name, octet_length(f.content) AS attachment_size,
         ARRAY(SELECT m.username FROM comment_mentions cm JOIN users m ON m.id = cm.user_id
           WHERE cm.comment_id = c.id ORDER BY 1) AS mentions
    FROM comments c JOIN users u ON u.id = c.author_id
    LEFT JOIN comment_attachments f ON f.comment_id = c.id`;

/** Which comments to list: of a subject, and of one conversation there (null: the main one). */
export interface CommentList {
  subject: NoteSubject;
  channel: string | null;
  /** A part of the text, in whatever case; null: any. */
  text: string | null;
}

/** The comments of a subject, oldest first. */
export function listComments(tx: ViewerTx, list: CommentList): Promise<CommentRow[]> {
  return tx.query<CommentRow & Record<string, unknown>>(
    `${selectComments}
      WHERE c.subject_type = $1 AND c.subject_id = $2 AND c.channel IS NOT DISTINCT FROM $3
        AND ($4::text IS NULL OR position(lower($4) IN lower(c.text)) > 0)
      ORDER BY c.created_at, c.id`,
    [list.subject.type, list.subject.id, list.channel, list.text],
  );
}

/** Comments on things of a kind that have this in their text, newest first. */
export function searchComments(
  tx: ViewerTx,
  search: { subjectType: string; text: string; limit: number; offset: number },
): Promise<CommentRow[]> {
  return tx.query<CommentRow & Record<string, unknown>>(
    `${selectComments}
      WHERE c.subject_type = $1 AND position(lower($2) IN lower(c.text)) > 0
      ORDER BY c.created_at DESC, c.id DESC LIMIT $3 OFFSET $4`,
    [search.subjectType, search.text, search.limit, search.offset],
  );
}

/** The comments of several objects, as sources: those of the main conversation, oldest first. */
export function listObjComments(tx: ViewerTx, objIds: readonly string[]): Promise<CommentRow[]> {
  return tx.query<CommentRow & Record<string, unknown>>(
    `${selectComments}
      WHERE c.subject_type = 'sources' AND c.subject_id = ANY ($1) AND c.channel IS NULL
      ORDER BY c.subject_id, c.created_at, c.id`,
    [objIds],
  );
}

/** The comments in the main conversations of several things of a kind, oldest first. */
export function listCommentsOf(
  tx: ViewerTx,
  subjectType: string,
  subjectIds: readonly string[],
): Promise<CommentRow[]> {
  return tx.query<CommentRow & Record<string, unknown>>(
    `${selectComments}
      WHERE c.subject_type = $1 AND c.subject_id = ANY ($2) AND c.channel IS NULL
      ORDER BY c.subject_id, c.created_at, c.id`,
    [subjectType, [...subjectIds]],
  );
}

/** One comment of a subject; null where the viewer sees none. */
export async function findComment(
  tx: ViewerTx,
  subject: NoteSubject,
  id: number,
): Promise<CommentRow | null> {
  const [row] = await tx.query<CommentRow & Record<string, unknown>>(
    `${selectComments} WHERE c.id = $1 AND c.subject_type = $2 AND c.subject_id = $3`,
    [id, subject.type, subject.id],
  );
  return row ?? null;
}

/** What a comment said. */
export type CommentVersionRow = NoteVersionRow & { text: string };

/** What a comment said before, the oldest first, as far as the viewer may know. */
export function listCommentVersions(tx: ViewerTx, id: number): Promise<CommentVersionRow[]> {
  return tx.query<CommentVersionRow & Record<string, unknown>>(
    `SELECT ${versionColumns}, v.text FROM comment_versions v
      WHERE v.comment_id = $1 ORDER BY v.version`,
    [id],
  );
}

/** Writes a comment in the viewer's name. */
export async function addComment(
  tx: ViewerTx,
  comment: {
    subject: NoteSubject;
    authorId: number;
    audienceId: number;
    text: string;
    channel: string | null;
  },
): Promise<number> {
  const [row] = await tx.query<{ id: number }>(
    `INSERT INTO comments (subject_type, subject_id, author_id, audience_id, text, channel)
     VALUES ($1, $2, $3, $4, $5, $6) RETURNING id`,
    [
      comment.subject.type,
      comment.subject.id,
      comment.authorId,
      comment.audienceId,
      comment.text,
      comment.channel,
    ],
  );
  if (!row) throw new Error('no comment was made');
  return row.id;
}

/** Changes a comment; what is absent stays. False where the viewer may not. */
export async function updateComment(
  tx: ViewerTx,
  id: number,
  change: { text?: string; audience_id?: number },
): Promise<boolean> {
  const { numUpdatedRows } = await tx.db
    .updateTable('comments')
    .set(change)
    .where('id', '=', id)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Deletes a comment; false where the viewer may not. */
export async function deleteComment(tx: ViewerTx, id: number): Promise<boolean> {
  return (await tx.query('DELETE FROM comments WHERE id = $1 RETURNING id', [id])).length === 1;
}

/** Sets down anew whom a comment names: those of these usernames, in whatever case, that there are. */
export async function setMentions(
  tx: ViewerTx,
  commentId: number,
  usernames: readonly string[],
): Promise<void> {
  const names = usernames.map((name) => name.toLowerCase());
  await tx.query(
    `DELETE FROM comment_mentions WHERE comment_id = $1
      AND user_id NOT IN (SELECT u.id FROM users u WHERE lower(u.username) = ANY ($2))`,
    [commentId, names],
  );
  if (names.length === 0) return;
  await tx.query(
    `INSERT INTO comment_mentions (comment_id, user_id)
     SELECT $1, u.id FROM users u WHERE lower(u.username) = ANY ($2)
     ON CONFLICT DO NOTHING`,
    [commentId, names],
  );
}

/** A file of a comment's. */
export interface AttachmentRow {
  name: string;
  content: Buffer;
}

/** The file of a comment that the viewer sees; null where there is none. */
export async function findAttachment(tx: ViewerTx, id: number): Promise<AttachmentRow | null> {
  const [row] = await tx.query<AttachmentRow & Record<string, unknown>>(
    'SELECT name, content FROM comment_attachments WHERE comment_id = $1',
    [id],
  );
  return row ?? null;
}

/** Gives a comment its one file, or takes it away. */
export async function setAttachment(
  tx: ViewerTx,
  id: number,
  file: { name: string; content: Uint8Array } | null,
): Promise<void> {
  if (file === null) {
    await tx.query('DELETE FROM comment_attachments WHERE comment_id = $1', [id]);
    return;
  }
  await tx.query(
    `INSERT INTO comment_attachments (comment_id, name, content) VALUES ($1, $2, $3)
     ON CONFLICT (comment_id) DO UPDATE SET name = excluded.name, content = excluded.content`,
    [id, file.name, file.content],
  );
}

/** How many comments have a file, and how many have none. */
export async function countAttachments(tx: ViewerTx): Promise<{ with: number; without: number }> {
  const [row] = await tx.query<{ with: number; without: number }>(
    `SELECT count(f.comment_id)::int AS "with", (count(*) - count(f.comment_id))::int AS without
       FROM comments c LEFT JOIN comment_attachments f ON f.comment_id = c.id`,
  );
  return row ?? { with: 0, without: 0 };
}

/** The conversations of a subject besides the main one, by their names. */
export async function listChannels(tx: ViewerTx, subject: NoteSubject): Promise<string[]> {
  const rows = await tx.query<{ channel: string }>(
    `SELECT DISTINCT channel FROM comments
      WHERE subject_type = $1 AND subject_id = $2 AND channel IS NOT NULL ORDER BY 1`,
    [subject.type, subject.id],
  );
  return rows.map(({ channel }) => channel);
}
