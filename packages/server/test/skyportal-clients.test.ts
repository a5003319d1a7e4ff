import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createGroup, createStream, createUser, issueToken } from '@fritz/testing';
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

test('who manages users changes usernames, and no System admin’s', async () => {
  const { as, other, narrow } = await harness.arrange(async (client) => {
    const manager = await createUser(client, { roles: ['Group admin'] });
    const scope = { userId: manager.id, acls: ['Manage users'] } as const;
    return {
      as: manager,
      other: await createUser(client),
      narrow: { token: await issueToken(client, scope) },
    };
  });
  const params = { id: other.id };
  await call(harness, 'updateUser', { as, params, body: { username: 'Renamed', first_name: 'R' } });
  const profile = await call(harness, 'getProfile', { as: other });
  assert.deepEqual([profile.username, profile.first_name], ['renamed', 'R']);
  const own = profile.groups.find((group) => group.single_user_group);
  assert.equal(own?.name, 'renamed', 'his own group is called as he is');
  const taken = { username: world.stranger.username };
  await fails(harness, 'updateUser', 'already_exists', { as, params, body: taken });
  const body = { username: 'anew' };
  const admin = { id: world.admin.id };
  await fails(harness, 'updateUser', 'system_admin_only', { as, params: admin, body });
  // One's own is changed with a whole key, as in the profile; that of others with the right to.
  const self = { params: { id: as.id }, body };
  await fails(harness, 'updateUser', 'permission_denied', { as: narrow, ...self });
  await call(harness, 'updateUser', { as: narrow, params, body: { username: 'once-more' } });
  await call(harness, 'updateUser', { as, ...self });
  assert.equal((await call(harness, 'getProfile', { as })).username, 'anew');
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

test('what POST called `token_id` names the token later on, for its owner alone', async () => {
  const [user, other] = await harness.arrange(async (client) => [
    await createUser(client),
    await createUser(client),
  ]);
  assert.ok(user && other);
  const made = await call(harness, 'createToken', {
    as: user,
    body: { name: 'script', acls: ['Comment'] },
  });
  const params = { id: made.token_id };
  const shown = await call(harness, 'getToken', { as: user, params });
  assert.deepEqual([shown.id, shown.name], [made.id, 'script']);
  assert.equal(JSON.stringify(shown).includes(made.token_id), false);
  const change = { as: user, params, body: { name: 'renamed', acls: [] } };
  await call(harness, 'updateToken', change);
  const changed = await call(harness, 'getToken', { as: user, params: { id: made.id } });
  assert.deepEqual([changed.name, changed.acls], ['renamed', []]);
  // Who found the secret of another's token does not end it in his own name; nor does an admin.
  for (const as of [other, world.admin]) {
    await fails(harness, 'getToken', 'not_found', { as, params });
    await fails(harness, 'updateToken', 'not_found', { as, params, body: { name: 'x' } });
    await fails(harness, 'deleteToken', 'not_found', { as, params });
  }
  // Nor does the narrow token, though it knows the wide one's secret.
  const wide = { id: user.token };
  const as = { token: made.token_id };
  await fails(harness, 'deleteToken', 'token_too_wide', { as, params: wide });
  await call(harness, 'deleteToken', { as: user, params });
  await fails(harness, 'getProfile', 'invalid_credentials', { as });
  await fails(harness, 'deleteToken', 'not_found', { as: user, params });
});

test('after a look at a token by its secret one acts as who one is', async () => {
  const narrow = await harness.arrange((client) =>
    issueToken(client, { userId: world.admin.id, acls: ['Comment'] }),
  );
  // The key in hand is the narrow one: the wide one, whose secret is named, lends it nothing.
  const options = { as: { token: narrow }, params: { id: world.admin.token } };
  await fails(harness, 'updateToken', 'token_too_wide', { ...options, body: { name: 'mine' } });
});

test('an invitation is made without streams, and to an address with blanks around it', async () => {
  const as = world.admin;
  const { group, stream } = await harness.arrange(async (client) => {
    const read = await createStream(client);
    return { group: await createGroup(client, { streams: [read] }), stream: read };
  });
  for (const streamIDs of [null, '', undefined]) {
    const userEmail = ' grace@example.org\n';
    const body = {
      userEmail,
      groupIDs: [group.id],
      ...(streamIDs === undefined ? {} : { streamIDs }),
    };
    const { id } = await call(harness, 'createInvitation', { as, body });
    const { invitations } = await call(harness, 'listInvitations', { as });
    const made = invitations.find((invitation) => invitation.id === id);
    assert.equal(made?.user_email, 'grace@example.org');
    assert.deepEqual(
      made?.streams.map((given) => given.id),
      [stream.id],
      'the streams of its groups',
    );
  }
  for (const userEmail of [
    '',
    ' ',
    'a b@c.org',
    'a@b.org\r\nBcc: c@d.org',
    `${'a'.repeat(250)}@b.org`,
  ]) {
    const body = { userEmail, groupIDs: [] };
    await fails(harness, 'createInvitation', 'invalid_request', { as, body });
  }
});

test('groups that stay in an invitation keep what it gives in them', async () => {
  const as = world.admin;
  const [first, second, third] = await harness.arrange(async (client) => [
    await createGroup(client),
    await createGroup(client),
    await createGroup(client),
  ]);
  assert.ok(first && second && third);
  const { id } = await call(harness, 'createInvitation', {
    as,
    body: {
      userEmail: 'flags@example.org',
      groupIDs: [first.id, second.id],
      groupAdmin: [false, true],
      canSave: [true, false],
    },
  });
  const params = { id };
  const flags = async () => {
    const { invitations } = await call(harness, 'listInvitations', {
      as,
      query: { email: 'flags' },
    });
    return invitations[0]?.groups.map((group) => [group.id, group.admin, group.can_save]);
  };
  const groupIDs = [third.id, second.id];
  await call(harness, 'updateInvitation', { as, params, body: { groupIDs } });
  assert.deepEqual(await flags(), [
    [second.id, true, false],
    [third.id, false, true],
  ]);
  const body = { groupIDs, groupAdmin: [true, false] };
  await call(harness, 'updateInvitation', { as, params, body });
  assert.deepEqual(await flags(), [
    [second.id, false, false],
    [third.id, true, true],
  ]);
});

test('members have addresses, which are null to who may not know them', async () => {
  const { user, friend, group } = await harness.arrange(async (client) => {
    const [one, two] = [await createUser(client), await createUser(client)];
    const made = await createGroup(client, { members: [{ user: one, admin: true }, two] });
    await client.query(
      `UPDATE fritz.users SET contact_email = 'member@example.org', contact_phone = '+1 555 0100'
        WHERE id = $1`,
      [one.id],
    );
    await client.query(
      `INSERT INTO fritz.identities (user_id, issuer, subject, provider)
       VALUES ($1, 'https://id.example.org', 'subject-of-member', 'example')`,
      [one.id],
    );
    return { user: one, friend: two, group: made };
  });
  const params = { id: group.id };
  const seenBy = async (as: { token: string }) => {
    const { users } = await call(harness, 'getGroup', { as, params });
    const member = users?.find(({ id }) => id === user.id);
    return [member?.contact_email, member?.contact_phone, member?.oauth_uid];
  };
  assert.deepEqual(await seenBy(friend), [null, null, null]);
  const addresses = ['member@example.org', '+1 555 0100'];
  assert.deepEqual(await seenBy(world.admin), [...addresses, null]);
  assert.deepEqual(await seenBy(user), [...addresses, 'subject-of-member']);
});

test('a stream tells when it was made and changed; to give it to a group twice is as once', async () => {
  const as = world.admin;
  const { stream, group } = await harness.arrange(async (client) => ({
    stream: await createStream(client),
    group: await createGroup(client),
  }));
  const params = { id: stream.id };
  const before = await call(harness, 'getStream', { as, params });
  assert.ok(before.modified >= before.created_at);
  const changed = await call(harness, 'updateStream', { as, params, body: { name: 'Anew' } });
  assert.equal(changed.created_at, before.created_at);
  assert.ok(changed.modified > before.modified);
  const listed = await call(harness, 'listStreams', { as });
  assert.equal(listed.find(({ id }) => id === stream.id)?.modified, changed.modified);
  const addition = { as, params: { id: group.id }, body: { stream_id: stream.id } };
  await call(harness, 'addGroupStream', addition);
  await call(harness, 'addGroupStream', addition);
  const { streams } = await call(harness, 'getGroup', { as, params: { id: group.id } });
  assert.equal(streams[0]?.created_at, before.created_at);
});

test('a profile has its tokens, requests and picture, and no secret', async () => {
  const { user, group } = await harness.arrange(async (client) => {
    const [asker, admin] = [await createUser(client), await createUser(client)];
    return {
      user: asker,
      group: await createGroup(client, { members: [{ user: admin, admin: true }] }),
    };
  });
  const as = user;
  const body = { groupID: group.id, userID: user.id };
  const request = await call(harness, 'createAdmissionRequest', { as, body });
  const made = await call(harness, 'createToken', {
    as,
    body: { name: 'script', acls: ['Comment'] },
  });
  const contact_email = 'MyEmailAddress@example.com';
  await call(harness, 'updateProfile', { as, body: { contact_email } });
  const profile = await call(harness, 'getProfile', { as });
  assert.match(profile.gravatar_url ?? '', /avatar\/0bc83cb571cd1c50ba6f3e8a78ef1346\?/);
  const [first] = profile.tokens;
  assert.deepEqual([first?.id, first?.name, first?.acls], [made.id, 'script', ['Comment']]);
  assert.deepEqual(
    profile.groupAdmissionRequests.map(({ id, group_id, status }) => [id, group_id, status]),
    [[request.id, group.id, 'pending']],
  );
  assert.equal(JSON.stringify(profile).includes(made.token_id), false);
  // Requests to the groups that one administers are others', not one's own.
  const admin = await call(harness, 'getProfile', { as: world.admin });
  assert.deepEqual(admin.groupAdmissionRequests, []);
});

test('users may be asked for slim', async () => {
  const { users } = await call(harness, 'listUsers', { as: world.member, query: { slim: true } });
  assert.deepEqual(
    users
      .filter(({ id }) => id === world.member.id)
      .map(({ id, username, first_name, last_name, is_bot }) => {
        return { id, username, first_name, last_name, is_bot };
      }),
    [
      {
        id: world.member.id,
        username: world.member.username,
        first_name: null,
        last_name: null,
        is_bot: false,
      },
    ],
  );
});
