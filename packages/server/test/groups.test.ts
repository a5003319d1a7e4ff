import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ensureSitewideGroup, withClient } from '@fritz/archive';
import { createUser } from '@fritz/testing';
import { arrangeWorld, call, fails, type Harness, startHarness, type World } from './harness.ts';

let harness: Harness;
let world: World;
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
  const standing = new Map(group.users.map((user) => [user.username, user]));
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
  const { user_groups } = await call(harness, 'listGroups', { as: world.member });
  const own = user_groups.find((group) => group.single_user_group);
  assert.ok(own);
  const options = { params: { id: own.id }, body: { userID: world.stranger.id } };
  await fails(harness, 'addGroupUser', 'conflict', { as: world.member, ...options });
});

test('who may not read what a group reads is not taken in, but by the system’s admins', async () => {
  const join = { params: { id: world.group.id }, body: { userID: world.stranger.id } };
  await fails(harness, 'addGroupUser', 'conflict', { as: world.member, ...join });
  const text = 'INSERT INTO group_users (group_id, user_id) VALUES ($1, $2)';
  await withClient(harness.database.app, async (client) => {
    await client.query(`SELECT set_config('fritz.viewer_key', $1, false)`, [world.member.token]);
    await assert.rejects(client.query(text, [world.group.id, world.stranger.id]), {
      code: '42501',
    });
  });
  await call(harness, 'addGroupUser', { as: world.admin, ...join });
});

test('a group reads the streams that its admins may read', async () => {
  const as = world.member;
  const { id } = await call(harness, 'createGroup', { as, body: { name: 'Streamers' } });
  const params = { id };
  const own = { stream_id: world.stream.id };
  await call(harness, 'addGroupStream', { as, params, body: own });
  await call(harness, 'addGroupStream', { as, params, body: own });
  const foreign = { stream_id: world.otherStream.id };
  await fails(harness, 'addGroupStream', 'not_found', { as, params, body: foreign });
  const group = await call(harness, 'getGroup', { as, params });
  assert.deepEqual(
    group.streams.map((stream) => stream.altdata),
    [{ collection: 'ZTF_alerts', selector: [1, 2] }],
  );
});

test('streams are made and given by the system’s admins', async () => {
  const body = { name: 'ZTF public', altdata: { collection: 'ZTF_alerts', selector: [1, 1] } };
  await fails(harness, 'createStream', 'permission_denied', { as: world.member, body });
  const { id } = await call(harness, 'createStream', { as: world.admin, body });
  const user = await harness.arrange((client) => createUser(client));
  assert.deepEqual(await call(harness, 'listStreams', { as: user }), []);
  const give = { params: { id }, body: { user_id: user.id } };
  await fails(harness, 'addStreamUser', 'permission_denied', { as: user, ...give });
  await call(harness, 'addStreamUser', { as: world.admin, ...give });
  const [stream] = await call(harness, 'listStreams', { as: user });
  assert.deepEqual(stream?.altdata.selector, [1]);
  const profile = await call(harness, 'getProfile', { as: user });
  assert.deepEqual(profile.streams, [{ id, name: 'ZTF public' }]);
});

test('the group of all holds every user', async () => {
  const id = await withClient(harness.database.owner, (owner) =>
    ensureSitewideGroup(owner, 'Sitewide'),
  );
  const later = await harness.arrange((client) => createUser(client));
  for (const as of [world.stranger, later]) {
    const { user_groups } = await call(harness, 'listGroups', { as });
    assert.ok(user_groups.some((group) => group.id === id));
  }
  const config = await call(harness, 'getConfig', { as: later });
  assert.deepEqual(config.sitewideGroup, { id, name: 'Sitewide' });
});
