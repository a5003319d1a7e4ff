import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { BrokerDatabase, PgAlertStore, PgCrossMatcher, PgFilterLibrary } from '@fritz/archive';
import { runPipeline } from '@fritz/pipeline';
import { simulateNight, ZtfAdapter } from '@fritz/surveys';
import {
  createBatch,
  createCandidate,
  createCatalog,
  createGroup,
  createUser,
  packetList,
  programAudience,
} from '@fritz/testing';
import { arrangeWorld, call, fails, type Harness, startHarness, type World } from './harness.ts';

let harness: Harness;
let world: World;
before(async () => {
  harness = await startHarness();
  world = await harness.arrange(arrangeWorld);
});
after(() => harness.close());

async function newFilter(): Promise<number> {
  const body = { name: 'Young', group_id: world.group.id, stream_id: world.stream.id };
  return (await call(harness, 'createFilter', { as: world.member, body })).id;
}

test('a filter gets a version, which becomes the active one', async () => {
  const id = await newFilter();
  const params = { id };
  const as = world.member;
  assert.equal((await call(harness, 'getFilter', { as, params })).active, false);
  await fails(harness, 'updateFilterVersions', 'conflict', { as, params, body: { active: true } });

  const pipeline = '[{"$match": {"candid": {"$gt": 2611000000000085011}}}]';
  const first = await call(harness, 'createFilterVersion', {
    as,
    params,
    body: { pipeline, insist: true },
  });
  assert.equal(first.active, true);
  assert.match(first.active_fid ?? '', /^[0-9a-z]{6}$/);
  assert.equal(first.fv[0]?.pipeline, pipeline);
  assert.equal(first.counts, null);

  const stages = [
    { $match: { 'candidate.drb': { $gt: 0.9 }, candid: { $gt: 2611000000000085011n } } },
    { $match: { objectId: { $ne: 5 } } },
  ];
  const second = await call(harness, 'createFilterVersion', {
    as,
    params,
    body: { pipeline: stages, insist: true },
  });
  assert.equal(second.fv.length, 2);
  assert.deepEqual(first.warnings, []);
  assert.deepEqual(second.warnings, [
    {
      code: 'type_mismatch',
      path: '1.$match.objectId.$ne',
      message: 'objectId is a text, and 5 is a number: always true (write "5", with quotes)',
      hint: 'write "5", with quotes',
    },
  ]);
  assert.equal(second.active_fid, second.fv[0]?.fid);
  assert.match(second.fv[0]?.pipeline ?? '', /2611000000000085011/);

  const back = { active: false, active_fid: first.active_fid };
  const third = await call(harness, 'updateFilterVersions', { as, params, body: back });
  assert.equal(third.active, false);
  assert.equal(third.active_fid, first.active_fid);
  const unknown = { active_fid: 'zzzzzz' };
  await fails(harness, 'updateFilterVersions', 'not_found', { as, params, body: unknown });
});

test('a pipeline that does not compile is refused with its place and a hint', async () => {
  const params = { id: await newFilter() };
  const as = world.member;
  const pipeline = [{ $match: { 'candidate.drb': { $gtt: 0.9 } } }];
  const error = await fails(harness, 'createFilterVersion', 'invalid_pipeline', {
    as,
    params,
    body: { pipeline },
  });
  assert.match(String(error.data.path), /\$gtt/);
  assert.match(String(error.data.hint), /\$gt/);
  for (const bad of ['[{', '{}', '[{"$out": "x"}]', [{ $where: 'while(1);' }]]) {
    const body = { pipeline: bad };
    await fails(harness, 'createFilterVersion', 'invalid_pipeline', { as, params, body });
  }
  // What the broker could not read back is refused in either form.
  const deep = JSON.parse(`${'['.repeat(1000)}${']'.repeat(1000)}`);
  const nested = { pipeline: [{ $match: { a: deep } }] };
  await fails(harness, 'createFilterVersion', 'invalid_pipeline', { as, params, body: nested });
  const body = { pipeline: 5 };
  await fails(harness, 'createFilterVersion', 'invalid_request', { as, params, body });
  assert.equal((await call(harness, 'getFilterVersions', { as, params })).fv.length, 0);
});

test('a filter is made by members, on streams of the group', async () => {
  const name = 'Mine';
  const { group, stream, otherStream, otherGroup, member, stranger, admin, viewer } = world;
  const own = { name, group_id: group.id, stream_id: stream.id };
  await fails(harness, 'createFilter', 'not_found', { as: stranger, body: own });
  await fails(harness, 'createFilter', 'permission_denied', { as: viewer, body: own });
  const foreignGroup = { name, group_id: otherGroup.id, stream_id: stream.id };
  await fails(harness, 'createFilter', 'not_found', { as: member, body: foreignGroup });
  const foreignStream = { name, group_id: group.id, stream_id: otherStream.id };
  await fails(harness, 'createFilter', 'invalid_request', { as: member, body: foreignStream });
  await call(harness, 'createFilter', { as: admin, body: own });
});

test('the first filter of a group that nothing was ever shared with', async () => {
  const group = await harness.arrange((client) =>
    createGroup(client, { members: [world.member], streams: [world.stream] }),
  );
  const body = { name: 'First', group_id: group.id, stream_id: world.stream.id };
  await call(harness, 'createFilter', { as: world.member, body });
});

test('counts are the active version’s of the last day', async () => {
  await harness.arrange(async (client) => {
    const counts = [{ filter: world.filter, passed: 2, rejected: 7, failed: 1 }];
    const batches = [await createBatch(client, { counts }), await createBatch(client, { counts })];
    await programAudience(client, 2);
    await programAudience(client, 3);
    // Members see programmes 1 and 2.
    for (const [i, batch] of batches.entries()) {
      await client.query(
        `UPDATE fritz.filter_counts SET elapsed_us = 4000, max_us = 900 + $2, steps = 500,
           max_steps = 200 * (1 + $2), failure = 'it is odd', failure_candid = 2611000000000000007 + $2,
           failure_program_id = 2 + $2 WHERE batch_id = $1`,
        [batch.id, i],
      );
    }
    await createBatch(client, { counts, committedAt: new Date(Date.now() - 2 * 86_400_000) });
  });
  const params = { id: world.filter.id };
  const { counts } = await call(harness, 'getFilterVersions', { as: world.member, params });
  const cost = { us_mean: 400, us_max: 901, steps_mean: 50, steps_max: 400 };
  const failure = { message: 'it is odd', candid: 2_611_000_000_000_000_007n };
  assert.deepEqual(counts, {
    ...{ evaluated: 20, passed: 4, rejected: 14, failed: 2, autosaved: 0 },
    ...{ ...cost, steps_budget: 1_000_000, failures: [{ ...failure, batches: 1 }] },
  });
  const told = await call(harness, 'getFilterVersions', { as: world.admin, params });
  assert.deepEqual(told.counts?.failures, [{ ...failure, batches: 2 }]);
});

test('admins of the group delete a filter with what it found', async () => {
  const id = await newFilter();
  const as = world.member;
  const pipeline = [{ $match: {} }];
  const made = await call(harness, 'createFilterVersion', {
    as,
    params: { id },
    body: { pipeline, insist: true },
  });
  const objId = await harness.arrange(async (client) => {
    const found = await client.query<{ id: number }>(
      'SELECT id FROM fritz.filter_versions WHERE filter_id = $1',
      [id],
    );
    const versionId = found.rows[0]?.id ?? 0;
    const filter = { id, versionId, fid: made.active_fid ?? '', groupId: world.group.id };
    return (await createCandidate(client, { filter })).objId;
  });
  await call(harness, 'getCandidate', { as, params: { objId } });
  await call(harness, 'deleteFilter', { as, params: { id } });
  await fails(harness, 'getFilter', 'not_found', { as, params: { id } });
  await fails(harness, 'getCandidate', 'not_found', { as, params: { objId } });
});

test('a member who is no admin of the group deletes nothing', async () => {
  const id = await newFilter();
  const member = await harness.arrange(async (client) => {
    const user = await createUser(client);
    const rows = [
      ['INSERT INTO fritz.stream_users (stream_id, user_id) VALUES ($1, $2)', world.stream.id],
      ['INSERT INTO fritz.group_users (group_id, user_id) VALUES ($1, $2)', world.group.id],
    ] as const;
    for (const [text, of] of rows) await client.query(text, [of, user.id]);
    return user;
  });
  const pipeline = [{ $match: {} }];
  const params = { id };
  await call(harness, 'createFilterVersion', {
    as: member,
    params,
    body: { pipeline, insist: true },
  });
  await fails(harness, 'deleteFilter', 'not_group_admin', { as: member, params });
  assert.equal((await call(harness, 'getFilter', { as: member, params })).active, true);
});

test('filters are renamed and listed', async () => {
  const id = await newFilter();
  const as = world.member;
  const name = `Robert'); DROP TABLE filters;--`;
  await call(harness, 'updateFilter', { as, params: { id }, body: { name } });
  const filters = await call(harness, 'listFilters', { as, query: { groupIDs: world.group.id } });
  assert.equal(filters.find((filter) => filter.id === id)?.name, name);
  const others = { groupIDs: world.otherGroup.id };
  assert.deepEqual(await call(harness, 'listFilters', { as, query: others }), []);
});

async function ingest(packets: readonly Uint8Array[]): Promise<void> {
  const database = new BrokerDatabase(harness.database.broker);
  const adapter = new ZtfAdapter();
  const store = new PgAlertStore(database, adapter);
  const filters = new PgFilterLibrary(database, adapter);
  const matcher = new PgCrossMatcher(database, 'ztf');
  try {
    const options = { adapter, store, filters, matcher, consumer: 'test' };
    await runPipeline(packetList(packets), options);
  } finally {
    await filters.close();
    await database.close();
  }
}

/** A watchlist is a catalog with the places that somebody watches. */
async function addWatchlist(name: string): Promise<void> {
  const columns = { id: 'text', ra: 'float8', dec: 'float8', priority: 'int4' } as const;
  const rows = [['first', 150, 2, 1]] as const;
  await harness.arrange((client) => createCatalog(client, { name, columns, rows }));
}

function watched(metres: number, from = 'Our_targets', condition: object = { priority: 1 }) {
  const $geoNear = { near: '$$here', maxDistance: metres, distanceField: 'away' };
  const pipeline = [{ $geoNear }, { $match: condition }];
  const $lookup = { from, let: { here: '$coordinates.radec_geojson' }, pipeline, as: 'targets' };
  return [{ $lookup }, { $match: { 'targets.0': { $exists: true } } }];
}

test('editors are told the fields of other surveys, and a version that names a wrong one is refused', async () => {
  const params = { id: await newFilter() };
  const as = world.member;
  const fields = await call(harness, 'getFilterFields', { as, params });
  const typeOf = (path: string) => fields.find((field) => field.path === path)?.type;
  assert.deepEqual(
    ['aliases.LSST', 'LSST', 'LSST.prv_candidates', 'LSST.fp_hists.psfFlux'].map(typeOf),
    ['list', 'object', 'list', 'float'],
  );
  assert.equal(typeOf('ZTF.prv_candidates'), undefined, 'not those of its own');
  const check = (path: string) => {
    const pipeline = [{ $match: { [path]: { $gt: 1 } } }, { $project: { n: '$candid' } }];
    return { as, params, body: { pipeline, insist: true } };
  };
  await fails(
    harness,
    'createFilterVersion',
    'invalid_pipeline',
    check('LSST.prv_candidates.psfFlox'),
  );
  await call(harness, 'createFilterVersion', check('LSST.prv_candidates.psfFlux'));
});

test('catalogs that alerts are not matched with, or not as far, are refused', async () => {
  const params = { id: await newFilter() };
  const as = world.member;
  const refuse = async (pipeline: object[], hint: RegExp) => {
    const body = { pipeline };
    const refused = await fails(harness, 'createFilterVersion', 'invalid_pipeline', {
      ...{ as, params, body },
    });
    assert.match(String(refused.data.hint), hint);
    const tried = { as, params, body: { pipeline, object_ids: ['ZTF18aaaaaaa'] } };
    assert.deepEqual(
      (await fails(harness, 'testFilter', 'invalid_pipeline', tried)).data,
      refused.data,
    );
  };
  await refuse(watched(61), /matched with none yet/);
  const early = await call(harness, 'createFilterVersion', {
    ...{ as, params },
    body: { pipeline: [{ $match: { 'cross_matches.Our_targets.0': { $exists: true } } }] },
  });
  assert.match(early.warnings?.[0]?.message ?? '', /matched with no catalog yet/);
  await addWatchlist('Our_targets');
  const read = await call(harness, 'getFilterVersions', { as, params });
  assert.deepEqual(read.warnings, [], 'there is one now');
  await refuse(watched(62), /ask for at most 61\.843 metres/);
  await refuse(watched(61, 'Our_target'), /did you mean Our_targets/);
  await refuse(watched(61, 'Simbad'), /they are matched with Our_targets/);
  await refuse(watched(61, 'Our_targets', { prioritty: 1 }), /did you mean priority/);
  await refuse([{ $match: { 'cross_matches.Our_tragets.0': 1 } }], /cross_matches\.Our_targets/);
  await refuse([{ $match: { 'cross_matches.Our_targets.prio': 1 } }], /./);
  const fields = await call(harness, 'getFilterFields', { as, params });
  const own = fields.find(({ path }) => path === 'cross_matches.Our_targets');
  assert.deepEqual([own?.type, own?.radius_arcsec], ['list', 2]);
});

test('a filter over a watchlist finds its targets, in the stream and afterwards', async () => {
  const params = { id: await newFilter() };
  const as = world.member;
  const packets = [
    ...simulateNight({ seed: 4, night: '20261021', alerts: 15, kinds: { bogus: 0, asteroid: 0 } }),
  ];
  const [target] = packets.filter(({ programId }) => programId !== 3);
  assert.ok(target);
  const { ra, dec, objectId } = new ZtfAdapter().decode(target.bytes);
  const columns = { id: 'text', ra: 'float8', dec: 'float8', priority: 'int4' } as const;
  const rows = [['the one', ra, dec, 1]] as const;
  await harness.arrange((client) => createCatalog(client, { name: 'Mine', columns, rows }));
  const body = { pipeline: watched(30, 'Mine') };
  const saved = await call(harness, 'createFilterVersion', { as, params, body });
  assert.equal(saved.fv[0]?.reference?.passed, 0, 'older alerts were not matched with it');
  await ingest(packets.map(({ bytes }) => bytes));
  const { counts } = await call(harness, 'getFilterVersions', { as, params });
  const passing = packets.filter((packet) => packet.objectId === objectId);
  assert.deepEqual([counts?.passed, counts?.failed], [passing.length, 0]);
  const found = await call(harness, 'testFilter', {
    ...{ as, params },
    body: { object_ids: [objectId] },
  });
  const targets = found.map((document) => JSON.stringify(document.targets));
  assert.equal(targets.length, passing.length);
  for (const one of targets) assert.match(one, /^\[\{"_id":"the one".*"priority":1.*"away":0/);
});
