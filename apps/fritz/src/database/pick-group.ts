import { type GroupStanding, listGroups, listStreams, type ViewerTx } from '@fritz/archive';
import type { CommandContext } from '../cli/context.ts';
import { withDatabase } from '../cli/with-database.ts';
import { didYouMean } from '../config/suggest.ts';
import { UserError } from '../user-error.ts';
import { asAdmin } from './as-admin.ts';

/** One transaction as the administrator. */
export function workAsAdmin<T>(
  context: CommandContext,
  inTx: (tx: ViewerTx, adminId: number) => Promise<T>,
): Promise<T> {
  return withDatabase(context, ({ roles }) =>
    asAdmin(roles, ({ userId, run }) => run((tx) => inTx(tx, userId))),
  );
}

/**
 * The group of a name or of an id; private groups may share a name.
 *
 * @throws UserError where there is none, or more than one
 */
export async function pickGroup(tx: ViewerTx, nameOrId: string): Promise<GroupStanding> {
  const groups = await listGroups(tx);
  const named = groups.filter(({ name }) => name === nameOrId);
  const found = named.length > 0 ? named : groups.filter(({ id }) => String(id) === nameOrId);
  const [first] = found;
  if (!first) {
    const names = groups.map(({ name }) => name);
    throw new UserError(`there is no group "${nameOrId}"${didYouMean(nameOrId, names)}.`);
  }
  if (found.length === 1) return first;
  const ids = found.map(({ id }) => id).join(', ');
  throw new UserError(`there are several groups "${nameOrId}": name one by its id (${ids}).`);
}

/** A group that is not a user's own. */
export async function pickShared(tx: ViewerTx, nameOrId: string): Promise<GroupStanding> {
  const group = await pickGroup(tx, nameOrId);
  if (group.single_user_id === null) return group;
  throw new UserError(`"${group.name}" is a user's own group: it stays as it is.`);
}

/** A stream by name. @throws UserError where there is none */
export async function pickStream(
  tx: ViewerTx,
  wanted: string,
): Promise<{ id: number; name: string }> {
  const streams = await listStreams(tx);
  const found = streams.find(({ name }) => name === wanted);
  if (found) return found;
  const names = streams.map(({ name }) => name);
  throw new UserError(`there is no stream "${wanted}"${didYouMean(wanted, names)}.`);
}

/** A user by name. @throws UserError where there is none */
export async function pickUser(
  tx: ViewerTx,
  username: string,
): Promise<{ id: number; username: string }> {
  const users = await tx.query<{ id: number; username: string }>('SELECT id, username FROM users');
  const found = users.find((user) => user.username === username);
  if (found) return found;
  const names = users.map((user) => user.username);
  throw new UserError(`there is no user "${username}"${didYouMean(username, names)}.`);
}
