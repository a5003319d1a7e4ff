import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  createCandidate,
  createGroup,
  createObj,
  createSource,
  groupAudience,
} from '@fritz/testing';
import { arrangeWorld, call, fails, type Harness, startHarness, type World } from './harness.ts';

let harness: Harness;
let world: World;
before(async () => {
  harness = await startHarness();
  world = await harness.arrange(arrangeWorld);
});
after(() => harness.close());

/** A candidate of the world's filter that nobody has saved. */
function unsaved(): Promise<string> {
  return harness.arrange(async (client) => {
    return (await createCandidate(client, { filter: world.filter })).objId;
  });
}

test('saving shows the object to the group; again changes nothing; unsaving takes it back', async () => {
  const id = await unsaved();
  const as = world.member;
  const shared = await harness.arrange((client) =>
    createGroup(client, { members: [world.member, world.stranger], private: true }),
  );
  await fails(harness, 'getSource', 'not_found', { as: world.stranger, params: { id } });

  const body = { id, group_ids: [shared.id] };
  const saved = await call(harness, 'saveSource', { as, body });
  assert.deepEqual(saved.saved_to_groups, [shared.id]);
  const first = await call(harness, 'getSource', { as: world.stranger, params: { id } });
  assert.equal(first.groups[0]?.saved_by?.username, world.member.username);
  await call(harness, 'saveSource', { as: world.stranger, body });
  const second = await call(harness, 'getSource', { as, params: { id } });
  assert.deepEqual(second.groups, first.groups);

  const undo = { params: { id }, body: { group_id: shared.id } };
  await call(harness, 'unsaveSource', { as, ...undo });
  await call(harness, 'unsaveSource', { as, ...undo });
  assert.deepEqual((await call(harness, 'getSource', { as, params: { id } })).groups, []);
  await call(harness, 'saveSource', { as: world.stranger, body });
  const revived = await call(harness, 'getSource', { as, params: { id } });
  assert.equal(revived.groups[0]?.saved_by?.username, world.stranger.username);
});

test('without groups an object goes to all groups of the viewer', async () => {
  const id = await unsaved();
  const saved = await call(harness, 'saveSource', { as: world.member, body: { id } });
  const { groups } = await call(harness, 'getProfile', { as: world.member });
  const own = groups.filter((group) => group.can_save).map((group) => group.id);
  assert.deepEqual(saved.saved_to_groups.toSorted(), own.toSorted());
  assert.ok(groups.some((group) => group.single_user_group && own.includes(group.id)));
});

test('one call saves to some groups and removes from others', async () => {
  const objId = await unsaved();
  const as = world.member;
  const other = await harness.arrange((client) => createGroup(client, { members: [world.member] }));
  const there = { objId, inviteGroupIds: [world.group.id] };
  await call(harness, 'changeSourceGroups', { as, body: there });
  const back = { objId, inviteGroupIds: [other.id], unsaveGroupIds: [world.group.id] };
  await call(harness, 'changeSourceGroups', { as, body: back });
  const { groups } = await call(harness, 'getSource', { as, params: { id: objId } });
  assert.deepEqual(
    groups.map((group) => group.id),
    [other.id],
  );
});

test('who may not save does not save', async () => {
  const id = await unsaved();
  const { groups } = await harness.arrange(async (client) => {
    const readers = await createGroup(client, {
      members: [{ user: world.member, canSave: false }],
    });
    const open = await createGroup(client, {});
    return { groups: { readers, open } };
  });
  const as = world.member;
  const to = (groupId: number) => ({ id, group_ids: [groupId] });
  await fails(harness, 'saveSource', 'cannot_save', { as, body: to(groups.readers.id) });
  await fails(harness, 'saveSource', 'not_group_member', { as, body: to(groups.open.id) });
  await fails(harness, 'saveSource', 'not_found', { as, body: to(world.otherGroup.id) });
  await fails(harness, 'saveSource', 'permission_denied', {
    as: world.viewer,
    body: to(world.group.id),
  });
  const hidden = { id, group_ids: [world.otherGroup.id] };
  await fails(harness, 'saveSource', 'not_found', { as: world.stranger, body: hidden });
});

test('saved objects come in pages, last saved first', async () => {
  const { group, ids } = await harness.arrange(async (client) => {
    const made = await createGroup(client, { members: [world.member] });
    const objs: string[] = [];
    for (let day = 1; day <= 3; day++) {
      const audienceIds = [await groupAudience(client, made.id)];
      const { id } = await createObj(client, { audienceIds });
      const savedAt = new Date(Date.UTC(2026, 10, day));
      await createSource(client, { objId: id, group: made, savedAt });
      objs.unshift(id);
    }
    return { group: made, ids: objs };
  });
  const query = { group_ids: group.id, numPerPage: 2 };
  const page = await call(harness, 'listSources', { as: world.member, query });
  assert.equal(page.totalMatches, 3);
  assert.deepEqual(
    page.sources.map((source) => source.id),
    ids.slice(0, 2),
  );
  const strangers = await call(harness, 'listSources', { as: world.stranger, query });
  assert.equal(strangers.totalMatches, 0);
});
