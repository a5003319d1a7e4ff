import type { ViewerTx } from '../viewer/viewer-tx.ts';

/** Several objects that are one thing in the sky: those of them that the viewer sees. */
export interface SuperObjRow {
  id: number;
  name: string | null;
  is_roid: boolean;
  created_at: Date;
  objs: { id: string; ra: number; dec: number }[];
}

/** Which of them; null: any. */
export interface SuperObjFilter {
  id: number | null;
  /** A part of the name. */
  name: string | null;
  isRoid: boolean | null;
  objId: string | null;
  limit: number;
  offset: number;
}

const where = `($1::int IS NULL OR s.id = $1)
  AND ($2::text IS NULL OR position($2 IN s.name) > 0)
  AND ($3::boolean IS NULL OR s.is_roid = $3)
  AND ($4::text IS NULL OR EXISTS (
    SELECT FROM super_obj_members m WHERE m.super_obj_id = s.id AND m.obj_id = $4))`;

/** A page of them, the newest first, and how many there are. */
export async function pageOfSuperObjs(
  tx: ViewerTx,
  filter: SuperObjFilter,
): Promise<{ total: number; rows: SuperObjRow[] }> {
  const values = [filter.id, filter.name, filter.isRoid, filter.objId];
  const [counted] = await tx.query<{ total: number }>(
    `SELECT count(*)::int AS total FROM super_objs s WHERE ${where}`,
    values,
  );
  const rows = await tx.query<SuperObjRow & Record<string, unknown>>(
    `SELECT s.id, s.name, s.is_roid, s.created_at, coalesce((
              SELECT jsonb_agg(jsonb_build_object('id', o.id, 'ra', o.ra, 'dec', o.dec)
                ORDER BY o.created_at, o.id)
                FROM super_obj_members m JOIN objs o ON o.id = m.obj_id
               WHERE m.super_obj_id = s.id), '[]') AS objs
       FROM super_objs s WHERE ${where} ORDER BY s.created_at DESC, s.id DESC LIMIT $5 OFFSET $6`,
    [...values, filter.limit, filter.offset],
  );
  return { total: counted?.total ?? 0, rows };
}

/** Objects that are one thing with an object, without itself. */
export function listAssociatedObjs(
  tx: ViewerTx,
  objId: string,
): Promise<{ id: string; ra: number; dec: number; super_obj_id: number }[]> {
  return tx.query(
    `SELECT o.id, o.ra, o.dec, mine.super_obj_id
       FROM super_obj_members mine
       JOIN super_obj_members m ON m.super_obj_id = mine.super_obj_id AND m.obj_id <> mine.obj_id
       JOIN objs o ON o.id = m.obj_id
      WHERE mine.obj_id = $1 ORDER BY o.id, mine.super_obj_id LIMIT 500`,
    [objId],
  );
}

/** Makes one, without members. */
export async function createSuperObj(
  tx: ViewerTx,
  made: { name: string | null; isRoid: boolean },
): Promise<number> {
  const [row] = await tx.query<{ id: number }>(
    `INSERT INTO super_objs (name, is_roid, created_by) VALUES ($1, $2, viewer_id()) RETURNING id`,
    [made.name, made.isRoid],
  );
  if (!row) throw new Error('the new super object is not seen by its maker');
  return row.id;
}

/** Changes what is named; false where the viewer may not. */
export async function updateSuperObj(
  tx: ViewerTx,
  id: number,
  change: { name?: string | null; is_roid?: boolean },
): Promise<boolean> {
  const { name, is_roid: isRoid } = change;
  const rows = await tx.query(
    `UPDATE super_objs SET name = CASE WHEN $2 THEN $3 ELSE name END,
            is_roid = coalesce($4, is_roid), modified_at = now()
      WHERE id = $1 RETURNING id`,
    [id, name !== undefined, name ?? null, isRoid ?? null],
  );
  return rows.length === 1;
}

/** Adds objects that the viewer sees. */
export async function addSuperObjMembers(
  tx: ViewerTx,
  id: number,
  objIds: readonly string[],
): Promise<void> {
  await tx.query(
    `INSERT INTO super_obj_members (super_obj_id, obj_id, added_by)
     SELECT $1, o, viewer_id() FROM unnest($2::text[]) AS o ON CONFLICT DO NOTHING`,
    [id, objIds],
  );
}

/** Takes objects away that the viewer sees: these, or all but these. */
export async function removeSuperObjMembers(
  tx: ViewerTx,
  id: number,
  which: { objIds: readonly string[] } | { except: readonly string[] },
): Promise<void> {
  const [condition, ids] = 'objIds' in which ? ['= ANY', which.objIds] : ['<> ALL', which.except];
  await tx.query(
    `DELETE FROM super_obj_members WHERE super_obj_id = $1 AND obj_id ${condition} ($2::text[])`,
    [id, ids],
  );
}

/** Ends it; its objects stay. */
export async function deleteSuperObj(tx: ViewerTx, id: number): Promise<boolean> {
  return (await tx.query('DELETE FROM super_objs WHERE id = $1 RETURNING id', [id])).length === 1;
}
