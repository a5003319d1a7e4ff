import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ensureSitewideGroup, withClient } from '@fritz/archive';
import { createGroup, createStream, createUser, type TestUser } from '@fritz/testing';
import { arrangeWorld, call, fails, type Harness, startHarness, type World } from './harness.ts';

let harness: Harness;
let world: World;
before(async () => {
  harness = await startHarness();
  world = await harness.arrange(arrangeWorld);
});
after(() => harness.close());

/** A group with an admin and a member who read a stream, and someone who does not. */
function arrangeGroup() {
  return harness.arrange(async (client) => {
    const [admin, member] = [await createUser(client), await createUser(client)];
    const outsider = await createUser(client);
    const stream = await createStream(client, { users: [admin, member] });
    const members = [{ user: admin, admin: true }, member];
    const group = await createGroup(client, { members, streams: [stream], private: true });
    return { admin, member, outsider, stream, group };
  });
}

/** What a member may do, as the group's page tells. */
async function standing(groupId: number, as: TestUser, userId: number) {
  const group = await call(harness, 'getGroup', { as, params: { id: groupId } });
  return group.users?.find((user) => user.id === userId);
}

test('who may not read what a group reads is taken in by nobody', async () => {
  const join = { params: { id: world.group.id }, body: { userID: world.stranger.id } };
  for (const as of [world.member, world.admin]) {
    await fails(harness, 'addGroupUser', 'missing_streams', { as, ...join });
    const text = 'INSERT INTO group_users (group_id, user_id) VALUES ($1, $2)';
    await withClient(harness.database.app, async (client) => {
      await client.query(`SELECT set_config('fritz.viewer_key', $1, false)`, [as.token]);
      await assert.rejects(client.query(text, [world.group.id, world.stranger.id]), {
        code: 'FZ002',
      });
    });
  }
});

test('an admin of a group says what its members may do', async () => {
  const { admin, member, group } = await arrangeGroup();
  const params = { id: group.id };
  const patch = (as: TestUser, body: object) => ({ as, params, body });
  const all = { userID: member.id, admin: true, canSave: false, canSharePhotometry: true };
  await fails(harness, 'updateGroupUser', 'not_group_admin', patch(member, all));
  await fails(harness, 'updateGroupUser', 'not_found', patch(world.stranger, all));
  await fails(harness, 'updateGroupUser', 'invalid_request', patch(admin, { userID: member.id }));
  const nobody = { userID: world.stranger.id, admin: true };
  await fails(harness, 'updateGroupUser', 'not_found', patch(admin, nobody));
  assert.deepEqual(await call(harness, 'updateGroupUser', patch(admin, all)), {
    group_id: group.id,
    user_id: member.id,
    admin: true,
    can_save: false,
    can_share_photometry: true,
  });
  // What is not named stays.
  await call(harness, 'updateGroupUser', patch(admin, { userID: member.id, canSave: true }));
  const now = await standing(group.id, member, member.id);
  assert.deepEqual([now?.admin, now?.can_save, now?.can_share_photometry], [true, true, true]);
});

test('a group keeps an admin', async () => {
  const { admin, member, group } = await arrangeGroup();
  const params = { id: group.id };
  const demote = { as: admin, params, body: { userID: admin.id, admin: false } };
  const leave = { as: admin, params: { ...params, user_id: admin.id } };
  const page = await call(harness, 'getGroup', { as: admin, params });
  assert.equal(page.can_leave, false);
  await fails(harness, 'updateGroupUser', 'last_admin', demote);
  await fails(harness, 'removeGroupUser', 'last_admin', leave);
  await fails(harness, 'removeGroupUser', 'last_admin', { ...leave, as: world.admin });
  await call(harness, 'updateGroupUser', {
    as: admin,
    params,
    body: { userID: member.id, admin: true },
  });
  await call(harness, 'removeGroupUser', leave);
  await fails(harness, 'getGroup', 'not_found', { as: admin, params });
});

test('two admins who step down at once leave one of them', async () => {
  const { admin, member, group } = await arrangeGroup();
  const params = { id: group.id };
  await call(harness, 'updateGroupUser', {
    as: admin,
    params,
    body: { userID: member.id, admin: true },
  });
  const outcomes = await Promise.allSettled(
    [admin, member].map((as) =>
      call(harness, 'updateGroupUser', { as, params, body: { userID: as.id, admin: false } }),
    ),
  );
  assert.deepEqual(outcomes.map(({ status }) => status).toSorted(), ['fulfilled', 'rejected']);
  const { users } = await call(harness, 'getGroup', { as: admin, params });
  assert.equal(users?.filter((user) => user.admin).length, 1);
});

test('members leave, and are taken out by admins alone; what they saw closes', async () => {
  const { viewer, member, stranger, group, objId } = world;
  const params = { id: group.id, user_id: viewer.id };
  await call(harness, 'getSource', { as: viewer, params: { id: objId } });
  await fails(harness, 'removeGroupUser', 'not_found', { as: stranger, params });
  const other = { id: group.id, user_id: member.id };
  await fails(harness, 'removeGroupUser', 'not_group_admin', { as: viewer, params: other });
  await call(harness, 'removeGroupUser', { as: viewer, params });
  await fails(harness, 'getSource', 'not_found', { as: viewer, params: { id: objId } });
  await fails(harness, 'getGroup', 'not_found', { as: viewer, params });
  await fails(harness, 'removeGroupUser', 'not_found', { as: member, params });
  await call(harness, 'addGroupUser', { as: member, params, body: { userID: viewer.id } });
  await call(harness, 'removeGroupUser', { as: member, params });
  await call(harness, 'addGroupUser', { as: member, params, body: { userID: viewer.id } });
  const added = await standing(group.id, viewer, viewer.id);
  assert.deepEqual(
    [added?.admin, added?.can_save, added?.can_share_photometry],
    [false, true, false],
  );
});

test('nobody leaves the group of all', async () => {
  const id = await withClient(harness.database.owner, (owner) =>
    ensureSitewideGroup(owner, 'Sitewide'),
  );
  const params = { id, user_id: world.member.id };
  for (const as of [world.member, world.admin]) {
    await fails(harness, 'removeGroupUser', 'conflict', { as, params });
  }
  const strangerRemoves = { as: world.stranger, params };
  await fails(harness, 'removeGroupUser', 'not_group_admin', strangerRemoves);
});

test('the members of other groups come all, or none', async () => {
  const { admin, member, outsider, group } = await arrangeGroup();
  const [empty, mixed] = await harness.arrange(async (client) => [
    await createGroup(client, { members: [{ user: admin, admin: true }] }),
    await createGroup(client, { members: [{ user: admin, admin: true }, outsider] }),
  ]);
  assert.ok(empty && mixed);
  const from = (fromGroupIDs: number[], id: number) => {
    return { as: admin, params: { id }, body: { fromGroupIDs } };
  };
  assert.deepEqual(await call(harness, 'addUsersFromGroups', from([group.id], empty.id)), {
    added: [member.id],
  });
  assert.deepEqual(await call(harness, 'addUsersFromGroups', from([group.id], empty.id)), {
    added: [],
  });
  const error = await fails(
    harness,
    'addUsersFromGroups',
    'missing_streams',
    from([empty.id, mixed.id], group.id),
  );
  assert.match(error.message, new RegExp(outsider.username));
  assert.equal(await standing(group.id, admin, outsider.id), undefined);
  const hidden = from([world.group.id], empty.id);
  await fails(harness, 'addUsersFromGroups', 'not_found', hidden);
  await fails(harness, 'addUsersFromGroups', 'not_group_admin', {
    ...from([group.id], empty.id),
    as: outsider,
  });
});

test('a group reads the streams that all its members may read', async () => {
  const { admin, member, group } = await arrangeGroup();
  const params = { id: group.id };
  const stream = await harness.arrange((client) =>
    createStream(client, { programIds: [1, 2], users: [admin] }),
  );
  const body = { stream_id: stream.id };
  const error = await fails(harness, 'addGroupStream', 'missing_streams', {
    as: admin,
    params,
    body,
  });
  assert.match(error.message, new RegExp(member.username));
  const give = { params: { id: stream.id }, body: { user_id: member.id } };
  await call(harness, 'addStreamUser', { as: world.admin, ...give });
  await fails(harness, 'addGroupStream', 'not_group_admin', { as: member, params, body });
  for (let i = 0; i < 2; i++) await call(harness, 'addGroupStream', { as: admin, params, body });
  const foreign = { stream_id: world.otherStream.id };
  await fails(harness, 'addGroupStream', 'not_found', { as: admin, params, body: foreign });
  const { streams } = await call(harness, 'getGroup', { as: admin, params });
  const altdata = streams.find(({ id }) => id === stream.id)?.altdata;
  assert.deepEqual(altdata, { collection: 'ZTF_alerts', selector: [1, 2] });

  const take = { ...params, stream_id: stream.id };
  await fails(harness, 'removeGroupStream', 'not_group_admin', { as: member, params: take });
  const made = { name: 'Reads it', group_id: group.id, stream_id: stream.id };
  const filter = await call(harness, 'createFilter', { as: admin, body: made });
  const inUse = await fails(harness, 'removeGroupStream', 'stream_in_use', {
    as: admin,
    params: take,
  });
  assert.match(inUse.message, /Reads it/);
  await call(harness, 'deleteFilter', { as: admin, params: { id: filter.id } });
  await call(harness, 'removeGroupStream', { as: admin, params: take });
  await fails(harness, 'removeGroupStream', 'not_found', { as: admin, params: take });
});
