import type { ViewerTx } from '../viewer/viewer-tx.ts';

/** Where a request to join a group stands. */
export type AdmissionStatus = 'pending' | 'accepted' | 'declined';

/** A request to join a group, with who asks. */
export interface AdmissionRequestRow {
  id: number;
  user_id: number;
  group_id: number;
  status: AdmissionStatus;
  created_at: Date;
  modified_at: Date;
  username: string;
  first_name: string | null;
  last_name: string | null;
  /** null where the viewer does not know of the group (any more). */
  group_name: string | null;
  /** Whether the viewer manages the group. */
  manages: boolean;
}

/** The requests that the viewer may see, oldest first: of a group or of an id where one is given. */
export function listAdmissionRequests(
  tx: ViewerTx,
  only: { id?: number; groupId?: number } = {},
): Promise<AdmissionRequestRow[]> {
  return tx.query<AdmissionRequestRow & Record<string, unknown>>(
    `SELECT r.id, r.user_id, r.group_id, r.status, r.created_at, r.modified_at,
            u.username, u.first_name, u.last_name, g.name AS group_name,
            (r.group_id IN (SELECT viewer_admin_groups())
              OR (SELECT viewer_has('Manage groups'))) AS manages
       FROM group_admission_requests r
       JOIN users u ON u.id = r.user_id
       LEFT JOIN groups g ON g.id = r.group_id
      WHERE ($1::int IS NULL OR r.id = $1) AND ($2::int IS NULL OR r.group_id = $2)
      ORDER BY r.created_at, r.id`,
    [only.id ?? null, only.groupId ?? null],
  );
}

/** One request; null where the viewer may not see it. */
export async function findAdmissionRequest(
  tx: ViewerTx,
  id: number,
): Promise<AdmissionRequestRow | null> {
  const [row] = await listAdmissionRequests(tx, { id });
  return row ?? null;
}

/** The viewer's request to join a group that waits; null where there is none. */
export async function findPendingRequest(
  tx: ViewerTx,
  groupId: number,
  userId: number,
): Promise<number | null> {
  const [row] = await tx.query<{ id: number }>(
    `SELECT id FROM group_admission_requests
      WHERE group_id = $1 AND user_id = $2 AND status = 'pending'`,
    [groupId, userId],
  );
  return row?.id ?? null;
}

/** Asks to join a group as the viewer; a group that takes in whoever asks accepts at once. */
export async function askToJoin(
  tx: ViewerTx,
  groupId: number,
  userId: number,
): Promise<{ id: number; status: AdmissionStatus }> {
  const [made] = await tx.query<{ id: number }>(
    'INSERT INTO group_admission_requests (group_id, user_id) VALUES ($1, $2) RETURNING id',
    [groupId, userId],
  );
  // What the group's own rule made of it is known to the next statement only.
  const request = made && (await findAdmissionRequest(tx, made.id));
  if (!request) throw new Error('the request was not made');
  return { id: request.id, status: request.status };
}

/** Decides a request that is not accepted yet; false where there is none, or the viewer may not. */
export async function decideRequest(
  tx: ViewerTx,
  id: number,
  status: AdmissionStatus,
): Promise<boolean> {
  const rows = await tx.query(
    'UPDATE group_admission_requests SET status = $2 WHERE id = $1 RETURNING id',
    [id, status],
  );
  return rows.length === 1;
}

/** Withdraws a request of the viewer's; false where he has none of this id. */
export async function withdrawRequest(tx: ViewerTx, id: number): Promise<boolean> {
  const rows = await tx.query('DELETE FROM group_admission_requests WHERE id = $1 RETURNING id', [
    id,
  ]);
  return rows.length === 1;
}
