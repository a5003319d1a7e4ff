import type pg from 'pg';
import type { ViewerTx } from '../viewer/viewer-tx.ts';

/** An object that is assigned to a run. */
export interface AssignmentRow {
  id: number;
  run_id: number;
  obj_id: string;
  ra: number;
  dec: number;
  redshift: number | null;
  requester_id: number;
  last_modified_by_id: number | null;
  priority: number;
  status: string;
  marked_at: Date | null;
  comment: string | null;
  created_at: Date;
  modified_at: Date;
  requester: { id: number; username: string; first_name: string | null; last_name: string | null };
}

/** Which assignments are wanted. */
export interface AssignmentSearch {
  ids?: readonly number[] | undefined;
  runId?: number | undefined;
  objId?: string | undefined;
  status?: string | undefined;
}

/** Those that the viewer sees, the latest first. */
export function listAssignments(
  tx: ViewerTx,
  search: AssignmentSearch,
  limit: number,
): Promise<AssignmentRow[]> {
  return tx.query<AssignmentRow & pg.QueryResultRow>(
    `SELECT a.id, a.run_id, a.obj_id, e.ra, e.dec, e.redshift, a.requester_id, a.last_modified_by_id,
        a.priority::int AS priority, a.status, a.marked_at, a.comment, a.created_at, a.modified_at,
        jsonb_build_object('id', u.id, 'username', u.username, 'first_name', u.first_name,
          'last_name', u.last_name) AS requester
       FROM assignments a
       JOIN obj_editions e ON e.id = a.obj_id AND e.edition = a.edition
       JOIN users u ON u.id = a.requester_id
      WHERE ($1::int[] IS NULL OR a.id = ANY ($1)) AND ($2::int IS NULL OR a.run_id = $2)
        AND ($3::text IS NULL OR a.obj_id = $3) AND ($4::text IS NULL OR a.status = $4)
      ORDER BY a.id DESC LIMIT $5`,
    [search.ids ?? null, search.runId ?? null, search.objId ?? null, search.status ?? null, limit],
  );
}

/** One assignment; null where the viewer does not see it. */
export async function findAssignment(tx: ViewerTx, id: number): Promise<AssignmentRow | null> {
  return (await listAssignments(tx, { ids: [id] }, 1))[0] ?? null;
}

/** Assigns objects to a run; those that are on it already are left out. */
export async function insertAssignments(
  tx: ViewerTx,
  made: {
    runId: number;
    objIds: readonly string[];
    priority: number;
    status: string;
    comment: string | null;
  },
): Promise<{ id: number; obj_id: string }[]> {
  return tx.query<{ id: number; obj_id: string }>(
    `INSERT INTO assignments (run_id, obj_id, requester_id, last_modified_by_id, priority, status, comment)
     SELECT $1, o.id, viewer_id(), viewer_id(), $3, $4, $5
       FROM unnest($2::text[]) WITH ORDINALITY AS o (id, n) ORDER BY o.n
     ON CONFLICT ON CONSTRAINT assignments_once DO NOTHING RETURNING id, obj_id`,
    [made.runId, [...made.objIds], made.priority, made.status, made.comment],
  );
}

/** What of an assignment changes; what is absent stays. */
export interface AssignmentChange {
  priority?: number;
  status?: string;
  comment?: string | null;
  marked_at?: Date;
}

/** Changes an assignment; false where the viewer may not. */
export async function updateAssignment(
  tx: ViewerTx,
  id: number,
  change: AssignmentChange,
): Promise<boolean> {
  const rows = await tx.query(
    `UPDATE assignments SET priority = coalesce($2::smallint, priority), status = coalesce($3, status),
        comment = CASE WHEN $4 THEN $5 ELSE comment END, marked_at = coalesce($6, marked_at),
        last_modified_by_id = viewer_id()
      WHERE id = $1 RETURNING id`,
    [
      id,
      change.priority ?? null,
      change.status ?? null,
      change.comment !== undefined,
      change.comment ?? null,
      change.marked_at ?? null,
    ],
  );
  return rows.length === 1;
}

/** Marks all of a run that have one status with another; tells how many. */
export async function markAssignments(
  tx: ViewerTx,
  runId: number,
  { from, to }: { from: string; to: string },
): Promise<number> {
  const rows = await tx.query(
    `UPDATE assignments SET status = $3, last_modified_by_id = viewer_id()
      WHERE run_id = $1 AND status = $2 RETURNING id`,
    [runId, from, to],
  );
  return rows.length;
}

/** Takes an object off a run; false where the viewer may not. */
export async function deleteAssignment(tx: ViewerTx, id: number): Promise<boolean> {
  return (await tx.query('DELETE FROM assignments WHERE id = $1 RETURNING id', [id])).length === 1;
}
