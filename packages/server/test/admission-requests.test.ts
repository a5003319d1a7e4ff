import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createGroup, createStream, createUser, type TestUser } from '@fritz/testing';
import { arrangeWorld, call, fails, type Harness, startHarness, type World } from './harness.ts';

let harness: Harness;
let world: World;
before(async () => {
  harness = await startHarness();
  world = await harness.arrange(arrangeWorld);
});
after(() => harness.close());

/** A public group that reads a stream, and someone who reads it, too. */
function arrangeGroup(options: { autoAccepts?: boolean } = {}) {
  return harness.arrange(async (client) => {
    const [admin, seeker] = [await createUser(client), await createUser(client)];
    const stream = await createStream(client, { users: [admin, seeker] });
    const members = [{ user: admin, admin: true }];
    const group = await createGroup(client, { members, streams: [stream] });
    if (options.autoAccepts) {
      await client.query('UPDATE fritz.groups SET auto_accept_requests = true WHERE id = $1', [
        group.id,
      ]);
    }
    return { admin, seeker, stream, group };
  });
}

function ask(groupId: number, as: TestUser) {
  return call(harness, 'createAdmissionRequest', { as, body: { groupID: groupId, userID: as.id } });
}

async function isMember(groupId: number, as: TestUser): Promise<boolean> {
  return (await call(harness, 'getGroup', { as, params: { id: groupId } })).is_member;
}

test('who asks is taken in when an admin of the group accepts', async () => {
  const { admin, seeker, group } = await arrangeGroup();
  const asked = await call(harness, 'getGroup', { as: seeker, params: { id: group.id } });
  assert.equal(asked.can_request, true);
  const { id, status } = await ask(group.id, seeker);
  assert.equal(status, 'pending');
  const page = await call(harness, 'getGroup', { as: seeker, params: { id: group.id } });
  assert.deepEqual([page.can_request, page.pending_request_id], [false, id]);
  await fails(harness, 'createAdmissionRequest', 'already_exists', {
    as: seeker,
    body: { groupID: group.id },
  });

  const params = { id };
  const accept = { params, body: { status: 'accepted' } };
  await fails(harness, 'getAdmissionRequest', 'not_found', { as: world.stranger, params });
  await fails(harness, 'updateAdmissionRequest', 'not_found', { as: world.stranger, ...accept });
  await fails(harness, 'updateAdmissionRequest', 'not_group_admin', { as: seeker, ...accept });
  const query = { groupID: group.id };
  const [waiting] = await call(harness, 'listAdmissionRequests', { as: admin, query });
  assert.equal(waiting?.user.username, seeker.username);
  assert.equal(waiting?.can_decide, true);
  assert.deepEqual(await call(harness, 'listAdmissionRequests', { as: world.stranger }), []);

  const accepted = await call(harness, 'updateAdmissionRequest', { as: admin, ...accept });
  assert.deepEqual([accepted.status, accepted.can_decide], ['accepted', false]);
  assert.equal(await isMember(group.id, seeker), true);
  await call(harness, 'updateAdmissionRequest', { as: admin, ...accept });
  const late = { params, body: { status: 'declined' } };
  await fails(harness, 'updateAdmissionRequest', 'conflict', { as: admin, ...late });
  await fails(harness, 'createAdmissionRequest', 'already_exists', {
    as: seeker,
    body: { groupID: group.id },
  });
});

test('a group that takes in whoever asks does so at once', async () => {
  const { seeker, group } = await arrangeGroup({ autoAccepts: true });
  const { status } = await ask(group.id, seeker);
  assert.equal(status, 'accepted');
  assert.equal(await isMember(group.id, seeker), true);
});

test('who may not read what a group reads cannot join it, however he asks', async () => {
  for (const autoAccepts of [false, true]) {
    const { group } = await arrangeGroup({ autoAccepts });
    const body = { groupID: group.id };
    await fails(harness, 'createAdmissionRequest', 'missing_streams', { as: world.member, body });
    const page = await call(harness, 'getGroup', { as: world.member, params: { id: group.id } });
    assert.deepEqual([page.is_member, page.can_request], [false, false]);
  }
});

test('who lost a stream since he asked is not taken in', async () => {
  const { admin, seeker, stream, group } = await arrangeGroup();
  const { id } = await ask(group.id, seeker);
  await call(harness, 'removeStreamUser', {
    as: world.admin,
    params: { id: stream.id, user_id: seeker.id },
  });
  const accept = { as: admin, params: { id }, body: { status: 'accepted' } };
  await fails(harness, 'updateAdmissionRequest', 'missing_streams', accept);
  assert.equal(await isMember(group.id, seeker), false);
});

test('a declined request may be made again, and a waiting one withdrawn', async () => {
  const { admin, seeker, group } = await arrangeGroup();
  const first = await ask(group.id, seeker);
  const decline = { as: admin, params: { id: first.id }, body: { status: 'declined' } };
  await call(harness, 'updateAdmissionRequest', decline);
  const second = await ask(group.id, seeker);
  assert.notEqual(second.id, first.id);
  const params = { id: second.id };
  await fails(harness, 'deleteAdmissionRequest', 'permission_denied', { as: admin, params });
  await call(harness, 'deleteAdmissionRequest', { as: seeker, params });
  await fails(harness, 'getAdmissionRequest', 'not_found', { as: seeker, params });
  const rows = await call(harness, 'listAdmissionRequests', { as: seeker });
  assert.deepEqual(
    rows.map(({ id, status }) => ({ id, status })),
    [{ id: first.id, status: 'declined' }],
  );
});

test('a request is answered by taking its maker in', async () => {
  const { admin, seeker, group } = await arrangeGroup();
  const { id } = await ask(group.id, seeker);
  const body = { userID: seeker.id };
  await call(harness, 'addGroupUser', { as: admin, params: { id: group.id }, body });
  const request = await call(harness, 'getAdmissionRequest', { as: admin, params: { id } });
  assert.equal(request.status, 'accepted');
});

test('nobody asks for another, nor to join what he does not see or cannot join', async () => {
  const { seeker, group } = await arrangeGroup();
  const asking = (groupID: number, userID: number) => ({ as: seeker, body: { groupID, userID } });
  await fails(
    harness,
    'createAdmissionRequest',
    'permission_denied',
    asking(group.id, world.member.id),
  );
  const hidden = asking(world.group.id, seeker.id);
  await fails(harness, 'createAdmissionRequest', 'not_found', hidden);
  await fails(harness, 'createAdmissionRequest', 'not_found', asking(999_999, seeker.id));
  const lists = await call(harness, 'listGroups', {
    as: world.admin,
    query: { includeSingleUserGroups: true },
  });
  assert.ok(!Array.isArray(lists));
  const own = lists.all_groups.find((one) => one.name === seeker.username);
  const body = { groupID: own?.id };
  await fails(harness, 'createAdmissionRequest', 'conflict', { as: world.admin, body });
});
