import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openArchive } from '@fritz/archive';
import {
  createCandidate,
  createFilter,
  createGroup,
  createSource,
  createStream,
  createUser,
} from '@fritz/testing';
import { arrangeWorld, call, fails, type Harness, send, startHarness } from './harness.ts';

let harness: Harness;
before(async () => {
  harness = await startHarness();
});
after(() => harness.close());

/** Two groups with a filter each; the poster is in the first, the colleague in both. */
function arrangePosting() {
  return harness.arrange(async (client) => {
    const [poster, colleague, stranger] = [
      await createUser(client),
      await createUser(client),
      await createUser(client),
    ];
    const stream = await createStream(client, { users: [poster, colleague, stranger] });
    const ours = await createGroup(client, { members: [poster, colleague], streams: [stream] });
    const theirs = await createGroup(client, { members: [colleague], streams: [stream] });
    const filter = await createFilter(client, { group: ours, stream });
    const other = await createFilter(client, { group: theirs, stream });
    return { poster, colleague, stranger, ours, theirs, filter, other };
  });
}

const passed_at = '2026-11-20T03:04:05.678';

test('another broker posts a candidate: again, with the same id; its object is made', async () => {
  const { poster, colleague, stranger, filter, ours } = await arrangePosting();
  const candid = 9_223_372_036_854_775_806n;
  const body = {
    ...{ id: 'AT2026posted', ra: 10.5, dec: -3.25, redshift: 0.05, score: 0.9, transient: true },
    ...{ filter_ids: [filter.id], passed_at, passing_alert_id: candid, origin: 'a broker' },
    altdata: { candid },
  };
  const { ids } = await call(harness, 'createCandidate', { as: poster, body });
  assert.equal(ids.length, 1);
  const again = await call(harness, 'createCandidate', { as: poster, body });
  assert.deepEqual(again.ids, ids);
  const later = { ...body, passed_at: '2026-11-20T04:00:00' };
  const second = await call(harness, 'createCandidate', { as: colleague, body: later });
  assert.notDeepEqual(second.ids, ids, 'the same alert at another time is another candidate');

  const params = { objId: body.id };
  const query = { includeAlerts: true };
  const seen = await call(harness, 'getCandidate', { as: colleague, params, query });
  assert.equal(seen.survey, null);
  assert.equal(seen.redshift, 0.05);
  assert.equal(seen.score, 0.9);
  assert.equal(seen.transient, true);
  assert.deepEqual(seen.passing_group_ids, [ours.id]);
  assert.equal(seen.passing_alerts.length, 2);
  assert.equal(seen.candid, candid);
  assert.deepEqual(seen.explanations, []);
  await fails(harness, 'getCandidate', 'not_found', { as: stranger, params });
  const page = await call(harness, 'listCandidates', { as: colleague });
  assert.deepEqual(
    page.candidates.map((one) => one.id),
    [body.id],
  );
});

test('what cannot be posted is refused, and nothing is half-written', async () => {
  const { poster, stranger, filter, other } = await arrangePosting();
  const body = { id: 'AT2026refused', ra: 10, dec: 20, filter_ids: [filter.id], passed_at };
  const wrong: [Record<string, unknown>, RegExp][] = [
    [{ ra: null }, /ra: is needed/],
    [{ dec: 91 }, /dec/],
    [{ filter_ids: [] }, /filter_ids/],
    [{ passed_at: '2026-02-31' }, /passed_at: is not a date/],
    [{ passing_alert_id: 'x' }, /passing_alert_id/],
  ];
  for (const [change, message] of wrong) {
    const error = await fails(harness, 'createCandidate', 'invalid_request', {
      as: poster,
      body: { ...body, ...change },
    });
    assert.match(error.message, message);
  }
  const both = { ...body, filter_ids: [filter.id, other.id] };
  await fails(harness, 'createCandidate', 'not_found', { as: poster, body: both });
  await fails(harness, 'createCandidate', 'not_found', { as: stranger, body });
  const { rows } = await harness.arrange((client) =>
    client.query(`SELECT FROM fritz.obj_names WHERE id = 'AT2026refused'`),
  );
  assert.equal(rows.length, 0);
});

test('who may not save to a group makes no object for it, and posts of those that are there', async () => {
  const { world, watcher } = await harness.arrange(async (client) => {
    const made = await arrangeWorld(client);
    const reader = await createUser(client);
    await client.query(`INSERT INTO fritz.stream_users (stream_id, user_id) VALUES ($1, $2)`, [
      made.stream.id,
      reader.id,
    ]);
    await client.query(
      `INSERT INTO fritz.group_users (group_id, user_id, can_save) VALUES ($1, $2, false)`,
      [made.group.id, reader.id],
    );
    return { world: made, watcher: reader };
  });
  const filter_ids = [world.filter.id];
  const known = { id: world.objId, filter_ids, passed_at };
  await call(harness, 'createCandidate', { as: watcher, body: known });
  const body = { id: 'AT2026unsaved', ra: 1, dec: 2, filter_ids, passed_at };
  await fails(harness, 'createCandidate', 'cannot_save', { as: watcher, body });
});

test('a member deletes what an object passed; a stranger finds nothing', async () => {
  const { poster, stranger, filter } = await arrangePosting();
  const { objId } = await harness.arrange((client) => createCandidate(client, { filter }));
  const params = { objId, filterId: filter.id };
  await fails(harness, 'deleteCandidate', 'not_found', { as: stranger, params });
  const { deleted } = await call(harness, 'deleteCandidate', { as: poster, params });
  assert.equal(deleted, 1);
  await fails(harness, 'deleteCandidate', 'not_found', { as: poster, params });
});

test('candidates_filter tells rows, the oldest first, and their number with the first page', async () => {
  const { poster, filter, ours } = await arrangePosting();
  const objs: string[] = [];
  await harness.arrange(async (client) => {
    for (let i = 0; i < 3; i++) {
      const passedAt = new Date(Date.UTC(2026, 10, 20, 3, i));
      objs.push((await createCandidate(client, { filter, passedAt })).objId);
    }
    await createSource(client, { objId: objs[2] ?? '', group: ours });
  });
  const query = { filterIDs: filter.id, numPerPage: 2 };
  const first = await call(harness, 'listCandidateRows', { as: poster, query });
  assert.equal(first.totalMatches, 3);
  const second = await call(harness, 'listCandidateRows', {
    as: poster,
    query: { ...query, pageNumber: 2 },
  });
  assert.equal(second.totalMatches, undefined);
  const rows = [...first.candidates, ...second.candidates];
  assert.deepEqual(
    rows.map((row) => row.obj_id),
    objs,
  );
  const saved = await call(harness, 'listCandidateRows', {
    as: poster,
    query: { ...query, savedStatus: 'notSavedToAnyAccessible' },
  });
  assert.equal(saved.totalMatches, 2);
});

test('HEAD tells whether there is a candidate, and of a list that it may be asked', async () => {
  const { poster, stranger, filter } = await arrangePosting();
  const { objId } = await harness.arrange((client) => createCandidate(client, { filter }));
  const head = (url: string, token: string) =>
    harness.server.inject({ method: 'HEAD', url, headers: { authorization: `token ${token}` } });
  assert.equal((await head(`/api/candidates/${objId}`, poster.token)).statusCode, 200);
  assert.equal((await head(`/api/candidates/${objId}`, stranger.token)).statusCode, 404);
  assert.equal((await head('/api/candidates', poster.token)).statusCode, 200);
});

test('an administrator deletes what passed long ago and nobody wanted', async () => {
  const made = await arrangePosting();
  const { admin, objs } = await harness.arrange(async (client) => {
    const old = { filter: made.filter, passedAt: new Date('2025-01-02T03:04:05Z') };
    const names: string[] = [];
    for (let i = 0; i < 4; i++) names.push((await createCandidate(client, old)).objId);
    const [unwanted, saved, liked, rejected] = names as [string, string, string, string];
    await createSource(client, { objId: saved, group: made.theirs });
    const list = `INSERT INTO fritz.listings (user_id, obj_id, list_name) VALUES ($1, $2, $3)`;
    await client.query(list, [made.colleague.id, liked, 'favorites']);
    await client.query(list, [made.colleague.id, rejected, 'rejected_candidates']);
    const boss = await createUser(client, { roles: ['Super admin'] });
    return { admin: boss, objs: { unwanted, saved, liked, rejected } };
  });
  const dry = await call(harness, 'bulkDeleteCandidates', { as: admin, body: { dryRun: true } });
  assert.deepEqual(dry, { deleted: 2, remaining: 0, dryRun: true });
  const body = { maxAgeMonths: 3, batchSize: 1 };
  const one = await call(harness, 'bulkDeleteCandidates', { as: admin, body });
  assert.deepEqual(one, { deleted: 1, remaining: 1, dryRun: false });
  await call(harness, 'bulkDeleteCandidates', { as: admin, body });
  const { rows } = await harness.arrange((client) =>
    client.query<{ id: string }>('SELECT id FROM fritz.obj_names WHERE id = ANY ($1) ORDER BY id', [
      Object.values(objs),
    ]),
  );
  assert.deepEqual(rows.map((row) => row.id).sort(), [objs.saved, objs.liked].sort());
  const refused = await send(harness, 'bulkDeleteCandidates', { as: made.poster, body: {} });
  assert.equal(refused.statusCode, 403);
});

test('nobody is told of an object by a candidate but the group of its filter, by SQL neither', async (t) => {
  const { colleague, filter, other } = await arrangePosting();
  const body = { id: 'Told', ra: 1, dec: 2, filter_ids: [filter.id], passed_at };
  await call(harness, 'createCandidate', { as: colleague, body });
  const archive = openArchive({ ...harness.database.app, max: 1 });
  t.after(() => archive.close());
  const post = (audienceOf: number) =>
    archive.asViewer(colleague.token, (tx) =>
      tx.query(
        `INSERT INTO candidates (obj_id, filter_id, audience_id, passed_at, posted, uploader_id)
         SELECT 'Told', $1, intern_audience(ARRAY[f.group_id]), now(), true, viewer_id()
           FROM filters f WHERE f.id = $2`,
        [filter.id, audienceOf],
      ),
    );
  await assert.rejects(post(other.id), /row-level security/);
  await post(filter.id);
});
