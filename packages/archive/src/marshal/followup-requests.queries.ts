import { stringifyExact } from '@fritz/contract';
import { sql } from 'kysely';
import type pg from 'pg';
import type { ViewerTx } from '../viewer/viewer-tx.ts';

/** What is known of a request at the other side. */
export type FollowupState =
  | 'waiting'
  | 'submitted'
  | 'accepted'
  | 'observed'
  | 'completed'
  | 'rejected'
  | 'failed'
  | 'expired'
  | 'cancelling'
  | 'cancelled'
  | 'unknown';

export type FollowupKind = 'triggered' | 'forced_photometry';

interface Person {
  id: number;
  username: string;
  first_name: string | null;
  last_name: string | null;
}

/** A frame of a facility's archive. */
export interface FollowupProduct {
  name: string;
  /** Where it is; may be good for some hours only. */
  url: string | null;
  /** ISO 8601, UTC. */
  at: string | null;
  band: string | null;
  /** How far it is reduced, in the facility's words. */
  level: string | null;
}

/** A follow-up request, with what it is of. */
export interface FollowupRow {
  id: number;
  obj_id: string;
  ra: number;
  dec: number;
  allocation_id: number;
  instrument_id: number;
  group_id: number;
  requester_id: number;
  last_modified_by_id: number | null;
  kind: FollowupKind;
  payload: Record<string, unknown>;
  state: FollowupState;
  status: string;
  comment: string | null;
  facility_ref: string | null;
  /** What the facility's archive has of it. */
  products: FollowupProduct[];
  /** Those that the viewer knows of. */
  target_groups: { id: number; name: string; nickname: string | null }[];
  observe_from: Date | null;
  observe_until: Date | null;
  hours_planned: number;
  hours_booked: number;
  by_filter: number | null;
  created_at: Date;
  modified_at: Date;
  requester: Person;
  watchers: { user_id: number; username: string }[];
  may_change: boolean;
}

const columns = `r.id, r.obj_id, o.ra, o.dec, r.allocation_id, a.instrument_id, a.group_id, r.requester_id,
  r.last_modified_by_id, r.kind, r.payload, r.state, r.status, r.comment, r.facility_ref, r.products, r.observe_from,
  r.observe_until, r.hours_planned, r.hours_booked, r.by_filter, r.created_at, r.modified_at,
  (SELECT coalesce(jsonb_agg(jsonb_build_object('id', g.id, 'name', g.name, 'nickname', g.nickname)
      ORDER BY g.id), '[]') FROM groups g WHERE g.id = ANY (r.target_group_ids)) AS target_groups,
  (SELECT jsonb_build_object('id', u.id, 'username', u.username, 'first_name', u.first_name,
      'last_name', u.last_name) FROM users u WHERE u.id = r.requester_id) AS requester,
  (SELECT coalesce(jsonb_agg(jsonb_build_object('user_id', u.id, 'username', u.username) ORDER BY u.id), '[]')
    FROM followup_watchers w JOIN users u ON u.id = w.user_id WHERE w.request_id = r.id) AS watchers,
  (SELECT viewer_has('Upload data')) AS may_change`;
const tables = `followup_requests r JOIN allocations a ON a.id = r.allocation_id
  JOIN objs o ON o.id = r.obj_id`;

/** Which requests are wanted; what is absent asks for nothing. */
export interface FollowupSearch {
  ids?: readonly number[] | undefined;
  objId?: string | undefined;
  /** Part of an object's name. */
  namePart?: string | undefined;
  instrumentIds?: readonly number[] | undefined;
  allocationId?: number | undefined;
  requesterIds?: readonly number[] | undefined;
  /** Part of the words of its status. */
  status?: string | undefined;
  states?: readonly FollowupState[] | undefined;
  /** When it was made. */
  madeFrom?: Date | undefined;
  madeUntil?: Date | undefined;
  /** When it is to be observed. */
  observeFrom?: Date | undefined;
  observeUntil?: Date | undefined;
  leastPriority?: number | undefined;
}

const orders = {
  id: 'r.id',
  created_at: 'r.created_at',
  modified: 'r.modified_at',
  obj_id: 'r.obj_id',
  status: 'r.status',
  requester: 'r.requester_id',
  instrument: 'a.instrument_id',
  priority: `CASE WHEN jsonb_typeof(r.payload->'priority') = 'number'
    THEN (r.payload->>'priority')::float8 END`,
} as const;
export type FollowupOrder = keyof typeof orders;

function conditions(search: FollowupSearch) {
  const values: unknown[] = [];
  const texts: string[] = ['true'];
  const add = (value: unknown, text: (place: string) => string): void => {
    if (value === undefined) return;
    values.push(value);
    texts.push(text(`$${values.length}`));
  };
  add(search.ids && [...search.ids], (p) => `r.id = ANY (${p}::int[])`);
  add(search.objId, (p) => `r.obj_id = ${p}`);
  add(search.namePart, (p) => `position(lower(${p}) IN lower(r.obj_id)) > 0`);
  add(
    search.instrumentIds && [...search.instrumentIds],
    (p) => `a.instrument_id = ANY (${p}::int[])`,
  );
  add(search.allocationId, (p) => `r.allocation_id = ${p}`);
  add(search.requesterIds && [...search.requesterIds], (p) => `r.requester_id = ANY (${p}::int[])`);
  add(search.status, (p) => `position(lower(${p}) IN lower(r.status)) > 0`);
  add(search.states && [...search.states], (p) => `r.state = ANY (${p}::text[])`);
  add(search.madeFrom, (p) => `r.created_at >= ${p}`);
  add(search.madeUntil, (p) => `r.created_at <= ${p}`);
  add(search.observeFrom, (p) => `coalesce(r.observe_until >= ${p}, true)`);
  add(search.observeUntil, (p) => `coalesce(r.observe_from <= ${p}, true)`);
  add(search.leastPriority, (p) => `${orders.priority} >= ${p}`);
  return { values, where: texts.join(' AND ') };
}

/** A page of the requests that the viewer sees, and how many there are. */
export async function listFollowupRequests(
  tx: ViewerTx,
  search: FollowupSearch,
  page: { order: FollowupOrder; descending: boolean; limit: number; offset: number },
): Promise<{ rows: FollowupRow[]; total: number }> {
  const { values, where } = conditions(search);
  const direction = page.descending ? 'DESC NULLS LAST' : 'ASC NULLS LAST';
  const rows = await tx.query<FollowupRow & pg.QueryResultRow>(
    `SELECT ${columns} FROM ${tables} WHERE ${where}
      ORDER BY ${orders[page.order]} ${direction}, r.id ${page.descending ? 'DESC' : 'ASC'}
      LIMIT $${values.length + 1} OFFSET $${values.length + 2}`,
    [...values, page.limit, page.offset],
  );
  const isAll = page.offset === 0 && rows.length < page.limit;
  if (isAll) return { rows, total: rows.length };
  const [counted] = await tx.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM ${tables} WHERE ${where}`,
    values,
  );
  return { rows, total: counted?.n ?? 0 };
}

/** One request; null where the viewer does not see it. */
export async function findFollowup(tx: ViewerTx, id: number): Promise<FollowupRow | null> {
  const page = { order: 'id', descending: false, limit: 1, offset: 0 } as const;
  return (await listFollowupRequests(tx, { ids: [id] }, page)).rows[0] ?? null;
}

/** A request to be made. */
export interface NewFollowup {
  objId: string;
  allocationId: number;
  kind: FollowupKind;
  payload: Record<string, unknown>;
  comment: string | null;
  targetGroupIds: readonly number[];
  observeFrom: Date | null;
  observeUntil: Date | null;
  hoursPlanned: number;
  byFilter: number | null;
}

/** Makes a request of the viewer's; `queueFollowup` has it sent. */
export async function insertFollowup(tx: ViewerTx, made: NewFollowup): Promise<number> {
  const [row] = await tx.query<{ id: number }>(
    `INSERT INTO followup_requests (obj_id, allocation_id, kind, payload, comment, target_group_ids,
       observe_from, observe_until, hours_planned, by_filter, requester_id, last_modified_by_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, viewer_id(), viewer_id()) RETURNING id`,
    [
      made.objId,
      made.allocationId,
      made.kind,
      stringifyExact(made.payload),
      made.comment,
      [...made.targetGroupIds],
      made.observeFrom,
      made.observeUntil,
      made.hoursPlanned,
      made.byFilter,
    ],
  );
  if (!row) throw new Error('the new request is not seen by its requester');
  return row.id;
}

/** What a person may change of a request; what is absent stays. */
export interface FollowupChange {
  payload?: Record<string, unknown>;
  comment?: string | null;
  targetGroupIds?: readonly number[];
  observeFrom?: Date | null;
  observeUntil?: Date | null;
  hoursPlanned?: number;
}

/** Changes a request; false where there is none, or the viewer may not. */
export async function updateFollowup(
  tx: ViewerTx,
  id: number,
  change: FollowupChange,
): Promise<boolean> {
  const { numUpdatedRows } = await tx.db
    .updateTable('followup_requests')
    .set({
      ...(change.payload === undefined ? {} : { payload: stringifyExact(change.payload) }),
      ...(change.comment === undefined ? {} : { comment: change.comment }),
      ...(change.targetGroupIds === undefined
        ? {}
        : { target_group_ids: [...change.targetGroupIds] }),
      ...(change.observeFrom === undefined ? {} : { observe_from: change.observeFrom }),
      ...(change.observeUntil === undefined ? {} : { observe_until: change.observeUntil }),
      ...(change.hoursPlanned === undefined ? {} : { hours_planned: change.hoursPlanned }),
      last_modified_by_id: sql<number>`viewer_id()`,
    })
    .where('id', '=', id)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Has something done about a request; the state that it is in then. */
export async function queueFollowup(
  tx: ViewerTx,
  id: number,
  what: 'submit' | 'update' | 'cancel',
): Promise<string> {
  const [row] = await tx.query<{ state: string }>('SELECT queue_followup($1, $2) AS state', [
    id,
    what,
  ]);
  return row?.state ?? '';
}

/** What a person says of a request; false where that does not follow from what is known. */
export async function stateFollowup(
  tx: ViewerTx,
  told: { id: number; state: FollowupState; words: string },
): Promise<boolean> {
  const [row] = await tx.query<{ done: boolean }>('SELECT state_followup($1, $2, $3) AS done', [
    told.id,
    told.state,
    told.words,
  ]);
  return row?.done ?? false;
}

/** What a facility calls back; false where the viewer hears of no such request. */
export async function hearOfFollowup(
  tx: ViewerTx,
  told: { id: number; state: FollowupState | null; words: string; said: object },
): Promise<boolean> {
  const [row] = await tx.query<{ heard: boolean }>(
    'SELECT hear_of_followup($1, $2, $3, $4) AS heard',
    [told.id, told.state, told.words, stringifyExact(told.said)],
  );
  return row?.heard ?? false;
}

/** A change of a request's state. */
export interface FollowupEvent {
  request_id: number;
  at: Date;
  actor: string | null;
  state: FollowupState;
  status: string;
}

/** How requests came to be what they are, first things first. */
export function listFollowupEvents(tx: ViewerTx, ids: readonly number[]): Promise<FollowupEvent[]> {
  return tx.query<FollowupEvent & pg.QueryResultRow>(
    `SELECT e.request_id, e.at, u.username AS actor, e.state, e.status
      FROM followup_events e LEFT JOIN users u ON u.id = e.actor_id
      WHERE e.request_id = ANY ($1::int[]) ORDER BY e.id`,
    [[...ids]],
  );
}

/** An exchange with a facility. */
export interface FacilityTransaction {
  id: bigint;
  followup_request_id: number;
  initiator_id: number | null;
  created_at: Date;
  request: Record<string, unknown> | null;
  response: Record<string, unknown> | null;
}

/** The exchanges about a request, first things first; the last thousand. */
export function listTransactions(tx: ViewerTx, id: number): Promise<FacilityTransaction[]> {
  return tx.query<FacilityTransaction & pg.QueryResultRow>(
    `SELECT * FROM (SELECT id, followup_request_id, initiator_id, created_at, request, response
      FROM facility_transactions WHERE followup_request_id = $1 ORDER BY id DESC LIMIT 1000) AS last
      ORDER BY id`,
    [id],
  );
}

/** Lets the viewer watch a request, or not any more. */
export async function watchFollowup(tx: ViewerTx, id: number, watches: boolean): Promise<void> {
  await tx.query(
    watches
      ? 'INSERT INTO followup_watchers VALUES ($1, viewer_id()) ON CONFLICT DO NOTHING'
      : 'DELETE FROM followup_watchers WHERE request_id = $1 AND user_id = viewer_id()',
    [id],
  );
}

/** Hours of an allocation: booked by what was observed, and planned by what may still be. */
export async function allocationUse(
  tx: ViewerTx,
  allocationId: number,
  exceptId: number | null = null,
): Promise<{ booked: number; planned: number }> {
  const [row] = await tx.query<{ booked: number; planned: number }>(
    'SELECT booked, planned FROM allocation_use($1, $2)',
    [allocationId, exceptId],
  );
  return row ?? { booked: 0, planned: 0 };
}

/** Has the facility asked now what became of a request; false where there is nothing to ask. */
export async function hastenFollowup(tx: ViewerTx, id: number): Promise<boolean> {
  const [row] = await tx.query<{ asked: boolean }>('SELECT hasten_followup($1) AS asked', [id]);
  return row?.asked ?? false;
}

/** Takes in that photometry came of a request: it was observed, whatever the facility says of it. */
export async function notePhotometryCame(tx: ViewerTx, id: number): Promise<void> {
  await tx.query('SELECT photometry_came($1)', [id]);
}

/** The brightness that the viewer sees last in each band of an object: AB magnitudes. */
export function latestMagnitudes(
  tx: ViewerTx,
  objId: string,
): Promise<{ band: string; mjd: number; mag: number }[]> {
  return tx.query(
    `SELECT DISTINCT ON (p.band) p.band, p.mjd, (23.9 - 2.5 * log(p.flux_ujy::numeric))::float8 AS mag
      FROM photometry p
      WHERE p.obj_id = $1 AND p.flux_ujy > 0 AND p.flux_ujy > 3 * p.fluxerr_ujy
      ORDER BY p.band, p.mjd DESC`,
    [objId],
  );
}
