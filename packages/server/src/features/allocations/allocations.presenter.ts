import type { AllocationRow } from '@fritz/archive';
import { naiveUtc, type routes, type Static } from '@fritz/contract';
import type { Credentials } from './allocation-credentials.ts';

type Allocation = Static<typeof routes.getTelescope.response>['allocations'][number];

/** An allocation; `altdata` only for who may change it. */
export function presentAllocation(row: AllocationRow, altdata?: Credentials): Allocation {
  return {
    id: row.id,
    group_id: row.group_id,
    instrument_id: row.instrument_id,
    pi: row.pi,
    proposal_id: row.proposal_id,
    hours_allocated: row.hours_allocated,
    hours_booked: row.hours_booked,
    hours_planned: row.hours_planned,
    hours_left: Math.max(0, row.hours_allocated - row.hours_booked - row.hours_planned),
    validity_ranges: row.validity_ranges,
    start_date: row.validity_ranges.at(0)?.start_date ?? null,
    end_date: row.validity_ranges.at(-1)?.end_date ?? null,
    types: row.types,
    default_share_group_ids: row.default_share_group_ids,
    allocation_users: row.users,
    has_credentials: row.has_credentials,
    ...(altdata === undefined ? {} : { altdata }),
    created_at: naiveUtc(row.created_at),
    modified: naiveUtc(row.modified_at),
  };
}
