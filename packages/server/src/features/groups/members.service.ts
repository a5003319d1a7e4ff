import {
  addGroupStream,
  addMember,
  addMembersOf,
  countAdmins,
  findMembership,
  findStream,
  holdsGroupStreams,
  listGroups,
  listHindered,
  listMembersWithout,
  listStreamFilters,
  type Membership,
  removeGroupStream,
  removeMember,
  updateMember,
  userExists,
  type Viewer,
  type ViewerTx,
  type WithoutStream,
} from '@fritz/archive';
import { FritzError, NotFoundError } from '../../http/fritz-error.ts';
import { demandGroup, demandManagedGroup, isAdminOf } from './groups.service.ts';

/** Takes a user into a group. */
export async function addUser(
  tx: ViewerTx,
  viewer: Viewer,
  member: {
    groupId: number;
    userId: number;
    admin: boolean;
    canSave: boolean;
    canSharePhotometry: boolean;
  },
): Promise<void> {
  await demandManagedGroup(tx, viewer, member.groupId);
  if (!(await userExists(tx, member.userId))) throw new NotFoundError('user');
  if ((await findMembership(tx, member.groupId, member.userId)) !== null) {
    throw new FritzError('already_exists', { message: 'This user is in the group already.' });
  }
  if (!(await holdsGroupStreams(tx, member.userId, member.groupId))) {
    const message = 'This user may not read every stream of the group.';
    throw new FritzError('missing_streams', { message });
  }
  await addMember(tx, member);
}

/** Changes what a member may do. */
export async function changeMember(
  tx: ViewerTx,
  viewer: Viewer,
  groupId: number,
  userId: number,
  change: { admin?: boolean; can_save?: boolean; can_share_photometry?: boolean },
): Promise<Membership> {
  const group = await demandManagedGroup(tx, viewer, groupId);
  const member = await findMembership(tx, groupId, userId);
  if (member === null) throw new NotFoundError('member of this group');
  if (change.admin === false && member.admin && !group.sitewide)
    await demandOtherAdmin(tx, groupId);
  const changed = await updateMember(tx, groupId, userId, change);
  if (changed === null) throw new FritzError('not_group_admin');
  return changed;
}

/** Takes a user out of a group: whoever manages it, or he himself. */
export async function removeUser(
  tx: ViewerTx,
  viewer: Viewer,
  groupId: number,
  userId: number,
): Promise<void> {
  const group = await demandGroup(tx, groupId);
  const member = await findMembership(tx, groupId, userId);
  if (userId !== viewer.id && !isAdminOf(viewer, group)) throw new FritzError('not_group_admin');
  if (member === null) throw new NotFoundError('member of this group');
  if (group.sitewide || group.single_user_id !== null) {
    const what = group.sitewide ? 'The group of all users' : "A user's own group";
    throw new FritzError('conflict', { message: `${what} cannot be left.` });
  }
  if (member.admin) await demandOtherAdmin(tx, groupId);
  if (!(await removeMember(tx, groupId, userId))) throw new FritzError('not_group_admin');
}

async function demandOtherAdmin(tx: ViewerTx, groupId: number): Promise<void> {
  if ((await countAdmins(tx, groupId)) === 1) throw new FritzError('last_admin');
}

/** Takes the members of other groups into a group: all of them, or none. */
export async function addUsersOf(
  tx: ViewerTx,
  viewer: Viewer,
  groupId: number,
  fromGroupIds: readonly number[],
): Promise<number[]> {
  await demandManagedGroup(tx, viewer, groupId);
  const seen = new Set((await listGroups(tx, fromGroupIds)).map((group) => group.id));
  if (fromGroupIds.some((id) => !seen.has(id))) throw new NotFoundError('group');
  const hindered = await listHindered(tx, groupId, fromGroupIds);
  if (hindered.length > 0) {
    throw new FritzError('missing_streams', {
      message: `${nameSome(hindered)} may not read every stream of the group.`,
      details: { users: hindered.filter(isNamed), count: hindered.length },
    });
  }
  return addMembersOf(tx, groupId, fromGroupIds);
}

/** Lets a group's filters read a stream that the viewer sees and every member may read. */
export async function addStream(
  tx: ViewerTx,
  viewer: Viewer,
  groupId: number,
  streamId: number,
): Promise<void> {
  const group = await demandManagedGroup(tx, viewer, groupId);
  if ((await findStream(tx, streamId)) === null) throw new NotFoundError('stream');
  const without = group.sitewide ? [] : await listMembersWithout(tx, groupId, streamId);
  if (without.length > 0) {
    throw new FritzError('missing_streams', {
      message: `${nameSome(without)} may not read this stream.`,
      details: { users: without.filter(isNamed), count: without.length },
    });
  }
  await addGroupStream(tx, groupId, streamId);
}

/** Takes a stream from a group none of whose filters reads it. */
export async function removeStream(
  tx: ViewerTx,
  viewer: Viewer,
  groupId: number,
  streamId: number,
): Promise<void> {
  await demandManagedGroup(tx, viewer, groupId);
  const filters = await listStreamFilters(tx, streamId, groupId);
  if (filters.length > 0) {
    const names = filters.map(({ name }) => `“${name}”`).join(', ');
    throw new FritzError('stream_in_use', {
      message: `Filters of the group read this stream: ${names}.`,
      details: { filters },
    });
  }
  if (!(await removeGroupStream(tx, groupId, streamId))) throw new NotFoundError('stream');
}

function isNamed(user: WithoutStream): user is { id: number; username: string } {
  return user.id !== null;
}

/** `ada, bob and 3 others`; `3 users` where the viewer is told no names. */
function nameSome(users: readonly WithoutStream[]): string {
  const shown = users
    .filter(isNamed)
    .slice(0, 5)
    .map(({ username }) => username);
  const more = users.length - shown.length;
  if (shown.length === 0) return more === 1 ? 'One user' : `${more} users`;
  return more > 0 ? `${shown.join(', ')} and ${more} others` : shown.join(', ');
}
