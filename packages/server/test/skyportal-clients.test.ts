import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createGroup, createStream, createUser } from '@fritz/testing';
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
