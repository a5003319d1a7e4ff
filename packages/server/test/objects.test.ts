import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createGroup, createPhotometryPoint, createUser, type TestUser } from '@fritz/testing';
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
/** Of two groups that know nothing of each other. */
let ours: { id: number };
let theirs: { id: number };
before(async () => {
  harness = await startHarness();
  world = await harness.arrange(arrangeWorld);
  [ours, theirs] = [world.group, world.otherGroup];
});
after(() => harness?.close());

const get = (as: TestUser, id: string, query = {}) =>
  call(harness, 'getSource', { as, params: { id }, query });

async function make(as: TestUser, group: { id: number }, id: string, fields = {}) {
  const body = { id, ra: 150.1, dec: 2.2, group_ids: [group.id], ...fields };
  return call(harness, 'saveSource', { as, body });
}

test('an object of no survey is made with everything that is said of it', async () => {
  const fields = {
    redshift: 0.05,
    redshift_error: 0.001,
    redshift_origin: 'host',
    t0: 61_000.5,
    alias: ['AT2026abc', 'Gaia26xyz'],
    transient: true,
    tns_name: 'SN 2026abc',
    tns_info: { type: 'SN Ia' },
    origin: 'paper',
    altdata: { simbad: { class: 'SN' } },
    ra_err: 0.1,
    score: 0.9,
    summary: 'A young one.',
  };
  await make(world.member, ours, 'SN2026abc', fields);
  const found = await get(world.member, 'SN2026abc');
  const { summary, ...said } = fields;
  for (const [name, value] of Object.entries(said)) {
    assert.deepEqual(Reflect.get(found, name), value, name);
  }
  assert.equal(found.summary, summary);
  const tns = await call(harness, 'getSourceTns', {
    as: world.member,
    params: { id: 'SN2026abc' },
  });
  assert.deepEqual(tns, { tns_name: fields.tns_name, tns_info: fields.tns_info });
  await fails(harness, 'getSourceTns', 'not_found', {
    as: world.stranger,
    params: { id: 'SN2026abc' },
  });
  assert.equal(found.survey, null);
  assert.equal(found.redshift_history[0]?.set_by_user_id, world.member.id);
  assert.ok(found.dm && Math.abs(found.dm - 36.8) < 0.05, `${found.dm}`);
  assert.ok(Math.abs(found.gal_lat - 42.3) < 1);
  assert.deepEqual(
    found.groups.map(({ id, active }) => [id, active]),
    [[ours.id, true]],
  );
  await fails(harness, 'getSource', 'not_found', {
    as: world.stranger,
    params: { id: 'SN2026abc' },
  });
});

test('a hidden name is free: each sees his own object, and nothing tells of the other', async () => {
  await make(world.member, ours, 'Twin', { redshift: 0.1 });
  const before = await send(harness, 'getSource', { as: world.member, params: { id: 'Twin' } });
  const hidden = await make(world.stranger, theirs, 'Twin', { ra: 10, redshift: null });
  const fresh = await make(world.stranger, theirs, 'Single', { ra: 10 });
  assert.deepEqual({ ...hidden, id: 'Single' }, fresh);

  const [mine, his] = [await get(world.member, 'Twin'), await get(world.stranger, 'Twin')];
  assert.deepEqual([mine.ra, mine.redshift], [150.1, 0.1]);
  assert.deepEqual([his.ra, his.redshift, his.redshift_history], [10, null, []]);
  await call(harness, 'updateSource', {
    as: world.stranger,
    params: { id: 'Twin' },
    body: { redshift: 3, tns_name: 'AT x', ra: 20 },
  });
  const after = await send(harness, 'getSource', { as: world.member, params: { id: 'Twin' } });
  assert.equal(after.body, before.body);
  // The one at 150°, −2° is not his, nor is its name found by what is said of it.
  const query = { ra: 150.1, dec: 2.2, radius: 0.01 };
  const near = await call(harness, 'sourceExistsAt', { as: world.stranger, query });
  assert.equal(near.source_exists, false);
});

test('who comes to see both sees the first, with what only the other knows', async () => {
  const both = await harness.arrange((client) => createUser(client));
  const between = await harness.arrange((client) => createGroup(client, { members: [both] }));
  await make(both, between, 'Pair', { redshift: 0.2, origin: 'mine' });
  await make(world.member, ours, 'Pair', { ra: 99 });
  await harness.arrange((client) =>
    client.query('INSERT INTO fritz.group_users (group_id, user_id) VALUES ($1, $2)', [
      between.id,
      world.member.id,
    ]),
  );
  const seen = await get(world.member, 'Pair');
  assert.deepEqual([seen.ra, seen.redshift, seen.origin], [150.1, 0.2, 'mine']);
  assert.equal(seen.groups.length, 2);
});

test('a survey’s object keeps its place; redshifts stay in its history', async () => {
  const params = { id: world.objId };
  const as = world.member;
  const edit = (body: object) => call(harness, 'updateSource', { as, params, body });
  await edit({ redshift: 0.03, redshift_origin: 'SDSS' });
  await edit({ redshift: 0.031 });
  await edit({ redshift: null });
  const { redshift, redshift_history: history } = await get(as, world.objId);
  assert.equal(redshift, null);
  assert.deepEqual(
    history.map((entry) => [entry.value, entry.set_by_user_id]),
    [
      [0.03, as.id],
      [0.031, as.id],
      [null, as.id],
    ],
  );
  const { message } = await fails(harness, 'updateSource', 'invalid_request', {
    as,
    params,
    body: { ra: 1 },
  });
  assert.match(message, /ra/);
  await fails(harness, 'updateSource', 'permission_denied', {
    as: world.viewer,
    params,
    body: { redshift: 1 },
  });
});

test('ids with every sign that they may have lead to what hangs on them', async () => {
  const id = 'a:b;c+d.e_f-g';
  await make(world.member, ours, id, { alias: ['other'] });
  assert.deepEqual((await get(world.member, id)).alias, ['other']);
  for (const name of ['getSourcePosition', 'listSourceGroups', 'getSourceTns'] as const) {
    await call(harness, name, { as: world.member, params: { id } });
  }
  await call(harness, 'getPhotometry', { as: world.member, params: { id } });
  const bad = { id: 'no/slash', ra: 1, dec: 1 };
  await fails(harness, 'saveSource', 'invalid_request', { as: world.member, body: bad });
});

test('HEAD asks whether there is one', async () => {
  const head = (id: string) =>
    harness.server.inject({
      method: 'HEAD',
      url: `/api/sources/${id}`,
      headers: { authorization: `token ${world.member.token}` },
    });
  assert.equal((await head(world.objId)).statusCode, 200);
  assert.equal((await head(world.objId)).body, '');
  assert.equal((await head('ZTF26nothing')).statusCode, 404);
});

test('what makes no object is refused, and leaves nothing', async () => {
  const as = world.member;
  const refused = [
    [{ id: 'Half', ra: 1 }, 'invalid_request'],
    [{ id: 'Nowhere' }, 'not_found'],
    [{ id: 'Beyond', ra: 360, dec: 0 }, 'invalid_request'],
    [{ id: 'Text', ra: '12:00:00', dec: 0 }, 'invalid_request'],
    [{ id: 'Theirs', ra: 1, dec: 1, group_ids: [theirs.id] }, 'not_found'],
    [{ id: 'None', ra: 1, dec: 1, group_ids: [] }, 'invalid_request'],
    [{ id: 'Named', ra: 1, dec: 1, saver_per_group_id: { [ours.id]: 1 } }, 'permission_denied'],
  ] as const;
  for (const [body, code] of refused) {
    await fails(harness, 'saveSource', code, { as, body });
    await fails(harness, 'getSource', 'not_found', { as, params: { id: body.id } });
  }
});

test('a save may hang on other groups, and be somebody else’s', async () => {
  const second = await harness.arrange((client) =>
    createGroup(client, { members: [world.member] }),
  );
  await make(world.member, ours, 'Once');
  const body = {
    id: 'Once',
    group_ids: [second.id],
    ignore_if_in_group_ids: { [second.id]: [ours.id] },
  };
  const { saved_to_groups } = await call(harness, 'saveSource', { as: world.member, body });
  assert.deepEqual(saved_to_groups, []);
  const credited = {
    id: 'Once',
    group_ids: [second.id],
    saver_per_group_id: { [second.id]: world.member.id },
  };
  await call(harness, 'saveSource', { as: world.admin, body: credited });
  const { groups } = await get(world.member, 'Once');
  assert.equal(groups.find(({ id }) => id === second.id)?.saved_by?.id, world.member.id);
});

test('objects at one place are told, and what is near is found', async () => {
  await make(world.member, ours, 'Left', { ra: 200, dec: 10 });
  await make(world.member, ours, 'Right', { ra: 200.0005, dec: 10 });
  await make(world.stranger, theirs, 'Hidden', { ra: 200.0004, dec: 10 });
  const { duplicates } = await get(world.member, 'Left');
  assert.deepEqual(
    duplicates?.map(({ obj_id, separation }) => [obj_id, Math.round(separation * 100) / 100]),
    [['Right', 1.77]],
  );
  const query = { ra: 200.0005, dec: 10, radius: 0.001 };
  const near = await call(harness, 'sourceExistsAt', { as: world.member, query });
  assert.deepEqual(near.obj_ids, ['Right', 'Left']);
  const named = await call(harness, 'sourceExists', { as: world.member, params: { id: 'left' } });
  assert.deepEqual(named.obj_ids, ['Left']);
  const hidden = await call(harness, 'sourceExists', {
    as: world.member,
    params: { id: 'Hidden' },
  });
  assert.equal(hidden.source_exists, false);
});

test('the place by detections is their mean, weighed by signal to noise', async () => {
  await make(world.member, ours, 'Placed', { ra: 0.0001, dec: 0 });
  await harness.arrange(async (client) => {
    for (const [ra, flux] of [
      [359.9999, 40],
      [0.0002, 20],
      [5, 1],
    ]) {
      const columns = {
        ra,
        dec: 0.0003,
        flux_ujy: flux,
        fluxerr_ujy: 1,
        owner_id: world.member.id,
      };
      await createPhotometryPoint(client, { objId: 'Placed', group: ours, columns });
    }
  });
  const found = await call(harness, 'getSourcePosition', {
    as: world.member,
    params: { id: 'Placed' },
  });
  assert.equal(found.detections, 2);
  const expected = (-0.0001 * 1600 + 0.0002 * 400) / 2000 + 360;
  assert.ok(Math.abs(found.ra - expected) < 1e-9, `${found.ra}`);
  assert.ok(Math.abs(found.separation - 3600 * Math.hypot(0.0003, expected - 360.0001)) < 1e-6);
});

test('a group is asked by who is not in it, and saves or declines', async () => {
  const [asker, chief] = await harness.arrange(async (client) => [
    await createUser(client),
    await createUser(client),
  ]);
  const open = await harness.arrange((client) => createGroup(client, { members: [chief] }));
  const own = await harness.arrange((client) => createGroup(client, { members: [asker] }));
  await make(asker, own, 'Wish');
  const ask = { objId: 'Wish', inviteGroupIds: [open.id] };
  await call(harness, 'changeSourceGroups', { as: asker, body: ask });
  await call(harness, 'changeSourceGroups', { as: asker, body: ask });
  const entries = async (as: TestUser) =>
    (await get(as, 'Wish', { includeRequested: true })).groups.map(({ id, active, requested }) => {
      return { id, active, requested };
    });
  const asked = { id: open.id, active: false, requested: true };
  assert.deepEqual((await entries(asker)).at(-1), asked);
  assert.deepEqual(await entries(chief), [asked]);
  assert.deepEqual((await get(chief, 'Wish')).groups, []);

  const decide = (as: TestUser, body: object) =>
    call(harness, 'updateSourceGroup', { as, params: { id: 'Wish' }, body });
  await fails(harness, 'updateSourceGroup', 'not_group_member', {
    as: asker,
    params: { id: 'Wish' },
    body: { groupID: open.id, active: true },
  });
  await decide(chief, { groupID: open.id, active: false, requested: false });
  assert.deepEqual(await entries(chief), []);
  await call(harness, 'changeSourceGroups', { as: asker, body: ask });
  await decide(chief, { groupID: open.id, active: true, requested: false });
  assert.deepEqual(await entries(chief), [{ id: open.id, active: true, requested: false }]);
  await decide(chief, { groupID: open.id, active: false });
  assert.deepEqual(await entries(chief), []);
});

test('who made an object for himself alone deletes it; else System admins do', async () => {
  const as = world.member;
  const own = await call(harness, 'getProfile', { as });
  const alone = own.groups.find((group) => group.single_user_group);
  assert.ok(alone);
  await make(as, alone, 'Mine');
  await make(as, ours, 'Shared');
  await call(harness, 'deleteObj', { as, params: { id: 'Mine' } });
  await fails(harness, 'getSource', 'not_found', { as, params: { id: 'Mine' } });
  await fails(harness, 'deleteObj', 'permission_denied', { as, params: { id: 'Shared' } });
  await fails(harness, 'deleteObj', 'not_found', {
    as: world.stranger,
    params: { id: 'Shared' },
  });
  await call(harness, 'deleteObj', { as: world.admin, params: { id: 'Shared' } });
  await fails(harness, 'getSource', 'not_found', { as, params: { id: 'Shared' } });
});

test('who made one under a name that others use hidden from him ends his own alone, and is told nothing', async () => {
  const as = world.member;
  const { groups } = await call(harness, 'getProfile', { as });
  const alone = groups.find((group) => group.single_user_group);
  assert.ok(alone);
  const id = 'Twice';
  await make(world.stranger, theirs, id, { redshift: 0.2 });
  const point = await harness.arrange((client) =>
    createPhotometryPoint(client, { objId: id, group: theirs }),
  );
  await make(as, alone, id, { redshift: 0.1 });
  const params = { resource_type: 'sources' as const, resource_id: id };
  const said = { as, params, body: { text: 'mine', group_ids: [alone.id] } };
  await call(harness, 'createComment', said);
  await call(harness, 'deleteObj', { as, params: { id } });
  await fails(harness, 'getSource', 'not_found', { as, params: { id } });
  await fails(harness, 'deleteObj', 'not_found', { as, params: { id } });
  assert.equal((await get(world.stranger, id)).redshift, 0.2, 'what others have there stays');
  const left = await harness.arrange(async (client) => {
    const { rows } = await client.query(
      `SELECT (SELECT count(*)::int FROM fritz.obj_editions WHERE id = $1) AS editions,
              (SELECT count(*)::int FROM fritz.sources WHERE obj_id = $1) AS saves,
              (SELECT count(*)::int FROM fritz.comments WHERE obj_id = $1) AS comments,
              (SELECT count(*)::int FROM fritz.photometry WHERE id = $2) AS points`,
      [id, point.id],
    );
    return rows[0];
  });
  assert.deepEqual(left, { editions: 1, saves: 1, comments: 0, points: 1 });
  // He begins anew, as with any name; and what he told others of he does not take from them.
  await make(as, alone, id, { redshift: 0.3 });
  assert.equal((await get(as, id)).redshift, 0.3);
  await make(as, ours, id);
  await fails(harness, 'deleteObj', 'permission_denied', { as, params: { id } });
  assert.equal((await get(as, id)).redshift, 0.3);
});

test('several objects are one thing; each sees those of them that he may', async () => {
  const as = world.member;
  await make(as, ours, 'Part1');
  await make(as, ours, 'Part2');
  const made = { name: '2026 AB', is_roid: true, obj_ids: ['Part1', 'Part2'] };
  const { id } = await call(harness, 'createSuperObj', { as, body: made });
  const one = await call(harness, 'getSuperObj', { as, params: { id } });
  assert.deepEqual(one.objs.map((obj) => obj.id).sort(), ['Part1', 'Part2']);
  const { associated_objs: others } = await get(as, 'Part1');
  assert.deepEqual(
    others?.map((obj) => obj.id),
    ['Part2'],
  );
  await fails(harness, 'getSuperObj', 'not_found', { as: world.stranger, params: { id } });
  const wrong = { obj_ids: ['Part1'], add_obj_ids: ['Part2'] };
  await fails(harness, 'updateSuperObj', 'invalid_request', { as, params: { id }, body: wrong });
  await call(harness, 'updateSuperObj', { as, params: { id }, body: { obj_ids: ['Part2'] } });
  const list = await call(harness, 'listSuperObjs', { as, query: { objID: 'Part2' } });
  assert.deepEqual(
    list.superObjs[0]?.objs.map((obj) => obj.id),
    ['Part2'],
  );
  await fails(harness, 'createSuperObj', 'invalid_request', {
    as: world.stranger,
    body: { obj_ids: ['Part1'] },
  });
  // Who has an object of his own under a name that is hidden from him knows nothing of the other.
  await make(world.stranger, theirs, 'Part2');
  await fails(harness, 'getSuperObj', 'not_found', { as: world.stranger, params: { id } });
  const { associated_objs: none } = await get(world.stranger, 'Part2');
  assert.deepEqual(none, []);
  await call(harness, 'deleteSuperObj', { as: world.admin, params: { id } });
});

test('analyses come along where they are asked for, to who sees them', async () => {
  await make(world.member, ours, 'Analysed');
  const body = {
    ...{ name: 'fits', url: 'https://example.org/fit', authentication_type: 'none' },
    ...{ analysis_type: 'meta_analysis', input_data_types: [], upload_only: true },
    group_ids: [ours.id],
  };
  const { id: serviceId } = await call(harness, 'createAnalysisService', { as: world.admin, body });
  const { id } = await call(harness, 'uploadAnalysis', {
    as: world.member,
    params: { objId: 'Analysed', serviceId },
    body: { analysis: { results: { data: { z: 0.1 } } }, message: 'by hand' },
  });
  const { analyses } = await get(world.viewer, 'Analysed', { includeAnalyses: true });
  assert.deepEqual(
    analyses?.map((one) => [one.id, one.status_message, one.has_results]),
    [[id, 'by hand', true]],
  );
  assert.equal((await get(world.viewer, 'Analysed')).analyses, undefined);
});
