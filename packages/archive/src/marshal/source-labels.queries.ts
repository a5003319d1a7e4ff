import type { ViewerTx } from '../viewer/viewer-tx.ts';

/** That somebody looked at an object, for a group. */
export interface LabelRow {
  obj_id: string;
  group_id: number;
  labeller_id: number;
  username: string;
  first_name: string | null;
  last_name: string | null;
  created_at: Date;
}

/** Who looked at these objects first when, for the viewer's groups. */
export function listLabels(tx: ViewerTx, objIds: readonly string[]): Promise<LabelRow[]> {
  return tx.query<LabelRow & Record<string, unknown>>(
    `SELECT l.obj_id, l.group_id, l.labeller_id, u.username, u.first_name, u.last_name,
        min(l.created_at) AS created_at
       FROM source_labels l JOIN users u ON u.id = l.labeller_id
      WHERE l.obj_id = ANY ($1) GROUP BY l.obj_id, l.group_id, l.labeller_id, u.id
      ORDER BY min(l.created_at), l.group_id`,
    [objIds],
  );
}

/** Says that the viewer looked at an object, for these groups; saying so again changes nothing. */
export async function addLabels(
  tx: ViewerTx,
  objId: string,
  groupIds: readonly number[],
): Promise<void> {
  await tx.query(
    `INSERT INTO source_labels (obj_id, group_id, labeller_id)
     SELECT $1, g, viewer_id() FROM unnest($2::int[]) AS g ON CONFLICT DO NOTHING`,
    [objId, groupIds],
  );
}

/** Takes that back for these groups; returns for how many. */
export async function removeLabels(
  tx: ViewerTx,
  objId: string,
  groupIds: readonly number[],
): Promise<number> {
  const rows = await tx.query(
    `DELETE FROM source_labels WHERE obj_id = $1 AND group_id = ANY ($2)
        AND labeller_id = (SELECT viewer_id()) RETURNING group_id`,
    [objId, groupIds],
  );
  return rows.length;
}
