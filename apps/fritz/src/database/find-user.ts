import { didYouMean } from '../config/suggest.ts';
import { UserError } from '../user-error.ts';
import type { OwnerClient } from './foundation.ts';

/** The id of a user by name. @throws UserError where there is none */
export async function findUserId(owner: OwnerClient, username: string): Promise<number> {
  const { rows } = await owner.query<{ id: number; username: string }>(
    'SELECT id, username FROM users',
  );
  const found = rows.find((row) => row.username === username);
  if (found) return found.id;
  const names = rows.map((row) => row.username);
  throw new UserError(`there is no user "${username}"${didYouMean(username, names)}.`);
}
