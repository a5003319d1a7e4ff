import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  createTelescope,
  openMeteoForecast,
  smallJpeg,
  type TestOutsideServer,
  testOutsideServer,
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
import { textOfPdf } from './pdf-text.ts';

let outside: TestOutsideServer;
let harness: Harness;
let world: World;
let now = new Date('2026-06-14T03:20:00Z');

before(async () => {
  outside = await testOutsideServer();
  harness = await startHarness({
    now: () => now,
    surveyImages: {
      ps1: `${outside.url}/ps1`,
      legacy: `${outside.url}/legacy`,
      sdss: `${outside.url}/sdss`,
    },
    weatherUrl: `${outside.url}/forecast`,
    outsideHosts: ['127.0.0.1'],
  });
  world = await harness.arrange(arrangeWorld);
});
after(async () => {
  await harness.close();
  await outside.close();
});

/** Who asks does not wait: the answer is there soon after. */
async function once<T>(ask: () => Promise<T>, isAwaited: (answer: T) => boolean): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (!isAwaited(answer)) return answer;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

const askedFor = (path: string) => outside.asked.filter(({ pathname }) => pathname === path);

async function switchPictures(isOn: boolean): Promise<void> {
  const body = { survey_images: isOn };
  const chosen = await call(harness, 'updateInstallationSettings', { as: world.admin, body });
  assert.deepEqual(chosen, { survey_images: isOn, survey_images_allowed: true });
}

test('pictures of surveys are off until an administrator switches them on', async () => {
  const params = { obj_id: world.objId, survey: 'ps1' };
  assert.equal((await call(harness, 'getConfig', { as: world.member })).surveyImages, false);
  await fails(harness, 'getSurveyImage', 'not_found', { as: world.member, params });
  const body = { survey_images: true };
  await fails(harness, 'updateInstallationSettings', 'permission_denied', {
    as: world.member,
    body,
  });
  assert.equal(outside.asked.length, 0, 'nobody outside was told of a place');

  await switchPictures(true);
  assert.equal((await call(harness, 'getConfig', { as: world.member })).surveyImages, true);
  const log = await call(harness, 'listAudit', {
    as: world.admin,
    query: { kind: 'installation' },
  });
  assert.deepEqual(log.entries[0]?.after, { survey_images: true });
});

test('a picture is fetched once, for who sees the object, and says nothing of it', async () => {
  await switchPictures(true);
  outside.says.set('/ps1', { body: smallJpeg });
  const params = { obj_id: world.objId, survey: 'ps1' };
  const query = { field_arcsec: 60 };
  await fails(harness, 'getSurveyImage', 'not_found', { as: world.stranger, params, query });
  assert.equal(askedFor('/ps1').length, 0);

  const ask = () => send(harness, 'getSurveyImage', { as: world.member, params, query });
  await fails(harness, 'getSurveyImage', 'outside_awaited', { as: world.member, params, query });
  const whole = () => once(ask, ({ statusCode }) => statusCode === 503);
  const both = await Promise.all([whole(), whole()]);
  for (const response of both) {
    assert.equal(response.statusCode, 200, response.body);
    assert.equal(response.headers['content-type'], 'image/jpeg');
    assert.match(String(response.headers['cache-control']), /^private/);
    assert.deepEqual(response.rawPayload, smallJpeg);
  }
  const [asked, ...more] = askedFor('/ps1');
  assert.deepEqual(more, []);
  assert.equal(asked?.searchParams.get('fov'), '0.016667');
  assert.equal(asked?.search.includes(world.objId), false);
});

test('what is no picture is not passed on, and a server that fails is left alone for a minute', async () => {
  await switchPictures(true);
  outside.says.set('/sdss', { type: 'text/html', body: '<script>alert(1)</script>' });
  const params = { obj_id: world.objId, survey: 'sdss' };
  const ask = () => send(harness, 'getSurveyImage', { as: world.member, params });
  const settled = () => once(ask, ({ statusCode }) => statusCode === 503);
  const isRefused = async () => assert.match((await settled()).body, /outside_unavailable/);
  await isRefused();
  await isRefused();
  assert.equal(askedFor('/sdss').length, 1);
  outside.says.set('/sdss', { type: 'image/jpeg', body: '<script>alert(1)</script>' });
  now = new Date(now.getTime() + 61_000);
  await isRefused();
  outside.says.set('/sdss', { body: smallJpeg });
  now = new Date(now.getTime() + 61_000);
  assert.equal((await settled()).statusCode, 200);
  await fails(harness, 'getSurveyImage', 'invalid_request', {
    as: world.member,
    params: { obj_id: world.objId, survey: 'other' },
  });
});

test('SkyPortal’s request for pictures is answered where they are on, and sources have them', async () => {
  await switchPictures(true);
  const as = world.member;
  const before = outside.asked.length;
  const body = { objID: world.objId, types: ['ps1', 'sdss', 'ls'] };
  assert.deepEqual(await call(harness, 'drawSurveyThumbnails', { as, body }), {});
  const many = { objIDs: [world.objId] };
  assert.deepEqual(await call(harness, 'drawSurveyThumbnails', { as, body: many }), {});
  assert.equal(outside.asked.length, before, 'they are drawn when somebody looks');
  await fails(harness, 'drawSurveyThumbnails', 'not_found', { as: world.stranger, body });
  await fails(harness, 'drawSurveyThumbnails', 'not_found', {
    as,
    body: { objIDs: [world.objId, 'ZTF00none'] },
  });
  await switchPictures(false);
  await fails(harness, 'drawSurveyThumbnails', 'not_configured', { as, body });
  await switchPictures(true);
});

test('where the settings forbid pictures nobody switches them on', async () => {
  const closed = await startHarness();
  try {
    const { admin } = await closed.arrange(arrangeWorld);
    const body = { survey_images: true };
    await fails(closed, 'updateInstallationSettings', 'conflict', { as: admin, body });
    assert.deepEqual(await call(closed, 'getInstallationSettings', { as: admin }), {
      survey_images: false,
      survey_images_allowed: false,
    });
    const telescope = await closed.arrange((client) => createTelescope(client));
    const query = { telescope_id: telescope.id };
    const weather = await call(closed, 'getWeather', { as: admin, query });
    assert.equal(weather.weather, null);
    assert.match(weather.message, /FRITZ_WEATHER_URL/);
    assert.equal((await call(closed, 'getConfig', { as: admin })).weather, false);
  } finally {
    await closed.close();
  }
});

test('the weather at a telescope is asked for once an hour, and its failure is told', async () => {
  const telescope = await harness.arrange((client) =>
    createTelescope(client, { lat: 33.3563, lon: -116.8648, elevation_m: 1700 }),
  );
  const query = { telescope_id: telescope.id };
  const ask = () => call(harness, 'getWeather', { as: world.member, query });
  const settled = () => once(ask, (answer) => answer.is_awaited);
  assert.match((await ask()).message, /being fetched/);
  const failed = await settled();
  assert.equal(failed.weather, null);
  assert.match(failed.message, /does not answer/);

  now = new Date('2026-06-14T04:20:00Z');
  const begins = Date.parse('2026-06-14T00:00:00Z') / 1000;
  const body = JSON.stringify(openMeteoForecast(begins));
  outside.says.set('/forecast', { type: 'application/json', body });
  const { weather, source, message } = await settled();
  assert.deepEqual([source, message], ['127.0.0.1', '']);
  assert.equal(weather?.hourly.length, 48);
  assert.deepEqual(weather?.current, {
    dt: begins + 4 * 3600,
    temp: 283.55,
    humidity: 40,
    clouds: 4,
    wind_speed: 3.5,
    wind_gust: 7,
    pop: 0,
  });
  await settled();
  assert.equal(askedFor('/forecast').length, 2);
  assert.equal(askedFor('/forecast')[0]?.searchParams.get('latitude'), '33.3563');
  outside.says.set('/forecast', { type: 'application/json', body: '{"hourly": 7}' });
  now = new Date('2026-06-14T05:30:00Z');
  assert.equal((await settled()).weather, null);
});

test('a finding chart waits for no survey: it says what is being fetched, and has it when it is drawn again', async () => {
  await switchPictures(true);
  const values = { SIMPLE: 'T', BITPIX: '8', NAXIS: '2', NAXIS1: '40', NAXIS2: '40' };
  const cards = Object.entries(values).map(([name, value]) =>
    `${name.padEnd(8)}= ${value.padStart(20)}`.padEnd(80),
  );
  const body = Buffer.alloc(2 * 2880);
  body.write(`${cards.join('')}END`.padEnd(2880), 'latin1');
  for (let pixel = 0; pixel < 1600; pixel += 1) body[2880 + pixel] = 1 + (pixel % 97);
  outside.says.set('/ps1', { type: 'image/fits', body });
  const options = {
    as: world.member,
    params: { id: world.objId },
    query: { image_source: 'dss', imsize: 3 },
  };
  const ask = () => send(harness, 'getSourceFinder', options);
  const first = await ask();
  assert.equal(first.statusCode, 200, first.body);
  assert.equal(first.headers['retry-after'], '5');
  assert.match(textOfPdf(first.rawPayload), /\(DSS2 red is being fetched: ask again\)/);
  const later = await once(ask, ({ headers }) => headers['retry-after'] !== undefined);
  assert.match(textOfPdf(later.rawPayload), /\(Picture: DSS2 red\)/);
  const asked = outside.asked.filter(({ searchParams }) => searchParams.get('format') === 'fits');
  assert.deepEqual(
    asked.map(({ searchParams }) => searchParams.get('hips')),
    ['CDS/P/DSS2/red'],
  );
});
