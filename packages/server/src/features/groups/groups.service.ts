import {
  addGroupStream,
  addMember,
  createGroup,
  existingUsers,
  findGroup,
  findStream,
  type GroupStanding,
  holdsGroupStreams,
  userExists,
  type Viewer,
  type ViewerTx,
} from '@fritz/archive';
import { FritzError, InvalidRequestError, NotFoundError } from '../../http/fritz-error.ts';

/** A group that the viewer sees. */
export async function demandGroup(tx: ViewerTx, id: number): Promise<GroupStanding> {
  const group = await findGroup(tx, id);
  if (group === null) throw new NotFoundError('group');
  return group;
}

/** Whether the viewer may change a group and its members. */
export function canManage(viewer: Viewer, group: GroupStanding): boolean {
  return group.admin || viewer.acls.has('System admin');
}

/** A group that the viewer may change; nobody's own group takes others in. */
async function demandManagedGroup(
  tx: ViewerTx,
  viewer: Viewer,
  id: number,
): Promise<GroupStanding> {
  const group = await demandGroup(tx, id);
  if (!canManage(viewer, group)) throw new FritzError('not_group_admin');
  return group;
}

/** A group to be made. */
export interface GroupRequest {
  name: string;
  nickname: string | null;
  description: string | null;
  isPrivate: boolean;
  adminIds: readonly number[];
}

/** Makes a group whose first admin is the viewer. */
export async function makeGroup(tx: ViewerTx, group: GroupRequest): Promise<number> {
  const known = new Set(await existingUsers(tx, group.adminIds));
  const strangers = group.adminIds.filter((id) => !known.has(id));
  if (strangers.length > 0) {
    const message = `there is no user ${strangers.join(', ')}`;
    throw new InvalidRequestError([{ in: 'body', field: 'group_admins', message }]);
  }
  return createGroup(tx, group);
}

/** Takes a user into a group. */
export async function addUser(
  tx: ViewerTx,
  viewer: Viewer,
  member: { groupId: number; userId: number; admin: boolean; canSave: boolean },
): Promise<void> {
  const group = await demandManagedGroup(tx, viewer, member.groupId);
  if (group.single_user_id !== null) {
    throw new FritzError('conflict', { message: "A user's own group has no other members." });
  }
  if (!(await userExists(tx, member.userId))) throw new NotFoundError('user');
  const isAdmin = viewer.acls.has('System admin');
  if (!isAdmin && !(await holdsGroupStreams(tx, member.userId, member.groupId))) {
    const message = 'This user may not read every stream of the group.';
    throw new FritzError('conflict', { message });
  }
  await addMember(tx, member);
}

/** Lets a group's filters read a stream that the viewer may read. */
export async function addStream(
  tx: ViewerTx,
  viewer: Viewer,
  groupId: number,
  streamId: number,
): Promise<void> {
  await demandManagedGroup(tx, viewer, groupId);
  if ((await findStream(tx, streamId)) === null) throw new NotFoundError('stream');
  await addGroupStream(tx, groupId, streamId);
}
