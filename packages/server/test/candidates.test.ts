import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  createAlert,
  createCandidate,
  createFilter,
  createGroup,
  createPhotometryPoint,
  createScore,
  createSource,
  createStream,
  createUser,
} from '@fritz/testing';
import { arrangeWorld, call, fails, type Harness, send, startHarness } from './harness.ts';

/** 16 by 16 grey pixels. */
const GREY_PNG =
  'iVBORw0KGgoAAAANSUhEUgAAABAAAAAQCAAAAAA6mKC9AAAAD0lEQVR42mNoQAMMI1sAAAUMgAHjM1mKAAAAAElFTkSuQmCC';

let harness: Harness;
before(async () => {
  harness = await startHarness();
});
after(() => harness.close());

test('a candidate tells what passed, when, and what its newest alert was', async () => {
  const world = await harness.arrange(async (client) => {
    const made = await arrangeWorld(client);
    const newer = await createCandidate(client, {
      filter: made.filter,
      objId: made.objId,
      passedAt: new Date(Date.now() + 60_000),
      output: { annotations: { age: 4, name: 'x' }, other: 1 },
    });
    await createAlert(client, {
      objectId: made.objId,
      candid: newer.candid,
      columns: { fid: 2, magpsf: Math.fround(19.739463), drb: null, mjd: 61364.5 },
    });
    return { ...made, newer };
  });
  const page = await call(harness, 'listCandidates', { as: world.member });
  assert.equal(page.totalMatches, 1);
  const [candidate] = page.candidates;
  assert.ok(candidate);
  assert.equal(candidate.id, world.objId);
  assert.equal(candidate.candid, world.newer.candid);
  assert.deepEqual(candidate.filter_ids, [world.filter.id]);
  assert.equal(candidate.passing_alerts[0]?.passing_alert_id, world.newer.candid);
  assert.equal(candidate.is_source, true);
  assert.deepEqual(candidate.saved_groups, [{ id: world.group.id, name: world.group.name }]);
  assert.equal(candidate.detections, 2);
  assert.equal(candidate.last_band, 'ztfr');
  assert.equal(candidate.last_mag, Math.fround(19.739463));
  assert.equal(candidate.scores.drb, null);
  assert.equal(candidate.scores.rb, Math.fround(0.8));
  assert.deepEqual(candidate.annotations[0]?.data, { age: 4, name: 'x' });

  const one = await call(harness, 'getCandidate', {
    as: world.member,
    params: { objId: world.objId },
    query: { includePhotometry: true },
  });
  assert.equal(one.photometry?.length, 1);
  assert.equal(one.photometry?.[0]?.candid, world.candid);
});

test('a candidate tells its scores, those that failed and those that nobody asked for yet', async () => {
  const world = await harness.arrange(async (client) => {
    const made = await arrangeWorld(client);
    const { candid } = made;
    await createScore(client, { candid, score: 0.25 });
    await createScore(client, { candid, score: null, reason: 'drb is missing' });
    await createScore(client, { candid, isDeferred: true });
    return made;
  });
  const params = { objId: world.objId };
  const { classifiers, explanations } = await call(harness, 'getCandidate', {
    as: world.member,
    params,
  });
  assert.deepEqual(
    classifiers.map(({ version, state, score, reason }) => [version, state, score, reason]),
    [
      ['1', 'scored', 0.25, null],
      ['1', 'failed', null, 'drb is missing'],
      ['1', 'not_computed', null, null],
    ],
  );
  const url = `/api/filters/${world.filter.id}/explain?candid=${world.candid}`;
  assert.deepEqual(explanations, [{ filter_id: world.filter.id, url }]);
});

test('64-bit ids are plain integers on the wire, exact', async () => {
  const candid = 9_223_372_036_854_775_807n;
  const user = await harness.arrange(async (client) => {
    const { member, filter } = await arrangeWorld(client);
    await createCandidate(client, { filter, candid });
    return member;
  });
  const response = await send(harness, 'listCandidates', { as: user });
  assert.match(response.body, /"candid":9223372036854775807[,}]/);
});

test('pages follow one another, newest first, and know the total beyond the last', async () => {
  const { user, names } = await harness.arrange(async (client) => {
    const made = await arrangeWorld(client);
    const group = await createGroup(client, { members: [made.viewer], streams: [made.stream] });
    const filter = await createFilter(client, { group, stream: made.stream });
    const objs: string[] = [];
    for (let i = 0; i < 7; i++) {
      const passedAt = new Date(Date.UTC(2026, 10, 20, 3, i));
      objs.unshift((await createCandidate(client, { filter, passedAt })).objId);
    }
    return { user: made.viewer, names: { group: group.id, objs } };
  });
  const seen: string[] = [];
  for (const pageNumber of [1, 2, 3, 4]) {
    const page = await call(harness, 'listCandidates', {
      as: user,
      query: { groupIDs: names.group, pageNumber, numPerPage: 3 },
    });
    assert.equal(page.totalMatches, 7);
    seen.push(...page.candidates.map((candidate) => candidate.id));
  }
  assert.deepEqual(seen, names.objs);

  const inWindow = await call(harness, 'listCandidates', {
    as: user,
    query: {
      groupIDs: names.group,
      startDate: '2026-11-20T03:02:00',
      endDate: '2026-11-20T03:04:00Z',
    },
  });
  assert.equal(inWindow.totalMatches, 2);
});

test('savedStatus chooses by what groups have saved', async () => {
  const world = await harness.arrange(async (client) => {
    const user = await createUser(client);
    const stream = await createStream(client, { users: [user] });
    const [a, b] = [
      await createGroup(client, { members: [user], streams: [stream] }),
      await createGroup(client, { members: [user], streams: [stream] }),
    ];
    const filter = await createFilter(client, { group: a, stream });
    const objs: string[] = [];
    for (let i = 0; i < 4; i++) objs.push((await createCandidate(client, { filter })).objId);
    const [none, inA, inB, both] = objs as [string, string, string, string];
    for (const objId of [inA, both]) await createSource(client, { objId, group: a });
    for (const objId of [inB, both]) await createSource(client, { objId, group: b });
    return { user, a, b, none, inA, inB, both };
  });
  const { a, b, none, inA, inB, both } = world;
  const expected: [string, string | undefined, string[]][] = [
    ['all', undefined, [none, inA, inB, both]],
    ['savedToAnyAccessible', undefined, [inA, inB, both]],
    ['notSavedToAnyAccessible', undefined, [none]],
    ['savedToAnySelected', `${a.id}`, [inA, both]],
    ['notSavedToAnySelected', `${a.id}`, [none, inB]],
    ['savedToAllSelected', `${a.id},${b.id}`, [both]],
    ['notSavedToAllSelected', `${a.id},${b.id}`, [none, inA, inB]],
  ];
  for (const [savedStatus, groupIDs, objs] of expected) {
    const query = { savedStatus, ...(groupIDs ? { groupIDs } : {}) };
    const page = await call(harness, 'listCandidates', { as: world.user, query });
    const ids = page.candidates.map((candidate) => candidate.id);
    assert.deepEqual(ids.sort(), objs.sort(), `${savedStatus} ${groupIDs}`);
  }
});

test('what is wrong with a query is named', async () => {
  const user = await harness.arrange((client) => createUser(client));
  const wrong: [Record<string, string>, RegExp][] = [
    [{ numPerPage: '0' }, /numPerPage/],
    [{ pageNumber: '0' }, /pageNumber/],
    [{ groupIDs: '1;2' }, /groupIDs/],
    [{ startDate: 'yesterday' }, /startDate/],
    [{ startDate: '2026-02-31' }, /startDate: is not a date/],
    [{ savedStatus: 'maybe' }, /savedStatus: must be one of all/],
    [{ grupIDs: '1' }, /grupIDs: is not known here/],
  ];
  for (const [query, message] of wrong) {
    const error = await fails(harness, 'listCandidates', 'invalid_request', { as: user, query });
    assert.match(error.message, message);
  }
  const tolerated = { autosave: 'false', queryID: 'abc' };
  await call(harness, 'listCandidates', { as: user, query: tolerated });
});

test('photometry is signed flux, magnitudes where there are any, and limits with their sigma', async () => {
  const world = await harness.arrange(async (client) => {
    const made = await arrangeWorld(client);
    const { objId } = made;
    const faded = { mjd: 61_400, flux_ujy: -50, fluxerr_ujy: 5, ref_flux_ujy: 200 };
    const limit = { mjd: 61_401, flux_ujy: null, fluxerr_ujy: 1, limiting_mag: 20.5 };
    await createPhotometryPoint(client, { objId, columns: { ...faded, ref_fluxerr_ujy: 12 } });
    const columns = { ...limit, limiting_mag_nsigma: 5 };
    await createPhotometryPoint(client, { objId, columns });
    await createPhotometryPoint(client, { objId, programId: 3 });
    return made;
  });
  const params = { id: world.objId };
  const mags = await call(harness, 'getPhotometry', { as: world.member, params });
  assert.equal(mags.length, 3, 'the point of a programme of others is not there');
  const [detection, faded, limit] = mags;
  assert.ok(Math.abs((detection?.mag ?? 0) - 18.9) < 1e-9);
  assert.ok(Math.abs((detection?.magerr ?? 0) - 0.05428681) < 1e-7);
  assert.equal(detection?.snr, 20);
  assert.equal(faded?.mag, null);
  assert.equal(faded?.snr, -10);
  assert.ok(Math.abs((faded?.magtot ?? 0) - (23.9 - 2.5 * Math.log10(150))) < 1e-9);
  assert.ok(Math.abs((faded?.e_magtot ?? 0) - (1.0857362 * 13) / 150) < 1e-6);
  assert.equal(limit?.mag, null);
  assert.equal(limit?.limiting_mag, 20.5);
  assert.equal(limit?.limiting_mag_nsigma, 5);
  const query = { format: 'flux' };
  const fluxes = await call(harness, 'getPhotometry', { as: world.member, params, query });
  assert.equal(fluxes[1]?.flux, -50);
  assert.equal(fluxes[1]?.zp, 23.9);
  assert.equal('mag' in (fluxes[1] ?? {}), false);
});

test('pictures come where they are asked for', async () => {
  const world = await harness.arrange(arrangeWorld);
  const as = world.member;
  const body = { obj_id: world.objId, data: GREY_PNG, ttype: 'new' as const };
  await call(harness, 'createThumbnail', { as, body });
  const params = { objId: world.objId };
  const bare = await call(harness, 'getCandidate', { as, params });
  assert.equal('thumbnails' in bare, false);
  const query = { includeThumbnails: true };
  const { thumbnails = [] } = await call(harness, 'getCandidate', { as, params, query });
  assert.deepEqual(
    thumbnails.map(({ type, obj_id }) => [type, obj_id]),
    [['new', world.objId]],
  );
  const { candidates } = await call(harness, 'listCandidates', { as, query });
  assert.deepEqual(candidates[0]?.thumbnails, thumbnails);
});

test('a candidate has the tags that its viewer sees', async () => {
  const world = await harness.arrange(arrangeWorld);
  // Whoever sees it beside those of the group.
  const other = await harness.arrange(async (client) => {
    const user = await createUser(client);
    await createGroup(client, { members: [user], private: true });
    return user;
  });
  const tag = async (name: string, group_ids?: number[]) => {
    const { id } = await call(harness, 'createTagOption', {
      ...{ as: world.admin, body: { name, color: '#3a87ad' } },
    });
    await call(harness, 'createObjTag', {
      as: world.member,
      body: { objtagoption_id: id, obj_id: world.objId, ...(group_ids && { group_ids }) },
    });
  };
  await tag('Infant');
  await tag('Ours', [world.group.id]);
  const tagsOf = async (as: { token: string }) => {
    const page = await call(harness, 'listCandidates', { as });
    return page.candidates.map(({ tags }) => tags.map(({ name, color }) => [name, color]));
  };
  assert.deepEqual(await tagsOf(world.member), [
    [
      ['Infant', '#3a87ad'],
      ['Ours', '#3a87ad'],
    ],
  ]);
  assert.deepEqual(await tagsOf(other), [], 'who sees no candidate sees no tag');
});
