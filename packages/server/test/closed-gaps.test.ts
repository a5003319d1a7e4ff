import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createGroup, createStream, createUser, issueToken } from '@fritz/testing';
import { arrangeWorld, call, fails, type Harness, startHarness, type World } from './harness.ts';

let harness: Harness;
let world: World;
before(async () => {
  harness = await startHarness();
  world = await harness.arrange(arrangeWorld);
});
after(() => harness.close());

/** A token of somebody's with these permissions alone. */
async function narrowToken(userId: number, acls: readonly 'Manage users'[]) {
  return { token: await harness.arrange((client) => issueToken(client, { userId, acls })) };
}

test('a narrow key gets no link to what only a wider one gives', async () => {
  const body = { userEmail: 'root@example.org', role: 'Super admin', groupIDs: [] };
  const { id } = await call(harness, 'createInvitation', { as: world.admin, body });
  const as = await narrowToken(world.admin.id, ['Manage users']);
  const resend = { params: { id }, body: { resend: true } };
  await fails(harness, 'updateInvitation', 'rights_too_wide', { as, ...resend });
  await call(harness, 'updateInvitation', { as: world.admin, ...resend });
});

test('a key that ends invites for as long as it lives', async () => {
  const token = await harness.arrange((client) =>
    issueToken(client, { userId: world.admin.id, expiresAt: new Date(Date.now() + 3_600_000) }),
  );
  const body = { userEmail: 'guest@example.org', role: 'View only', groupIDs: [] };
  await fails(harness, 'createInvitation', 'rights_too_wide', { as: { token }, body });
  const { id } = await call(harness, 'createInvitation', { as: world.admin, body });
  const change = { as: { token }, params: { id }, body: { role: 'Full user' } };
  await fails(harness, 'updateInvitation', 'rights_too_wide', change);
});

test('a Group admin does not put off his own end', async () => {
  const manager = await harness.arrange(async (client) => {
    const made = await createUser(client, { roles: ['Group admin'] });
    await client.query(
      `UPDATE fritz.users SET expires_at = now() + interval '1 day' WHERE id = $1`,
      [made.id],
    );
    return made;
  });
  const change = { as: manager, params: { id: manager.id }, body: { expirationDate: null } };
  await fails(harness, 'updateUser', 'permission_denied', change);
  await call(harness, 'updateUser', { ...change, as: world.admin });
});

test('a token without permissions neither changes how its owner is reached nor learns his ways in', async () => {
  const user = await harness.arrange((client) => createUser(client));
  const as = {
    token: await harness.arrange((client) => issueToken(client, { userId: user.id, acls: [] })),
  };
  const email = { contact_email: 'mine@example.org' };
  await fails(harness, 'updateProfile', 'permission_denied', { as, body: email });
  await fails(harness, 'updateProfile', 'permission_denied', { as, body: { username: 'other' } });
  await call(harness, 'updateProfile', { as: user, body: email });
  await harness.arrange((client) =>
    client.query(
      `INSERT INTO fritz.access_keys (key_hash, kind, user_id) VALUES (sha256('s'), 'session', $1)`,
      [user.id],
    ),
  );
  assert.equal((await call(harness, 'listSessions', { as: user })).length, 1);
  assert.deepEqual(await call(harness, 'listSessions', { as }), []);
});

test('a deletion that is refused does not tell of a group that one does not see', async () => {
  const { manager, alone } = await harness.arrange(async (client) => {
    const made = await createUser(client);
    const members = [{ user: made, admin: true }, await createUser(client)];
    await createGroup(client, { members, private: true });
    return { manager: await createUser(client, { roles: ['Group admin'] }), alone: made };
  });
  const params = { id: alone.id };
  await fails(harness, 'deleteUser', 'account_in_use', { as: manager, params });
});

test('who lacks a stream is named to the admins of his group, to others counted', async () => {
  const { boss, far, member, group, stream } = await harness.arrange(async (client) => {
    const [admin, one] = [await createUser(client), await createUser(client)];
    const manages = await createUser(client, { acls: ['Manage groups', 'Upload data'] });
    return {
      boss: admin,
      far: manages,
      member: one,
      group: await createGroup(client, { members: [{ user: admin, admin: true }, one] }),
      stream: await createStream(client, { programIds: [3], users: [admin, manages] }),
    };
  });
  const add = { params: { id: group.id }, body: { stream_id: stream.id } };
  const named = await fails(harness, 'addGroupStream', 'missing_streams', { as: boss, ...add });
  assert.deepEqual(named.data.users, [{ id: member.id, username: member.username }]);
  const counted = await fails(harness, 'addGroupStream', 'missing_streams', { as: far, ...add });
  assert.equal(JSON.stringify(counted).includes(member.username), false);
  assert.deepEqual([counted.data.users, counted.data.count], [[], 1]);
});
