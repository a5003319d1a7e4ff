import {
  type AllocationFields,
  type AllocationRow,
  createAllocation,
  deleteAllocation,
  findGroup,
  findInstrument,
  listAllocations,
  listMembers,
  setAllocationUsers,
  updateAllocation,
  type ValidityRange,
  type Viewer,
  type ViewerTx,
} from '@fritz/archive';
import { naiveUtc, type routes, type Static } from '@fritz/contract';
import type { ServerContext } from '../../context.ts';
import { readUtc } from '../../http/fields.ts';
import { FritzError, NotFoundError, refuseField } from '../../http/fritz-error.ts';
import { keepCredentials, parseCredentials } from './allocation-credentials.ts';

type Body = Static<NonNullable<typeof routes.updateAllocation.body>>;

/** What changes of allocations work with. */
export interface AllocationCall {
  tx: ViewerTx;
  viewer: Viewer;
  context: ServerContext;
}

/** An allocation of the viewer's groups. */
export async function demandAllocation(tx: ViewerTx, id: number): Promise<AllocationRow> {
  const [allocation] = await listAllocations(tx, { id });
  if (!allocation) throw new NotFoundError('allocation');
  return allocation;
}

/** Makes an allocation. */
export async function makeAllocation(
  call: AllocationCall,
  body: Static<NonNullable<typeof routes.createAllocation.body>>,
): Promise<number> {
  const { tx, viewer } = call;
  const { group_id, instrument_id, hours_allocated } = body;
  const fields = { ...readFields(body), group_id, instrument_id, hours_allocated };
  await demandSound(call, fields, body.allocation_admin_ids ?? []);
  const id = await createAllocation(tx, viewer.id, fields);
  await keepParts(call, id, body);
  return id;
}

/** Changes an allocation; what is not named stays. */
export async function changeAllocation(
  call: AllocationCall,
  id: number,
  body: Body,
): Promise<void> {
  const allocation = await demandAllocation(call.tx, id);
  if (!allocation.can_manage) throw new FritzError('not_group_member');
  const change = readFields(body);
  const admins = body.allocation_admin_ids ?? allocation.users.map((user) => user.id);
  // Who is in charge stays so when the allocation changes hands, only if he is in the new group.
  await demandSound(call, { ...allocation, ...change }, admins);
  if (!(await updateAllocation(call.tx, id, change))) throw new NotFoundError('allocation');
  await keepParts(call, id, body);
}

/** Deletes an allocation with its credentials. */
export async function removeAllocation(tx: ViewerTx, id: number): Promise<void> {
  const { can_manage } = await demandAllocation(tx, id);
  if (!can_manage) throw new FritzError('not_group_member');
  if (!(await deleteAllocation(tx, id))) throw new NotFoundError('allocation');
}

async function keepParts({ tx, context }: AllocationCall, id: number, body: Body): Promise<void> {
  if (body.allocation_admin_ids !== undefined) {
    await setAllocationUsers(tx, id, body.allocation_admin_ids);
  }
  if (body._altdata !== undefined) {
    const given = parseCredentials(body._altdata);
    await keepCredentials(context, tx, id, given, body.replaceAltdata ?? false);
  }
}

function readFields(body: Body): Partial<AllocationFields> {
  const { pi, proposal_id, default_share_group_ids, types, ...rest } = body;
  const { group_id, instrument_id, hours_allocated } = rest;
  const validity = readValidity(body);
  return {
    ...(group_id === undefined ? {} : { group_id }),
    ...(instrument_id === undefined ? {} : { instrument_id }),
    ...(hours_allocated === undefined ? {} : { hours_allocated }),
    ...(pi === undefined ? {} : { pi: pi || null }),
    ...(proposal_id === undefined ? {} : { proposal_id: proposal_id || null }),
    ...(types === undefined ? {} : { types: [...new Set(types)] }),
    ...(default_share_group_ids === undefined
      ? {}
      : { default_share_group_ids: [...new Set(default_share_group_ids ?? [])] }),
    ...(validity === null ? {} : { validity_ranges: validity }),
  };
}

/** Ranges in order; null: nothing was said of them. */
function readValidity(body: Body): ValidityRange[] | null {
  const { validity_ranges: ranges, start_date: start, end_date: end } = body;
  if (ranges !== undefined) {
    const read = (ranges ?? []).map((range, at) => readRange(range, `validity_ranges.${at}`));
    return read.toSorted((a, b) => (a.start_date < b.start_date ? -1 : 1));
  }
  if (!start && !end) return null;
  if (!start) return refuseField('start_date', 'is needed with end_date');
  if (!end) return refuseField('end_date', 'is needed with start_date');
  return [readRange({ start_date: start, end_date: end }, '')];
}

function readRange(range: ValidityRange, within: string): ValidityRange {
  const field = (name: string) => (within === '' ? name : `${within}.${name}`);
  const start = readUtc('body', field('start_date'), range.start_date);
  const end = readUtc('body', field('end_date'), range.end_date);
  if (end <= start) refuseField(field('end_date'), 'is after start_date');
  return { start_date: naiveUtc(start), end_date: naiveUtc(end) };
}

/** Refuses what the viewer does not know of, and groups that are not his. */
async function demandSound(
  { tx, viewer }: AllocationCall,
  fields: Pick<AllocationFields, 'group_id' | 'instrument_id'> & Partial<AllocationFields>,
  adminIds: readonly number[],
): Promise<void> {
  const group = await findGroup(tx, fields.group_id);
  if (group === null) refuseField('group_id', `there is no group ${fields.group_id}`);
  if (!group.is_member && !viewer.acls.has('System admin')) {
    throw new FritzError('not_group_member');
  }
  if ((await findInstrument(tx, fields.instrument_id)) === null) {
    refuseField('instrument_id', `there is no instrument ${fields.instrument_id}`);
  }
  for (const id of fields.default_share_group_ids ?? []) {
    if ((await findGroup(tx, id)) === null) {
      refuseField('default_share_group_ids', `there is no group ${id}`);
    }
  }
  const members = new Set((await listMembers(tx, group.id)).map((member) => member.id));
  const strangers = adminIds.filter((id) => !members.has(id));
  if (strangers.length > 0) {
    refuseField('allocation_admin_ids', `not in the group: ${strangers.join(', ')}`);
  }
}
