import { type GroupStanding, listGroups, type ViewerTx } from '@fritz/archive';
import { didYouMean } from '../config/suggest.ts';
import { UserError } from '../user-error.ts';

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
