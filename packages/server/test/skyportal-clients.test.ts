import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createStream, createUser } from '@fritz/testing';
import { arrangeWorld, call, fails, type Harness, startHarness, type World } from './harness.ts';

// What scripts written for SkyPortal send, and what they read in the answers.

let harness: Harness;
let world: World;
before(async () => {
  harness = await startHarness();
  world = await harness.arrange(arrangeWorld);
});
after(() => harness.close());

test('ids in a body may be texts of digits', async () => {
  const as = world.admin;
  const { user, stream } = await harness.arrange(async (client) => ({
    user: await createUser(client),
    stream: await createStream(client),
  }));
  const streamParams = { id: stream.id };
  const reads = { as, params: streamParams, body: { user_id: String(user.id) } };
  assert.equal((await call(harness, 'addStreamUser', reads)).user_id, user.id);
  const body = { name: 'Of texts', group_admins: [String(user.id)] };
  const { id } = await call(harness, 'createGroup', { as, body });
  const params = { id };
  await call(harness, 'addStreamUser', { ...reads, body: { user_id: ` ${as.id} ` } });
  await call(harness, 'addGroupStream', { as, params, body: { stream_id: String(stream.id) } });
  const change = { userID: String(user.id), canSave: false };
  const changed = await call(harness, 'updateGroupUser', { as, params, body: change });
  assert.deepEqual([changed.user_id, changed.can_save], [user.id, false]);
  const other = await call(harness, 'createGroup', { as, body: { name: 'Of more texts' } });
  const fromGroupIDs = [String(id)];
  const moved = { as, params: { id: other.id }, body: { fromGroupIDs } };
  assert.deepEqual((await call(harness, 'addUsersFromGroups', moved)).added, [user.id]);
  const made = await call(harness, 'createUser', {
    as,
    body: {
      username: 'of-texts',
      groupIDsAndAdmin: [[String(id), true]],
      streamIDs: [String(stream.id)],
    },
  });
  const shown = await call(harness, 'getUser', { as, params: { id: made.id } });
  assert.deepEqual(shown.groups, [{ id, name: 'Of texts', admin: true }]);
  const token = { name: 'x', user_id: String(made.id) };
  await call(harness, 'createToken', { as, body: token });
  const invited = { userEmail: 'texts@example.org', groupIDs: [String(id)] };
  await call(harness, 'createInvitation', { as, body: invited });
  for (const userID of ['', 'x', '1.5', '-1', '0', '1e3', '99999999999', ['3'], true]) {
    await fails(harness, 'addGroupUser', 'invalid_request', { as, params, body: { userID } });
  }
});

test('users are sorted as asked for, by what the viewer may know alone', async () => {
  const names = ['sorted-b', 'sorted-a', 'sorted-c'];
  const users = await harness.arrange(async (client) => {
    const made = [];
    for (const username of names) made.push(await createUser(client, { username }));
    return made;
  });
  // A moment each: one transaction would have made all of them at once.
  await harness.arrange(async (client) => {
    for (const [index, { id }] of users.entries()) {
      await client.query(
        `UPDATE fritz.users SET created_at = now() + make_interval(secs => $2),
                contact_email = $3 WHERE id = $1`,
        [id, index, `${3 - index}@example.org`],
      );
    }
  });
  const sorted = async (query: Record<string, string>, as = world.admin) => {
    const found = await call(harness, 'listUsers', {
      as,
      query: { username: 'sorted-', ...query },
    });
    return found.users.map(({ username }) => username.slice(-1)).join('');
  };
  assert.equal(await sorted({}), 'abc');
  assert.equal(await sorted({ sortOrder: 'desc' }), 'cba');
  assert.equal(await sorted({ sortBy: 'createdAt' }), 'bac');
  assert.equal(await sorted({ sortBy: 'createdAt', sortOrder: 'desc' }), 'cab');
  assert.equal(await sorted({ sortBy: 'id', sortOrder: 'desc' }), 'cab');
  assert.equal(await sorted({ sortBy: 'email' }), 'cab');
  assert.equal(
    await sorted({ sortBy: 'email' }, world.stranger),
    'abc',
    'of others nobody knows it',
  );
  const wrong: Record<string, string>[] = [{ sortBy: 'bio; DROP' }, { sortOrder: 'up' }];
  for (const query of wrong) {
    await fails(harness, 'listUsers', 'invalid_request', { as: world.admin, query });
  }
});

test('a user tells when he was changed, and shows the picture of an e-mail that is known', async () => {
  const user = await harness.arrange((client) => createUser(client));
  const params = { id: user.id };
  await harness.arrange((client) =>
    client.query(
      `INSERT INTO fritz.identities (user_id, issuer, subject, provider)
       VALUES ($1, 'https://id.example.org', 'subject-of-one', 'example')`,
      [user.id],
    ),
  );
  const body = { contact_email: 'MyEmailAddress@example.com' };
  await call(harness, 'updateUser', { as: world.admin, params, body });
  const known = await call(harness, 'getUser', { as: world.admin, params });
  // The hash that Gravatar's documentation gives for this address.
  assert.match(known.gravatar_url ?? '', /avatar\/0bc83cb571cd1c50ba6f3e8a78ef1346\?/);
  assert.equal(known.oauth_uid, null, 'who somebody is at a provider is his own to know');
  assert.ok(known.modified >= known.created_at);
  const hidden = await call(harness, 'getUser', { as: world.stranger, params });
  assert.deepEqual(
    [hidden.gravatar_url, hidden.contact_email, hidden.oauth_uid],
    [null, null, null],
  );
  const own = await call(harness, 'getUser', { as: user, params });
  assert.deepEqual([own.oauth_uid, own.gravatar_url], ['subject-of-one', known.gravatar_url]);
});

test('an account is made and changed with what SkyPortal’s forms send', async () => {
  const as = world.admin;
  const made = await call(harness, 'createUser', {
    as,
    body: {
      username: 'emmy',
      roles: [],
      affiliations: ['Göttingen'],
      contact_email: '',
      contact_phone: '',
      expirationDate: '',
      oauth_uid: 'emmy@example.org',
    },
  });
  const params = { id: made.id };
  const first = await call(harness, 'getUser', { as, params });
  assert.deepEqual(first.roles, ['Full user'], 'no roles are the usual one');
  assert.deepEqual(
    [first.affiliations, first.contact_email, first.contact_phone, first.expiration_date],
    [['Göttingen'], null, null, null],
  );
  const change = (body: object) => call(harness, 'updateUser', { as, params, body });
  await change({
    affiliations: ['Bryn Mawr'],
    bio: 'Algebra.',
    username: 'Emmy',
    expirationDate: '2999-01-01',
    contact_email: 'emmy@example.org',
  });
  const second = await call(harness, 'getUser', { as, params });
  assert.deepEqual(
    [second.username, second.affiliations, second.bio, second.expiration_date],
    ['emmy', ['Bryn Mawr'], 'Algebra.', '2999-01-01T00:00:00.000'],
  );
  await change({ expirationDate: '', contact_email: '', bio: null });
  const third = await call(harness, 'getUser', { as, params });
  assert.deepEqual(
    [third.expiration_date, third.contact_email, third.bio, third.affiliations],
    [null, null, null, ['Bryn Mawr']],
  );
});

test('a username is changed by its owner alone', async () => {
  const as = await harness.arrange((client) => createUser(client, { roles: ['Group admin'] }));
  const other = { id: world.stranger.id };
  const rename = { body: { username: 'renamed', first_name: 'Half' }, as };
  await fails(harness, 'updateUser', 'permission_denied', { ...rename, params: other });
  const kept = await call(harness, 'getUser', { as, params: other });
  assert.deepEqual([kept.username, kept.first_name], [world.stranger.username, null]);
  await call(harness, 'updateUser', { ...rename, params: { id: as.id } });
  assert.equal((await call(harness, 'getProfile', { as })).username, 'renamed');
});

test('an empty text takes an e-mail or telephone out of one’s profile', async () => {
  const as = await harness.arrange((client) => createUser(client));
  const ways = { contact_email: 'a@example.org', contact_phone: '+1 626 395 6811' };
  await call(harness, 'updateProfile', { as, body: ways });
  const set = await call(harness, 'getProfile', { as });
  assert.equal(set.contact_phone, ways.contact_phone);
  assert.equal(set.is_anonymous, false);
  await call(harness, 'updateProfile', { as, body: { contact_phone: '', contact_email: '' } });
  const cleared = await call(harness, 'getProfile', { as });
  assert.deepEqual([cleared.contact_email, cleared.contact_phone], [null, null]);
});
