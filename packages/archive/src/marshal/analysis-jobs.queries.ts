import type pg from 'pg';
import type { ViewerTx } from '../viewer/viewer-tx.ts';
import { hashKey, newSecret } from './keys.queries.ts';

/** Older keys are of servers that have long ended. */
const keptKeys = 1000;

/**
 * As the owner of the schema: makes the key by which a server proves that it does what waits in
 * outboxes. Its hash alone is kept.
 */
export async function createWorkKey(owner: pg.ClientBase): Promise<string> {
  const key = newSecret();
  await owner.query('INSERT INTO work_keys (key_hash) VALUES ($1)', [hashKey(key)]);
  await owner.query(
    `DELETE FROM work_keys WHERE key_hash IN (
       SELECT key_hash FROM work_keys ORDER BY created_at DESC OFFSET $1)`,
    [keptKeys],
  );
  return key;
}

/** Something that is to be sent to a service. */
export interface AnalysisJob {
  analysis_id: number;
  /** This one included. */
  attempts: number;
  url: string;
  authentication_type: string;
  authinfo: Buffer | null;
  payload: Record<string, unknown>;
  invalid_after: Date;
}

/** Takes some of what is due; what is not settled within the lease is due again. */
export function takeAnalysisJobs(
  tx: ViewerTx,
  workKey: string,
  { most, leaseS }: { most: number; leaseS: number },
): Promise<AnalysisJob[]> {
  return tx.query<AnalysisJob & pg.QueryResultRow>(
    `SELECT * FROM take_analysis_jobs($1, $2, $3 * interval '1 second')`,
    [workKey, most, leaseS],
  );
}

/** Lets a service answer with this token. */
export async function giveAnalysisToken(
  tx: ViewerTx,
  workKey: string,
  given: { analysisId: number; token: string },
): Promise<void> {
  await tx.query('SELECT give_analysis_token($1, $2, $3)', [
    workKey,
    given.analysisId,
    hashKey(given.token),
  ]);
}

/** What came of an attempt to send. */
export type SendOutcome =
  | { kind: 'sent' | 'failed'; message: string }
  | { kind: 'again'; message: string; afterS: number };

/** Settles an attempt. */
export async function settleAnalysisJob(
  tx: ViewerTx,
  workKey: string,
  analysisId: number,
  outcome: SendOutcome,
): Promise<void> {
  await tx.query(`SELECT settle_analysis_job($1, $2, $3, $4, $5 * interval '1 second')`, [
    workKey,
    analysisId,
    outcome.kind,
    outcome.message,
    outcome.kind === 'again' ? outcome.afterS : 0,
  ]);
}

/** Gives up what took too long; returns how many. */
export async function expireAnalyses(tx: ViewerTx, workKey: string): Promise<number> {
  const [row] = await tx.query<{ n: number }>('SELECT expire_analyses($1) AS n', [workKey]);
  return row?.n ?? 0;
}
