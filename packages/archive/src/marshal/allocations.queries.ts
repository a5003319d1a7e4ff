import { stringifyExact } from '@fritz/contract';
import type { ViewerTx } from '../viewer/viewer-tx.ts';

/** From when to when an allocation may be used: ISO 8601, UTC. */
export interface ValidityRange {
  start_date: string;
  end_date: string;
}

/** Somebody in charge of an allocation. */
export interface AllocationUserRow {
  id: number;
  username: string;
  first_name: string | null;
  last_name: string | null;
}

/** The hours that a group has on an instrument. */
export interface AllocationRow {
  id: number;
  group_id: number;
  instrument_id: number;
  pi: string | null;
  proposal_id: string | null;
  hours_allocated: number;
  validity_ranges: ValidityRange[];
  types: string[];
  /** Those of them that the viewer knows of. */
  default_share_group_ids: number[];
  created_at: Date;
  modified_at: Date;
  has_credentials: boolean;
  can_manage: boolean;
  users: AllocationUserRow[];
  /** Of all its requests, those of objects that the viewer does not see included. */
  hours_booked: number;
  hours_planned: number;
}

/** Which allocations are wanted; what is absent asks for nothing. */
export interface AllocationSearch {
  id?: number;
  instrumentId?: number;
  telescopeIds?: readonly number[];
}

/** The allocations of the viewer's groups, by instrument. */
export function listAllocations(
  tx: ViewerTx,
  search: AllocationSearch = {},
): Promise<AllocationRow[]> {
  return tx.query<AllocationRow>(
    `SELECT a.id, a.group_id, a.instrument_id, a.pi, a.proposal_id, a.hours_allocated,
        a.validity_ranges, a.types, a.created_at, a.modified_at,
        ARRAY(SELECT g.id FROM groups g WHERE g.id = ANY (a.default_share_group_ids) ORDER BY g.id)
          AS default_share_group_ids,
        sealed_credentials(a.id) IS NOT NULL AS has_credentials,
        viewer_manages_allocations(a.group_id) AS can_manage,
        coalesce((SELECT jsonb_agg(jsonb_build_object('id', u.id, 'username', u.username,
            'first_name', u.first_name, 'last_name', u.last_name) ORDER BY u.username)
          FROM allocation_users au JOIN users u ON u.id = au.user_id
          WHERE au.allocation_id = a.id), '[]') AS users,
        use.booked AS hours_booked, use.planned AS hours_planned
      FROM allocations a JOIN instruments i ON i.id = a.instrument_id
        CROSS JOIN LATERAL allocation_use(a.id) AS use
      WHERE ($1::int IS NULL OR a.id = $1) AND ($2::int IS NULL OR a.instrument_id = $2)
        AND ($3::int[] IS NULL OR i.telescope_id = ANY ($3))
      ORDER BY i.name, a.id`,
    [
      search.id ?? null,
      search.instrumentId ?? null,
      search.telescopeIds === undefined ? null : [...search.telescopeIds],
    ],
  );
}

/** What is said of an allocation; in a change what is absent stays. */
export interface AllocationFields {
  group_id: number;
  instrument_id: number;
  pi: string | null;
  proposal_id: string | null;
  hours_allocated: number;
  validity_ranges: readonly ValidityRange[];
  types: string[];
  default_share_group_ids: number[];
}

function written(fields: Partial<AllocationFields>) {
  const { validity_ranges, ...plain } = fields;
  return {
    ...plain,
    ...(validity_ranges === undefined ? {} : { validity_ranges: stringifyExact(validity_ranges) }),
  };
}

/** Makes an allocation of the viewer's. */
export async function createAllocation(
  tx: ViewerTx,
  viewerId: number,
  fields: Pick<AllocationFields, 'group_id' | 'instrument_id' | 'hours_allocated'> &
    Partial<AllocationFields>,
): Promise<number> {
  const { group_id, instrument_id, hours_allocated, ...rest } = fields;
  const { id } = await tx.db
    .insertInto('allocations')
    .values({
      group_id,
      instrument_id,
      hours_allocated,
      ...written(rest),
      created_by: viewerId,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** Changes an allocation; false where there is none, or the viewer may not. */
export async function updateAllocation(
  tx: ViewerTx,
  id: number,
  change: Partial<AllocationFields>,
): Promise<boolean> {
  const { numUpdatedRows } = await tx.db
    .updateTable('allocations')
    .set({ ...written(change), modified_at: new Date() })
    .where('id', '=', id)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Deletes an allocation; false where there is none, or the viewer may not. */
export async function deleteAllocation(tx: ViewerTx, id: number): Promise<boolean> {
  return (await tx.query('DELETE FROM allocations WHERE id = $1 RETURNING id', [id])).length === 1;
}

/** Says who is in charge of an allocation. */
export async function setAllocationUsers(
  tx: ViewerTx,
  id: number,
  userIds: readonly number[],
): Promise<void> {
  const ids = [...userIds];
  await tx.query(
    'DELETE FROM allocation_users WHERE allocation_id = $1 AND user_id <> ALL ($2::int[])',
    [id, ids],
  );
  await tx.query(
    `INSERT INTO allocation_users (allocation_id, user_id) SELECT $1::int, unnest($2::int[])
      ON CONFLICT DO NOTHING`,
    [id, ids],
  );
}

/** The sealed credentials of an allocation that the viewer sees; null where there are none. */
export async function findSealedCredentials(tx: ViewerTx, id: number): Promise<Buffer | null> {
  const [row] = await tx.query<{ sealed: Buffer | null }>(
    'SELECT sealed_credentials($1) AS sealed',
    [id],
  );
  return row?.sealed ?? null;
}

/** Keeps the sealed credentials of an allocation; null: none any more. */
export async function setSealedCredentials(
  tx: ViewerTx,
  id: number,
  sealed: Buffer | null,
): Promise<void> {
  await (sealed === null
    ? tx.query('DELETE FROM allocation_credentials WHERE allocation_id = $1', [id])
    : tx.query(
        `INSERT INTO allocation_credentials (allocation_id, sealed) VALUES ($1, $2)
          ON CONFLICT (allocation_id) DO UPDATE SET sealed = excluded.sealed, modified_at = now()`,
        [id, sealed],
      ));
}

/** Hours by group on an instrument, as far as the viewer sees its allocations. */
export function allocationHours(
  tx: ViewerTx,
  instrumentId: number,
): Promise<
  {
    group: string;
    pi: string | null;
    proposal_id: string | null;
    hours: number;
    booked: number;
    requests: number;
  }[]
> {
  return tx.query(
    `SELECT coalesce(g.nickname, g.name) AS "group", a.pi, a.proposal_id, a.hours_allocated AS hours,
        use.booked, use.requests
      FROM allocations a JOIN groups g ON g.id = a.group_id
        CROSS JOIN LATERAL allocation_use(a.id) AS use
      WHERE a.instrument_id = $1 ORDER BY a.hours_allocated DESC, a.id`,
    [instrumentId],
  );
}
