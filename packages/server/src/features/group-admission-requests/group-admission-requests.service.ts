import {
  type AdmissionRequestRow,
  type AdmissionStatus,
  askToJoin,
  decideRequest,
  findAdmissionRequest,
  findPendingRequest,
  holdsGroupStreams,
  type Viewer,
  type ViewerTx,
  withdrawRequest,
} from '@fritz/archive';
import { FritzError, NotFoundError } from '../../http/fritz-error.ts';
import { demandGroup } from '../groups/groups.service.ts';

/** A request that the viewer made, or that is made to a group of his to manage. */
export async function demandRequest(tx: ViewerTx, id: number): Promise<AdmissionRequestRow> {
  const request = await findAdmissionRequest(tx, id);
  if (request === null) throw new NotFoundError('request');
  return request;
}

/** Asks to join a group. */
export async function makeRequest(
  tx: ViewerTx,
  viewer: Viewer,
  groupId: number,
  userId: number,
): Promise<{ id: number; status: AdmissionStatus }> {
  if (userId !== viewer.id) {
    throw new FritzError('permission_denied', { message: 'Nobody asks for another.' });
  }
  const group = await demandGroup(tx, groupId);
  if (group.is_member) {
    throw new FritzError('already_exists', { message: 'You are in this group already.' });
  }
  if (group.single_user_id !== null) {
    throw new FritzError('conflict', { message: "A user's own group has no other members." });
  }
  if ((await findPendingRequest(tx, groupId, userId)) !== null) {
    throw new FritzError('already_exists', { message: 'You have asked to join already.' });
  }
  if (!(await holdsGroupStreams(tx, userId, groupId))) {
    const message = 'You may not read every stream that this group reads.';
    throw new FritzError('missing_streams', { message });
  }
  return askToJoin(tx, groupId, userId);
}

/** Accepts or declines a request; what is so already stays so. */
export async function decide(
  tx: ViewerTx,
  id: number,
  status: AdmissionStatus,
): Promise<AdmissionRequestRow> {
  const request = await demandRequest(tx, id);
  if (!request.manages) throw new FritzError('not_group_admin');
  if (request.status === status) return request;
  if (request.status === 'accepted') {
    const message = 'The request was accepted: take the user out of the group instead.';
    throw new FritzError('conflict', { message });
  }
  if (status === 'accepted' && !(await holdsGroupStreams(tx, request.user_id, request.group_id))) {
    const message = `${request.username} may not read every stream of the group (any more).`;
    throw new FritzError('missing_streams', { message });
  }
  if (!(await decideRequest(tx, id, status))) throw new FritzError('conflict');
  return demandRequest(tx, id);
}

/** Withdraws a request of the viewer's own. */
export async function withdraw(tx: ViewerTx, viewer: Viewer, id: number): Promise<void> {
  const request = await demandRequest(tx, id);
  if (request.user_id !== viewer.id) {
    throw new FritzError('permission_denied', { message: 'Only who asked may withdraw it.' });
  }
  if (!(await withdrawRequest(tx, id))) throw new NotFoundError('request');
}
