import { stringifyExact } from '@fritz/contract';
import type pg from 'pg';
import type { ViewerTx } from '../viewer/viewer-tx.ts';
import type { FollowupState } from './followup-requests.queries.ts';

/** What came of a rule: asked, or of a request that was there the priority raised, or why not. */
export interface RuleOutcome {
  outcome: 'asked' | 'raised' | 'ignored' | 'refused';
  words: string;
  requestId: number | null;
}

/** Something that a filter wants to be asked for. */
export interface FollowupWait {
  run_id: bigint;
  /** This one included. */
  attempts: number;
  filter_id: number;
  filter_name: string;
  group_id: number;
  /** The filter's setting `auto_followup`, as it is now. */
  settings: Record<string, unknown>;
  obj_id: string;
  candid: bigint | null;
  output: Record<string, unknown>;
  /** With whose rights; null: with nobody's. */
  user_id: number | null;
}

/** Takes some of what filters want to be asked for; what is not settled within the lease is due again. */
export function takeFollowupRuns(
  tx: ViewerTx,
  workKey: string,
  { most, leaseS }: { most: number; leaseS: number },
): Promise<FollowupWait[]> {
  return tx.query<FollowupWait & pg.QueryResultRow>(
    `SELECT * FROM take_followup_runs($1, $2, $3 * interval '1 second')`,
    [workKey, most, leaseS],
  );
}

/** Settles one; false where somebody else did. */
export async function settleFollowupRun(
  tx: ViewerTx,
  workKey: string,
  { run_id, attempts }: Pick<FollowupWait, 'run_id' | 'attempts'>,
  { outcome, words, requestId }: RuleOutcome,
): Promise<boolean> {
  const [row] = await tx.query<{ done: boolean }>(
    'SELECT settle_followup_run($1, $2, $3, $4, $5, $6) AS done',
    [workKey, run_id, attempts, outcome, words, requestId],
  );
  return row?.done ?? false;
}

/** Writes down what a rule did that a class set off, as whoever said the class. */
export async function noteRuleRun(
  tx: ViewerTx,
  { defaultId, objId }: { defaultId: number; objId: string },
  { outcome, words, requestId }: RuleOutcome,
): Promise<void> {
  await tx.query(
    `INSERT INTO followup_rule_runs (default_id, obj_id, outcome, words, request_id)
      VALUES ($1, $2, $3, $4, $5)`,
    [defaultId, objId, outcome, words.slice(0, 2000), requestId],
  );
}

/** What a rule did of an object. */
export interface FollowupRuleRun {
  id: bigint;
  obj_id: string;
  candid: bigint | null;
  outcome: RuleOutcome['outcome'] | 'waiting';
  words: string | null;
  request_id: number | null;
  created_at: Date;
}

const mostRuns = 200;

/** What a rule did, the last first, as far as the viewer sees the objects. */
export function listRuleRuns(
  tx: ViewerTx,
  rule: { filterId: number } | { defaultId: number },
): Promise<FollowupRuleRun[]> {
  const column = 'filterId' in rule ? 'filter_id' : 'default_id';
  const id = 'filterId' in rule ? rule.filterId : rule.defaultId;
  return tx.query<FollowupRuleRun & pg.QueryResultRow>(
    `SELECT id, obj_id, candid, outcome, words, request_id, created_at FROM followup_rule_runs
      WHERE ${column} = $1 ORDER BY id DESC LIMIT ${mostRuns}`,
    [id],
  );
}

/** Nobody else asks of an object with an allocation by a rule until the transaction ends. */
export async function lockFollowups(
  tx: ViewerTx,
  { objId, allocationId }: { objId: string; allocationId: number },
): Promise<void> {
  await tx.query(
    `SELECT pg_advisory_xact_lock(hashtextextended('followup ' || $1 || ' ' || $2, 0))`,
    [allocationId, objId],
  );
}

/** A request that is there already. */
export interface StandingRequest {
  id: number;
  state: FollowupState;
  payload: Record<string, unknown>;
  /** Hours since it came to be what it is. */
  age_h: number;
}

/** What does not make a request another one: when, and how urgent. */
const apart = `ARRAY['start_date', 'end_date', 'priority', 'urgency', 'Urgency']`;

/**
 * The request of an object that asks an allocation for the same or more, whatever its dates and its
 * priority: the last that was not taken back; null: there is none that the viewer sees.
 */
export async function findStanding(
  tx: ViewerTx,
  of: { objId: string; allocationId: number; payload: object },
): Promise<StandingRequest | null> {
  const [row] = await tx.query<StandingRequest & pg.QueryResultRow>(
    `SELECT r.id, r.state, r.payload,
        extract(epoch FROM now() - r.modified_at)::float8 / 3600 AS age_h
      FROM followup_requests r
      WHERE r.obj_id = $1 AND r.allocation_id = $2 AND r.state NOT IN ('cancelling', 'cancelled')
        AND r.payload - ${apart} @> $3::jsonb - ${apart}
      ORDER BY r.state IN ('rejected', 'failed', 'expired'), r.id DESC LIMIT 1`,
    [of.objId, of.allocationId, stringifyExact(of.payload)],
  );
  return row ?? null;
}

/** The objects that passed a filter last, as far as the viewer sees them. */
export async function lastPassed(tx: ViewerTx, filterId: number, most: number): Promise<string[]> {
  const rows = await tx.query<{ obj_id: string }>(
    `SELECT obj_id FROM (SELECT obj_id, passed_at FROM candidates WHERE filter_id = $1
        ORDER BY passed_at DESC LIMIT 500) AS last
      GROUP BY obj_id ORDER BY max(passed_at) DESC LIMIT $2`,
    [filterId, most],
  );
  return rows.map((row) => row.obj_id);
}
