import {
  addUserAcls,
  addUserRoles,
  beginUserChange,
  createUser,
  deleteUser,
  enrollUser,
  findUser,
  listRoles,
  mayEnroll,
  mayGiveAcl,
  mayGiveEnd,
  type PersonChange,
  removeUserAcl,
  removeUserRole,
  renameUser,
  setUserActive,
  setUserEnd,
  type UserRow,
  updateUser,
  type ViewerTx,
} from '@fritz/archive';
import { FritzError, InvalidRequestError, NotFoundError } from '../../http/fritz-error.ts';

/** What who is made without a word about roles may do. */
export const defaultRole = 'Full user';

/** A user; everyone with an account knows who else has one. */
export async function demandUser(tx: ViewerTx, id: number): Promise<UserRow> {
  const user = await findUser(tx, id);
  if (user === null) throw new NotFoundError('user');
  return user;
}

/** A user whose account the viewer may change: he holds `Manage users`, as the route demands. */
async function demandManagedUser(tx: ViewerTx, id: number): Promise<UserRow> {
  const user = await demandUser(tx, id);
  if (!user.can_manage) throw new FritzError('system_admin_only');
  return user;
}

/** Refuses roles that are not there or carry more than the key in hand. */
export async function demandGivableRoles(
  tx: ViewerTx,
  field: string,
  wanted: readonly string[],
): Promise<void> {
  const known = new Map((await listRoles(tx)).map((role) => [role.id, role.can_give]));
  for (const role of wanted) {
    const canGive = known.get(role);
    if (canGive === undefined) {
      throw new InvalidRequestError([{ in: 'body', field, message: `there is no role “${role}”` }]);
    }
    if (!canGive) {
      const message = `The role “${role}” carries more than the key in hand.`;
      throw new FritzError('rights_too_wide', { message, details: { role } });
    }
  }
}

/** Refuses groups that the viewer does not administer and streams that he does not read. */
export async function demandEnrollment(
  tx: ViewerTx,
  groupIds: readonly number[],
  streamIds: readonly number[],
): Promise<void> {
  if (await mayEnroll(tx, groupIds, streamIds)) return;
  const [groups, streams] = [[] as number[], [] as number[]];
  for (const id of groupIds) if (!(await mayEnroll(tx, [id], []))) groups.push(id);
  for (const id of streamIds) if (!(await mayEnroll(tx, [], [id]))) streams.push(id);
  throw new FritzError('cannot_enroll', { details: { groups, streams } });
}

/** An account to be made, with what it is given. */
export interface UserRequest extends PersonChange {
  username: string;
  expiresAt: Date | null;
  roles: readonly string[];
  groups: readonly { id: number; admin: boolean }[];
  streamIds: readonly number[];
}

/** Makes an account with roles, groups and streams that the viewer may give. */
export async function makeUser(tx: ViewerTx, now: Date, request: UserRequest): Promise<number> {
  const { roles, groups, streamIds, expiresAt, username, ...person } = request;
  demandFuture(now, 'expirationDate', expiresAt);
  await demandGivableRoles(tx, 'roles', roles);
  const groupIds = groups.map((group) => group.id);
  await demandEnrollment(tx, groupIds, streamIds);
  const user = { ...person, username: username.toLowerCase(), expires_at: expiresAt };
  const id = await createUser(tx, user);
  await addUserRoles(tx, id, roles);
  await enrollUser(tx, id, groups, streamIds);
  return id;
}

/** Refuses an end that has passed: to shut somebody out at once there is deactivation. */
export function demandFuture(now: Date, field: string, end: Date | null): void {
  if (end === null || end > now) return;
  throw new InvalidRequestError([{ in: 'body', field, message: 'is in the past' }]);
}

/** Refuses to let somebody in for longer than the key in hand lives. */
export async function demandGivableEnd(
  tx: ViewerTx,
  field: string,
  end: Date | null,
): Promise<void> {
  if (await mayGiveEnd(tx, end)) return;
  const message = 'The key in hand ends: who is invited with it has an end, and none after that.';
  throw new FritzError('rights_too_wide', { message, details: { field } });
}

/** What of an account is to be changed; what is absent stays. */
export interface UserEdit {
  person: PersonChange;
  username?: string;
  end?: Date | null;
  deactivated?: boolean;
  knownRevision: number | null;
}

/** Changes an account; returns the revision that it is at. @throws FritzError changed_meanwhile */
export async function editUser(tx: ViewerTx, now: Date, id: number, edit: UserEdit) {
  await demandManagedUser(tx, id);
  if (edit.end !== undefined) demandFuture(now, 'expirationDate', edit.end);
  const revision = await beginUserChange(tx, id);
  if (edit.knownRevision !== null && edit.knownRevision !== revision) {
    throw new FritzError('changed_meanwhile', { details: { revision } });
  }
  if (edit.username !== undefined) await rename(tx, id, edit.username);
  if (edit.end !== undefined) await setUserEnd(tx, id, edit.end);
  if (edit.deactivated !== undefined) await setUserActive(tx, id, !edit.deactivated);
  if (Object.keys(edit.person).length > 0) await updateUser(tx, id, edit.person);
  return { revision: (await demandUser(tx, id)).revision };
}

async function rename(tx: ViewerTx, id: number, wanted: string): Promise<void> {
  const username = wanted.toLowerCase();
  if (username !== (await demandUser(tx, id)).username) await renameUser(tx, id, username);
}

/** Deletes an account. @throws FritzError account_in_use where it has made something */
export async function removeUser(tx: ViewerTx, id: number): Promise<void> {
  await demandManagedUser(tx, id);
  await deleteUser(tx, id);
}

export async function giveRoles(tx: ViewerTx, id: number, roles: readonly string[]): Promise<void> {
  await demandManagedUser(tx, id);
  await demandGivableRoles(tx, 'roleIds', roles);
  await addUserRoles(tx, id, roles);
}

export async function takeRole(tx: ViewerTx, id: number, role: string): Promise<void> {
  await demandManagedUser(tx, id);
  if (!(await removeUserRole(tx, id, role))) throw new NotFoundError('role of this user');
}

export async function giveAcls(
  tx: ViewerTx,
  id: number,
  wanted: readonly string[],
  known: ReadonlySet<string>,
): Promise<void> {
  await demandManagedUser(tx, id);
  for (const acl of wanted) {
    if (!known.has(acl)) {
      const message = `there is no permission “${acl}”`;
      throw new InvalidRequestError([{ in: 'body', field: 'aclIds', message }]);
    }
    if (!(await mayGiveAcl(tx, acl))) {
      const message = `The key in hand does not carry “${acl}”.`;
      throw new FritzError('rights_too_wide', { message, details: { acl } });
    }
  }
  await addUserAcls(tx, id, wanted);
}

export async function takeAcl(tx: ViewerTx, id: number, acl: string): Promise<void> {
  await demandManagedUser(tx, id);
  if (!(await removeUserAcl(tx, id, acl))) throw new NotFoundError('permission of this user');
}
