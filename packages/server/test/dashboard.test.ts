import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createGroup, createObj, createSource } from '@fritz/testing';
import { arrangeWorld, call, fails, type Harness, startHarness, type World } from './harness.ts';

let harness: Harness;
let world: World;
before(async () => {
  harness = await startHarness();
  world = await harness.arrange(arrangeWorld);
  for (const id of ['First', 'Last']) {
    const body = { id, ra: 1, dec: 1, group_ids: [world.group.id] };
    await call(harness, 'saveSource', { as: world.member, body });
  }
});
after(() => harness?.close());

test('what was saved last, and how much', async () => {
  const as = world.member;
  const recent = await call(harness, 'listRecentSources', { as, query: { maxNumSources: 2 } });
  assert.deepEqual(
    recent.map(({ obj_id, resaved }) => [obj_id, resaved]),
    [
      ['Last', false],
      ['First', false],
    ],
  );
  assert.deepEqual(await call(harness, 'countSources', { as }), { count: 3, since_days_ago: 7 });
  assert.deepEqual(await call(harness, 'listRecentSources', { as: world.stranger }), []);
});

test('the feed tells of saves and comments that one sees', async () => {
  const as = world.member;
  const params = { resource_type: 'sources', resource_id: 'Last' };
  await call(harness, 'createComment', { as, params, body: { text: 'Look' } });
  // What tokens say counts as said by bots, which are left out where nothing else is wished.
  const categories = { sources: true, comments: true, includeCommentsFromBots: true };
  const preferences = { newsFeed: { categories } };
  await call(harness, 'updateProfile', { as, body: { preferences } });
  const news = await call(harness, 'getNewsFeed', { as });
  assert.deepEqual(
    news.slice(0, 2).map(({ type, source_id, author }) => [type, source_id, author]),
    [
      ['comment', 'Last', as.username],
      ['source', 'Last', as.username],
    ],
  );
  assert.deepEqual(await call(harness, 'getNewsFeed', { as: world.stranger }), []);
});

test('preferences say how much, where the query does not', async () => {
  const as = world.member;
  const preferences = { recentSources: { maxNumSources: '1' }, sourceCounts: { sinceDaysAgo: 3 } };
  await call(harness, 'updateProfile', { as, body: { preferences } });
  assert.equal((await call(harness, 'listRecentSources', { as })).length, 1);
  assert.equal((await call(harness, 'countSources', { as })).since_days_ago, 3);
});

test('who saved most', async () => {
  const as = world.viewer;
  const savers = await call(harness, 'listTopSavers', { as, query: { candidatesOnly: false } });
  assert.deepEqual(
    savers.map(({ rank, author, saves }) => [rank, author.username, saves]),
    [[1, world.member.username, 3]],
  );
  const passed = await call(harness, 'listTopSavers', { as });
  assert.equal(passed[0]?.saves, 1);
});

test('an object that is saved to two groups at once is one piece of news', async () => {
  const as = world.member;
  const names = await harness.arrange(async (client) => {
    await createObj(client, { id: 'Twice' });
    const second = await createGroup(client, { members: [as] });
    await client.query('BEGIN');
    for (const group of [world.group, second]) {
      await createSource(client, { objId: 'Twice', group, savedBy: as });
    }
    await client.query('UPDATE fritz.sources SET saved_at = now() WHERE obj_id = $1', ['Twice']);
    await client.query('COMMIT');
    const { rows } = await client.query<{ name: string }>(
      'SELECT name FROM fritz.groups WHERE id = ANY ($1) ORDER BY name',
      [[world.group.id, second.id]],
    );
    return rows.map(({ name }) => name);
  });
  const news = await call(harness, 'getNewsFeed', { as });
  const saves = news.filter(({ type, source_id }) => type === 'source' && source_id === 'Twice');
  assert.deepEqual(
    saves.map(({ message }) => message),
    [`New source saved to ${names.join(', ')}`],
  );
});

test('looks are counted apart from the requests, by browsers and by scripts', async () => {
  const [as, params] = [world.member, { id: 'Last' }];
  await call(harness, 'noteSourceView', { as, params });
  await call(harness, 'noteSourceView', { as, params });
  await call(harness, 'getSource', { as, params });
  await fails(harness, 'noteSourceView', 'not_found', { as: world.stranger, params });
  await harness.server.close();
  const rows = await harness.arrange(async (client) => {
    const found = await client.query<{ is_token: boolean; views: number }>(
      'SELECT is_token, views FROM fritz.source_views WHERE obj_id = $1 ORDER BY 1',
      ['Last'],
    );
    return found.rows.map(({ is_token, views }) => [is_token, views]);
  });
  assert.deepEqual(rows, [
    [false, 2],
    [true, 1],
  ]);
});
