import type { ViewerTx } from '../viewer/viewer-tx.ts';
import { type AudienceGroup, audienceGroups } from './audiences.queries.ts';

/** A word that may be a tag. */
export interface TagOptionRow {
  id: number;
  name: string;
  color: string | null;
  created_at: Date;
  modified_at: Date;
}

const optionColumns = ['id', 'name', 'color', 'created_at', 'modified_at'] as const;

/** Every word that may be a tag, by name. */
export function listTagOptions(tx: ViewerTx): Promise<TagOptionRow[]> {
  return tx.db.selectFrom('obj_tag_options').select(optionColumns).orderBy('name').execute();
}

/** One of them, by id or by name in whatever case; null where there is none. */
export async function findTagOption(
  tx: ViewerTx,
  by: { id: number } | { name: string },
): Promise<TagOptionRow | null> {
  const [row] = await tx.query<TagOptionRow & Record<string, unknown>>(
    `SELECT ${optionColumns.join(', ')} FROM obj_tag_options
      WHERE ${'id' in by ? 'id = $1' : 'lower(name) = lower($1)'}`,
    ['id' in by ? by.id : by.name],
  );
  return row ?? null;
}

/** Makes a word a tag. */
export async function addTagOption(
  tx: ViewerTx,
  option: { name: string; color: string | null },
): Promise<number> {
  const row = await tx.db
    .insertInto('obj_tag_options')
    .values(option)
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}

/** Changes it; what is absent stays. */
export async function updateTagOption(
  tx: ViewerTx,
  id: number,
  change: { name?: string; color?: string | null },
): Promise<boolean> {
  const { numUpdatedRows } = await tx.db
    .updateTable('obj_tag_options')
    .set(change)
    .where('id', '=', id)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Deletes it, and takes it off every object. */
export async function deleteTagOption(tx: ViewerTx, id: number): Promise<boolean> {
  const sql = 'DELETE FROM obj_tag_options WHERE id = $1 RETURNING id';
  return (await tx.query(sql, [id])).length === 1;
}

/** A tag on an object, that the viewer sees. */
export interface ObjTagRow {
  id: number;
  option_id: number;
  name: string;
  color: string | null;
  obj_id: string;
  author_id: number;
  groups: AudienceGroup[];
  created_at: Date;
  modified_at: Date;
}

/** Which tags; null: any. */
export interface ObjTagFilter {
  id?: number | null;
  objIds?: readonly string[] | null;
  optionId?: number | null;
}

/** Tags on objects. */
export function listObjTags(tx: ViewerTx, filter: ObjTagFilter): Promise<ObjTagRow[]> {
  return tx.query<ObjTagRow & Record<string, unknown>>(
    `SELECT t.id, t.option_id, o.name, o.color, t.obj_id, t.author_id, t.created_at, t.modified_at,
            ${audienceGroups('t')} AS groups
       FROM obj_tags t JOIN obj_tag_options o ON o.id = t.option_id
      WHERE ($1::text[] IS NULL OR t.obj_id = ANY ($1)) AND ($2::int IS NULL OR t.option_id = $2)
        AND ($3::int IS NULL OR t.id = $3)
      ORDER BY t.obj_id, o.name, t.id`,
    [filter.objIds ?? null, filter.optionId ?? null, filter.id ?? null],
  );
}

/** Puts a tag on an object, for an audience. */
export async function addObjTag(
  tx: ViewerTx,
  tag: { optionId: number; objId: string; authorId: number; audienceId: number },
): Promise<number> {
  const row = await tx.db
    .insertInto('obj_tags')
    .values({
      option_id: tag.optionId,
      obj_id: tag.objId,
      author_id: tag.authorId,
      audience_id: tag.audienceId,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}

/** Adds groups to a tag's audience and takes others away; false where nobody would be left. */
export async function alterObjTag(
  tx: ViewerTx,
  id: number,
  change: { added: readonly number[]; taken: readonly number[] },
): Promise<boolean> {
  const [row] = await tx.query<{ id: number | null }>(
    'SELECT altered_tag_audience($1, $2::int[], $3::int[]) AS id',
    [id, change.added, change.taken],
  );
  if (!row?.id) return false;
  await tx.query('UPDATE obj_tags SET audience_id = $2 WHERE id = $1', [id, row.id]);
  return true;
}

/** Takes a tag off its object; false where the viewer may not. */
export async function deleteObjTag(tx: ViewerTx, id: number): Promise<boolean> {
  return (await tx.query('DELETE FROM obj_tags WHERE id = $1 RETURNING id', [id])).length === 1;
}
