import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ensureSitewideGroup, withClient } from '@fritz/archive';
import {
  createFilter,
  createGroup,
  createPhotometryPoint,
  createSource,
  createUser,
} from '@fritz/testing';
import { arrangeWorld, call, fails, type Harness, startHarness, type World } from './harness.ts';

let harness: Harness;
let world: World;

/** The three lists of groups as a viewer gets them. */
async function listsOf(as: { token: string }, query: Record<string, boolean> = {}) {
  const lists = await call(harness, 'listGroups', { as, query });
  assert.ok(!Array.isArray(lists));
  return lists;
}

const idsOf = (groups: readonly { id: number }[]) => groups.map(({ id }) => id);

before(async () => {
  harness = await startHarness();
  world = await harness.arrange(arrangeWorld);
});
after(() => harness.close());

test('a group’s maker is its admin and takes others in', async () => {
  const as = world.member;
  const { id } = await call(harness, 'createGroup', {
    as,
    body: { name: 'Infant supernovae', private: true, group_admins: [world.admin.id] },
  });
  const params = { id };
  await fails(harness, 'getGroup', 'not_found', { as: world.stranger, params });
  const body = { userID: world.stranger.id, canSave: false };
  await fails(harness, 'addGroupUser', 'not_found', { as: world.stranger, params, body });
  await call(harness, 'addGroupUser', { as, params, body });
  await fails(harness, 'addGroupUser', 'already_exists', { as, params, body });
  await fails(harness, 'addGroupUser', 'not_group_admin', { as: world.stranger, params, body });

  const group = await call(harness, 'getGroup', { as: world.stranger, params });
  assert.equal(group.can_manage, false);
  const standing = new Map(group.users?.map((user) => [user.username, user]));
  assert.equal(standing.get(world.member.username)?.admin, true);
  assert.equal(standing.get(world.admin.username)?.admin, true);
  assert.equal(standing.get(world.stranger.username)?.can_save, false);
});

test('names are taken once, and admins must exist', async () => {
  const as = world.member;
  const body = { name: 'Once' };
  await call(harness, 'createGroup', { as, body });
  await fails(harness, 'createGroup', 'already_exists', { as, body });
  const nobody = { name: 'Never', group_admins: [999_999] };
  const error = await fails(harness, 'createGroup', 'invalid_request', { as, body: nobody });
  assert.match(error.message, /999999/);
});

test('a user’s own group stays his own', async () => {
  const { user_groups } = await listsOf(world.member);
  const own = user_groups.find((group) => group.single_user_group);
  assert.ok(own);
  const options = { params: { id: own.id }, body: { userID: world.stranger.id } };
  await fails(harness, 'addGroupUser', 'conflict', { as: world.member, ...options });
  const { params } = options;
  for (const as of [world.member, world.admin]) {
    await fails(harness, 'updateGroup', 'conflict', { as, params, body: { name: 'Mine' } });
    await fails(harness, 'deleteGroup', 'conflict', { as, params });
    const leave = { id: own.id, user_id: world.member.id };
    await fails(harness, 'removeGroupUser', 'conflict', { as, params: leave });
    const stream = { stream_id: world.stream.id };
    await fails(harness, 'addGroupStream', 'conflict', { as, params, body: stream });
  }
  await fails(harness, 'updateGroup', 'not_found', {
    as: world.stranger,
    params,
    body: { name: 'His' },
  });
});

test('the group of all holds every user', async () => {
  const id = await withClient(harness.database.owner, (owner) =>
    ensureSitewideGroup(owner, 'Sitewide'),
  );
  const later = await harness.arrange((client) => createUser(client));
  for (const as of [world.stranger, later]) {
    const { user_groups } = await listsOf(as);
    assert.ok(user_groups.some((group) => group.id === id));
  }
  const config = await call(harness, 'getConfig', { as: later });
  assert.deepEqual(config.sitewideGroup, { id, name: 'Sitewide' });
});

test('the group of all is found by name, stays public, and is not deleted', async () => {
  await withClient(harness.database.owner, (owner) => ensureSitewideGroup(owner, 'Sitewide'));
  const found = await call(harness, 'getPublicGroup', { as: world.stranger });
  assert.equal(found.sitewide, true);
  const params = { id: found.id };
  await fails(harness, 'updateGroup', 'not_group_admin', {
    as: world.stranger,
    params,
    body: { nickname: 'all' },
  });
  const as = world.admin;
  await fails(harness, 'updateGroup', 'conflict', { as, params, body: { private: true } });
  await fails(harness, 'deleteGroup', 'conflict', { as, params });
  const changed = await call(harness, 'updateGroup', { as, params, body: { nickname: 'all' } });
  assert.equal(changed.nickname, 'all');
});

test('the name of a group that one does not see is free', async () => {
  const body = { name: 'Secret project', private: true };
  const hidden = await call(harness, 'createGroup', { as: world.member, body });
  await fails(harness, 'createGroup', 'already_exists', { as: world.member, body });
  const twin = await call(harness, 'createGroup', { as: world.stranger, body });
  const open = { name: 'Secret project', private: false };
  const other = await harness.arrange((client) => createUser(client));
  const third = await call(harness, 'createGroup', { as: other, body: open });

  const named = (as: { token: string }) =>
    call(harness, 'listGroups', { as, query: { name: 'Secret project' } });
  const seen = async (as: { token: string }) => {
    const list = await named(as);
    assert.ok(Array.isArray(list));
    return idsOf(list).toSorted((a, b) => a - b);
  };
  assert.deepEqual(await seen(world.member), [hidden.id, third.id]);
  assert.deepEqual(await seen(world.stranger), [twin.id, third.id]);
  assert.deepEqual(await seen(other), [third.id]);
  // One that everyone sees is there once.
  await fails(harness, 'updateGroup', 'already_exists', {
    as: world.member,
    params: { id: hidden.id },
    body: { private: false },
  });
});

test('a group is changed by its admins and by whoever manages groups, field by field', async () => {
  const manager = await harness.arrange((client) =>
    createUser(client, { roles: ['Full user'], acls: ['Manage groups'] }),
  );
  const params = { id: world.group.id };
  const change = (as: { token: string }, body: object) => ({ as, params, body });
  await fails(harness, 'updateGroup', 'not_found', change(world.stranger, { name: 'Ours now' }));
  await fails(harness, 'updateGroup', 'permission_denied', change(world.viewer, { name: 'x' }));
  await fails(harness, 'updateGroup', 'invalid_request', change(world.member, { name: '  ' }));
  await fails(harness, 'updateGroup', 'invalid_request', change(world.member, { sitewide: true }));
  const before = await call(harness, 'getGroup', { as: world.member, params });
  const described = await call(harness, 'updateGroup', change(world.member, { description: 'd' }));
  assert.equal(described.description, 'd');
  assert.equal(described.name, before.name);
  const managed = await call(
    harness,
    'updateGroup',
    change(manager, { id: world.group.id, description: '', auto_accept_requests: true }),
  );
  assert.deepEqual([managed.description, managed.auto_accept_requests], [null, true]);
  await call(harness, 'updateGroup', change(manager, { auto_accept_requests: false }));
  // To manage a group is not to see its data.
  await fails(harness, 'getSource', 'not_found', { as: manager, params: { id: world.objId } });
});

test('lists tell a viewer of his groups and of those that are public', async () => {
  const open = await harness.arrange((client) =>
    createGroup(client, { members: [{ user: world.member, admin: true }] }),
  );
  const lists = await listsOf(world.stranger, { includeObjectCounts: true });
  assert.ok(idsOf(lists.all_groups).includes(open.id));
  assert.ok(!idsOf(lists.user_accessible_groups).includes(open.id));
  assert.ok(!idsOf(lists.all_groups).includes(world.group.id));
  assert.ok(lists.all_groups.every((group) => !group.single_user_group));
  assert.ok(lists.user_groups.some((group) => group.single_user_group));
  assert.equal(lists.user_groups[0]?.object_counts?.users, 1);
  const everything = await listsOf(world.admin, { includeSingleUserGroups: true });
  assert.ok(idsOf(everything.user_accessible_groups).includes(world.group.id));
  assert.ok(everything.all_groups.some((group) => group.single_user_group));

  const params = { id: world.group.id };
  const group = await call(harness, 'getGroup', { as: world.member, params });
  assert.ok(group.filters.some((filter) => filter.id === world.filter.id));
  const query = { includeGroupUsers: false };
  const brief = await call(harness, 'getGroup', { as: world.member, params, query });
  assert.equal(brief.users, undefined);
});

test('a deleted group takes its filters and saves along, and leaves data to its owner', async () => {
  const { owner, reader, group, kept, filter, objId } = await harness.arrange(async (client) => {
    const [first, second] = [await createUser(client), await createUser(client)];
    const members = [{ user: first, admin: true }, second];
    const made = await createGroup(client, { members, private: true });
    const other = await createGroup(client, { members });
    const found = await createFilter(client, { group: made, stream: world.stream });
    await client.query('INSERT INTO fritz.stream_users VALUES ($1, $2)', [
      world.stream.id,
      first.id,
    ]);
    const id = 'ZTF26deleted';
    for (const one of [made, other]) await createSource(client, { objId: id, group: one });
    await createPhotometryPoint(client, {
      objId: id,
      group: made,
      columns: { owner_id: first.id, origin: '', candid: null },
    });
    return { owner: first, reader: second, group: made, kept: other, filter: found, objId: id };
  });
  const points = async (as: { token: string }) =>
    (await call(harness, 'getPhotometry', { as, params: { id: objId } })).length;
  assert.deepEqual([await points(owner), await points(reader)], [1, 1]);
  const params = { id: group.id };
  await fails(harness, 'deleteGroup', 'not_group_admin', { as: reader, params });
  const { deleted } = await call(harness, 'deleteGroup', { as: owner, params });
  assert.deepEqual(deleted, { users: 2, filters: 1, sources: 1 });
  await fails(harness, 'getGroup', 'not_found', { as: owner, params });
  await fails(harness, 'getFilter', 'not_found', { as: owner, params: { id: filter.id } });
  assert.deepEqual([await points(owner), await points(reader)], [1, 0]);
  const source = await call(harness, 'getSource', { as: reader, params: { id: objId } });
  assert.deepEqual(idsOf(source.groups), [kept.id]);
  const left = await harness.arrange((client) =>
    client.query(
      `SELECT v.user_id FROM fritz.audience_viewers v JOIN fritz.audiences a ON a.id = v.audience_id
        WHERE a.key = $1`,
      [`g:${group.id} s:`],
    ),
  );
  assert.equal(left.rowCount, 0);
});
