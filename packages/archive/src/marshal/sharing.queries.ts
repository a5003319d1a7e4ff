import type { ViewerTx } from '../viewer/viewer-tx.ts';

/** A point that somebody wants to share. */
export interface SharedPointRow {
  id: bigint;
  owner_id: number | null;
  /** Whether a group of its audience lets the viewer share on. */
  may_pass_on: boolean;
}

/** Those of these points that the viewer sees. */
export function findSharedPoints(tx: ViewerTx, ids: readonly bigint[]): Promise<SharedPointRow[]> {
  return tx.query<SharedPointRow & Record<string, unknown>>(
    `SELECT p.id, p.owner_id, EXISTS (
              SELECT FROM audience_groups ag JOIN group_users gu USING (group_id)
               WHERE ag.audience_id = p.audience_id AND gu.user_id = (SELECT viewer_id())
                 AND gu.can_share_photometry) AS may_pass_on
       FROM photometry p WHERE p.id = ANY ($1)`,
    [ids],
  );
}

/** A group that somebody wants to share with. */
export interface ShareTargetRow {
  id: number;
  name: string;
  /** The viewer's right as a member; null where he is none. */
  can_share: boolean | null;
}

/** Those of these groups that the viewer sees. */
export function findShareTargets(tx: ViewerTx, ids: readonly number[]): Promise<ShareTargetRow[]> {
  return tx.query<ShareTargetRow & Record<string, unknown>>(
    `SELECT g.id, g.name, m.can_share_photometry AS can_share
       FROM groups g
       LEFT JOIN group_users m ON m.group_id = g.id AND m.user_id = (SELECT viewer_id())
      WHERE g.id = ANY ($1)`,
    [ids],
  );
}

/**
 * Adds groups to the audiences of points; returns how many points have a wider audience now. A
 * point whose equal the wider audience sees already stays as it is.
 */
export async function sharePhotometry(
  tx: ViewerTx,
  pointIds: readonly bigint[],
  groupIds: readonly number[],
): Promise<number> {
  const [row] = await tx.query<{ shared: number }>('SELECT share_photometry($1, $2) AS shared', [
    pointIds,
    groupIds,
  ]);
  return row?.shared ?? 0;
}
