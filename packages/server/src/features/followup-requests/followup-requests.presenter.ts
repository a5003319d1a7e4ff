import {
  type FacilityTransaction,
  type FollowupEvent,
  type FollowupRow,
  listAllocations,
  listGroups,
  listInstruments,
  type ViewerTx,
} from '@fritz/archive';
import { naiveUtc, type routes, type Static } from '@fritz/contract';
import { presentInstrument } from '../instruments/instruments.presenter.ts';
import { canCancel } from './followup-states.ts';

type FollowupRequest = Static<typeof routes.getFollowupRequest.response>;

/** Requests as they are shown, with what each is on. */
export async function presentFollowups(
  tx: ViewerTx,
  rows: readonly FollowupRow[],
): Promise<FollowupRequest[]> {
  if (rows.length === 0) return [];
  const allocations = new Map((await listAllocations(tx)).map((one) => [one.id, one]));
  const instruments = new Map((await listInstruments(tx)).map((one) => [one.id, one]));
  const groups = new Map((await listGroups(tx)).map((one) => [one.id, one]));
  return rows.flatMap((row) => {
    const allocation = allocations.get(row.allocation_id);
    const instrument = instruments.get(row.instrument_id);
    const group = groups.get(row.group_id);
    if (!allocation || !instrument || !group) return [];
    return [
      {
        ...presentFollowup(row),
        allocation: {
          id: allocation.id,
          group_id: group.id,
          pi: allocation.pi,
          group: { id: group.id, name: group.name, nickname: group.nickname },
          instrument: presentInstrument(instrument),
        },
      },
    ];
  });
}

function presentFollowup(row: FollowupRow): Omit<FollowupRequest, 'allocation'> {
  return {
    id: row.id,
    obj_id: row.obj_id,
    allocation_id: row.allocation_id,
    requester_id: row.requester_id,
    last_modified_by_id: row.last_modified_by_id,
    request_type: row.kind,
    payload: row.payload,
    state: row.state,
    status: row.status,
    comment: row.comment,
    facility_ref: row.facility_ref,
    products: row.products,
    target_groups: row.target_groups,
    hours_planned: row.hours_planned,
    hours_booked: row.hours_booked,
    created_at: naiveUtc(row.created_at),
    modified: naiveUtc(row.modified_at),
    requester: row.requester,
    watchers: row.watchers,
    obj: { id: row.obj_id, ra: row.ra, dec: row.dec },
    can_change: row.may_change,
    can_cancel: row.may_change && canCancel(row.state),
  };
}

export function presentEvent({ at, actor, state, status }: FollowupEvent) {
  return { at: naiveUtc(at), actor, state, status };
}

export function presentTransaction({ created_at, ...rest }: FacilityTransaction) {
  return { ...rest, created_at: naiveUtc(created_at) };
}
