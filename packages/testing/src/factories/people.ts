import { createToken } from '@fritz/archive';
import type { Acl, Role } from '@fritz/contract';
import { type FactoryClient, insertRow, nextNumber } from './client.ts';

/** A person with a token of all his permissions. */
export interface TestUser {
  id: number;
  username: string;
  token: string;
}

/** Makes a user; a full user unless other roles are named. */
export async function createUser(
  client: FactoryClient,
  options: { username?: string; roles?: readonly Role[]; acls?: readonly Acl[] } = {},
): Promise<TestUser> {
  const username = options.username ?? `user${nextNumber()}`;
  const { id } = await insertRow<{ id: number }>(client, 'users', { username }, 'id');
  for (const role_id of options.roles ?? ['Full user']) {
    await insertRow(client, 'user_roles', { user_id: id, role_id }, 'user_id');
  }
  for (const acl_id of options.acls ?? []) {
    await insertRow(client, 'user_acls', { user_id: id, acl_id }, 'user_id');
  }
  return { id, username, token: await issueToken(client, { userId: id }) };
}

/** Makes a token of a user and returns its secret. */
export function issueToken(
  client: FactoryClient,
  token: { userId: number; acls?: readonly Acl[] | null; expiresAt?: Date },
): Promise<string> {
  return createToken(client, { name: `token ${nextNumber()}`, ...token });
}

/** A member of a test group: a user, or a user with other than a plain member's rights. */
export type Membership = TestUser | { user: TestUser; admin?: boolean; canSave?: boolean };

/** Makes a group with these members and streams. */
export async function createGroup(
  client: FactoryClient,
  options: {
    name?: string;
    nickname?: string;
    private?: boolean;
    members?: readonly Membership[];
    streams?: readonly { id: number }[];
  } = {},
): Promise<{ id: number; name: string }> {
  const name = options.name ?? `Group ${nextNumber()}`;
  const { id } = await insertRow<{ id: number }>(
    client,
    'groups',
    { name, nickname: options.nickname ?? null, private: options.private ?? false },
    'id',
  );
  for (const member of options.members ?? []) {
    const { user, admin = false, canSave = true } = 'user' in member ? member : { user: member };
    await insertRow(
      client,
      'group_users',
      { group_id: id, user_id: user.id, admin, can_save: canSave },
      'group_id',
    );
  }
  for (const stream of options.streams ?? []) {
    await insertRow(client, 'group_streams', { group_id: id, stream_id: stream.id }, 'group_id');
  }
  return { id, name };
}

/** Makes a stream of programmes (ZTF's 1, public, unless others are named) for these users. */
export async function createStream(
  client: FactoryClient,
  options: {
    name?: string;
    survey?: string;
    programIds?: readonly number[];
    users?: readonly TestUser[];
  } = {},
): Promise<{ id: number; programIds: readonly number[] }> {
  const programIds = options.programIds ?? [1];
  const name = options.name ?? `Stream ${nextNumber()}`;
  const { id } = await insertRow<{ id: number }>(
    client,
    'streams',
    { name, survey: options.survey ?? 'ztf', program_ids: [...programIds] },
    'id',
  );
  for (const user of options.users ?? []) {
    await insertRow(client, 'stream_users', { stream_id: id, user_id: user.id }, 'stream_id');
  }
  return { id, programIds };
}
