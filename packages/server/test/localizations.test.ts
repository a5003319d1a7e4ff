import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { readSkyMap, withClient, writeFlatSkyMap } from '@fritz/archive';
import {
  angToPix,
  type CellDistances,
  coneSkyMap,
  dateToMjd,
  mocFromAscii,
  mocToJson,
  offsetPosition,
  type SkyMap,
} from '@fritz/sky';
import {
  createAlert,
  createCandidate,
  createCatalog,
  createFilter,
  createObj,
  createPhotometryPoint,
  createSource,
  groupAudience,
} from '@fritz/testing';
import {
  arrangeWorld,
  call,
  fails,
  type Harness,
  send,
  startHarness,
  type World,
} from './harness.ts';

const middle = { ra: 120.5, dec: 30 };
const ERROR_DEGREES = 8;
const dateobs = '2026-11-20T01:02:03';
const name = 'cone.fits';
const map = { params: { dateobs, name } };
/** Degrees from the middle: 39 % lie within 1 σ, 90 % within 2.146 σ. */
const near = { id: 'ZTF26near', ...offsetPosition(middle, 2 * 3600, 0) };
const far = { id: 'ZTF26far', ...offsetPosition(middle, 14 * 3600, 90) };
const outside = { id: 'ZTF26outside', ...offsetPosition(middle, 20 * 3600, 200) };

let harness: Harness;
let world: World;
before(async () => {
  harness = await startHarness();
  world = await harness.arrange(arrangeWorld);
  await harness.arrange(async (client) => {
    const { group, stream } = world;
    const audienceIds = [await groupAudience(client, group.id)];
    const filter = await createFilter(client, { group, stream });
    for (const { id, ra, dec } of [near, far, outside]) {
      await createObj(client, { id, ra, dec, audienceIds });
      await createSource(client, { objId: id, group, savedBy: world.member });
      await createAlert(client, {
        objectId: id,
        columns: { ra, dec, hpx: angToPix(29, ra, dec) },
      });
    }
    await createCandidate(client, { filter, objId: far.id });
    const mjd = dateToMjd(new Date(`${dateobs}Z`)) + 1;
    await createPhotometryPoint(client, { objId: near.id, columns: { mjd } });
  });
  await withClient(harness.database.owner, (client) =>
    createCatalog(client, {
      name: 'Galaxies',
      columns: {
        id: 'int8',
        ra: 'float8',
        dec: 'float8',
        name: 'text',
        distmpc: 'float8',
        mstar: 'float8',
      },
      rows: [
        [1n, near.ra, near.dec, 'right distance', 100, 1e9],
        [2n, middle.ra, middle.dec, 'too far', 400, 1e11],
        [3n, far.ra, far.dec, 'aside', 100, 1e10],
        [4n, outside.ra, outside.dec, 'outside', 100, 1e10],
        [5n, middle.ra, middle.dec, 'no distance', null, 1e10],
      ],
    }),
  );
  await call(harness, 'createLocalization', {
    as: world.member,
    body: {
      ...{ dateobs, localization_name: name, tags: ['GW', 'BNS'], aliases: ['S261120a'] },
      ...{ trigger_id: 7, group_ids: [world.group.id] },
      skymap: { ...middle, error: ERROR_DEGREES },
    },
  });
});
after(() => harness.close());

const as = () => ({ as: world.member });

test('a map is kept with its regions and contours', async () => {
  const found = await call(harness, 'getLocalization', { ...as(), ...map });
  assert.equal(found.dateobs, '2026-11-20T01:02:03.000');
  assert.deepEqual(
    [found.tags, found.aliases, found.trigger_id],
    [['GW', 'BNS'], ['S261120a'], '7'],
  );
  const disc = (probability: number) =>
    Math.PI * ERROR_DEGREES ** 2 * -2 * Math.log(1 - probability);
  assert.ok(Math.abs(found.area_50 / disc(0.5) - 1) < 0.02);
  assert.ok(Math.abs(found.area_90 / disc(0.9) - 1) < 0.02);
  const [peak, ...lines] = found.contour.features;
  assert.deepEqual(
    lines.map(({ properties }) => properties.credible_level),
    [50, 90, 95],
  );
  assert.equal(peak?.geometry.type, 'Point');
  assert.ok(found.can_delete);
  const seconds = { dateobs: '2026-11-20T01:02:03.000', name };
  assert.equal((await call(harness, 'getLocalization', { ...as(), params: seconds })).id, found.id);
});

test('whoever is not in its group knows of no map', async () => {
  const stranger = { as: world.stranger };
  const list = await call(harness, 'listLocalizations', stranger);
  assert.deepEqual([list.localizations, list.totalMatches], [[], 0]);
  assert.deepEqual(await call(harness, 'listLocalizationTags', stranger), []);
  for (const route of [
    'getLocalization',
    'getLocalizationCells',
    'listLocalizationObjects',
    'deleteLocalization',
  ] as const) {
    await fails(harness, route, 'not_found', { ...stranger, ...map });
  }
  const search = { localizationDateobs: dateobs, localizationName: name };
  for (const route of ['listSources', 'listCandidates', 'searchAlerts'] as const) {
    await fails(harness, route, 'not_found', { ...stranger, query: search });
  }
  // The same name is his to take; each sees his own.
  const made = await call(harness, 'createLocalization', {
    ...stranger,
    body: {
      dateobs,
      localization_name: name,
      skymap: { ra: 1, dec: 1, error: 1 },
      group_ids: [world.otherGroup.id],
    },
  });
  assert.equal((await call(harness, 'getLocalization', { ...stranger, ...map })).id, made.id);
  const mine = await call(harness, 'getLocalization', { ...as(), ...map });
  assert.notEqual(mine.id, made.id);
  await call(harness, 'deleteLocalization', { ...stranger, ...map });
});

test('maps are listed by name, tag, alias and time', async () => {
  const count = async (query: string) => {
    const asked = Object.fromEntries(new URLSearchParams(query));
    return (await call(harness, 'listLocalizations', { ...as(), query: asked })).totalMatches;
  };
  const found = [
    'search=CONE',
    'search=s2611',
    'tag=BNS',
    'startDate=2026-11-20&endDate=2026-11-21',
  ];
  for (const query of found) assert.equal(await count(query), 1, query);
  for (const query of ['search=nothing', 'tag=B', 'startDate=2026-11-21']) {
    assert.equal(await count(query), 0, query);
  }
  assert.deepEqual(await call(harness, 'listLocalizationTags', as()), ['BNS', 'GW']);
});

test('sources, candidates and alerts are found within a credible region', async () => {
  const within = (probability: number) => ({
    localizationDateobs: dateobs,
    localizationName: name,
    localizationCumprob: probability,
  });
  const sources = async (probability: number, more: Record<string, string> = {}) => {
    const query = { ...within(probability), ...more };
    return (await call(harness, 'listSources', { ...as(), query })).sources
      .map(({ id }) => id)
      .sort();
  };
  assert.deepEqual(await sources(0.3), [near.id]);
  assert.deepEqual(await sources(0.9), [far.id, near.id].sort());
  assert.deepEqual(await sources(0.99), [far.id, near.id, outside.id].sort());
  assert.deepEqual(await sources(0.9, { startDate: dateobs }), [near.id]);
  const candidates = await call(harness, 'listCandidates', { ...as(), query: within(0.9) });
  assert.deepEqual(
    candidates.candidates.map(({ id }) => id),
    [far.id],
  );
  assert.equal(
    (await call(harness, 'listCandidates', { ...as(), query: within(0.5) })).totalMatches,
    0,
  );
  const alerts = async (more: Record<string, string | number> = {}) => {
    const query = { ...within(0.9), ...more };
    return (await call(harness, 'searchAlerts', { ...as(), query }))
      .map(({ objectId }) => objectId)
      .sort();
  };
  assert.deepEqual(await alerts(), [far.id, near.id].sort());
  assert.deepEqual(await alerts({ objectId: near.id }), [near.id]);
  assert.deepEqual(await alerts({ ra: far.ra, dec: far.dec, radius: 5 }), [far.id]);
  assert.deepEqual(await alerts({ endDate: '2020-01-01' }), []);
  const half = { localizationDateobs: dateobs };
  const { message } = await fails(harness, 'listSources', 'invalid_request', {
    ...as(),
    query: half,
  });
  assert.match(message, /localizationName: is missing/);
});

test('what lies in a map comes with its probability, the most probable first', async () => {
  const list = (query: Record<string, string | number>) =>
    call(harness, 'listLocalizationObjects', { ...as(), ...map, query });
  const { objects, has_more: hasMore, area_deg2: area } = await list({ percent: 90 });
  assert.deepEqual(
    objects.map(({ id }) => id),
    [near.id, far.id],
  );
  assert.equal(hasMore, false);
  const [first] = objects;
  // Of a Gaussian: 1 − exp(−r²/2σ²), and its height.
  const wanted = 100 * (1 - Math.exp(-0.5 * 0.25 ** 2));
  assert.ok(Math.abs((first?.credible_level ?? 0) - wanted) < 0.6, String(first?.credible_level));
  const height = Math.exp(-0.5 * 0.25 ** 2) / (2 * Math.PI * ERROR_DEGREES ** 2);
  assert.ok(Math.abs((first?.probability_per_deg2 ?? 0) / height - 1) < 0.02);
  assert.equal(first?.first_detected?.slice(0, 19), '2026-11-21T01:02:03');
  const { area_90: area90 } = await call(harness, 'getLocalization', { ...as(), ...map });
  assert.equal(area, area90);
  assert.equal((await list({ percent: 90, limit: 1 })).has_more, true);
  assert.deepEqual(
    (await list({ kind: 'candidates' })).objects.map(({ id }) => id),
    [far.id],
  );
  const late = await list({
    firstDetectionAfter: '2026-11-20',
    firstDetectionBefore: '2026-11-22',
  });
  assert.deepEqual(
    late.objects.map(({ id }) => id),
    [near.id],
  );
  const place = await call(harness, 'getLocalizationPlace', {
    ...as(),
    ...map,
    query: { ra: 1, dec: -80 },
  });
  assert.deepEqual(place, {
    ...{ credible_level: 100, probability_per_deg2: 0, distance_mean: null, distance_std: null },
  });
  const maps = await call(harness, 'listObjectLocalizations', {
    ...as(),
    params: { objectId: near.id },
  });
  assert.deepEqual(
    maps.map(({ localization_name: one }) => one),
    [name],
  );
  const none = await call(harness, 'listObjectLocalizations', {
    ...as(),
    params: { objectId: outside.id },
  });
  assert.deepEqual(none, []);
});

test('a map and its regions leave as files', async () => {
  const download = async (
    route: 'downloadLocalization' | 'downloadLocalizationRegion',
    query = {},
  ) => {
    const answer = await send(harness, route, { ...as(), ...map, query });
    assert.equal(answer.statusCode, 200, answer.body);
    return answer;
  };
  const file = await download('downloadLocalization');
  assert.match(String(file.headers['content-disposition']), /"cone.fits.gz"/);
  const wanted = coneSkyMap(middle, ERROR_DEGREES);
  assert.deepEqual(readSkyMap(file.rawPayload).map, wanted);
  const ring = readSkyMap(
    (await download('downloadLocalization', { format: 'ring' })).rawPayload,
  ).map;
  assert.deepEqual([ring.order, Math.abs(ring.total - 1) < 1e-9], [wanted.order, true]);
  const json = JSON.parse((await download('downloadLocalizationRegion', { percent: 90 })).body);
  const ascii = (await download('downloadLocalizationRegion', { percent: 90, format: 'ascii' }))
    .body;
  assert.deepEqual(mocToJson(mocFromAscii(ascii)), json);
  const fits = await download('downloadLocalizationRegion', { format: 'fits' });
  assert.match(fits.rawPayload.subarray(0, 10).toString(), /^SIMPLE/);
  const cells = await call(harness, 'getLocalizationCells', {
    ...as(),
    ...map,
    query: { most: 500 },
  });
  assert.ok(cells.order.length <= 500 && cells.order.length > 60);
  assert.equal(
    new Set([cells.order, cells.pixel, cells.credible_level].map(({ length }) => length)).size,
    1,
  );
});

const distances = (map: SkyMap, mu: number, sigma: number): CellDistances => ({
  mu: new Float64Array(map.length).fill(mu),
  sigma: new Float64Array(map.length).fill(sigma),
  norm: new Float64Array(map.length).fill(1 / (mu * mu + sigma * sigma)),
});

test('galaxies are ranked by the volume where the event may be', async () => {
  const flat = coneSkyMap(middle, ERROR_DEGREES);
  const { mu, sigma, norm } = distances(flat, 100, 20);
  const uniq = Array.from({ length: flat.length }, (_, cell) => flat.uniqOf(cell));
  const body = {
    dateobs: '2026-11-21T00:00:00',
    localization_name: 'volume.fits',
    skymap: {
      uniq,
      probdensity: [...flat.densities],
      distmu: [...mu],
      distsigma: [...sigma],
      distnorm: [...norm],
    },
    group_ids: [world.group.id],
  };
  await call(harness, 'createLocalization', { ...as(), body });
  const params = { dateobs: body.dateobs, name: body.localization_name };
  const rank = (query: Record<string, string | number>) =>
    call(harness, 'listLocalizationGalaxies', {
      ...as(),
      params,
      query: { catalog: 'Galaxies', ...query },
    });
  const found = await rank({});
  assert.deepEqual(
    found.galaxies.map(({ name: one }) => one),
    ['right distance', 'aside', 'too far'],
  );
  assert.deepEqual([found.in_region, found.without_distance, found.is_by_volume], [4, 1, true]);
  const [first, second] = found.galaxies;
  // Both are as far; what is left is the probability per solid angle.
  const wanted = Math.exp((0.5 * (14 ** 2 - 2 ** 2)) / ERROR_DEGREES ** 2);
  assert.ok(Math.abs((first?.probability ?? 0) / (second?.probability ?? 1) / wanted - 1) < 0.05);
  assert.ok(
    Math.abs(found.galaxies.reduce((sum, { probability }) => sum + probability, 0) - 1) < 1e-12,
  );
  const heavy = await rank({ weightColumn: 'mstar' });
  assert.equal(heavy.galaxies[0]?.name, 'aside');
  const byAngle = await call(harness, 'listLocalizationGalaxies', {
    ...as(),
    ...map,
    query: { catalog: 'Galaxies' },
  });
  assert.equal(byAngle.is_by_volume, false);
  assert.equal(byAngle.galaxies.length, 4);
  const { distmean, diststd } = await call(harness, 'getLocalization', { ...as(), params });
  // ∫r³N/∫r²N of a Gaussian of 100 ± 20.
  assert.ok(
    Math.abs((distmean ?? 0) - 107.69) < 0.05 && Math.abs((diststd ?? 0) - 19.3) < 0.3,
    `${distmean} ${diststd}`,
  );
  await fails(harness, 'listLocalizationGalaxies', 'not_found', {
    ...as(),
    params,
    query: { catalog: 'None' },
  });
  const wrong = { catalog: 'Galaxies', distanceColumn: 'parsecs' };
  await fails(harness, 'listLocalizationGalaxies', 'invalid_request', {
    ...as(),
    params,
    query: wrong,
  });
});

test('a file is sent as SkyPortal’s clients send it', async () => {
  const file = readFileSync(
    join(import.meta.dirname, '../../archive/test/sky-maps/golden/flat-ring.fits.gz'),
  );
  const skymap = `data:application/gzip;name=flat-ring.fits.gz;base64,${file.toString('base64')}`;
  const made = await call(harness, 'createLocalization', { ...as(), body: { skymap } });
  assert.deepEqual(
    [made.dateobs, made.localization_name],
    ['2026-11-20T01:02:03.250', 'flat-ring.fits.gz'],
  );
  const found = await call(harness, 'getLocalization', {
    ...as(),
    params: { dateobs: '2026-11-20T01:02:03', name: made.localization_name },
  });
  assert.equal(found.properties.OBJECT, 'M1');
  assert.ok(found.has_distances);
  // This world has no group of all users: the map is its sender's own.
  assert.deepEqual(
    found.groups.map(({ name: group }) => group),
    [world.member.username],
  );
  await fails(harness, 'createLocalization', 'conflict', {
    ...as(),
    body: { skymap, group_ids: [world.group.id] },
  });
});

test('what is no map is refused, and nothing is kept', async () => {
  const total = async () => (await call(harness, 'listLocalizations', as())).totalMatches;
  const count = await total();
  const refused = async (
    skymap: unknown,
    code: 'bad_sky_map' | 'invalid_request',
    pattern: RegExp,
  ) => {
    const body = { dateobs, localization_name: 'wrong', skymap, group_ids: [world.group.id] };
    const { message } = await fails(harness, 'createLocalization', code, { ...as(), body });
    assert.match(message, pattern);
  };
  const half = coneSkyMap(middle, 3);
  await refused({ uniq: [4, 5], probdensity: [0.1, 0.1] }, 'bad_sky_map', /add up to/);
  await refused({ uniq: [4, 16], probdensity: [0.5, 0.5] }, 'bad_sky_map', /lies within/);
  await refused(
    { uniq: [4], probdensity: [1, 2] },
    'invalid_request',
    /2 values of probdensity for 1/,
  );
  await refused({ uniq: [4] }, 'invalid_request', /without probdensity/);
  await refused({ ra: 1, dec: 2 }, 'invalid_request', /neither error/);
  await refused({ ra: 1, dec: 2, error: -1 }, 'bad_sky_map', /error radius/);
  await refused({ ra: 1, dec: 2, amaj: 1, amin: 0, phi: 0 }, 'bad_sky_map', /ellipse/);
  await refused(
    {
      polygon: [
        [0, 0],
        [1, 1],
        [400, 100],
      ],
    },
    'bad_sky_map',
    /no place/,
  );
  await refused({}, 'invalid_request', /no file, no cells/);
  await refused('bm8gbWFw', 'bad_sky_map', /does not begin as FITS/);
  await refused('no base64!', 'invalid_request', /base64/);
  const flat = Buffer.from(writeFlatSkyMap(half, { order: half.order, isRing: false }));
  await refused(flat.subarray(0, -9000).toString('base64'), 'bad_sky_map', /ends within/);
  const ok = { dateobs, skymap: { ...middle, error: 1 } };
  await fails(harness, 'createLocalization', 'not_found', {
    ...as(),
    body: { ...ok, group_ids: [world.otherGroup.id] },
  });
  await fails(harness, 'createLocalization', 'permission_denied', { as: world.viewer, body: ok });
  assert.equal(await total(), count);
});

test('who sent a map, or a system admin, deletes it', async () => {
  await fails(harness, 'deleteLocalization', 'permission_denied', { as: world.viewer, ...map });
  assert.equal(
    gunzipSync((await send(harness, 'downloadLocalization', { ...as(), ...map })).rawPayload)
      .length % 2880,
    0,
  );
  await call(harness, 'deleteLocalization', { as: world.admin, ...map });
  await fails(harness, 'getLocalization', 'not_found', { ...as(), ...map });
});
