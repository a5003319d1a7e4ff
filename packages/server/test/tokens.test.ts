import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createUser, issueToken } from '@fritz/testing';
import { call, fails, type Harness, startHarness } from './harness.ts';

let harness: Harness;
before(async () => {
  harness = await startHarness();
});
after(() => harness.close());

test('a token works until it is revoked, and its secret is shown once', async () => {
  const user = await harness.arrange((client) => createUser(client));
  const made = await call(harness, 'createToken', { as: user, body: { name: 'nightly' } });
  const as = { token: made.token_id };
  assert.equal((await call(harness, 'getProfile', { as })).id, user.id);
  const listed = await call(harness, 'listTokens', { as: user });
  assert.ok(listed.some((token) => token.id === made.id && token.name === 'nightly'));
  assert.equal(JSON.stringify(listed).includes(made.token_id), false);
  await call(harness, 'deleteToken', { as: user, params: { id: made.id } });
  await fails(harness, 'getProfile', 'invalid_credentials', { as });
  await fails(harness, 'deleteToken', 'not_found', { as: user, params: { id: made.id } });
});

test('a token is its maker’s, whatever user is named', async () => {
  const [user, victim] = await harness.arrange(async (client) => [
    await createUser(client),
    await createUser(client, { roles: ['Super admin'] }),
  ]);
  const body = { name: 'mine', user_id: victim?.id };
  const made = await call(harness, 'createToken', { as: user ?? null, body });
  const profile = await call(harness, 'getProfile', { as: { token: made.token_id } });
  assert.equal(profile.id, user?.id);
});

test('no token is wider than the key that makes it', async () => {
  const { user, scoped } = await harness.arrange(async (client) => {
    const made = await createUser(client);
    const acls = ['Comment', 'Annotate'] as const;
    return { user: made, scoped: await issueToken(client, { userId: made.id, acls }) };
  });
  const as = { token: scoped };
  const wider = [
    {},
    { acls: null },
    { acls: ['Comment', 'Upload data'] },
    { acls: ['System admin'] },
  ];
  for (const body of wider) {
    await fails(harness, 'createToken', 'token_too_wide', { as, body: { name: 'x', ...body } });
  }
  const narrower = { name: 'x', acls: ['Comment'] };
  const made = await call(harness, 'createToken', { as, body: narrower });
  const profile = await call(harness, 'getProfile', { as: { token: made.token_id } });
  assert.deepEqual(profile.acls, ['Comment']);
  // Not even the whole user may give what he does not have.
  const body = { name: 'x', acls: ['System admin'] };
  await fails(harness, 'createToken', 'token_too_wide', { as: user, body });
});

test('others’ tokens do not exist', async () => {
  const [user, other] = await harness.arrange(async (client) => [
    await createUser(client),
    await createUser(client),
  ]);
  const [token] = await call(harness, 'listTokens', { as: other ?? null });
  const options = { as: user ?? null, params: { id: token?.id ?? '' } };
  await fails(harness, 'deleteToken', 'not_found', options);
});

test('an end in the past, an unknown permission and an empty name are refused', async () => {
  const as = await harness.arrange((client) => createUser(client));
  const bodies = [
    { name: 'x', expires_at: '2020-01-01' },
    { name: 'x', acls: ['Rule the world'] },
    { name: '' },
    {},
    [],
    'x',
  ];
  for (const body of bodies) await fails(harness, 'createToken', 'invalid_request', { as, body });
});
