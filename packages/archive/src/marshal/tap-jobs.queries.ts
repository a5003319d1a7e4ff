import type { ViewerTx } from '../viewer/viewer-tx.ts';

type Query = Pick<ViewerTx, 'query'>;

export type TapPhase = 'PENDING' | 'QUEUED' | 'EXECUTING' | 'COMPLETED' | 'ERROR' | 'ABORTED';

/** A query that runs by itself. */
export interface TapJob {
  readonly id: string;
  readonly ownerId: number | null;
  readonly phase: TapPhase;
  readonly runId: string | null;
  /** Names and values, in their order. */
  readonly parameters: readonly (readonly [string, string])[];
  readonly createdAt: Date;
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
  readonly durationS: number;
  readonly destroyAt: Date;
  readonly error: string | null;
  readonly resultType: string | null;
  readonly resultRows: bigint | null;
  readonly isOverflow: boolean | null;
  /** Whether the viewer sees all that it was made of. */
  readonly isReadable: boolean;
}

const COLUMNS = `id::text, owner_id AS "ownerId", phase, run_id AS "runId", parameters,
  created_at AS "createdAt", started_at AS "startedAt", ended_at AS "endedAt", duration_s AS "durationS",
  destroy_at AS "destroyAt", error, result_type AS "resultType", result_rows AS "resultRows",
  is_overflow AS "isOverflow",
  (owner_id IS NULL OR viewer_sees_as(seen_groups, seen_programs, saw_all)) AS "isReadable"`;

type Row = TapJob & Record<string, unknown>;

/** Lets a transaction see the job that it names, also one of nobody's. */
export async function nameTapJob(tx: Query, id: string): Promise<void> {
  await tx.query("SELECT set_config('fritz.tap_job', $1, true)", [id]);
}

/** How many jobs there are, and bytes that are kept of them. */
export interface KeptTapJobs {
  readonly jobs: number;
  readonly bytes: number;
}

/** Ends what is over; what is kept of people without a key. */
export async function sweepTapJobs(tx: Query): Promise<KeptTapJobs> {
  return keptOf(await tx.query<KeptRow>('SELECT jobs, bytes FROM sweep_tap_jobs()'));
}

/** What is kept of the viewer's. */
export async function countTapJobs(tx: Query): Promise<KeptTapJobs> {
  return keptOf(
    await tx.query<KeptRow>(
      'SELECT count(*) AS jobs, coalesce(sum(bytes), 0)::bigint AS bytes FROM tap_jobs',
    ),
  );
}

type KeptRow = Record<keyof KeptTapJobs, bigint>;

function keptOf([row]: readonly KeptRow[]): KeptTapJobs {
  return { jobs: Number(row?.jobs ?? 0n), bytes: Number(row?.bytes ?? 0n) };
}

export async function addTapJob(
  tx: Query,
  job: Pick<TapJob, 'id' | 'runId' | 'parameters' | 'durationS' | 'destroyAt'>,
): Promise<void> {
  await tx.query(
    `INSERT INTO tap_jobs (id, owner_id, run_id, parameters, duration_s, destroy_at)
     VALUES ($1, viewer_id(), $2, $3::jsonb, $4, $5)`,
    [job.id, job.runId, JSON.stringify(job.parameters), job.durationS, job.destroyAt],
  );
}

export async function findTapJob(tx: Query, id: string): Promise<TapJob | null> {
  const [job] = await tx.query<Row>(`SELECT ${COLUMNS} FROM tap_jobs WHERE id = $1::uuid`, [id]);
  return job ?? null;
}

/** Jobs of the viewer's, the newest first. */
export function listTapJobs(
  tx: Query,
  asked: {
    readonly phases: readonly string[];
    readonly after: Date | null;
    readonly last: number | null;
  },
): Promise<TapJob[]> {
  return tx.query<Row>(
    `SELECT ${COLUMNS} FROM tap_jobs WHERE owner_id = viewer_id()
       AND ($1::text[] = '{}' OR phase = ANY ($1)) AND ($2::timestamptz IS NULL OR created_at > $2)
     ORDER BY created_at DESC LIMIT $3`,
    [asked.phases, asked.after, asked.last ?? 1000],
  );
}

/** What is changed of a job, where it is in one of these phases; whether it was. */
export async function changeTapJob(
  tx: Query,
  id: string,
  phases: readonly TapPhase[],
  change: Partial<
    Pick<TapJob, 'phase' | 'parameters' | 'durationS' | 'destroyAt' | 'error' | 'isOverflow'>
  > & { readonly result?: { readonly type: string; readonly rows: number } },
): Promise<boolean> {
  const { phase = null, parameters, durationS = null, destroyAt = null, error = null } = change;
  const rows = await tx.query(
    `UPDATE tap_jobs SET phase = coalesce($3, phase), parameters = coalesce($4::jsonb, parameters),
       duration_s = coalesce($5, duration_s), destroy_at = coalesce($6, destroy_at),
       error = coalesce($7, error), is_overflow = coalesce($8, is_overflow),
       result_type = coalesce($9, result_type), result_rows = coalesce($10, result_rows),
       alive_at = now(),
       started_at = CASE WHEN $3 = 'EXECUTING' THEN now() ELSE started_at END,
       ended_at = CASE WHEN $3 IN ('COMPLETED', 'ERROR', 'ABORTED') THEN now() ELSE ended_at END
     WHERE id = $1::uuid AND phase = ANY ($2) RETURNING 1 AS one`,
    [
      ...[id, phases, phase, parameters === undefined ? null : JSON.stringify(parameters)],
      ...[durationS, destroyAt, error, change.isOverflow ?? null],
      ...[change.result?.type ?? null, change.result?.rows ?? null],
    ],
  );
  return rows.length > 0;
}

/** Whether there was one. */
export async function removeTapJob(tx: Query, id: string): Promise<boolean> {
  const rows = await tx.query('DELETE FROM tap_jobs WHERE id = $1::uuid RETURNING 1 AS one', [id]);
  return rows.length > 0;
}

/** A piece of a file of a job's. */
export async function addTapJobPart(
  tx: Query,
  { id, name, part, bytes }: { id: string; name: string; part: number; bytes: Uint8Array },
): Promise<void> {
  await tx.query('INSERT INTO tap_job_parts (job_id, name, part, bytes) VALUES ($1, $2, $3, $4)', [
    ...[id, name, part, bytes],
  ]);
}

/** Null after the last. */
export async function readTapJobPart(
  tx: Query,
  { id, name, part }: { readonly id: string; readonly name: string; readonly part: number },
): Promise<Uint8Array | null> {
  const [row] = await tx.query<{ bytes: Uint8Array }>(
    'SELECT bytes FROM tap_job_parts WHERE job_id = $1::uuid AND name = $2 AND part = $3',
    [id, name, part],
  );
  return row?.bytes ?? null;
}

export async function removeTapJobFile(tx: Query, id: string, name: string): Promise<void> {
  await tx.query('DELETE FROM tap_job_parts WHERE job_id = $1::uuid AND name = $2', [id, name]);
}
