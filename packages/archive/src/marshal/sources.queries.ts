import type { ViewerTx } from '../viewer/viewer-tx.ts';
import { groupAudience } from './audiences.queries.ts';

/** An object that the viewer may see. */
export interface ObjRow {
  id: string;
  /** null: of no survey, made by people. */
  survey: string | null;
  ra: number;
  dec: number;
  created_at: Date;
}

/** That a group has saved an object. */
export interface SavedRow {
  obj_id: string;
  group_id: number;
  name: string;
  nickname: string | null;
  saved_at: Date;
  saver_id: number | null;
  saver: string | null;
}

/** One object; null where the viewer sees nothing of it. */
export async function findObj(tx: ViewerTx, id: string): Promise<ObjRow | null> {
  const [row] = await findObjs(tx, [id]);
  return row ?? null;
}

async function findObjs(tx: ViewerTx, ids: readonly string[]): Promise<ObjRow[]> {
  if (ids.length === 0) return [];
  return tx.query<ObjRow & Record<string, unknown>>(
    'SELECT id, survey, ra, dec, created_at FROM objs WHERE id = ANY ($1)',
    [ids],
  );
}

/** Which of the viewer's groups have saved these objects. */
export function listSaved(tx: ViewerTx, objIds: readonly string[]): Promise<SavedRow[]> {
  return tx.query<SavedRow & Record<string, unknown>>(
    `SELECT s.obj_id, s.group_id, g.name, g.nickname, s.saved_at,
            u.id AS saver_id, u.username AS saver
       FROM sources s
       JOIN groups g ON g.id = s.group_id
       LEFT JOIN users u ON u.id = s.saved_by
      WHERE s.active AND s.obj_id = ANY ($1)
      ORDER BY s.saved_at, s.group_id, s.obj_id`,
    [objIds],
  );
}

/** What saved objects can be sorted by. */
export type SavedOrder = 'saved_at' | 'id' | 'ra' | 'dec' | 'created_at';

/** Which saved objects to show, and how; `groupIds` null: of all groups that the viewer sees. */
export interface SavedPage {
  groupIds: readonly number[] | null;
  orderBy: SavedOrder;
  descending: boolean;
  limit: number;
  offset: number;
}

/** Columns of the saved, and of their objects where those are asked for. */
const orders: Record<SavedOrder, { column: string; from: string }> = {
  saved_at: { column: 'saved.last_saved_at', from: 'saved' },
  id: { column: 'saved.obj_id', from: 'saved' },
  ra: { column: 'o.ra', from: 'saved JOIN objs o ON o.id = saved.obj_id' },
  dec: { column: 'o.dec', from: 'saved JOIN objs o ON o.id = saved.obj_id' },
  created_at: { column: 'o.created_at', from: 'saved JOIN objs o ON o.id = saved.obj_id' },
};

/** A page of saved objects, and how many there are in all. */
export async function pageOfSources(
  tx: ViewerTx,
  page: SavedPage,
): Promise<{ total: number; objs: ObjRow[] }> {
  const { column, from } = orders[page.orderBy];
  const found = await tx.query<{ total: number; id: string | null }>(
    `WITH saved AS MATERIALIZED (
       SELECT obj_id, max(saved_at) AS last_saved_at FROM sources
        WHERE active AND ($1::int[] IS NULL OR group_id = ANY ($1)) GROUP BY obj_id)
     SELECT (SELECT count(*)::int FROM saved) AS total, page.id
       FROM (SELECT) AS always LEFT JOIN (
         SELECT saved.obj_id AS id,
                row_number() OVER (ORDER BY ${column} ${page.descending ? 'DESC' : 'ASC'},
                  saved.obj_id) AS place
           FROM ${from} ORDER BY place LIMIT $2 OFFSET $3) page ON true
      ORDER BY page.place`,
    [page.groupIds, page.limit, page.offset],
  );
  // An empty page still is one row, which carries the total.
  const ids = found.flatMap(({ id }) => id ?? []);
  const rows = await findObjs(tx, ids);
  const byId = new Map(rows.map((row) => [row.id, row]));
  return { total: found[0]?.total ?? 0, objs: ids.flatMap((id) => byId.get(id) ?? []) };
}

/**
 * Saves an object to a group, which knows of it from then on; saving again changes nothing, and
 * revives what was unsaved.
 */
export async function saveSource(
  tx: ViewerTx,
  source: { objId: string; groupId: number; userId: number },
): Promise<void> {
  const audienceId = await groupAudience(tx, source.groupId);
  await tx.query(
    `INSERT INTO sources AS s (obj_id, group_id, audience_id, saved_by)
     VALUES ($1, $2, $4, $3)
     ON CONFLICT (obj_id, group_id) DO UPDATE
       SET active = true WHERE NOT s.active`,
    [source.objId, source.groupId, source.userId, audienceId],
  );
}

/** Takes an object off a group's list; false where it was not on it. */
export async function unsaveSource(
  tx: ViewerTx,
  source: { objId: string; groupId: number },
): Promise<boolean> {
  const rows = await tx.query(
    'UPDATE sources SET active = false WHERE obj_id = $1 AND group_id = $2 AND active RETURNING id',
    [source.objId, source.groupId],
  );
  return rows.length === 1;
}
