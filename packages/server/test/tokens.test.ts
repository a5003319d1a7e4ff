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

test('for another user an admin alone makes tokens, within what that user may do', async () => {
  const { user, victim, admin, rooted } = await harness.arrange(async (client) => {
    const made = await createUser(client, { roles: ['Super admin'] });
    return {
      user: await createUser(client, { acls: ['Manage users'] }),
      victim: await createUser(client, { roles: ['View only'], acls: ['Comment'] }),
      admin: made,
      rooted: await issueToken(client, {
        userId: made.id,
        acls: ['System admin'],
        expiresAt: new Date(Date.now() + 3_600_000),
      }),
    };
  });
  const body = { name: 'for another', user_id: victim.id };
  await fails(harness, 'createToken', 'permission_denied', { as: user, body });
  const wide = { as: admin, body: { ...body, acls: ['Upload data'] } };
  await fails(harness, 'createToken', 'token_too_wide', wide);
  await fails(harness, 'createToken', 'not_found', {
    as: admin,
    body: { ...body, user_id: 2_000_000_000 },
  });
  const made = await call(harness, 'createToken', { as: admin, body });
  const profile = await call(harness, 'getProfile', { as: { token: made.token_id } });
  assert.equal(profile.id, victim.id);
  assert.deepEqual(profile.acls, ['Comment']);
  // An ending key makes none that ends later, for nobody.
  await fails(harness, 'createToken', 'token_too_wide', { as: { token: rooted }, body });

  const query = { userID: victim.id };
  await fails(harness, 'listTokens', 'permission_denied', { as: user, query });
  const listed = await call(harness, 'listTokens', { as: admin, query });
  assert.ok(listed.every(({ created_by_id }) => created_by_id === victim.id));
  assert.ok(listed.some(({ id }) => id === made.id));
  const params = { id: made.id };
  await fails(harness, 'getToken', 'not_found', { as: user, params });
  await call(harness, 'updateToken', { as: admin, params, body: { name: 'renamed' } });
  assert.equal((await call(harness, 'getToken', { as: victim, params })).name, 'renamed');
  await call(harness, 'deleteToken', { as: admin, params });
  await fails(harness, 'getProfile', 'invalid_credentials', { as: { token: made.token_id } });
});

test('one’s own list has one’s own tokens, for an admin too', async () => {
  const { admin } = await harness.arrange(async (client) => {
    await createUser(client);
    return { admin: await createUser(client, { roles: ['Super admin'] }) };
  });
  const listed = await call(harness, 'listTokens', { as: admin });
  assert.deepEqual(
    listed.map(({ created_by_id }) => created_by_id),
    [admin.id],
  );
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

test('a token is changed in part; what it may do changes at once', async () => {
  const user = await harness.arrange((client) => createUser(client));
  const made = await call(harness, 'createToken', {
    as: user,
    body: { name: 'first', acls: ['Comment', 'Annotate'] },
  });
  const as = { token: made.token_id };
  const params = { id: made.id };
  await call(harness, 'updateToken', { as: user, params, body: { acls: ['Annotate'] } });
  assert.deepEqual((await call(harness, 'getProfile', { as })).acls, ['Annotate']);
  await call(harness, 'updateToken', {
    as: user,
    params,
    body: { name: 'second', expires_at: '2099-01-01' },
  });
  const changed = await call(harness, 'getToken', { as: user, params });
  assert.equal(changed.name, 'second');
  assert.deepEqual(changed.acls, ['Annotate']);
  assert.equal(changed.expires_at, '2099-01-01T00:00:00.000');
  const wide = [{ acls: ['System admin'] }, { acls: ['Rule'] }, { expires_at: '2020-01-01' }];
  const codes = ['token_too_wide', 'invalid_request', 'invalid_request'] as const;
  for (const [index, body] of wide.entries()) {
    const code = codes[index] ?? 'internal';
    await fails(harness, 'updateToken', code, { as: user, params, body });
  }
  await call(harness, 'updateToken', { as: user, params, body: { acls: null, expires_at: null } });
  assert.equal((await call(harness, 'getToken', { as: user, params })).acls, null);
});

test('a narrow token widens, lengthens, renames and ends no other', async () => {
  const user = await harness.arrange((client) => createUser(client));
  const make = async (body: object) => {
    const made = await call(harness, 'createToken', { as: user, body: { name: 'x', ...body } });
    return { id: made.id, token: made.token_id };
  };
  const narrow = await make({ acls: ['Comment'], expires_at: '2099-01-01' });
  const wide = await make({ acls: ['Comment', 'Annotate'] });
  const changes = [{ name: 'y' }, { acls: ['Comment'] }, { expires_at: '2098-01-01' }];
  for (const body of changes) {
    const options = { as: narrow, params: { id: wide.id }, body };
    await fails(harness, 'updateToken', 'token_too_wide', options);
  }
  const self = { as: narrow, params: { id: narrow.id } };
  for (const body of [{ acls: ['Comment', 'Annotate'] }, { acls: null }, { expires_at: null }]) {
    await fails(harness, 'updateToken', 'token_too_wide', { ...self, body });
  }
  await fails(harness, 'deleteToken', 'token_too_wide', { as: narrow, params: { id: wide.id } });
  await call(harness, 'updateToken', { ...self, body: { acls: [] } });
  assert.deepEqual((await call(harness, 'getProfile', { as: narrow })).acls, []);
});

test('when a token was used last is shown', async () => {
  const own = await startHarness();
  try {
    const user = await own.arrange((client) => createUser(client));
    const made = await call(own, 'createToken', { as: user, body: { name: 'x' } });
    const params = { id: made.id };
    assert.equal((await call(own, 'getToken', { as: user, params })).last_used_at, null);
    await call(own, 'getProfile', { as: { token: made.token_id } });
    const used = await until(async () => {
      return (await call(own, 'getToken', { as: user, params })).last_used_at;
    });
    assert.ok(used);
  } finally {
    await own.close();
  }
});

/** Uses are noted beside the requests: asks until there is an answer. */
async function until<T>(ask: () => Promise<T | null>): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (answer !== null) return answer;
  }
}
