import type { ViewerTx } from '../viewer/viewer-tx.ts';

/** That somebody means to work on an object. */
export interface InterestRow {
  id: number;
  obj_id: string;
  user_id: number;
  title: string;
  description: string | null;
  link: string | null;
  created_at: Date;
  modified_at: Date;
  username: string;
  first_name: string | null;
  last_name: string | null;
  is_bot: boolean;
}

/** Who means to work on an object, first ones first. */
export function listInterests(tx: ViewerTx, objId: string): Promise<InterestRow[]> {
  return tx.query<InterestRow & Record<string, unknown>>(
    `SELECT i.id, i.obj_id, i.user_id, i.title, i.description, i.link, i.created_at, i.modified_at,
            u.username, u.first_name, u.last_name, u.is_bot
       FROM source_interests i JOIN users u ON u.id = i.user_id
      WHERE i.obj_id = $1 ORDER BY i.created_at, i.id`,
    [objId],
  );
}

/** Says that the viewer means to work on an object that he sees. */
export async function addInterest(
  tx: ViewerTx,
  made: { objId: string; title: string; description: string | null; link: string | null },
): Promise<number> {
  const [row] = await tx.query<{ id: number }>(
    `INSERT INTO source_interests (obj_id, user_id, title, description, link)
     VALUES ($1, viewer_id(), $2, $3, $4) RETURNING id`,
    [made.objId, made.title, made.description, made.link],
  );
  if (!row) throw new Error('the new interest is not seen by whose it is');
  return row.id;
}

/** Takes that back; null where there is none, else whether it was one's own to take. */
export async function removeInterest(
  tx: ViewerTx,
  objId: string,
  id: number,
): Promise<boolean | null> {
  const gone = await tx.query(
    'DELETE FROM source_interests WHERE id = $1 AND obj_id = $2 RETURNING id',
    [id, objId],
  );
  if (gone.length > 0) return true;
  const left = await tx.query('SELECT id FROM source_interests WHERE id = $1 AND obj_id = $2', [
    id,
    objId,
  ]);
  return left.length > 0 ? false : null;
}
