import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { dateToMjd } from '@fritz/sky';
import {
  createCandidate,
  createClassification,
  createFilter,
  createGroup,
  createPhotometryPoint,
  createSource,
  createTaxonomy,
  createUser,
  type TestUser,
} from '@fritz/testing';
import { arrangeWorld, call, fails, type Harness, startHarness, type World } from './harness.ts';

let harness: Harness;
let world: World;
/** In the member's group alone; the member is in the other one, too. */
let colleague: TestUser;
let second: { id: number };
let rejectedId: string;

before(async () => {
  harness = await startHarness();
  world = await harness.arrange(arrangeWorld);
  await harness.arrange(async (client) => {
    const { member, group, stream, objId } = world;
    colleague = await createUser(client);
    await client.query('INSERT INTO fritz.stream_users VALUES ($1, $2)', [stream.id, colleague.id]);
    await client.query('INSERT INTO fritz.group_users (group_id, user_id) VALUES ($1, $2)', [
      group.id,
      colleague.id,
    ]);
    second = await createGroup(client, { members: [member], streams: [stream], private: true });
    await createSource(client, { objId, group: second, savedBy: member });
    const other = await createFilter(client, { group: second, stream });
    await createCandidate(client, { filter: other, objId });
    const mjd = dateToMjd(new Date()) - 0.1;
    // A point of the second group's alone: brighter, and later.
    await createPhotometryPoint(client, {
      objId,
      group: second,
      columns: { mjd, flux_ujy: 1000, fluxerr_ujy: 1, band: 'ztfr', owner_id: member.id },
    });
    await client.query('UPDATE fritz.objs SET redshift = 0.05 WHERE id = $1', [objId]);
    const taxonomy = await createTaxonomy(client, { group, createdBy: member });
    await createClassification(client, { objId, taxonomy, group, author: member });
    ({ objId: rejectedId } = await createCandidate(client, { filter: world.filter }));
    await client.query(
      `INSERT INTO fritz.listings (user_id, obj_id, list_name) VALUES ($1, $2, 'rejected_candidates')`,
      [member.id, rejectedId],
    );
  });
});
after(() => harness.close());

const since = '2020-01-01T00:00:00';
const body = (group_ids: number[], more: object = {}) => ({
  group_ids,
  passed_filters_range: { start_date: since, end_date: '2100-01-01' },
  saved_candidates_range: { start_saved_date: since, end_saved_date: '2100-01-01' },
  ...more,
});

test('a report has what its groups saved, and each reader is told what he sees of it', async () => {
  const { member, group, objId, stranger } = world;
  const comment = { params: { resource_type: 'sources', resource_id: objId } };
  const text = 'rising fast';
  await call(harness, 'createComment', {
    ...{ as: member, ...comment, body: { text, group_ids: [second.id] } },
  });
  // A token wrote it: as if he had in a browser.
  await harness.arrange((client) => client.query('UPDATE fritz.comments SET bot = false'));
  const made = await call(harness, 'createScanReport', {
    as: member,
    body: body([group.id, second.id]),
  });
  assert.equal(made.num_items, 1);
  const params = { id: made.id };
  const [mine] = await call(harness, 'listScanReportItems', { as: member, params });
  assert.equal(mine?.obj_id, objId);
  assert.equal(mine?.data.decision, 'saved');
  assert.equal(mine?.data.comment, text);
  assert.equal(mine?.data.current_mag, 16.4);
  assert.equal(mine?.data.current_filter, 'ztfr');
  // 5 log10 of the luminosity distance at z = 0.05 in tens of parsecs is 36.7 to 36.8.
  assert.ok(Math.abs((mine?.data.abs_mag ?? 0) + 20.3) < 0.2, String(mine?.data.abs_mag));
  assert.equal(mine?.data.host_redshift, 0.05);
  assert.deepEqual(
    mine?.data.classifications?.map((said) => said.classification),
    ['SN Ia'],
  );
  assert.equal(mine?.data.saved_info?.length, 2);
  assert.deepEqual([mine?.data.followups, mine?.data.assignments], [null, null]);
  // The colleague is not of the second group: neither its point, nor its comment, nor that it saved.
  const [his] = await call(harness, 'listScanReportItems', { as: colleague, params });
  assert.notEqual(his?.data.current_mag, 16.4);
  assert.equal(his?.data.comment, null);
  assert.equal(his?.data.saved_info?.length, 1);
  await fails(harness, 'listScanReportItems', 'not_found', { as: stranger, params });
});

test('reports are listed to the members of their groups, newest first, with those they know', async () => {
  const { member, group, stranger } = world;
  const { id } = await call(harness, 'createScanReport', { as: member, body: body([group.id]) });
  const list = await call(harness, 'listScanReports', { as: colleague, query: { numPerPage: 1 } });
  assert.equal(list.totalMatches, 2);
  assert.deepEqual([list.pageNumber, list.numPerPage], [1, 1]);
  const [newest] = list.reports;
  assert.equal(newest?.id, id);
  assert.equal(newest?.author, member.username);
  assert.deepEqual(newest?.options.passed_filters_range, {
    start_date: '2020-01-01T00:00:00.000',
    end_date: '2100-01-01T00:00:00.000',
  });
  assert.deepEqual([newest?.num_items, newest?.can_delete], [1, false]);
  const next = await call(harness, 'listScanReports', {
    ...{ as: colleague, query: { page: 2, numPerPage: 1 } },
  });
  assert.deepEqual(
    next.reports[0]?.groups.map((one) => one.id),
    [group.id],
  );
  const none = await call(harness, 'listScanReports', { as: stranger });
  assert.equal(none.totalMatches, 0);
});

test('the same report is not made twice, an empty one not at all, and nothing is left of it', async () => {
  const { member, group, stranger } = world;
  const again = await fails(harness, 'createScanReport', 'already_exists', {
    ...{ as: member, body: body([group.id]) },
  });
  assert.ok(again);
  const before = (await call(harness, 'listScanReports', { as: member })).totalMatches;
  const long = { start_date: '1999-01-01', end_date: '1999-02-01' };
  const request = { as: member, body: body([group.id], { passed_filters_range: long }) };
  await fails(harness, 'createScanReport', 'nothing_saved', request);
  assert.equal((await call(harness, 'listScanReports', { as: member })).totalMatches, before);
  await fails(harness, 'createScanReport', 'not_found', { as: stranger, body: body([group.id]) });
  const wrong = body([group.id], { passed_filters_range: { start_date: '2026-02-30' } });
  await fails(harness, 'createScanReport', 'invalid_request', { as: member, body: wrong });
});

test('what the author rejected is in it where he says so', async () => {
  const { member, group } = world;
  const made = await call(harness, 'createScanReport', {
    ...{ as: member, body: body([group.id], { include_rejected: true }) },
  });
  assert.equal(made.num_items, 2);
  const items = await call(harness, 'listScanReportItems', { as: colleague, params: made });
  assert.deepEqual(
    items.map((item) => [item.obj_id, item.data.decision, item.data.saved_info === null]),
    [
      [world.objId, 'saved', false],
      [rejectedId, 'rejected', true],
    ],
  );
});

test('members comment on what is in it; its author and group admins delete it', async () => {
  const { member, group, viewer } = world;
  const query = { start_saved_date: '2021-01-01' };
  const { id } = await call(harness, 'createScanReport', {
    ...{ as: member, body: body([group.id], { saved_candidates_range: query }) },
  });
  const [item] = await call(harness, 'listScanReportItems', { as: member, params: { id } });
  const params = { id, item_id: item?.id ?? 0 };
  const say = (comment: string | null) => ({ params, body: { comment } });
  await call(harness, 'updateScanReportItem', { as: colleague, ...say('triggered') });
  const commentOf = async () =>
    (await call(harness, 'listScanReportItems', { as: member, params: { id } }))[0]?.data.comment;
  assert.equal(await commentOf(), 'triggered');
  await call(harness, 'updateScanReportItem', { as: member, ...say(null) });
  assert.equal(await commentOf(), null);
  await fails(harness, 'updateScanReportItem', 'permission_denied', { as: viewer, ...say('x') });
  const elsewhere = { params: { id, item_id: 999_999 }, body: { comment: 'x' } };
  await fails(harness, 'updateScanReportItem', 'not_found', { as: member, ...elsewhere });
  await fails(harness, 'deleteScanReport', 'not_author', { as: colleague, params: { id } });
  await call(harness, 'deleteScanReport', { as: member, params: { id } });
  await fails(harness, 'listScanReportItems', 'not_found', { as: member, params: { id } });
});

test('who means to work on an object is found by those who see it, and takes it back himself', async () => {
  const { member, objId, stranger } = world;
  const params = { id: objId };
  const wish = { title: ' Early light ', description: 'with ULTRASAT', link: '' };
  const { id } = await call(harness, 'addSourceInterest', { as: member, params, body: wish });
  await call(harness, 'addSourceInterest', { as: colleague, params, body: { title: 'The host' } });
  const found = await call(harness, 'listSourceInterests', { as: colleague, params });
  assert.deepEqual(
    found.map(({ title, description, link, user }) => [title, description, link, user.username]),
    [
      ['Early light', 'with ULTRASAT', null, member.username],
      ['The host', null, null, colleague.username],
    ],
  );
  await fails(harness, 'listSourceInterests', 'not_found', { as: stranger, params });
  const his = { params: { id: objId, interest_id: id } };
  await fails(harness, 'removeSourceInterest', 'not_author', { as: colleague, ...his });
  await call(harness, 'removeSourceInterest', { as: member, ...his });
  await fails(harness, 'removeSourceInterest', 'not_found', { as: member, ...his });
  const bad = { as: member, params, body: { title: 'x', link: 'javascript:alert(1)' } };
  await fails(harness, 'addSourceInterest', 'invalid_request', bad);
  const left = await call(harness, 'listSourceInterests', { as: member, params });
  assert.equal(left.length, 1);
});
