import type pg from 'pg';
import type { ViewerTx } from '../viewer/viewer-tx.ts';

/** An observing run. */
export interface ObservingRunRow {
  id: number;
  instrument_id: number;
  pi: string | null;
  observers: string | null;
  /** YYYY-MM-DD: the evening of the first night, at the telescope. */
  calendar_date: string;
  duration: number;
  ends_at: Date;
  group_id: number | null;
  owner_id: number;
  created_at: Date;
  modified_at: Date;
  /** Of those that the viewer sees. */
  assignments: number;
  pending: number;
  may_change: boolean;
}

/** Which runs are wanted. */
export interface RunSearch {
  ids?: readonly number[] | undefined;
  endsAfter?: Date | undefined;
  startsBefore?: Date | undefined;
}

/** The runs that the viewer sees, by date. */
export function listObservingRuns(
  tx: ViewerTx,
  search: RunSearch = {},
): Promise<ObservingRunRow[]> {
  return tx.query<ObservingRunRow & pg.QueryResultRow>(
    `SELECT r.id, r.instrument_id, r.pi, r.observers, r.calendar_date::text AS calendar_date, r.duration,
        r.ends_at, r.group_id, r.owner_id, r.created_at, r.modified_at,
        coalesce(n.assignments, 0) AS assignments, coalesce(n.pending, 0) AS pending,
        (SELECT viewer_has('Manage observing runs'))
          AND (r.owner_id = (SELECT viewer_id()) OR (SELECT viewer_has('System admin'))) AS may_change
       FROM observing_runs r
       LEFT JOIN (SELECT a.run_id, count(*)::int AS assignments,
            (count(*) FILTER (WHERE a.status = 'pending'))::int AS pending
          FROM assignments a WHERE $1::int[] IS NULL OR a.run_id = ANY ($1) GROUP BY a.run_id) n
         ON n.run_id = r.id
      WHERE ($1::int[] IS NULL OR r.id = ANY ($1))
        AND ($2::timestamptz IS NULL OR r.ends_at > $2)
        AND ($3::timestamptz IS NULL OR r.calendar_date < ($3::timestamptz AT TIME ZONE 'UTC'))
      ORDER BY r.calendar_date, r.id`,
    [search.ids ?? null, search.endsAfter ?? null, search.startsBefore ?? null],
  );
}

/** One run; null where the viewer does not see it. */
export async function findObservingRun(tx: ViewerTx, id: number): Promise<ObservingRunRow | null> {
  return (await listObservingRuns(tx, { ids: [id] }))[0] ?? null;
}

/** What people say of a run. */
export interface ObservingRunFields {
  instrument_id: number;
  pi: string | null;
  observers: string | null;
  calendar_date: string;
  duration: number;
  ends_at: Date;
  group_id: number | null;
}

/** Makes a run of the viewer's. */
export async function createObservingRun(tx: ViewerTx, made: ObservingRunFields): Promise<number> {
  const [row] = await tx.query<{ id: number }>(
    `INSERT INTO observing_runs (instrument_id, pi, observers, calendar_date, duration, ends_at, group_id, owner_id)
     VALUES ($1, $2, $3, $4::date, $5, $6, $7, viewer_id()) RETURNING id`,
    [
      made.instrument_id,
      made.pi,
      made.observers,
      made.calendar_date,
      made.duration,
      made.ends_at,
      made.group_id,
    ],
  );
  if (!row) throw new Error('the new run is not seen by its owner');
  return row.id;
}

/** Changes a run; false where the viewer may not. */
export async function updateObservingRun(
  tx: ViewerTx,
  id: number,
  change: ObservingRunFields,
): Promise<boolean> {
  const rows = await tx.query(
    `UPDATE observing_runs SET instrument_id = $2, pi = $3, observers = $4, calendar_date = $5::date,
        duration = $6, ends_at = $7, group_id = $8, modified_at = now()
      WHERE id = $1 RETURNING id`,
    [
      id,
      change.instrument_id,
      change.pi,
      change.observers,
      change.calendar_date,
      change.duration,
      change.ends_at,
      change.group_id,
    ],
  );
  return rows.length === 1;
}

/** Deletes a run with its assignments and its log; false where the viewer may not. */
export async function deleteObservingRun(tx: ViewerTx, id: number): Promise<boolean> {
  return (
    (await tx.query('DELETE FROM observing_runs WHERE id = $1 RETURNING id', [id])).length === 1
  );
}

/** Something of a run's log. */
export interface ObservingLogRow {
  id: bigint;
  at: Date;
  author: string | null;
  assignment_id: number | null;
  obj_id: string | null;
  status: string | null;
  note: string | null;
}

/** What happened in a run, in its order; the last thousand entries. */
export function listObservingLog(tx: ViewerTx, runId: number): Promise<ObservingLogRow[]> {
  return tx.query<ObservingLogRow & pg.QueryResultRow>(
    `SELECT * FROM (
       SELECT l.id, l.at, u.username AS author, l.assignment_id, a.obj_id, l.status, l.note
         FROM observing_log l LEFT JOIN users u ON u.id = l.author_id
         LEFT JOIN assignments a ON a.id = l.assignment_id
        WHERE l.run_id = $1 ORDER BY l.at DESC, l.id DESC LIMIT 1000) last
     ORDER BY at, id`,
    [runId],
  );
}

/** Writes into a run's log. */
export async function addObservingLog(
  tx: ViewerTx,
  entry: { runId: number; assignmentId: number | null; note: string; at: Date | null },
): Promise<bigint> {
  const [row] = await tx.query<{ id: bigint }>(
    `INSERT INTO observing_log (run_id, assignment_id, note, at, author_id)
     VALUES ($1, $2, $3, least(coalesce($4::timestamptz, now()), now()), viewer_id()) RETURNING id`,
    [entry.runId, entry.assignmentId, entry.note, entry.at],
  );
  if (!row) throw new Error('the new entry is not seen by its author');
  return row.id;
}

/** As the owner of the schema: makes runs and assignments of what another marshal had; tells how many. */
export async function adoptRunDocuments(owner: pg.ClientBase): Promise<number> {
  const { rows } = await owner.query<{ made: number }>(
    'SELECT fritz.adopt_run_documents() AS made',
  );
  return rows[0]?.made ?? 0;
}
