import { after, before, test } from 'node:test';
import { createUser, issueToken } from '@fritz/testing';
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
