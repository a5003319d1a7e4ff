import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  createCandidate,
  createFilter,
  createGroup,
  createInstrument,
  createPhotometryPoint,
  createSpectrum,
  createStream,
  createTaxonomy,
  createUser,
} from '@fritz/testing';
import { call, fails, type Harness, startHarness } from './harness.ts';

let harness: Harness;
before(async () => {
  harness = await startHarness();
});
after(() => harness.close());

/** Four objects that passed one filter, a minute apart; `age` is what it says of each. */
async function arrangeScan(ages: readonly unknown[] = [1, 5, 'old', null]) {
  return harness.arrange(async (client) => {
    const [user, stranger] = [await createUser(client), await createUser(client)];
    const stream = await createStream(client, { users: [user, stranger] });
    const group = await createGroup(client, { members: [user], streams: [stream] });
    const hidden = await createGroup(client, { members: [stranger], streams: [stream] });
    const filter = await createFilter(client, { group, stream });
    const { rows } = await client.query<{ origin: string }>(
      `SELECT g.name || ':' || f.name AS origin FROM fritz.filters f
        JOIN fritz.groups g ON g.id = f.group_id WHERE f.id = $1`,
      [filter.id],
    );
    const objs: string[] = [];
    for (const [i, age] of ages.entries()) {
      const passedAt = new Date(Date.UTC(2026, 10, 20, 3, i));
      const output = age === null ? {} : { annotations: { age } };
      objs.push((await createCandidate(client, { filter, passedAt, output })).objId);
    }
    return { user, stranger, group, hidden, filter, objs, origin: rows[0]?.origin ?? '' };
  });
}

type World = Awaited<ReturnType<typeof arrangeScan>>;

/** Which of the objects a scan finds, by their places. */
async function found(world: World, query: Record<string, string | number | boolean>) {
  const page = await call(harness, 'listCandidates', { as: world.user, query });
  const places = page.candidates.map((one) => world.objs.indexOf(one.id));
  assert.equal(page.totalMatches, places.length);
  return places;
}

const sorted = (places: number[]) => places.toSorted((a, b) => a - b);

test('annotations of filters and of people choose and sort', async () => {
  const world = await arrangeScan();
  const { origin } = world;
  const list = (...wishes: object[]) => ({
    annotationFilterList: wishes.map((wish) => JSON.stringify(wish)).join(','),
  });
  assert.deepEqual(await found(world, list({ origin, key: 'age', min: 1, max: 5 })), [1, 0]);
  assert.deepEqual(await found(world, list({ origin, key: 'age', min: 2 })), [1]);
  assert.deepEqual(await found(world, list({ origin, key: 'age', value: 'old' })), [2]);
  assert.deepEqual(await found(world, list({ origin, key: 'age', value: 5 })), [1]);
  assert.deepEqual(await found(world, list({ origin: 'x', key: 'age', value: 5 })), []);
  assert.deepEqual(await found(world, { annotationExcludeOrigin: origin }), [3]);
  const late = '2026-11-20T03:01:30';
  const since = { annotationExcludeOrigin: origin, annotationExcludeOutdatedDate: late };
  assert.deepEqual(sorted(await found(world, since)), [0, 1, 3]);

  await call(harness, 'createAnnotation', {
    as: world.user,
    params: { resource_type: 'sources', resource_id: world.objs[3] ?? '' },
    body: { origin: 'ours', data: { age: 3 }, group_ids: [world.group.id] },
  });
  assert.deepEqual(await found(world, list({ origin: 'ours', key: 'age', min: 3, max: 3 })), [3]);
  const page = await call(harness, 'listCandidates', { as: world.user });
  assert.deepEqual(page.candidates[0]?.annotations, [
    { origin: 'ours', data: { age: 3 }, filter_id: null, group_ids: [world.group.id] },
  ]);

  const sort = { sortByAnnotationOrigin: origin, sortByAnnotationKey: 'age' };
  const up = await found(world, sort);
  assert.deepEqual([up.indexOf(0) < up.indexOf(1), up.at(-1)], [true, 3], 'what has none is last');
  const down = await found(world, { ...sort, sortByAnnotationOrder: 'desc' });
  assert.deepEqual([down.indexOf(0) > down.indexOf(1), down.at(-1)], [true, 3]);
});

test('redshift, classifications, lists and detections choose, as far as the viewer sees', async () => {
  const world = await arrangeScan();
  const [a, b, c] = world.objs as [string, string, string, string];
  await harness.arrange(async (client) => {
    await client.query('UPDATE fritz.obj_editions SET redshift = 0.1 WHERE id = $1', [a]);
    for (const [objId, mjd, origin] of [
      [a, 61_000, 'alert'],
      [a, 61_002, 'alert'],
      [b, 61_001, 'alert'],
      [b, 61_001.5, 'alert_fp'],
      [c, 61_001, 'alert'],
    ] as const) {
      const columns = { mjd, origin };
      const where = objId === c ? { group: world.hidden } : { group: world.group };
      await createPhotometryPoint(client, { objId, ...where, columns });
    }
    const list = `INSERT INTO fritz.listings (user_id, obj_id, list_name) VALUES ($1, $2, $3)`;
    await client.query(list, [world.user.id, b, 'rejected_candidates']);
    await client.query(list, [world.stranger.id, a, 'rejected_candidates']);
  });
  assert.deepEqual(await found(world, { minRedshift: 0.05 }), [0]);
  assert.deepEqual(await found(world, { minRedshift: 0.05, maxRedshift: 0.06 }), []);
  assert.deepEqual(await found(world, { listName: 'rejected_candidates' }), [1]);
  assert.deepEqual(await found(world, { listNameReject: 'rejected_candidates' }), [3, 2, 0]);
  assert.deepEqual(await found(world, { numberDetections: 1 }), [1, 0], 'c is detected for others');
  assert.deepEqual(await found(world, { numberDetections: 2 }), [1, 0]);
  assert.deepEqual(await found(world, { numberDetections: 2, excludeForcedPhotometry: true }), [0]);
  // MJD 61000.5 and 61001.75.
  const span = {
    firstDetectionAfter: '2025-11-21T12:00:00',
    lastDetectionBefore: '2025-11-22T18:00:00',
  };
  assert.deepEqual(await found(world, span), [1]);
  assert.deepEqual(await found(world, { classifications: 'SN Ia' }), []);
  assert.equal((await found(world, { classificationsReject: 'SN Ia,AGN' })).length, 4);
  assert.deepEqual(await found(world, { photometryAnnotationsFilter: 'drb: 0.5: lt' }), []);
});

test('a cursor and a queryID make pages that do not shift', async () => {
  const world = await arrangeScan([4, 3, 2, 1]);
  const sort = { sortByAnnotationOrigin: world.origin, sortByAnnotationKey: 'age' };
  for (const [query, order] of [
    [{}, [3, 2, 1, 0]],
    [sort, [3, 2, 1, 0]],
    [{ ...sort, sortByAnnotationOrder: 'desc' }, [0, 1, 2, 3]],
  ] as const) {
    const places: number[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const asked: Record<string, string | number> = { ...query, numPerPage: 1 };
      if (cursor !== '') asked.cursor = cursor;
      const page: { candidates: { id: string }[]; cursor: string | null } = await call(
        harness,
        'listCandidates',
        { as: world.user, query: asked },
      );
      places.push(...page.candidates.map((one) => world.objs.indexOf(one.id)));
      cursor = page.cursor;
    }
    assert.deepEqual(places, order);
  }
  const first = await call(harness, 'listCandidates', { as: world.user, query: { numPerPage: 2 } });
  await harness.arrange((client) => createCandidate(client, { filter: world.filter }));
  const query = { numPerPage: 2, pageNumber: 2, queryID: first.queryID };
  const second = await call(harness, 'listCandidates', { as: world.user, query });
  assert.deepEqual(
    second.candidates.map((one) => world.objs.indexOf(one.id)),
    [1, 0],
  );
  assert.equal(second.totalMatches, 4);
});

test('what cannot be asked for is refused with its field', async () => {
  const { user } = await arrangeScan([]);
  const wrong: [Record<string, string>, RegExp][] = [
    [{ annotationFilterList: '{' }, /annotationFilterList: is not JSON/],
    [{ annotationFilterList: '{"origin":"x"}' }, /annotationFilterList: each is/],
    [{ sortByAnnotationKey: 'age' }, /sortByAnnotationOrigin/],
    [{ cursor: 'abc' }, /cursor: is not one/],
    [{ localizationDateobs: '2026-11-20T00:00:00' }, /localization/i],
    [{ photometryAnnotationsFilter: 'drb: 0.5: near' }, /photometryAnnotationsFilter/],
    [{ autosave: 'true' }, /autosave: a GET saves nothing/],
    [{ firstDetectionAfter: 'then' }, /firstDetectionAfter/],
  ];
  for (const [query, message] of wrong) {
    const error = await fails(harness, 'listCandidates', 'invalid_request', { as: user, query });
    assert.match(error.message, message);
  }
});

test('what others scanned, what people classified, and the plane of the Galaxy are left out', async () => {
  const world = await arrangeScan();
  const { user, group, objs, stranger } = world;
  const mate = await harness.arrange(async (client) => {
    const made = await createUser(client);
    const place = 'UPDATE fritz.obj_editions SET ra = $2, dec = $3 WHERE id = $1';
    // The Galactic centre, and its north pole.
    await client.query(place, [objs[0], 266.405, -28.936]);
    await client.query(place, [objs[1], 192.859, 27.128]);
    await client.query(place, [objs[2], 266.405, -28.936]);
    await client.query(place, [objs[3], 12.859, -27.128]);
    const label = `INSERT INTO fritz.source_labels (obj_id, group_id, labeller_id) VALUES ($1, $2, $3)`;
    await client.query(label, [objs[0], group.id, made.id]);
    await client.query(label, [objs[1], group.id, user.id]);
    // Of a group that the viewer is not in.
    await client.query(label, [objs[2], world.hidden.id, stranger.id]);
    return made;
  });
  assert.deepEqual(sorted(await found(world, { minAbsGalacticLatitude: 60 })), [1, 3]);
  assert.deepEqual(sorted(await found(world, { hideScannedByOthers: true })), [1, 2, 3]);
  const page = await call(harness, 'listCandidates', { as: user });
  const labellers = new Map(page.candidates.map((one) => [one.id, one.labellers]));
  assert.deepEqual(
    objs.map((id) => labellers.get(id)?.map((one) => one.user_id)),
    [[mate.id], [user.id], [], []],
  );

  const taxonomy = await harness.arrange((client) =>
    createTaxonomy(client, {
      group,
      createdBy: user,
      hierarchy: { class: 'Time-domain Source', subclasses: [{ class: 'SN' }] },
    }),
  );
  const say = (objId: string | undefined, ml: boolean) =>
    call(harness, 'createClassification', {
      as: user,
      body: {
        obj_id: objId ?? '',
        classification: 'SN',
        taxonomy_id: taxonomy.id,
        ml,
        group_ids: [group.id],
        label: false,
      },
    });
  await say(objs[0], false);
  await say(objs[3], true);
  assert.deepEqual(sorted(await found(world, { hideClassified: true })), [1, 2, 3]);

  await call(harness, 'createListing', {
    as: user,
    body: { obj_id: objs[2] ?? '', list_name: 'rejected_candidates' },
  });
  const again = await call(harness, 'listCandidates', { as: user });
  assert.deepEqual(again.candidates.find((one) => one.id === objs[2])?.lists, [
    'rejected_candidates',
  ]);
  assert.deepEqual(
    sorted(await found(world, { listNameReject: 'rejected_candidates' })),
    [0, 1, 3],
  );
});

test('spectra come along with candidates where they are asked for, as far as they are seen', async () => {
  const world = await arrangeScan([1, 2]);
  const [objId = ''] = world.objs;
  await harness.arrange(async (client) => {
    const instrument = await createInstrument(client, { columns: { type: 'spectrograph' } });
    const made = { objId, instrument };
    await createSpectrum(client, { ...made, group: world.group, owner: world.user });
    await createSpectrum(client, { ...made, group: world.hidden, owner: world.stranger });
  });
  const query = { includeSpectra: true };
  const page = await call(harness, 'listCandidates', { as: world.user, query });
  const spectra = new Map(page.candidates.map((one) => [one.id, one.spectra]));
  assert.deepEqual(
    world.objs.map((id) => spectra.get(id)?.length),
    [1, 0],
  );
  assert.ok((spectra.get(objId)?.[0]?.wavelengths.length ?? 0) > 0);
  const one = await call(harness, 'getCandidate', { as: world.user, params: { objId }, query });
  assert.equal(one.spectra?.length, 1);
  const bare = await call(harness, 'getCandidate', { as: world.user, params: { objId } });
  assert.equal('spectra' in bare, false);
});
