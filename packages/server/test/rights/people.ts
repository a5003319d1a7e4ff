import type { Acl } from '@fritz/contract';
import { createUser, type FactoryClient, issueToken } from '@fritz/testing';

/** Everybody whom the matrix knows. A role of the matrix is a key, and what its holder is. */
export const roles = [
  'nobody',
  'forged key',
  'revoked token',
  'expired token',
  'expired user',
  'deactivated user',
  'stranger',
  'stranger, view only',
  'stranger, Group admin role',
  'stranger, Manage users',
  'stranger, Manage groups',
  'member',
  'member, view only',
  'member, cannot save',
  'member, token without permissions',
  'group admin',
  'super admin',
  'super admin, token without permissions',
] as const;
export type Role = (typeof roles)[number];

/** Those who see the private group's things because they are in it. */
export const insiders: readonly Role[] = [
  'member',
  'member, view only',
  'member, cannot save',
  'member, token without permissions',
  'group admin',
];
/** Whose key is nobody's: they are answered 401 and see no row. */
export const shutOut: readonly Role[] = roles.slice(0, 6);
/** Whose key is good. */
export const admitted: readonly Role[] = roles.slice(6);
/** Who has a key and is not in the group: everything of the group is hidden from them. */
export const strangers: readonly Role[] = [
  ...roles.filter((role) => role.startsWith('stranger')),
  'super admin, token without permissions',
];

/** Whether a key does not carry a permission. */
export function lacks(role: Role, acl: Acl): boolean {
  if (shutOut.includes(role) || role.endsWith('token without permissions')) return true;
  if (role === 'super admin') return false;
  if (acl === 'System admin') return true;
  if (acl === 'Delete bulk photometry') return true;
  if (acl === 'Manage users') return !/Manage users|Group admin role/.test(role);
  if (acl === 'Manage groups') return role !== 'stranger, Manage groups';
  if (acl === 'Post from SEDMListener') return true;
  if (acl === 'Manage telescopes' || acl === 'Manage allocations') return true;
  if (acl === 'Classify' || acl === 'Run Analyses') return role.endsWith('view only');
  if (acl === 'Delete taxonomy') return true;
  if (acl === 'Post taxonomy' || acl === 'Manage Analysis Services') {
    return role !== 'stranger, Group admin role';
  }
  if (acl === 'Manage observing runs') return role.endsWith('view only');
  if (acl === 'Upload data' || acl === 'Comment' || acl === 'Annotate') {
    return role.endsWith('view only');
  }
  if (acl === 'Manage sources' || acl === 'Manage teams')
    return role !== 'stranger, Group admin role';
  throw new Error(`say here who of the matrix has the permission ${acl}`);
}

/** Somebody of the matrix; the key is null for nobody. */
export interface Actor {
  id: number;
  username: string;
  key: string | null;
}

export type People = Record<Role, Actor>;

/** Who is in the private group, and how. */
export interface Membership {
  id: number;
  admin: boolean;
  canSave: boolean;
}

/** Makes everybody, and says who is to be in the private group. */
export async function arrangePeople(
  client: FactoryClient,
): Promise<{ people: People; members: Membership[] }> {
  const make = async (
    ...[options]: Parameters<typeof createUser> extends [unknown, ...infer R] ? R : never
  ) => {
    const user = await createUser(client, options);
    return { id: user.id, username: user.username, key: user.token };
  };
  const member = await make({});
  const admin = await make({});
  const plain = await make({ roles: ['View only'] });
  const cannotSave = await make({});
  const expired = await make({});
  const deactivated = await make({});
  const superAdmin = await make({ roles: ['Super admin'] });
  const token = (userId: number, options: { acls?: []; expiresAt?: Date } = {}) =>
    issueToken(client, { userId, ...options });
  const revoked = await token(member.id);
  await client.query(
    `UPDATE fritz.access_keys SET revoked_at = now() WHERE key_hash = sha256(convert_to($1, 'UTF8'))`,
    [revoked],
  );
  const none = { id: 0, username: '' };
  const people: People = {
    nobody: { ...none, key: null },
    'forged key': { ...none, key: '5f2b0a1c-0000-4000-8000-3d2f6a9b1c4e' },
    'revoked token': { ...member, key: revoked },
    'expired token': { ...member, key: await token(member.id, { expiresAt: new Date(1e12) }) },
    'expired user': expired,
    'deactivated user': deactivated,
    stranger: await make({}),
    'stranger, view only': await make({ roles: ['View only'] }),
    'stranger, Group admin role': await make({ roles: ['Group admin'] }),
    'stranger, Manage users': await make({ acls: ['Manage users'] }),
    'stranger, Manage groups': await make({ acls: ['Manage groups'] }),
    member,
    'member, view only': plain,
    'member, cannot save': cannotSave,
    'member, token without permissions': { ...member, key: await token(member.id, { acls: [] }) },
    'group admin': admin,
    'super admin': superAdmin,
    'super admin, token without permissions': {
      ...superAdmin,
      key: await token(superAdmin.id, { acls: [] }),
    },
  };
  const members = [member, admin, plain, cannotSave, expired, deactivated].map(({ id }) => {
    return { id, admin: id === admin.id, canSave: id !== cannotSave.id };
  });
  return { people, members };
}

/** Ends the accounts that the matrix calls ended: after their memberships were made. */
export async function endAccounts(client: FactoryClient, people: People): Promise<void> {
  await client.query('UPDATE fritz.users SET expires_at = now() WHERE id = $1', [
    people['expired user'].id,
  ]);
  await client.query(
    `UPDATE fritz.users SET expires_at = '-infinity', deactivated_at = now() WHERE id = $1`,
    [people['deactivated user'].id],
  );
}
