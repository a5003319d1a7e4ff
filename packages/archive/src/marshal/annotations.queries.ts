import type { ViewerTx } from '../viewer/viewer-tx.ts';
import { audienceGroups } from './audiences.queries.ts';
import {
  authorColumn,
  type NoteRow,
  type NoteSubject,
  type NoteVersionRow,
  versionColumns,
} from './notes.queries.ts';

/** An annotation that the viewer sees. */
export interface AnnotationRow extends NoteRow {
  origin: string;
  data: Record<string, unknown>;
}

const selectAnnotations = `
  SELECT a.id, a.subject_type, a.subject_id, a.obj_id, a.origin, a.data, a.bot, a.created_at,
         a.modified_at, ${authorColumn}, ${audienceGroups('a')} AS groups
    FROM annotations a JOIN users u ON u.id = a.author_id`;

/** The annotations of a subject, by origin. */
export function listAnnotations(tx: ViewerTx, subject: NoteSubject): Promise<AnnotationRow[]> {
  return listAnnotationsOf(tx, subject.type, [subject.id]);
}

/** The annotations of several things of a kind, by origin. */
export function listAnnotationsOf(
  tx: ViewerTx,
  subjectType: string,
  subjectIds: readonly string[],
): Promise<AnnotationRow[]> {
  return tx.query<AnnotationRow & Record<string, unknown>>(
    `${selectAnnotations} WHERE a.subject_type = $1 AND a.subject_id = ANY ($2)
      ORDER BY a.subject_id, a.origin, a.id`,
    [subjectType, subjectIds],
  );
}

/** One annotation of a subject; null where the viewer sees none. */
export async function findAnnotation(
  tx: ViewerTx,
  subject: NoteSubject,
  id: number,
): Promise<AnnotationRow | null> {
  const [row] = await tx.query<AnnotationRow & Record<string, unknown>>(
    `${selectAnnotations} WHERE a.id = $1 AND a.subject_type = $2 AND a.subject_id = $3`,
    [id, subject.type, subject.id],
  );
  return row ?? null;
}

/** Whether the viewer sees an annotation of this origin on a subject, other than the one of this id. */
export async function originIsSeen(
  tx: ViewerTx,
  subject: NoteSubject,
  origin: string,
  exceptId: number | null,
): Promise<boolean> {
  const rows = await tx.query(
    `SELECT FROM annotations WHERE subject_type = $1 AND subject_id = $2 AND origin = $3
      AND id IS DISTINCT FROM $4`,
    [subject.type, subject.id, origin, exceptId],
  );
  return rows.length > 0;
}

/** What an annotation said. */
export type AnnotationVersionRow = NoteVersionRow & Pick<AnnotationRow, 'origin' | 'data'>;

/** What an annotation said before, the oldest first, as far as the viewer may know. */
export function listAnnotationVersions(tx: ViewerTx, id: number): Promise<AnnotationVersionRow[]> {
  return tx.query<AnnotationVersionRow & Record<string, unknown>>(
    `SELECT ${versionColumns}, v.origin, v.data FROM annotation_versions v
      WHERE v.annotation_id = $1 ORDER BY v.version`,
    [id],
  );
}

/** Writes an annotation in the viewer's name; `data` is JSON. */
export async function addAnnotation(
  tx: ViewerTx,
  annotation: {
    subject: NoteSubject;
    authorId: number;
    audienceId: number;
    origin: string;
    data: string;
  },
): Promise<number> {
  const { subject, authorId, audienceId, origin, data } = annotation;
  const [row] = await tx.query<{ id: number }>(
    `INSERT INTO annotations (subject_type, subject_id, author_id, audience_id, origin, data)
     VALUES ($1, $2, $3, $4, $5, $6) RETURNING id`,
    [subject.type, subject.id, authorId, audienceId, origin, data],
  );
  if (!row) throw new Error('no annotation was made');
  return row.id;
}

/** Changes an annotation; what is absent stays. False where the viewer may not. */
export async function updateAnnotation(
  tx: ViewerTx,
  id: number,
  change: { origin?: string; data?: string; audience_id?: number },
): Promise<boolean> {
  const { numUpdatedRows } = await tx.db
    .updateTable('annotations')
    .set(change)
    .where('id', '=', id)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Deletes an annotation; false where the viewer may not. */
export async function deleteAnnotation(tx: ViewerTx, id: number): Promise<boolean> {
  return (await tx.query('DELETE FROM annotations WHERE id = $1 RETURNING id', [id])).length === 1;
}

/** What a filter last said of an object that passed it. */
export interface FilterAnnotationRow {
  candidate_id: bigint;
  obj_id: string;
  filter_id: number;
  filter_name: string;
  group_id: number;
  group_name: string;
  group_nickname: string | null;
  data: Record<string, unknown>;
  passed_at: Date;
}

/** The last words of the viewer's filters of these objects, where they said any. */
export function listFilterAnnotations(
  tx: ViewerTx,
  objIds: readonly string[],
): Promise<FilterAnnotationRow[]> {
  return tx.query<FilterAnnotationRow & Record<string, unknown>>(
    `SELECT said.* FROM (
       SELECT DISTINCT ON (c.obj_id, c.filter_id)
              c.id AS candidate_id, c.obj_id, c.filter_id, f.name AS filter_name, g.id AS group_id,
              g.name AS group_name, g.nickname AS group_nickname, c.output -> 'annotations' AS data,
              c.passed_at
         FROM candidates c JOIN filters f ON f.id = c.filter_id JOIN groups g ON g.id = f.group_id
        WHERE c.obj_id = ANY ($1)
        ORDER BY c.obj_id, c.filter_id, c.id DESC) said
      WHERE jsonb_typeof(said.data) = 'object' AND said.data <> '{}'
      ORDER BY said.obj_id, said.group_name, said.filter_name, said.filter_id`,
    [objIds],
  );
}
