import {
  type FollowupJob,
  findFollowup,
  findGroup,
  findInstrument,
  findRequesterContact,
  latestMagnitudes,
  listAllocations,
  type ViewerTx,
} from '@fritz/archive';
import type { CredentialSafe } from '../credentials/credential-safe.ts';
import type { Facility, Order } from '../facilities/facility.ts';
import { SetupError } from '../facilities/line.ts';
import { findFacility } from '../facilities/registry.ts';
import { readCredentials } from '../features/allocations/allocation-credentials.ts';
import { FritzError } from '../http/fritz-error.ts';

/** What a job is to be done with: the facility, and what it is asked for. */
export interface LoadedOrder {
  facility: Facility;
  order: Order;
  instrumentId: number;
  targetGroupIds: number[];
}

/**
 * Gathers what a facility is asked for, as whoever asked sees it now.
 *
 * @throws SetupError where it cannot be asked
 */
export async function loadOrder(
  tx: ViewerTx,
  credentials: CredentialSafe | null,
  job: Pick<FollowupJob, 'request_id' | 'mark'>,
): Promise<LoadedOrder> {
  const request = await findFollowup(tx, job.request_id);
  if (request === null) throw new SetupError('whoever asked for it does not see it any more');
  const [allocation] = await listAllocations(tx, { id: request.allocation_id });
  const group = await findGroup(tx, request.group_id);
  const instrument = await findInstrument(tx, request.instrument_id);
  const requester = await findRequesterContact(tx);
  if (!allocation || !group || !instrument || !requester) {
    throw new SetupError('its allocation is not there any more');
  }
  const facility = findFacility(instrument.api_classname);
  if (facility === null) throw new SetupError('nobody knows how to ask this instrument');
  const order: Order = {
    kind: request.kind,
    requestId: request.id,
    mark: job.mark,
    ref: request.facility_ref,
    objId: request.obj_id,
    ra: request.ra,
    dec: request.dec,
    payload: request.payload,
    filters: instrument.filters,
    credentials: await openCredentials(tx, credentials, allocation.id),
    requester,
    groupName: group.name,
    proposalId: allocation.proposal_id,
    instrumentName: instrument.name,
    magnitudes: await latestMagnitudes(tx, request.obj_id),
    madeAt: request.created_at,
  };
  const targetGroupIds = request.target_groups.map(({ id }) => id);
  return { facility, order, instrumentId: instrument.id, targetGroupIds };
}

async function openCredentials(tx: ViewerTx, credentials: CredentialSafe | null, id: number) {
  try {
    return await readCredentials({ credentials }, tx, id);
  } catch (error) {
    if (!(error instanceof FritzError)) throw error;
    throw new SetupError('the credentials of the allocation cannot be read: give them again');
  }
}
