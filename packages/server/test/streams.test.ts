import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  createAlert,
  createCandidate,
  createFilter,
  createGroup,
  createStream,
  createUser,
  type TestUser,
} from '@fritz/testing';
import {
  arrangeWorld,
  call,
  fails,
  type Harness,
  send,
  startHarness,
  type World,
} from './harness.ts';

let harness: Harness;
let world: World;
before(async () => {
  harness = await startHarness();
  world = await harness.arrange(arrangeWorld);
});
after(() => harness.close());

/** A user with a stream of programmes 2 and 3, and an alert of programme 3. */
function arrangeReader() {
  return harness.arrange(async (client) => {
    const user = await createUser(client);
    const stream = await createStream(client, { programIds: [2, 3], users: [user] });
    const objectId = `ZTF26reader${stream.id}`;
    await createAlert(client, { objectId, programId: 3 });
    return { user, stream, objectId };
  });
}

async function alertStatus(as: TestUser, objectId: string): Promise<number> {
  return (await send(harness, 'getAlerts', { as, params: { objectId } })).statusCode;
}

test('streams are made and given by the system’s admins', async () => {
  const body = { name: 'ZTF public', altdata: { collection: 'ZTF_alerts', selector: [1, 1] } };
  await fails(harness, 'createStream', 'permission_denied', { as: world.member, body });
  const { id } = await call(harness, 'createStream', { as: world.admin, body });
  const user = await harness.arrange((client) => createUser(client));
  assert.deepEqual(await call(harness, 'listStreams', { as: user }), []);
  const params = { id };
  await fails(harness, 'getStream', 'not_found', { as: user, params });
  const give = { params, body: { user_id: user.id } };
  await fails(harness, 'addStreamUser', 'permission_denied', { as: user, ...give });
  await call(harness, 'addStreamUser', { as: world.admin, ...give });
  const stream = await call(harness, 'getStream', { as: user, params });
  assert.deepEqual(stream.altdata.selector, [1]);
  assert.equal(stream.users, undefined);
  const known = await call(harness, 'getStream', { as: world.admin, params });
  assert.deepEqual(known.users, [{ id: user.id, username: user.username }]);
});

test('everyone takes a stream for everyone, for himself', async () => {
  const as = world.admin;
  const altdata = { collection: 'ZTF_alerts', selector: [1] };
  const body = { name: 'For all', altdata, auto_join: true };
  const params = await call(harness, 'createStream', { as, body });
  const reader = { ...params, user_id: world.stranger.id };
  await call(harness, 'removeStreamUser', { as, params: reader });
  await fails(harness, 'removeStreamUser', 'not_found', { as, params: reader });
  // Who was taken out stays out when the stream changes.
  await call(harness, 'updateStream', { as, params, body: { name: 'For all of us' } });
  await call(harness, 'updateStream', { as, params, body: { auto_join: true } });
  const now = await call(harness, 'getStream', { as, params });
  assert.ok(!now.users?.some((user) => user.id === world.stranger.id));

  const other = { as: world.stranger, params, body: { user_id: world.member.id } };
  await fails(harness, 'addStreamUser', 'permission_denied', other);
  const self = { as: world.stranger, params, body: { user_id: world.stranger.id } };
  await call(harness, 'addStreamUser', self);
  const streams = await call(harness, 'getStream', { as, params });
  assert.ok(streams.users?.some((user) => user.id === world.stranger.id));
});

test('a programme that a stream loses closes at once', async () => {
  const { user, stream, objectId } = await arrangeReader();
  assert.equal(await alertStatus(user, objectId), 200);
  const params = { id: stream.id };
  const narrow = { altdata: { collection: 'ZTF_alerts', selector: [2] } };
  await fails(harness, 'updateStream', 'permission_denied', { as: user, params, body: narrow });
  const changed = await call(harness, 'updateStream', { as: world.admin, params, body: narrow });
  assert.deepEqual(changed.altdata.selector, [2]);
  assert.equal(await alertStatus(user, objectId), 404);
  const wide = { altdata: { collection: 'ZTF_alerts', selector: [2, 3] } };
  await call(harness, 'updateStream', { as: world.admin, params, body: wide });
  assert.equal(await alertStatus(user, objectId), 200);
});

test('what filters made of a programme closes with it', async () => {
  const { user, stream } = await harness.arrange(async (client) => {
    const reader = await createUser(client);
    const made = await createStream(client, { programIds: [2, 3], users: [reader] });
    const group = await createGroup(client, { members: [reader], streams: [made] });
    const filter = await createFilter(client, { group, stream: made });
    for (const program of [2, 3]) {
      const { candid } = await createCandidate(client, { filter });
      await client.query(
        `UPDATE candidates SET program_audience_id = intern_program('ztf', $1::smallint)
         WHERE candid = $2`,
        [program, candid],
      );
    }
    return { user: reader, stream: made };
  });
  const seen = async () => (await call(harness, 'listCandidates', { as: user })).totalMatches;
  const select = (selector: number[]) => {
    const body = { altdata: { collection: 'ZTF_alerts', selector } };
    return call(harness, 'updateStream', { as: world.admin, params: { id: stream.id }, body });
  };
  assert.equal(await seen(), 2);
  await select([2]);
  assert.equal(await seen(), 1);
  await select([2, 3]);
  assert.equal(await seen(), 2);
});

test('a stream that is taken from a user, or deleted, closes at once', async () => {
  for (const name of ['removeStreamUser', 'deleteStream'] as const) {
    const { user, stream, objectId } = await arrangeReader();
    const params = { id: stream.id, user_id: user.id };
    assert.equal(await alertStatus(user, objectId), 200);
    await fails(harness, name, 'permission_denied', { as: user, params });
    await call(harness, name, { as: world.admin, params });
    assert.equal(await alertStatus(user, objectId), 404, name);
  }
});

test('what another stream gives as well stays open', async () => {
  const { user, stream, objectId } = await arrangeReader();
  await harness.arrange((client) => createStream(client, { programIds: [3], users: [user] }));
  await call(harness, 'deleteStream', { as: world.admin, params: { id: stream.id } });
  assert.equal(await alertStatus(user, objectId), 200);
});

test('a stream that a group of the user reads is not taken from him', async () => {
  const { user, stream } = await arrangeReader();
  const group = await harness.arrange((client) =>
    createGroup(client, { members: [{ user, admin: true }], streams: [stream], private: true }),
  );
  const params = { id: stream.id, user_id: user.id };
  const error = await fails(harness, 'removeStreamUser', 'stream_needed', {
    as: world.admin,
    params,
  });
  assert.match(error.message, new RegExp(group.name));
  assert.deepEqual(error.data.groups, [{ id: group.id, name: group.name }]);
  await call(harness, 'deleteGroup', { as: user, params: { id: group.id } });
  await call(harness, 'removeStreamUser', { as: world.admin, params });
});

test('a stream that filters read is not deleted; a group that read it stays', async () => {
  const as = world.admin;
  const error = await fails(harness, 'deleteStream', 'stream_in_use', {
    as,
    params: { id: world.stream.id },
  });
  assert.match(error.message, /Filter/);
  await fails(harness, 'deleteStream', 'not_found', { as, params: { id: 999_999 } });
  const params = { id: world.otherStream.id };
  await call(harness, 'deleteStream', { as, params });
  const group = await call(harness, 'getGroup', {
    as: world.stranger,
    params: { id: world.otherGroup.id },
  });
  assert.deepEqual(group.streams, []);
});
