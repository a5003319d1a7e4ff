import type { ViewerTx } from '../viewer/viewer-tx.ts';
import { groupAudience } from './audiences.queries.ts';

/** That a group has saved an object, or is asked to. */
export interface SavedRow {
  obj_id: string;
  group_id: number;
  name: string;
  nickname: string | null;
  active: boolean;
  requested: boolean;
  saved_at: Date;
  saver_id: number | null;
  saver: string | null;
  /** The filter that saved it by its setting `autosave`. */
  filter_id: number | null;
}

/** Which entries of groups' lists count. */
export type SavedKind = 'saved' | 'requested' | 'both';

/** SQL for them, of rows called `s`. */
export const savedKinds: Record<SavedKind, string> = {
  saved: 's.active',
  requested: 's.requested',
  both: '(s.active OR s.requested)',
};

/** Which of the viewer's groups have saved these objects, or are asked to. */
export function listSaved(
  tx: ViewerTx,
  objIds: readonly string[],
  kind: SavedKind = 'saved',
): Promise<SavedRow[]> {
  return tx.query<SavedRow & Record<string, unknown>>(
    `SELECT s.obj_id, s.group_id, g.name, g.nickname, s.active, s.requested,
            coalesce(CASE WHEN s.requested THEN s.requested_at END, s.saved_at) AS saved_at,
            u.id AS saver_id, u.username AS saver, s.saved_by_filter AS filter_id
       FROM sources s
       JOIN groups g ON g.id = s.group_id
       LEFT JOIN users u ON u.id = CASE WHEN s.requested THEN s.requested_by ELSE s.saved_by END
      WHERE ${savedKinds[kind]} AND s.obj_id = ANY ($1)
      ORDER BY s.saved_at, s.group_id, s.obj_id`,
    [objIds],
  );
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

/** Asks a group that the viewer sees, and is not in, to save an object that he sees. */
export async function requestSource(tx: ViewerTx, objId: string, groupId: number): Promise<void> {
  await tx.query('SELECT request_source($1, $2)', [objId, groupId]);
}

/** Keeps or ends the request to a group to save an object; false where there is none to end. */
export async function keepRequest(
  tx: ViewerTx,
  source: { objId: string; groupId: number; requested: boolean },
): Promise<boolean> {
  const rows = await tx.query(
    `UPDATE sources SET requested = $3 WHERE obj_id = $1 AND group_id = $2 AND NOT active
       AND requested_by IS NOT NULL RETURNING id`,
    [source.objId, source.groupId, source.requested],
  );
  return rows.length === 1;
}

/** Has another user than the viewer down as who saved an object; for the system's admins. */
export async function creditSaver(
  tx: ViewerTx,
  source: { objId: string; groupId: number; userId: number },
): Promise<void> {
  await tx.query('SELECT credit_saver($1, $2, $3)', [source.objId, source.groupId, source.userId]);
}
