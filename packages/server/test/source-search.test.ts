import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createPhotometryPoint, createSpectrum } from '@fritz/testing';
import { arrangeWorld, call, fails, type Harness, startHarness, type World } from './harness.ts';

let harness: Harness;
let world: World;
before(async () => {
  harness = await startHarness();
  world = await harness.arrange(arrangeWorld);
  const as = world.stranger;
  const objs = [
    { id: 'A1', ra: 10, dec: 0, redshift: 0.1, tns_name: 'SN 2026aa', alias: ['x1'], score: 2 },
    { id: 'B2', ra: 10.001, dec: 0, redshift: 0.3, origin: 'Gaia alerts', t0: 61_000 },
    { id: 'C3', ra: 200, dec: -80, altdata: { simbad: { class: 'QSO' } }, score: 1 },
    { id: 'D4', ra: 359.9999, dec: 5, redshift: 0.2, alias: ['longer name'] },
  ];
  for (const body of objs) {
    await call(harness, 'saveSource', { as, body: { ...body, group_ids: [world.otherGroup.id] } });
  }
  await harness.arrange(async (client) => {
    const points = [
      ['A1', 61_000, 1000],
      ['A1', 61_010, 100],
      ['B2', 61_005, 10],
    ] as const;
    for (const [objId, mjd, flux] of points) {
      const columns = { mjd, flux_ujy: flux, fluxerr_ujy: 1, owner_id: as.id };
      await createPhotometryPoint(client, { objId, group: world.otherGroup, columns });
    }
    const found = await client.query<{ id: number }>('SELECT min(id) AS id FROM fritz.instruments');
    const instrument = { id: found.rows[0]?.id ?? 0 };
    const seen = { objId: 'A1', instrument, group: world.otherGroup, owner: as };
    await createSpectrum(client, seen);
    const hidden = { objId: 'B2', instrument, group: world.group, owner: world.member };
    await createSpectrum(client, hidden);
    // Of the group that the stranger is not in.
    const columns = { mjd: 61_020, flux_ujy: 9e4, fluxerr_ujy: 1, owner_id: world.member.id };
    await createPhotometryPoint(client, { objId: 'B2', group: world.group, columns });
  });
  const params = (id: string) => ({ resource_type: 'sources', resource_id: id });
  await call(harness, 'createComment', { as, params: params('A1'), body: { text: 'Very young' } });
  await call(harness, 'createAnnotation', {
    as,
    params: params('B2'),
    body: { origin: 'gaia', data: { period: 2.5, kind: 'RR' } },
  });
  const { id: tagId } = await call(harness, 'createTagOption', {
    as: world.admin,
    body: { name: 'Young' },
  });
  await call(harness, 'createObjTag', { as, body: { obj_id: 'D4', objtagoption_id: tagId } });
  const hierarchy = {
    class: 'Time-domain Source',
    subclasses: [{ class: 'SN Ia' }, { class: 'AGN' }],
  };
  const { taxonomy_id } = await call(harness, 'createTaxonomy', {
    as: world.admin,
    body: { name: 'Sitewide', hierarchy, version: '1', group_ids: [world.otherGroup.id] },
  });
  const said = [
    ['A1', 'SN Ia', 0.9],
    ['A1', 'AGN', 0.2],
    ['C3', 'AGN', 0.8],
  ] as const;
  for (const [obj_id, classification, probability] of said) {
    const body = { obj_id, classification, probability, taxonomy_id, label: false };
    await call(harness, 'createClassification', {
      as,
      body: { ...body, group_ids: [world.otherGroup.id] },
    });
  }
  await call(harness, 'createListing', {
    as,
    body: { user_id: as.id, obj_id: 'C3', list_name: 'favorites' },
  });
});
after(() => harness?.close());

type Query = Record<string, string | number | boolean>;

async function find(query: Query, as = world.stranger): Promise<string> {
  const { sources } = await call(harness, 'listSources', { as, query: { sortBy: 'id', ...query } });
  return sources.map(({ id }) => id).join(' ');
}

const searches: [string, Query, string][] = [
  ['everything', {}, 'A1 B2 C3 D4'],
  ['cone', { ra: 10, dec: 0, radius: 0.0005 }, 'A1'],
  ['wider cone', { ra: 10, dec: 0, radius: 0.002 }, 'A1 B2'],
  ['cone over 0h', { ra: 0.0001, dec: 5, radius: 0.001 }, 'D4'],
  ['cone at a pole', { ra: 20, dec: -89, radius: 11.01 }, 'C3'],
  ['part of a name', { sourceID: 'b' }, 'B2'],
  ['TNS name without its space', { sourceID: 'sn2026' }, 'A1'],
  ['part of an alias', { sourceID: 'longer' }, 'D4'],
  ['alias', { alias: 'x1' }, 'A1'],
  ['origin', { origin: 'Gaia' }, 'B2'],
  ['simbad class', { simbadClass: 'qso' }, 'C3'],
  ['TNS name', { TNSname: '2026AA' }, 'A1'],
  ['any TNS name', { hasTNSname: true }, 'A1'],
  ['no TNS name', { hasNoTNSname: true }, 'B2 C3 D4'],
  ['redshift', { minRedshift: 0.15, maxRedshift: 0.25 }, 'D4'],
  ['without', { rejectedSourceIDs: 'A1, D4' }, 'B2 C3'],
  ['bright peak', { minPeakMagnitude: 17 }, 'A1'],
  ['faint peak, hidden points aside', { maxPeakMagnitude: 20 }, 'B2'],
  ['bright at last', { minLatestMagnitude: 19 }, 'A1'],
  ['detections', { numberDetections: 2 }, 'A1'],
  ['first detected', { startDate: '2025-11-27T00:00:00' }, ''],
  ['saved before', { savedBefore: '2001-01-01' }, ''],
  ['saved after', { savedAfter: '2001-01-01' }, 'A1 B2 C3 D4'],
  ['changed after', { createdOrModifiedAfter: '2001-01-01' }, 'A1 B2 C3 D4'],
  ['comment', { commentsFilter: 'young, old' }, 'A1'],
  ['no such comment', { commentsFilter: 'old' }, ''],
  ['annotation', { annotationsFilter: 'period' }, 'B2'],
  ['annotation of an origin', { annotationsFilterOrigin: 'gaia' }, 'B2'],
  ['annotation in a range', { annotationsFilter: 'period:2:gt, period:3:lt' }, 'B2'],
  ['annotation beyond', { annotationsFilter: 'period:2.5:gt' }, ''],
  ['annotation that is not equal', { annotationsFilter: 'period:2:ne' }, 'B2'],
  ['annotation of a word', { annotationsFilter: 'kind:RR:eq' }, 'B2'],
  ['no follow-up', { hasFollowupRequest: true }, ''],
  ['list', { listName: 'favorites' }, 'C3'],
  ['tag, in whatever case', { tags: 'young,old' }, 'D4'],
  ['no such tag', { tags: 'old' }, ''],
  ['spectrum', { hasSpectrum: true }, 'A1'],
  ['no spectrum, hidden ones aside', { hasNoSpectrum: true }, 'B2 C3 D4'],
  ['spectrum after', { hasSpectrumAfter: '2026-03-01T00:00:00' }, 'A1'],
  ['spectrum before', { hasSpectrumBefore: '2026-03-01T00:00:00' }, ''],
  ['unclassified', { unclassified: true }, 'B2 D4'],
  ['classified', { classifications: 'Sitewide: SN Ia' }, 'A1'],
  ['one of two classes', { classifications: 'Sitewide: SN Ia, AGN' }, 'A1 C3'],
  [
    'both classes',
    { classifications: 'Sitewide: SN Ia, Sitewide: AGN', classifications_simul: true },
    'A1',
  ],
  [
    'a class that counts',
    { classifications: 'Sitewide: AGN', minClassificationProbability: 0.5 },
    'C3',
  ],
  ['not classified so', { nonclassifications: 'Sitewide: SN Ia' }, 'B2 C3 D4'],
  ['nobody looked', { hasNotBeenLabelled: true }, 'A1 B2 C3 D4'],
  ['somebody looked', { hasBeenLabelled: true }, ''],
  ['asked', { requestedOnly: true }, ''],
  ['not saved to any', { savedStatus: 'notSavedToAnyAccessible' }, ''],
  ['saved to any', { savedStatus: 'savedToAnyAccessible', minRedshift: 0 }, 'A1 B2 D4'],
];
for (const [what, query, expected] of searches) {
  test(`search: ${what}`, async () => assert.equal(await find(query), expected));
}

test('a comment by its author', async () => {
  const { username } = world.stranger;
  assert.equal(await find({ commentsFilterAuthor: username }), 'A1');
  assert.equal(await find({ commentsFilterAuthor: 'nobody-of-this-name' }), '');
});

test('nothing of another group is found, whatever is asked', async () => {
  for (const [, query, expected] of searches) {
    if (expected === '') continue;
    const found = (await find(query, world.member)).split(' ');
    assert.deepEqual(
      found.filter((id) => /^[A-D]\d$/.test(id)),
      [],
    );
  }
});

test('saveSummary tells what groups have saved, within the same conditions', async () => {
  const as = world.stranger;
  const summary = async (query: Query, by = as) => {
    const given = { saveSummary: true, ...query };
    const { sources, ...page } = await call(harness, 'listSources', { as: by, query: given });
    return { entries: JSON.parse(JSON.stringify(sources)), ...page };
  };
  const group_ids = ` ${world.otherGroup.id} , ${world.group.id}`;
  const all = await summary({ group_ids, numPerPage: 100_000 });
  assert.deepEqual([all.totalMatches, all.numPerPage, all.cursor], [4, 500, null]);
  const { id, saved_at, created_at, modified, ...last } = all.entries[0];
  assert.deepEqual(last, {
    obj_id: 'D4',
    group_id: world.otherGroup.id,
    saved_by_id: as.id,
    active: true,
    requested: false,
    unsaved_by_id: null,
    unsaved_at: null,
  });
  assert.ok(id > 0 && saved_at === created_at && saved_at === modified, JSON.stringify(all));
  const second = await summary({ numPerPage: 3, pageNumber: 2, sortOrder: 'asc' });
  const objIds = (page: typeof all) => page.entries.map((one: { obj_id: string }) => one.obj_id);
  assert.deepEqual([objIds(second), second.totalMatches], [['D4'], 4]);
  assert.deepEqual(objIds(await summary({ minRedshift: 0.15, savedAfter: '2001-01-01' })), [
    'D4',
    'B2',
  ]);
  assert.equal((await summary({ savedBefore: '2001-01-01' })).totalMatches, 0);
  const others = await summary({ sourceID: 'D4' }, world.member);
  assert.deepEqual([others.totalMatches, others.entries], [0, []], 'nothing of hidden groups');
});

test('includeGeoJSON tells the places of what is on the page', async () => {
  const query = { sourceID: 'A1', includeGeoJSON: true };
  const { geojson } = await call(harness, 'listSources', { as: world.stranger, query });
  assert.deepEqual(geojson, {
    type: 'FeatureCollection',
    features: [
      {
        type: 'Feature',
        geometry: { type: 'Point', coordinates: [10, 0] },
        properties: { name: 'A1, x1', url: '/source/A1' },
      },
    ],
  });
});

test('what makes no search is refused, with the field named', async () => {
  const wrong: [Query, RegExp][] = [
    [{ ra: 10 }, /dec/],
    [{ hasTNSname: true, hasNoTNSname: true }, /hasNoTNSname/],
    [{ annotationsFilter: 'a:b:c' }, /op must be/],
    [{ annotationsFilter: 'a:b:gt' }, /compares numbers/],
    [{ classifications: 'Sitewide:' }, /taxonomy/],
    [{ hasNoSpectrum: true, hasSpectrum: true }, /contradicts/],
    [{ hasSpectrumAfter: 'spring' }, /hasSpectrumAfter/],
    [{ savedAfter: '2026-02-31' }, /savedAfter/],
    [{ cursor: 'abc' }, /cursor/],
    [{ saveSummary: true, sortBy: 'ra' }, /sortBy/],
    [{ saveSummary: true, savedStatus: 'all' }, /savedStatus/],
    [{ saveSummary: true, cursor: 'abc' }, /cursor/],
    [{ noSuchFilter: 1 }, /noSuchFilter/],
  ];
  for (const [query, message] of wrong) {
    const error = await fails(harness, 'listSources', 'invalid_request', {
      as: world.stranger,
      query,
    });
    assert.match(error.message, message);
  }
});

test('by a cursor nothing is skipped or repeated, though objects come and go', async () => {
  const as = world.stranger;
  for (const sortBy of ['saved_at', 'redshift', 'ra', 'tns_name', 'alias', 'score', 'id']) {
    for (const sortOrder of ['asc', 'desc']) {
      const seen: string[] = [];
      let cursor: string | null = '';
      while (cursor !== null) {
        const query: Query = { sortBy, sortOrder, numPerPage: 1, ...(cursor ? { cursor } : {}) };
        const page = await call(harness, 'listSources', { as, query });
        assert.equal(page.totalMatches, 4);
        seen.push(...page.sources.map(({ id }) => id));
        cursor = page.cursor;
      }
      const whole = await find({ sortBy, sortOrder });
      assert.equal(seen.join(' '), whole, `${sortBy} ${sortOrder}`);
    }
  }
  const first = await call(harness, 'listSources', { as, query: { sortBy: 'id', numPerPage: 2 } });
  assert.ok(first.cursor);
  const body = { id: 'A0', ra: 1, dec: 1, group_ids: [world.otherGroup.id] };
  await call(harness, 'saveSource', { as, body });
  const second = await find({ numPerPage: 2, cursor: first.cursor });
  assert.equal(second, 'C3 D4');
  await call(harness, 'unsaveSource', {
    as,
    params: { id: 'A0' },
    body: { group_id: world.otherGroup.id },
  });
  await fails(harness, 'listSources', 'invalid_request', {
    as,
    query: { sortBy: 'ra', cursor: first.cursor },
  });
});

test('what is asked for comes along', async () => {
  const flags = [
    ...['includeComments', 'includeCommentExists', 'includePeriodExists', 'includePhotometry'],
    ...[
      'includePhotometryExists',
      'includeDetectionStats',
      'includeThumbnails',
      'includeLabellers',
    ],
    ...['includeSpectrumExists', 'includeColorMagnitude', 'includeAnalyses'],
  ];
  const query = Object.fromEntries(flags.map((flag) => [flag, true]));
  const as = world.stranger;
  const { sources } = await call(harness, 'listSources', { as, query: { sortBy: 'id', ...query } });
  const [a, b] = sources;
  assert.equal(a?.comments?.[0]?.text, 'Very young');
  assert.deepEqual(
    [a?.comment_exists, a?.photometry_exists, a?.period_exists],
    [true, true, false],
  );
  assert.equal(a?.photometry?.length, 2);
  assert.deepEqual([a?.spectrum_exists, b?.spectrum_exists], [true, false]);
  assert.deepEqual([b?.period_exists, b?.photometry?.length], [true, 1]);
  assert.equal(b?.photstats?.[0]?.num_det_global, 1);
  assert.match(b?.last_detected ?? '', /^2025-11-26/);
  const [, lesser] = a?.classifications ?? [];
  assert.deepEqual(
    [lesser?.classification, lesser?.taxname, lesser?.can_change],
    ['AGN', 'Sitewide', true],
  );
  assert.deepEqual(
    [lesser?.groups, lesser?.votes].map((list) => Array.isArray(list) && list.length),
    [1, 1],
  );
  assert.deepEqual([a?.tags?.length, a?.analyses], [0, []]);
  const plain = await call(harness, 'listSources', { as, query: { removeNested: true } });
  assert.equal(plain.sources[0]?.annotations, undefined);
  const detail = await call(harness, 'getSource', {
    as,
    params: { id: 'A1' },
    query: { ...query, includeCandidates: true },
  });
  assert.deepEqual([detail.candidates, detail.followup_requests], [[], []]);
  assert.equal(detail.photometry?.length, 2);
});

test('HEAD of the list', async () => {
  const response = await harness.server.inject({
    method: 'HEAD',
    url: '/api/sources',
    headers: { authorization: `token ${world.stranger.token}` },
  });
  assert.deepEqual([response.statusCode, response.body], [200, '']);
});

test('colours come of annotations', async () => {
  const as = world.stranger;
  const data = { Mag_G: 15, Plx: 10, A_G: 0.5, Mag_Bp: 15.5, Mag_Rp: '14.5' };
  await call(harness, 'createAnnotation', {
    as,
    params: { resource_type: 'sources', resource_id: 'A1' },
    body: { origin: 'Gaia DR3', data },
  });
  const params = { id: 'A1' };
  const found = await call(harness, 'getSourceColorMag', { as, params });
  assert.deepEqual(found, [{ origin: 'Gaia DR3', abs_mag: 10.5, color: 1 }]);
  const query = { catalog: 'ps1' };
  assert.deepEqual(await call(harness, 'getSourceColorMag', { as, params, query }), []);
});
