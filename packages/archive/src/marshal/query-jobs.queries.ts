import { parseExact, stringifyExact } from '@fritz/contract';
import type { ViewerTx } from '../viewer/viewer-tx.ts';

type Query = Pick<ViewerTx, 'query'>;

export type QueryJobState = 'waiting' | 'running' | 'done' | 'failed' | 'cancelled';

/** A column of a table that documents make: their paths, and what stands there. */
export interface JobColumn {
  readonly name: string;
  readonly type: 'bool' | 'int8' | 'float8' | 'text' | 'json';
}

/** A long query, and how far it is. */
export interface QueryJobRow {
  id: bigint;
  name: string | null;
  asked: Record<string, unknown>;
  state: QueryJobState;
  message: string | null;
  looked_at: bigint;
  estimated: bigint | null;
  rows: bigint;
  bytes: bigint;
  columns: JobColumn[] | null;
  created_at: Date;
  begun_at: Date | null;
  ended_at: Date | null;
  expires_at: Date | null;
  /** Whether the viewer sees all that went into it. */
  is_readable: boolean;
}

type Sent = Omit<QueryJobRow, 'asked'> & { asked: string } & Record<string, unknown>;

/** The viewer's jobs, the newest first; `id`: this one alone. */
export async function listQueryJobs(tx: Query, id: bigint | null = null): Promise<QueryJobRow[]> {
  const rows = await tx.query<Sent>(
    `SELECT id, name, asked::text AS asked, state, message, looked_at, estimated, rows, bytes, columns,
       created_at, begun_at, ended_at, expires_at,
       programs <@ ARRAY(SELECT visible_programs()) AS is_readable
     FROM query_jobs WHERE ($1::bigint IS NULL OR id = $1)
       AND (expires_at IS NULL OR expires_at > now()) ORDER BY id DESC`,
    [id],
  );
  // It was an object when it was asked.
  return rows.map((row) => ({ ...row, asked: parseExact(row.asked) as Record<string, unknown> }));
}

/** A job that was ordered, or why there is none. */
export type OrderedJob =
  | { readonly id: bigint; readonly refused: null }
  | { readonly id: null; readonly refused: 'too_many' | 'too_large' | 'narrow_key' };

export async function askQueryJob(
  tx: Query,
  asked: Record<string, unknown>,
  name: string | null,
): Promise<OrderedJob> {
  const [row] = await tx.query<OrderedJob & Record<string, unknown>>(
    'SELECT id, refused FROM ask_query_job($1::json, $2)',
    [stringifyExact(asked), name],
  );
  if (!row) throw new Error('a function gives a row');
  return row;
}

/** Ends a job of the viewer's; false where there is none that is not over. */
export async function cancelQueryJob(tx: Query, id: bigint): Promise<boolean> {
  const [row] = await tx.query<{ ended: boolean }>('SELECT cancel_query_job($1) AS ended', [id]);
  return row?.ended ?? false;
}

/** Forgets a job of the viewer's and what came of it; false where there is none. */
export async function removeQueryJob(tx: Query, id: bigint): Promise<boolean> {
  const rows = await tx.query('DELETE FROM query_jobs WHERE id = $1 RETURNING id', [id]);
  return rows.length > 0;
}

/** A part of what came of a job: packed lines (gzip). */
export interface ResultPart {
  readonly number: number;
  readonly rows: number;
  readonly packed: Buffer;
}

/** The next part of what came of a job; null where there is none, or not for the viewer. */
export async function readResultPart(
  tx: Query,
  jobId: bigint,
  after: number,
): Promise<ResultPart | null> {
  const [part] = await tx.query<ResultPart & Record<string, unknown>>(
    `SELECT number, rows, packed FROM query_job_parts WHERE job_id = $1 AND number > $2
     ORDER BY number LIMIT 1`,
    [jobId, after],
  );
  return part ?? null;
}

/** The programmes that the viewer sees, as the ids of their audiences. */
export async function listVisiblePrograms(tx: Query): Promise<number[]> {
  const [row] = await tx.query<{ seen: number[] }>(
    'SELECT ARRAY(SELECT visible_programs()) AS seen',
  );
  return row?.seen ?? [];
}

/** From here on the transaction refuses to write. */
export async function refuseWrites(tx: Query): Promise<void> {
  await tx.query(`SELECT set_config('transaction_read_only', 'on', true)`);
}

// ── the server's own work ──────────────────────────────────────────────────────────────────────

/** A job that was taken. */
export interface TakenQueryJob {
  readonly id: bigint;
  readonly owner_id: number;
  /** JSON. */
  readonly asked: string;
  readonly attempts: number;
  readonly programs: readonly number[];
}

export function takeQueryJobs(
  tx: Query,
  workKey: string,
  { most, leaseS }: { most: number; leaseS: number },
): Promise<TakenQueryJob[]> {
  return tx.query<TakenQueryJob & Record<string, unknown>>(
    `SELECT * FROM take_query_jobs($1, $2, $3 * interval '1 second')`,
    [workKey, most, leaseS],
  );
}

type Taken = Pick<TakenQueryJob, 'id' | 'attempts'>;

/** Tells how far a job is; false where it is not wanted any more. */
export async function noteQueryJob(
  tx: Query,
  workKey: string,
  { id, attempts }: Taken,
  far: { readonly lookedAt: number; readonly estimated: number | null; readonly leaseS: number },
): Promise<boolean> {
  const [row] = await tx.query<{ goes: boolean }>(
    `SELECT note_query_job($1, $2, $3, $4, $5, $6 * interval '1 second') AS goes`,
    [workKey, id, attempts, far.lookedAt, far.estimated, far.leaseS],
  );
  return row?.goes ?? false;
}

/** Keeps a part of what comes of a job; false where it is not wanted any more. */
export async function keepResultPart(
  tx: Query,
  workKey: string,
  { id, attempts }: Taken,
  part: ResultPart,
): Promise<boolean> {
  const [row] = await tx.query<{ goes: boolean }>(
    'SELECT keep_query_part($1, $2, $3, $4, $5, $6) AS goes',
    [workKey, id, attempts, part.number, part.rows, part.packed],
  );
  return row?.goes ?? false;
}

/** What became of a job. */
export type QueryJobOutcome =
  | {
      readonly state: 'done';
      readonly seen: readonly number[];
      readonly columns: readonly JobColumn[];
      readonly lookedAt: number;
    }
  | { readonly state: 'failed'; readonly message: string };

export async function settleQueryJob(
  tx: Query,
  workKey: string,
  { id, attempts }: Taken,
  outcome: QueryJobOutcome,
): Promise<void> {
  const isDone = outcome.state === 'done';
  await tx.query('SELECT settle_query_job($1, $2, $3, $4, $5, $6::integer[], $7::json, $8)', [
    ...[workKey, id, attempts, outcome.state],
    ...(isDone
      ? [null, outcome.seen, JSON.stringify(outcome.columns), outcome.lookedAt]
      : [outcome.message, null, null, 0]),
  ]);
}
