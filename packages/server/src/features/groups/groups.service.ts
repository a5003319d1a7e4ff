import {
  countAdmins,
  countOfGroups,
  createGroup,
  deleteGroup,
  existingUsers,
  findGroup,
  findPendingRequest,
  type GroupChange,
  type GroupCounts,
  type GroupStanding,
  holdsGroupStreams,
  isGroupNameSeen,
  updateGroup,
  type Viewer,
  type ViewerTx,
} from '@fritz/archive';
import { FritzError, InvalidRequestError, NotFoundError } from '../../http/fritz-error.ts';
import type { GroupAbilities } from './groups.presenter.ts';

/** A group that the viewer sees. */
export async function demandGroup(tx: ViewerTx, id: number): Promise<GroupStanding> {
  const group = await findGroup(tx, id);
  if (group === null) throw new NotFoundError('group');
  return group;
}

/** Whether the viewer is an admin of a group, by his place in it or as one who manages groups. */
export function isAdminOf(viewer: Viewer, group: GroupStanding): boolean {
  return group.admin || viewer.acls.has('Manage groups') || viewer.acls.has('System admin');
}

/** Whether the viewer may change a group, its members and its streams. */
function canManage(viewer: Viewer, group: GroupStanding): boolean {
  return group.single_user_id === null && isAdminOf(viewer, group);
}

/** A group that the viewer may change; nobody's own group changes. */
export async function demandManagedGroup(
  tx: ViewerTx,
  viewer: Viewer,
  id: number,
): Promise<GroupStanding> {
  const group = await demandGroup(tx, id);
  if (!isAdminOf(viewer, group)) throw new FritzError('not_group_admin');
  if (group.single_user_id !== null) {
    throw new FritzError('conflict', { message: "A user's own group stays as it is." });
  }
  return group;
}

/** What the viewer may do in a group. */
export async function findAbilities(
  tx: ViewerTx,
  viewer: Viewer,
  group: GroupStanding,
): Promise<GroupAbilities> {
  const isOrdinary = !group.sitewide && group.single_user_id === null;
  const isLastAdmin = group.admin && (await countAdmins(tx, group.id)) === 1;
  const pendingId = group.is_member ? null : await findPendingRequest(tx, group.id, viewer.id);
  return {
    can_manage: canManage(viewer, group),
    can_leave: isOrdinary && group.is_member && !isLastAdmin,
    can_request:
      isOrdinary &&
      !group.is_member &&
      pendingId === null &&
      (await holdsGroupStreams(tx, viewer.id, group.id)),
    pending_request_id: pendingId,
  };
}

/** A group to be made. */
export interface GroupRequest {
  name: string;
  nickname: string | null;
  description: string | null;
  isPrivate: boolean;
  autoAccepts: boolean;
  adminIds: readonly number[];
}

/** Makes a group whose first admin is the viewer. */
export async function makeGroup(tx: ViewerTx, request: GroupRequest): Promise<number> {
  const known = new Set(await existingUsers(tx, request.adminIds));
  const strangers = request.adminIds.filter((id) => !known.has(id));
  if (strangers.length > 0) {
    const message = `there is no user ${strangers.join(', ')}`;
    throw new InvalidRequestError([{ in: 'body', field: 'group_admins', message }]);
  }
  const { autoAccepts, ...group } = request;
  await demandFreeName(tx, group.name, null);
  const id = await createGroup(tx, group);
  if (autoAccepts) await updateGroup(tx, id, { auto_accept_requests: true });
  return id;
}

/** Changes a group. */
export async function changeGroup(
  tx: ViewerTx,
  viewer: Viewer,
  id: number,
  change: GroupChange,
): Promise<GroupStanding> {
  const group = await demandManagedGroup(tx, viewer, id);
  if (group.sitewide && change.private) {
    throw new FritzError('conflict', { message: 'The group of all users is not private.' });
  }
  if (change.name !== undefined) await demandFreeName(tx, change.name, id);
  if (!(await updateGroup(tx, id, change))) throw new FritzError('not_group_admin');
  return demandGroup(tx, id);
}

/**
 * Refuses a name that the viewer sees in use. One that only a group has which he does not know of
 * is free: to refuse it would tell him of that group.
 */
async function demandFreeName(tx: ViewerTx, name: string, ownId: number | null): Promise<void> {
  if (await isGroupNameSeen(tx, name, ownId)) {
    throw new FritzError('already_exists', { message: `There is a group “${name}” already.` });
  }
}

/** Deletes a group with what is only its own; returns how much the viewer saw of that. */
export async function removeGroup(
  tx: ViewerTx,
  viewer: Viewer,
  id: number,
): Promise<Omit<GroupCounts, 'id'>> {
  const group = await demandManagedGroup(tx, viewer, id);
  if (group.sitewide) {
    throw new FritzError('conflict', { message: 'The group of all users cannot be deleted.' });
  }
  const [counts] = await countOfGroups(tx, [id]);
  if (!(await deleteGroup(tx, id))) throw new FritzError('not_group_admin');
  return counts ?? { users: 0, filters: 0, sources: 0 };
}
