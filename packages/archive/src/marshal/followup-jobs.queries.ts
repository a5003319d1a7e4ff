import { stringifyExact } from '@fritz/contract';
import type pg from 'pg';
import type { Viewer } from '../viewer/viewer.ts';
import type { ViewerTx } from '../viewer/viewer-tx.ts';
import type { FollowupProduct, FollowupState } from './followup-requests.queries.ts';

/** Takes somebody's place for the rest of a transaction, by a server's key; null: his account has ended. */
export async function actFor(
  tx: ViewerTx,
  workKey: string,
  userId: number,
): Promise<Viewer | null> {
  const [row] = await tx.query<{ id: number | null; acls: string[] | null }>(
    'SELECT id, acls FROM act_for($1, $2)',
    [workKey, userId],
  );
  if (!row || row.id === null) return null;
  return { id: row.id, acls: new Set(row.acls ?? []) };
}

/** Something that is to be done at a facility. */
export interface FollowupJob {
  job_id: bigint;
  request_id: number;
  kind: 'submit' | 'update' | 'cancel' | 'poll';
  /** What the facility is told which request it is by, whatever is repeated. */
  mark: string;
  /** This one included. */
  attempts: number;
  /** Whether an earlier attempt may have arrived. */
  doubt: boolean;
  /** Since when it waits. */
  age_s: number;
  /** With whose rights it is done. */
  user_id: number;
}

/** Takes some of what is due; what is not settled within the lease is due again, in doubt. */
export function takeFollowupJobs(
  tx: ViewerTx,
  workKey: string,
  { most, leaseS }: { most: number; leaseS: number },
): Promise<FollowupJob[]> {
  return tx.query<FollowupJob & pg.QueryResultRow>(
    `SELECT * FROM take_followup_jobs($1, $2, $3 * interval '1 second')`,
    [workKey, most, leaseS],
  );
}

/** What came of an attempt. */
export interface FollowupOutcome {
  /** null: as it was. */
  state: FollowupState | null;
  words: string | null;
  /** What the facility calls it, where it told. */
  ref?: string | null;
  /** When to try again; null: this is over. */
  againS: number | null;
  /** Whether what was sent certainly did not arrive. */
  isSure: boolean;
  /** When to ask what became of it; null: never. */
  pollS: number | null;
}

/** Settles an attempt; false where somebody else did, and nothing changed. */
export async function settleFollowupJob(
  tx: ViewerTx,
  workKey: string,
  { job_id, attempts }: Pick<FollowupJob, 'job_id' | 'attempts'>,
  outcome: FollowupOutcome,
): Promise<boolean> {
  const [row] = await tx.query<{ done: boolean }>(
    `SELECT settle_followup_job($1, $2, $3, $4, $5, $6, $7 * interval '1 second', $8,
       $9 * interval '1 second') AS done`,
    [
      workKey,
      job_id,
      attempts,
      outcome.state,
      outcome.words?.slice(0, 2000) ?? null,
      outcome.ref ?? null,
      outcome.againS,
      outcome.isSure,
      outcome.pollS,
    ],
  );
  return row?.done ?? false;
}

/** Keeps what was said to a facility and what it answered; secrets are masked by then. */
export async function keepExchange(
  tx: ViewerTx,
  workKey: string,
  exchange: { requestId: number; request: object; response: object | null },
): Promise<void> {
  await tx.query('SELECT keep_exchange($1, $2, $3, $4)', [
    workKey,
    exchange.requestId,
    stringifyExact(exchange.request),
    exchange.response === null ? null : stringifyExact(exchange.response),
  ]);
}

/** Keeps what a facility's archive has of a request. */
export async function keepProducts(
  tx: ViewerTx,
  workKey: string,
  { requestId, products }: { requestId: number; products: readonly FollowupProduct[] },
): Promise<void> {
  await tx.query('SELECT keep_followup_products($1, $2, $3)', [
    workKey,
    requestId,
    stringifyExact(products),
  ]);
}

/** How a facility may name and reach whoever acts. */
export async function findRequesterContact(
  tx: ViewerTx,
): Promise<{ username: string; email: string | null } | null> {
  const [row] = await tx.query<{ username: string; email: string | null }>(
    'SELECT username, contact_email AS email FROM viewer_profile()',
  );
  return row ?? null;
}
