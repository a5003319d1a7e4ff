import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ensureSitewideGroup, withClient } from '@fritz/archive';
import type { CellType } from '@fritz/formats';
import { createAlert, createCatalog, createGroup, createUser } from '@fritz/testing';
import {
  arrangeWorld,
  call,
  fails,
  type Harness,
  send,
  startHarness,
  type World,
} from './harness.ts';

// What SkyPortal's clients ask for beside the large nouns: which fields there are, bands, reports of
// pages, teams, catalogs' words and minor planets.

let harness: Harness;
let world: World;

before(async () => {
  harness = await startHarness();
  await withClient(harness.database.owner, (owner) => ensureSitewideGroup(owner, 'Sitewide'));
  world = await harness.arrange(arrangeWorld);
});
after(() => harness.close());

const onObj = () => ({ resource_type: 'sources', resource_id: world.objId });

test('annotations_info tells origins, keys and types, of what one sees alone', async () => {
  const as = world.member;
  const annotate = (origin: string, data: Record<string, unknown>, group_ids?: number[]) =>
    call(harness, 'createAnnotation', {
      as,
      params: onObj(),
      body: { origin, data, ...(group_ids ? { group_ids } : {}) },
    });
  await annotate('fit', { chi2: 1.5, good: true, word: 'x', gone: null, mixed: 1 });
  await annotate('fit2', { mixed: 'm' }, [world.group.id]);
  const info = await call(harness, 'getAnnotationsInfo', { as });
  assert.deepEqual(info.fit, [
    { chi2: 'number' },
    { gone: 'null' },
    { good: 'boolean' },
    { mixed: 'number' },
    { word: 'string' },
  ]);
  assert.deepEqual(info.fit2, [{ mixed: 'string' }]);
  const ofFilter = Object.entries(info).find(([origin]) => origin.includes(':'));
  assert.deepEqual(ofFilter?.[1], [{ age: 'number' }], 'what a filter says of its candidates');
  const query = { groupIDs: String(world.group.id) };
  const narrow = await call(harness, 'getAnnotationsInfo', { as, query });
  assert.ok('fit' in narrow && 'fit2' in narrow, 'of the group, and for everybody');
  assert.deepEqual(await call(harness, 'getAnnotationsInfo', { as: world.stranger }), {});
});

test('altdata_info tells the keys of objects’ altdata', async () => {
  const as = world.member;
  const params = { id: world.objId };
  const altdata = { period: 3.5, kind: 'RR' };
  await call(harness, 'updateSource', { as, params, body: { altdata } });
  const { keys } = await call(harness, 'getAltdataInfo', { as });
  assert.deepEqual(keys, [{ kind: 'string' }, { period: 'number' }]);
  const hidden = await call(harness, 'getAltdataInfo', { as: world.stranger });
  assert.deepEqual(hidden.keys, []);
});

test('wavelengths are told in the order of the question', async () => {
  const as = world.member;
  const query = { filters: 'ztfr,ztfg' };
  const { wavelengths } = await call(harness, 'getWavelengths', { as, query });
  const [red, green] = wavelengths;
  assert.ok(
    red && green && red > 6300 && red < 6500 && green > 4700 && green < 4900,
    `${wavelengths}`,
  );
  await fails(harness, 'getWavelengths', 'invalid_request', {
    as,
    query: { filters: 'ztfg,nope' },
  });
});

test('a page’s error is told to whoever runs the server', async () => {
  const as = world.admin;
  assert.deepEqual(await call(harness, 'listLogs', { as }), []);
  const body = { error: 'TypeError: x', stack: '\n  in Source\u2028' };
  await call(harness, 'reportClientError', { as: world.member, body });
  const [log] = await call(harness, 'listLogs', { as });
  assert.equal(log?.name, 'pages.log');
  const response = await send(harness, 'getLog', { as, params: { name: 'pages.log' } });
  const line = JSON.parse(response.body);
  assert.deepEqual(
    [line.user_id, line.error, line.stack],
    [world.member.id, body.error, body.stack],
  );
  assert.match(String(response.headers['content-disposition']), /attachment/);
  await fails(harness, 'getLog', 'not_found', { as, params: { name: '../../etc/passwd' } });
  await fails(harness, 'listLogs', 'permission_denied', { as: world.member });
});

test('metrics are where SkyPortal has them, too', async () => {
  const response = await harness.server.inject({ method: 'GET', url: '/api/internal/metrics' });
  assert.equal(response.statusCode, 200);
  assert.match(response.body, /^fritz_http_requests_total\{/m);
});

test('a team names several groups, and shows nobody more', async () => {
  const { manager, open } = await harness.arrange(async (client) => ({
    manager: await createUser(client, { roles: ['Group admin'] }),
    open: await createGroup(client, { members: [world.member] }),
  }));
  const as = world.admin;
  const body = { name: 'Supernovae', group_ids: [world.group.id, open.id] };
  const { id } = await call(harness, 'createTeam', { as, body });
  const params = { id };
  const seen = async (who: { token: string }) =>
    (await call(harness, 'getTeam', { as: who, params })).groups.map((group) => group.id).sort();
  assert.deepEqual(await seen(world.member), [world.group.id, open.id].sort());
  assert.deepEqual(await seen(world.stranger), [open.id], 'a private group stays unknown');
  await fails(harness, 'createTeam', 'already_exists', {
    as: manager,
    body: { name: 'Supernovae' },
  });
  await fails(harness, 'createTeam', 'not_found', {
    as: manager,
    body: { name: 'Guesses', group_ids: [world.group.id] },
  });
  await fails(harness, 'updateTeam', 'permission_denied', { as: world.member, params, body: {} });
  await call(harness, 'updateTeam', { as: manager, params, body: { name: 'SNe', group_ids: [] } });
  assert.deepEqual(await seen(world.member), [world.group.id], 'what he does not know of stays');
  const other = await call(harness, 'createTeam', { as, body: { name: 'Other' } });
  const clash = { as, params: { id: other.id }, body: { name: 'SNe' } };
  await fails(harness, 'updateTeam', 'already_exists', clash);
  await call(harness, 'deleteTeam', { as: manager, params });
  await fails(harness, 'getTeam', 'not_found', { as, params });
  const teams = await call(harness, 'listTeams', { as: world.member });
  assert.deepEqual(
    teams.map((team) => team.name),
    ['Other'],
  );
});

async function arrangeGaia(): Promise<void> {
  const { ra, dec } = await call(harness, 'getSource', {
    as: world.member,
    params: { id: world.objId },
  });
  const columns: Record<string, CellType> = { id: 'int8' };
  for (const name of ['ra', 'dec', 'phot_g_mean_mag', 'parallax', 'ruwe']) columns[name] = 'float8';
  const rows = [
    [1n, ra, dec + 0.5 / 3600, 17.5, 0.25, null],
    [2n, ra, dec + 1.5 / 3600, 15.5, 1, 1],
  ];
  await withClient(harness.database.owner, (client) =>
    createCatalog(client, { name: 'Gaia_DR3', columns, rows }),
  );
}

test('a catalog that is loaded here annotates an object as the service would', async () => {
  const as = world.member;
  const params = { id: world.objId, service: 'gaia' };
  const gaia = (body: Record<string, unknown>) =>
    call(harness, 'annotateFromCatalog', { as, params, body });
  const missing = await fails(harness, 'annotateFromCatalog', 'not_configured', {
    as,
    params,
    body: {},
  });
  assert.match(missing.message, /Gaia_DR3/);
  await arrangeGaia();
  const [nearest] = (await gaia({})).annotation_ids;
  const shown = await call(harness, 'getAnnotation', {
    as,
    params: { ...onObj(), annotation_id: nearest ?? 0 },
  });
  assert.equal(shown.origin, 'gaiadr3.gaia_source');
  const { Mag_G, Plx, RUWE } = shown.data;
  assert.deepEqual([Mag_G, Plx, RUWE], [17.5, 0.25, undefined], 'what is not known has no key');
  await fails(harness, 'annotateFromCatalog', 'already_exists', { as, params, body: {} });
  const both = await gaia({ crossmatchNumber: 2, group_ids: [world.group.id] });
  assert.equal(both.annotation_ids.length, 2, 'two have an origin each');
  const bright = { crossmatchLimmag: 15, crossmatchNumber: 2 };
  await fails(harness, 'annotateFromCatalog', 'not_found', { as, params, body: bright });
  const strange = { as: world.stranger, params, body: {} };
  await fails(harness, 'annotateFromCatalog', 'not_found', strange);
  const ps1 = { as, params: { ...params, service: 'ps1' }, body: {} };
  await fails(harness, 'annotateFromCatalog', 'not_configured', ps1);
});

/** A catalog with one object half an arcsecond from ours, with these values. */
async function arrangeCatalog(
  name: string,
  values: Readonly<Record<string, number | string | null>>,
  more: readonly Readonly<Record<string, number | string | null>>[] = [],
): Promise<void> {
  const as = world.member;
  const { ra, dec } = await call(harness, 'getSource', { as, params: { id: world.objId } });
  const names = Object.keys(values).filter((one) => one !== 'ra' && one !== 'dec');
  const typeOf = (value: unknown): CellType => (typeof value === 'string' ? 'text' : 'float8');
  const columns: Record<string, CellType> = { id: 'int8', ra: 'float8', dec: 'float8' };
  for (const one of names) columns[one] = typeOf(values[one]);
  const rows = [values, ...more].map((row, place) => [
    BigInt(place + 1),
    ra,
    dec + (0.5 + place / 4) / 3600,
    ...names.map((one) => row[one] ?? null),
  ]);
  await withClient(harness.database.owner, (client) =>
    createCatalog(client, { name, columns, rows }),
  );
}

async function annotateFrom(service: string, body: Record<string, unknown> = {}) {
  const as = world.member;
  const params = { id: world.objId, service };
  const { annotation_ids } = await call(harness, 'annotateFromCatalog', { as, params, body });
  const shown = annotation_ids.map((id) =>
    call(harness, 'getAnnotation', { as, params: { ...onObj(), annotation_id: id } }),
  );
  return (await Promise.all(shown)).map(({ origin, data }) => ({ origin, data }));
}

test('IRSA’s, VizieR’s, Data Lab’s and Pan-STARRS’ catalogs annotate under their origins and keys', async () => {
  await arrangeCatalog('AllWISE', { w1mpro: 14.5, w2mpro: 13.25, w3mpro: null });
  const [wise] = await annotateFrom('irsa');
  assert.match(wise?.origin ?? '', /^allwise_p3as_psd-/);
  const { ra, dec, ...bands } = wise?.data ?? {};
  assert.deepEqual([typeof ra, typeof dec], ['number', 'number']);
  assert.deepEqual(bands, { w1mpro: 14.5, w2mpro: 13.25 }, 'what is not known has no key');

  await arrangeCatalog('milliquas_v8', { Name: 'SDSS J0842+0012', Qpct: 99, Z: 1.5 });
  const quasar = { origin: 'VII/290-SDSS J0842+0012', data: { Qpct: 99, z: 1.5 } };
  assert.deepEqual(await annotateFrom('vizier'), [quasar]);
  await arrangeCatalog('VSX', { Name: 'RR Lyr', V: '0', Type: 'RRAB', Period: 0.56 });
  const variable = { Name: 'RR Lyr', V: '0', Type: 'RRAB', Period: 0.56 };
  assert.deepEqual(await annotateFrom('vizier', { catalog: 'B/vsx/vsx' }), [
    { origin: 'B/vsx/vsx-RR Lyr', data: variable },
  ]);

  await arrangeCatalog('LegacySurvey_DR10_photoz', {
    ls_id: 'a1',
    type: 'PSF',
    z_phot_median: 0.5,
  });
  const [galaxy] = await annotateFrom('datalab');
  assert.equal(galaxy?.origin, 'ls_dr10-a1');
  assert.deepEqual([galaxy?.data.type, galaxy?.data.z_phot_median], ['PSF', 0.5]);

  const star = { objID: '7', raMean: 1, decMean: 2, gMeanPSFMag: 18.5, rMeanPSFMag: -999 };
  await arrangeCatalog('PS1_DR2', { ...star, nDetections: 12 }, [
    { ...star, objID: '8', nDetections: 1 },
  ]);
  const seen = await annotateFrom('ps1', { crossmatchMinDetections: 2 });
  assert.deepEqual(
    seen.map(({ origin, data }) => [origin, data.gMeanPSFMag, data.rMeanPSFMag]),
    [['ps1.dr2-7', 18.5, undefined]],
    '−999 is not measured, and what was seen once is left out',
  );
  const far = { as: world.member, body: { crossmatchRadius: 0.1 } };
  for (const service of ['irsa', 'vizier', 'datalab', 'ps1']) {
    const params = { id: world.objId, service };
    await fails(harness, 'annotateFromCatalog', 'not_found', { ...far, params });
  }
});

test('an object is a minor planet where its alerts say so', async () => {
  const as = world.member;
  const params = { id: world.objId };
  const first = await call(harness, 'checkSolarSystem', { as, params, body: {} });
  assert.deepEqual([first.is_roid, first.mpc_name, first.alerts], [false, null, 1]);
  const columns = { ssnamenr: '12345', ssdistnr: 0.75, ssmagnr: 18.5 };
  await harness.arrange((client) => createAlert(client, { objectId: world.objId, columns }));
  const found = await call(harness, 'checkSolarSystem', { as, params, body: {} });
  assert.deepEqual(
    [found.is_roid, found.mpc_name, found.distance_arcsec, found.alerts],
    [true, '12345', 0.75, 2],
  );
  const source = await call(harness, 'getSource', { as, params });
  assert.deepEqual([source.is_roid, source.mpc_name], [true, '12345']);
  const faint = { limiting_magnitude: 18 };
  const none = await call(harness, 'checkSolarSystem', { as, params, body: faint });
  assert.equal(none.is_roid, false);
  const old = { as, params, body: { date: '1999-01-01' } };
  await fails(harness, 'checkSolarSystem', 'not_configured', old);
});

test('survey pictures are drawn when somebody looks, for what he sees', async () => {
  const body = { objID: world.objId, types: ['ps1'] };
  const as = world.member;
  await fails(harness, 'drawSurveyThumbnails', 'not_configured', { as, body });
  await fails(harness, 'drawSurveyThumbnails', 'not_found', { as: world.stranger, body });
});

test('HEAD and the old name of spectra answer as GET does', async () => {
  const headers = { authorization: `token ${world.member.token}` };
  for (const url of [
    '/api/sources',
    `/api/sources/${world.objId}`,
    '/api/candidates',
    '/api/spectrum',
  ]) {
    const head = await harness.server.inject({ method: 'HEAD', url, headers });
    assert.deepEqual([head.statusCode, head.body], [200, ''], url);
  }
  const hidden = { authorization: `token ${world.stranger.token}` };
  const url = `/api/sources/${world.objId}`;
  const absent = await harness.server.inject({ method: 'HEAD', url, headers: hidden });
  assert.equal(absent.statusCode, 404);
});
