import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createGroup, createSource, createStream, createUser, issueToken } from '@fritz/testing';
import { arrangeWorld, call, fails, type Harness, startHarness, type World } from './harness.ts';

let harness: Harness;
let world: World;
before(async () => {
  harness = await startHarness();
  world = await harness.arrange(arrangeWorld);
});
after(() => harness.close());

/** Somebody who manages users and is no System admin. */
const arrangeManager = () =>
  harness.arrange((client) => createUser(client, { roles: ['Group admin'] }));

test('a user is found by what he is called, and by what he belongs to', async () => {
  const { user, group, stream } = await harness.arrange(async (client) => {
    const made = await createUser(client, { username: 'hypatia', acls: ['Manage shifts'] });
    const own = await createStream(client, { name: 'Alexandria', users: [made] });
    const members = [made];
    const school = await createGroup(client, { name: 'School', members, streams: [own] });
    return { user: made, group: school, stream: own };
  });
  await call(harness, 'updateUser', {
    as: world.admin,
    params: { id: user.id },
    body: { first_name: 'Hypatia', last_name: 'of Alexandria', contact_email: 'h@serapeum.org' },
  });
  const searches: Record<string, string>[] = [
    { username: 'HYPAT' },
    { firstName: 'hypat' },
    { lastName: 'alexan' },
    { email: 'SERAPEUM' },
    { acl: 'Manage shifts' },
    { group: 'School' },
    { stream: 'Alexandria' },
    { role: 'Full user', lastName: 'alexan' },
  ];
  for (const query of searches) {
    const found = await call(harness, 'listUsers', { as: world.admin, query });
    assert.deepEqual([found.totalMatches, found.users[0]?.username], [1, 'hypatia']);
  }
  const none = await call(harness, 'listUsers', { as: world.admin, query: { username: '%' } });
  assert.equal(none.totalMatches, 0, 'wildcards are letters');
  const page = await call(harness, 'listUsers', {
    as: world.admin,
    query: { numPerPage: 2, pageNumber: 2 },
  });
  assert.equal(page.users.length, 2);
  assert.ok(page.totalMatches > 4);
  const shown = await call(harness, 'getUser', { as: world.admin, params: { id: user.id } });
  assert.deepEqual(shown.streams, [{ id: stream.id, name: 'Alexandria' }]);
  assert.deepEqual(shown.groups, [{ id: group.id, name: 'School', admin: false }]);
  assert.ok(shown.permissions?.includes('Manage shifts'));
});

test('who manages nobody knows of others who they are, and no more', async () => {
  const { member, stranger } = world;
  await call(harness, 'updateUser', {
    as: world.admin,
    params: { id: member.id },
    body: {
      contact_email: 'canary@example.org',
      contact_phone: '+1 555 0100',
      expirationDate: '2999-01-01',
    },
  });
  const params = { id: member.id };
  const seen = await call(harness, 'getUser', { as: stranger, params });
  assert.equal(seen.username, member.username);
  const hidden = ['contact_email', 'contact_phone', 'expiration_date', 'roles', 'acls'] as const;
  for (const field of hidden) assert.equal(seen[field], null, field);
  assert.deepEqual([seen.permissions, seen.streams, seen.groups], [null, null, []]);
  const byEmail = await call(harness, 'listUsers', { as: stranger, query: { email: 'canary' } });
  assert.equal(byEmail.totalMatches, 0, 'nor is anybody found by it');
  const byRole = await call(harness, 'listUsers', { as: stranger, query: { role: 'Super admin' } });
  assert.equal(byRole.totalMatches, 0);
  const own = await call(harness, 'getUser', { as: member, params });
  assert.equal(own.contact_email, 'canary@example.org');
  assert.equal(own.expiration_date, '2999-01-01T00:00:00.000');
  await fails(harness, 'getUser', 'not_found', { as: stranger, params: { id: 999_999 } });
});

test('an account is made with what its maker may give', async () => {
  const manager = await arrangeManager();
  const { group, stream } = await harness.arrange(async (client) => {
    const made = await createStream(client, { users: [manager] });
    const members = [{ user: manager, admin: true }];
    return { group: await createGroup(client, { members, streams: [made] }), stream: made };
  });
  const as = manager;
  const body = {
    username: 'Ada.L',
    groupIDsAndAdmin: [[group.id, true]],
    contact_email: 'a@b.org',
  };
  const { id } = await call(harness, 'createUser', { as, body });
  const made = await call(harness, 'getUser', { as: world.admin, params: { id } });
  assert.equal(made.username, 'ada.l');
  assert.deepEqual(made.roles, ['Full user']);
  assert.deepEqual(made.groups, [{ id: group.id, name: group.name, admin: true }]);
  assert.deepEqual(
    made.streams?.map((given) => given.id),
    [stream.id],
  );
  await fails(harness, 'createUser', 'already_exists', { as, body: { username: 'ada.l' } });
  for (const username of ['', 'a b', '../x', '.hidden', 'ä']) {
    await fails(harness, 'createUser', 'invalid_request', { as, body: { username } });
  }
  const refused = [
    [{ roles: ['Super admin'] }, 'rights_too_wide'],
    [{ groupIDsAndAdmin: [[world.group.id, false]] }, 'cannot_enroll'],
    [{ groupIDsAndAdmin: [[999_999, false]] }, 'cannot_enroll'],
    [{ streamIDs: [world.otherStream.id] }, 'cannot_enroll'],
    [{ expirationDate: '2020-01-01' }, 'invalid_request'],
    [{ roles: ['Emperor'] }, 'invalid_request'],
    [{ contact_email: 'a@b.org\r\nBcc: c@d.org' }, 'invalid_request'],
  ] as const;
  for (const [more, code] of refused) {
    await fails(harness, 'createUser', code, { as, body: { username: 'nobody', ...more } });
  }
  const left = await call(harness, 'listUsers', { as, query: { username: 'nobody' } });
  assert.equal(left.totalMatches, 0, 'a refused account is not half made');
  await fails(harness, 'createUser', 'permission_denied', {
    as: world.member,
    body: { username: 'x' },
  });
});

test('nobody gives rights that he does not have, nor touches a System admin’s account', async () => {
  const { manager, narrow } = await harness.arrange(async (client) => ({
    manager: await createUser(client, { roles: ['Group admin'] }),
    // A System admin's token that leaves that permission out is no System admin's.
    narrow: await issueToken(client, { userId: world.admin.id, acls: ['Manage users'] }),
  }));
  const target = { id: world.member.id };
  const admin = { id: world.admin.id };
  for (const as of [manager, { token: narrow }]) {
    const give = (id: number, role: string) =>
      fails(harness, 'addUserRoles', id === admin.id ? 'system_admin_only' : 'rights_too_wide', {
        as,
        params: { id },
        body: { roleIds: [role] },
      });
    await give(target.id, 'Super admin');
    await give(admin.id, 'View only');
    for (const acl of ['System admin', 'Manage groups', 'Become user']) {
      await fails(harness, 'addUserAcls', 'rights_too_wide', {
        as,
        params: target,
        body: { aclIds: [acl] },
      });
    }
    const own = { id: 'id' in as ? as.id : admin.id };
    await fails(
      harness,
      'addUserAcls',
      own.id === admin.id ? 'system_admin_only' : 'rights_too_wide',
      {
        as,
        params: own,
        body: { aclIds: ['System admin'] },
      },
    );
    await fails(harness, 'removeUserRole', 'system_admin_only', {
      as,
      params: { ...admin, role: 'Super admin' },
    });
    await fails(harness, 'deleteUser', 'system_admin_only', { as, params: admin });
    const changes = [{ deactivated: true }, { expirationDate: '2999-01-01' }, { first_name: 'X' }];
    for (const body of changes) {
      await fails(harness, 'updateUser', 'system_admin_only', { as, params: admin, body });
    }
  }
  // With a token of `Manage users` alone not even the permission to comment is given.
  await fails(harness, 'addUserRoles', 'rights_too_wide', {
    as: { token: narrow },
    params: target,
    body: { roleIds: ['Full user'] },
  });
  await call(harness, 'addUserAcls', {
    as: manager,
    params: target,
    body: { aclIds: ['Manage GCNs'] },
  });
  const params = { ...target, acl: 'Manage GCNs' };
  await call(harness, 'removeUserAcl', { as: manager, params });
  await fails(harness, 'removeUserAcl', 'not_found', { as: manager, params });
  for (const route of ['addUserRoles', 'updateUser', 'deleteUser'] as const) {
    const body =
      route === 'addUserRoles' ? { roleIds: [] } : route === 'updateUser' ? {} : undefined;
    await fails(harness, route, 'permission_denied', { as: world.stranger, params: target, body });
  }
});

test('roles tell what they carry, and whether one may give them', async () => {
  const manager = await arrangeManager();
  const roles = await call(harness, 'listRoles', { as: manager });
  const giving = Object.fromEntries(roles.map((role) => [role.id, role.can_give]));
  assert.deepEqual(giving, {
    'Full user': true,
    'Group admin': true,
    'Super admin': false,
    'View only': true,
  });
  const acls = await call(harness, 'listAcls', { as: world.stranger });
  assert.equal(acls.length, 26);
  assert.deepEqual(
    roles.find((role) => role.id === 'Super admin')?.acls.toSorted(),
    acls.toSorted(),
  );
});

test('a deactivated account ends at once with all its keys, and comes back without them', async () => {
  const { user, token } = await harness.arrange(async (client) => {
    const made = await createUser(client);
    return { user: made, token: await issueToken(client, { userId: made.id, acls: ['Comment'] }) };
  });
  const as = await arrangeManager();
  const params = { id: user.id };
  await call(harness, 'updateUser', { as, params, body: { expirationDate: '2999-06-01' } });
  await call(harness, 'updateUser', { as, params, body: { deactivated: true } });
  await call(harness, 'updateUser', { as, params, body: { deactivated: true } });
  for (const key of [user.token, token]) {
    await fails(harness, 'getProfile', 'invalid_credentials', { as: { token: key } });
  }
  const query = { username: user.username };
  const listed = await call(harness, 'listUsers', { as, query });
  assert.equal(listed.totalMatches, 0);
  const all = await call(harness, 'listUsers', { as, query: { ...query, includeExpired: true } });
  assert.equal(all.users[0]?.is_active, false);
  assert.equal(all.users[0]?.expiration_date, '2999-06-01T00:00:00.000', 'its end is kept');
  assert.ok(all.users[0]?.deactivated_at);
  await call(harness, 'updateUser', { as, params, body: { deactivated: false } });
  await fails(harness, 'getProfile', 'invalid_credentials', { as: user });
  const again = await harness.arrange((client) => issueToken(client, { userId: user.id }));
  const profile = await call(harness, 'getProfile', { as: { token: again } });
  assert.equal(profile.expiration_date, '2999-06-01T00:00:00.000');
});

test('a key stops when its owner’s account ends, and works again when the end is put off', async () => {
  const user = await harness.arrange((client) => createUser(client));
  await harness.arrange((client) =>
    client.query(`UPDATE fritz.users SET expires_at = now() - interval '1 s' WHERE id = $1`, [
      user.id,
    ]),
  );
  await fails(harness, 'getProfile', 'invalid_credentials', { as: user });
  const as = await arrangeManager();
  const params = { id: user.id };
  assert.equal((await call(harness, 'getUser', { as, params })).is_active, false);
  await call(harness, 'updateUser', { as, params, body: { expirationDate: null } });
  await call(harness, 'getProfile', { as: user });
});

test('a change names the revision that it was made on', async () => {
  const as = await arrangeManager();
  const params = { id: world.stranger.id };
  const { revision } = await call(harness, 'getUser', { as, params });
  const body = { first_name: 'Ada', revision };
  const changed = await call(harness, 'updateUser', { as, params, body });
  assert.ok(changed.revision > revision);
  await fails(harness, 'updateUser', 'changed_meanwhile', { as, params, body });
});

test('an account that made something is deactivated, not deleted', async () => {
  const { idle, busy } = await harness.arrange(async (client) => {
    const made = await createUser(client);
    await createSource(client, {
      objId: world.objId,
      group: await createGroup(client),
      savedBy: made,
    });
    return { idle: await createUser(client), busy: made };
  });
  const as = await arrangeManager();
  await fails(harness, 'deleteUser', 'account_in_use', { as, params: { id: busy.id } });
  await call(harness, 'getProfile', { as: busy });
  await call(harness, 'deleteUser', { as, params: { id: idle.id } });
  await fails(harness, 'getUser', 'not_found', { as, params: { id: idle.id } });
  await fails(harness, 'getProfile', 'invalid_credentials', { as: idle });
});

test('one System admin always remains', async () => {
  const as = world.admin;
  const params = { id: as.id };
  const body = { username: 'second-admin', roles: ['Super admin'], expirationDate: '2999-01-01' };
  const { id } = await call(harness, 'createUser', { as, body });
  const role = { ...params, role: 'Super admin' };
  await fails(harness, 'removeUserRole', 'last_system_admin', { as, params: role });
  for (const change of [{ deactivated: true }, { expirationDate: '2999-01-01' }]) {
    await fails(harness, 'updateUser', 'last_system_admin', { as, params, body: change });
  }
  await fails(harness, 'deleteUser', 'last_system_admin', { as, params });
  await call(harness, 'updateUser', { as, params: { id }, body: { expirationDate: null } });
  await call(harness, 'removeUserRole', { as, params: { id, role: 'Super admin' } });
});

test('when somebody was here last is known to who manages users, and no change of the account', async () => {
  const { user, admin, stranger } = await harness.arrange(async (client) => ({
    user: await createUser(client),
    admin: await createUser(client, { roles: ['Group admin'] }),
    stranger: await createUser(client),
  }));
  const params = { id: user.id };
  const seen = async (as: { token: string }) => {
    const { last_seen_at, revision } = await call(harness, 'getUser', { as, params });
    return { last_seen_at, revision };
  };
  const before = await seen(admin);
  assert.equal(before.last_seen_at, null, 'nobody was here with this account yet');
  const note = () =>
    harness.arrange(async (client) => {
      await client.query(`SELECT set_config('fritz.viewer_key', $1, false)`, [user.token]);
      await client.query('SELECT fritz.note_key_use()');
    });
  await note();
  const after = await seen(admin);
  assert.ok(after.last_seen_at !== null);
  assert.equal(after.revision, before.revision);
  await note();
  assert.deepEqual(await seen(admin), after, 'within a minute nothing is written');
  assert.equal((await seen(stranger)).last_seen_at, null);
  assert.equal((await seen(user)).last_seen_at, after.last_seen_at);
  // A key that ended and was forgotten takes nothing of it along.
  await harness.arrange((client) =>
    client.query('DELETE FROM fritz.access_keys WHERE user_id = $1', [user.id]),
  );
  assert.equal((await seen(admin)).last_seen_at, after.last_seen_at);
  const sorted = await call(harness, 'listUsers', {
    as: admin,
    query: { sortBy: 'lastSeen', sortOrder: 'desc', numPerPage: 1 },
  });
  assert.equal(typeof sorted.users[0]?.last_seen_at, 'string');
});
