import type { ViewerTx } from '../viewer/viewer-tx.ts';

/** What somebody, or a model, says that an object is. */
export interface ClassificationRow {
  id: number;
  obj_id: string;
  taxonomy_id: number;
  taxonomy_name: string;
  class: string;
  probability: number | null;
  ml: boolean;
  origin: string | null;
  author_id: number;
  author_name: string;
  audience_id: number;
  version: number;
  created_at: Date;
  modified_at: Date;
  withdrawn_at: Date | null;
  may_change: boolean;
}

const columns = `c.id, c.obj_id, c.taxonomy_id, t.name AS taxonomy_name, c.class, c.probability, c.ml,
  c.origin, c.author_id, u.username AS author_name, c.audience_id, c.version, c.created_at,
  c.modified_at, c.withdrawn_at,
  c.author_id = (SELECT viewer_id()) OR viewer_administers(c.audience_id) AS may_change`;
const tables = `classifications c JOIN taxonomies t ON t.id = c.taxonomy_id
  JOIN users u ON u.id = c.author_id`;

/** One classification, a withdrawn one, too; null where the viewer does not see it. */
export async function findClassification(
  tx: ViewerTx,
  id: number,
): Promise<ClassificationRow | null> {
  const [row] = await tx.query<ClassificationRow & Record<string, unknown>>(
    `SELECT ${columns} FROM ${tables} WHERE c.id = $1`,
    [id],
  );
  return row ?? null;
}

/** What is said of these objects, oldest first; what was withdrawn is left out. */
export function listObjClassifications(
  tx: ViewerTx,
  objIds: readonly string[],
): Promise<ClassificationRow[]> {
  return tx.query<ClassificationRow & Record<string, unknown>>(
    `SELECT ${columns} FROM ${tables} WHERE c.obj_id = ANY ($1) AND c.withdrawn_at IS NULL
      ORDER BY c.id`,
    [objIds],
  );
}

/** When a classification was made: from and to; null: at any time. */
export interface MadeWithin {
  from: Date | null;
  to: Date | null;
}

const within = `c.withdrawn_at IS NULL AND ($1::timestamptz IS NULL OR c.created_at >= $1)
  AND ($2::timestamptz IS NULL OR c.created_at <= $2)`;

/** A page of classifications, in the order in which they were made, and how many there are in all. */
export async function pageOfClassifications(
  tx: ViewerTx,
  page: MadeWithin & { limit: number; offset: number },
): Promise<{ total: number; rows: ClassificationRow[] }> {
  const times = [page.from, page.to];
  const [counted] = await tx.query<{ total: number }>(
    `SELECT count(*)::int AS total FROM classifications c WHERE ${within}`,
    times,
  );
  const rows = await tx.query<ClassificationRow & Record<string, unknown>>(
    `SELECT ${columns} FROM ${tables} WHERE ${within} ORDER BY c.id LIMIT $3 OFFSET $4`,
    [...times, page.limit, page.offset],
  );
  return { total: counted?.total ?? 0, rows };
}

/** The objects of which something was said in this time. */
export async function listClassifiedObjs(tx: ViewerTx, made: MadeWithin): Promise<string[]> {
  const rows = await tx.query<{ obj_id: string }>(
    `SELECT DISTINCT c.obj_id FROM classifications c WHERE ${within} ORDER BY c.obj_id`,
    [made.from, made.to],
  );
  return rows.map((row) => row.obj_id);
}

/** What is to be said of an object. */
export interface NewClassification {
  objId: string;
  taxonomyId: number;
  class: string;
  probability: number | null;
  ml: boolean;
  origin: string | null;
  audienceId: number;
}

/** Says what an object is, as the viewer. */
export async function insertClassification(tx: ViewerTx, made: NewClassification): Promise<number> {
  const [row] = await tx.query<{ id: number }>(
    `INSERT INTO classifications (obj_id, taxonomy_id, class, probability, ml, origin, audience_id, author_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, viewer_id()) RETURNING id`,
    [
      made.objId,
      made.taxonomyId,
      made.class,
      made.probability,
      made.ml,
      made.origin,
      made.audienceId,
    ],
  );
  if (!row) throw new Error('the new classification is not seen by its author');
  return row.id;
}

/** What of a classification may be changed; what is absent stays. */
export interface ClassificationChange {
  taxonomy_id?: number;
  class?: string;
  probability?: number | null;
  ml?: boolean;
  origin?: string | null;
  audience_id?: number;
}

/** Changes a classification, whose earlier version is kept; false where the viewer may not. */
export async function updateClassification(
  tx: ViewerTx,
  id: number,
  change: ClassificationChange,
): Promise<boolean> {
  const { numUpdatedRows } = await tx.db
    .updateTable('classifications')
    .set(change)
    .where('id', '=', id)
    .where('withdrawn_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Withdraws classifications; returns those that the viewer may withdraw. */
export async function withdrawClassifications(
  tx: ViewerTx,
  ids: readonly number[],
): Promise<number[]> {
  const rows = await tx.query<{ id: number }>(
    `UPDATE classifications SET withdrawn_at = now() WHERE id = ANY ($1) AND withdrawn_at IS NULL
     RETURNING id`,
    [ids],
  );
  return rows.map((row) => row.id);
}

/** What a classification said from some moment on. */
export interface ClassificationVersionRow {
  version: number;
  action: 'made' | 'changed' | 'withdrawn';
  taxonomy_id: number;
  class: string;
  probability: number | null;
  ml: boolean;
  origin: string | null;
  audience_id: number;
  changed_by: number | null;
  changed_by_name: string | null;
  changed_at: Date;
}

/** What a classification said, oldest version first, as far as the viewer may know. */
export function listClassificationVersions(
  tx: ViewerTx,
  id: number,
): Promise<ClassificationVersionRow[]> {
  return tx.query<ClassificationVersionRow & Record<string, unknown>>(
    `SELECT h.version, h.action, h.taxonomy_id, h.class, h.probability, h.ml, h.origin, h.audience_id,
            h.changed_by, u.username AS changed_by_name, h.changed_at
       FROM classification_history h LEFT JOIN users u ON u.id = h.changed_by
      WHERE h.classification_id = $1 ORDER BY h.version`,
    [id],
  );
}
