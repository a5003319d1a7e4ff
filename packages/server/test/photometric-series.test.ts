import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { writeHdf5Frame } from '@fritz/formats';
import { createUser } from '@fritz/testing';
import { arrangeWorld, call, fails, type Harness, startHarness, type World } from './harness.ts';

let harness: Harness;
let world: World;
let ztf: number;

before(async () => {
  harness = await startHarness();
  world = await harness.arrange(arrangeWorld);
  ztf = await harness.arrange(async (client) => {
    const { rows } = await client.query<{ id: number }>(
      "SELECT id FROM fritz.instruments WHERE name = 'ZTF'",
    );
    return rows[0]?.id ?? 0;
  });
});
after(() => harness.close());

const data = {
  mjd: [60_000, 60_000.01, 60_000.02, 60_000.03],
  flux: [100, 110, 90, null],
  fluxerr: [5, 5, 5, 5],
  ra: [10, 10, 10.0002, 10],
  dec: [20, 20, 20, 20],
  exp_time: [30, 30, 30, 30],
  filter: ['ztfg', 'ztfg', 'ztfg', 'ztfg'],
  quality: ['good', 'good', 'bad', 'good'],
};
const request = (more: object = {}) => ({
  ...{ obj_id: world.objId, instrument_id: ztf, series_name: 'night 1', series_obj_id: 7, data },
  ...more,
});

test('a series is kept as a whole, with what its columns say', async () => {
  const as = world.member;
  const body = request({ group_ids: [world.group.id], magref: 18 });
  const { id } = await call(harness, 'createPhotometricSeries', { as, body });
  await fails(harness, 'createPhotometricSeries', 'already_exists', { as, body });
  const seen = await call(harness, 'getPhotometricSeries', { as: world.viewer, params: { id } });
  assert.deepEqual(seen.data, data);
  assert.deepEqual(
    [seen.filter, seen.ra, seen.exp_time, seen.num_exp, seen.series_obj_id, seen.is_detected],
    ['ztfg', 10, 30, 4, '7', true],
  );
  assert.ok(Math.abs((seen.robust_mag ?? 0) - 18.9) < 1e-9);
  assert.ok(Math.abs((seen.frame_rate ?? 0) - 1 / 864) < 1e-6);
  assert.equal(seen.mjd_last_detected, 60_000.02);
  assert.deepEqual(seen.maxima.flux, 110);
  assert.deepEqual(seen.group_ids.includes(world.group.id), true);
  await fails(harness, 'getPhotometricSeries', 'not_found', {
    as: world.stranger,
    params: { id },
  });
});

test('series are searched by what they say, of those that one sees', async () => {
  const as = world.member;
  const { id } = await call(harness, 'createPhotometricSeries', {
    as,
    body: request({ series_name: 'night 2', origin: 'TESS', channel: '3' }),
  });
  const find = async (query: Record<string, string | number | boolean>, who = as) =>
    (await call(harness, 'listPhotometricSeries', { as: who, query })).series.map((one) => one.id);
  const matching: Record<string, string | number | boolean>[] = [
    { seriesName: 'night 2' },
    { origin: 'TESS', channel: '3', filter: 'ztfg', instrumentID: ztf },
    { ra: 10, dec: 20, radius: 0.001, origin: 'TESS' },
    { startAfter: '2023-02-24', endBefore: '2023-02-26', origin: 'TESS' },
    { detected: true, minNumExposures: 4, maxNumExposures: 4, origin: 'TESS' },
    { magBrighterThan: 19, minBestSNR: 20, limitingMagIsNaN: true, origin: 'TESS' },
    { objectID: world.objId.slice(2, 8), sortBy: 'mjd_first', sortOrder: 'desc', origin: 'TESS' },
  ];
  for (const query of matching) assert.deepEqual(await find(query), [id], JSON.stringify(query));
  const others: Record<string, string | number | boolean>[] = [
    { origin: 'TESS', minNumExposures: 5 },
    { origin: 'TESS', rejectedObjectID: world.objId },
    { origin: 'TESS', ra: 11, dec: 20, radius: 0.5 },
    { origin: 'TESS', magFainterThan: 25, useRobustMagAndRMS: true },
  ];
  for (const query of others) assert.deepEqual(await find(query), [], JSON.stringify(query));
  assert.deepEqual(await find({ origin: 'TESS' }, world.viewer), []);
});

test('a series is changed and deleted by its owner', async () => {
  const as = world.member;
  const body = request({ series_name: 'night 3', group_ids: [world.group.id] });
  const { id } = await call(harness, 'createPhotometricSeries', { as, body });
  const params = { id };
  await call(harness, 'updatePhotometricSeries', {
    as,
    params,
    body: { channel: 'b', data: { ...data, flux: [1, 2, 3, 4] } },
  });
  const seen = await call(harness, 'getPhotometricSeries', { as, params });
  assert.deepEqual([seen.channel, Object(seen.data).flux], ['b', [1, 2, 3, 4]]);
  await fails(harness, 'deletePhotometricSeries', 'not_owner', {
    as: await colleague(),
    params,
  });
  await call(harness, 'updatePhotometricSeries', { as, params, body: { group_ids: [] } });
  await fails(harness, 'getPhotometricSeries', 'not_found', { as: world.viewer, params });
  await call(harness, 'deletePhotometricSeries', { as, params });
  await fails(harness, 'getPhotometricSeries', 'not_found', { as, params });
});

/** Somebody else of the group who may upload. */
async function colleague() {
  return harness.arrange(async (client) => {
    const user = await createUser(client);
    await client.query(
      'INSERT INTO fritz.stream_users (stream_id, user_id) VALUES ($1, $2) ON CONFLICT DO NOTHING',
      [world.stream.id, user.id],
    );
    await client.query('INSERT INTO fritz.group_users (group_id, user_id) VALUES ($1, $2)', [
      world.group.id,
      user.id,
    ]);
    return user;
  });
}

test('a series that is wrong is refused with its column', async () => {
  const as = world.member;
  const wrong: [object, RegExp][] = [
    [{ data: {} }, /no column mjd/],
    [{ data: { mjd: [1, 2], flux: [1] } }, /column flux has 1 rows/],
    [{ data: { mjd: [1, null], flux: [1, 2] } }, /mjd of row 1/],
    [{ data: { mjd: [1], flux: ['x'] } }, /flux of row 0/],
    [{ data: { mjd: [1] } }, /neither a column flux nor mag/],
    [{ data: { mjd: [1], mag: [19] } }, /filter/],
    [{ filter: 'nosuch' }, /no bandpass/],
    [{ filter: 'sdssg' }, /does not have sdssg/],
    [{ dec: 91 }, /dec: must be from -90/],
    [{ instrument_id: 999_999 }, /there is no 999999/],
    [{ origin: 'a\u0000' }, /origin/],
  ];
  for (const [more, message] of wrong) {
    const told = await fails(harness, 'createPhotometricSeries', 'invalid_request', {
      as,
      body: request({ series_name: 'wrong', ...more }),
    });
    assert.match(told.message, message);
  }
  await fails(harness, 'createPhotometricSeries', 'not_found', {
    as: world.stranger,
    body: request(),
  });
});

test('rows of series are shown as points, with single ones or alone', async () => {
  const as = world.member;
  const body = request({ series_name: 'points', origin: 'K2' });
  const { id } = await call(harness, 'createPhotometricSeries', { as, body });
  const read = async (individualOrSeries: string) =>
    call(harness, 'getPhotometry', {
      as,
      params: { id: world.objId },
      query: { individualOrSeries, format: 'both' },
    });
  const [singles, rows, both] = [
    await read('individual'),
    await read('series'),
    await read('both'),
  ];
  assert.ok(singles.length > 0 && singles.every((one) => one.series_id === undefined));
  assert.ok(rows.every((one) => one.id === null && one.series_id !== undefined));
  assert.equal(both.length, singles.length + rows.length);
  const own = rows.filter((one) => one.series_id === id);
  assert.deepEqual(
    own.map((one) => [one.mjd, one.flux, one.fluxerr, one.filter, one.origin]),
    data.mjd.map((mjd, row) => [mjd, data.flux[row], 5, 'ztfg', 'K2']),
  );
  assert.deepEqual([own[3]?.mag, own[2]?.ra], [null, 10.0002]);
  assert.ok(Math.abs((own[0]?.mag ?? 0) - 18.9) < 1e-9);
  const others = await call(harness, 'getPhotometry', {
    as: world.viewer,
    params: { id: world.objId },
  });
  assert.ok(others.every((one) => one.series_id !== id));
});

test('a series comes and goes as an HDF5 file', async () => {
  const as = world.member;
  const columns = { mjd: [61_000.5, 61_000.6], flux: [10.5, null], fluxerr: [1, 1.5] };
  const file = Buffer.from(writeHdf5Frame('phot_series', new Map(Object.entries(columns))));
  const said = { filter: 'ztfg', ra: 10, dec: 20, exp_time: 30, series_name: 'HDF5' };
  const body = request({ ...said, data: file.toString('base64') });
  const { id } = await call(harness, 'createPhotometricSeries', { as, body });
  const params = { id };
  const asked = (dataFormat: string) =>
    call(harness, 'getPhotometricSeries', { as, params, query: { dataFormat } });
  assert.deepEqual((await asked('json')).data, columns);
  const { data: text } = await asked('hdf5');
  assert.equal(text, file.toString('base64'));
  const refused = async (bytes: string) => {
    const sent = { as, body: request({ ...said, data: bytes }) };
    return (await fails(harness, 'createPhotometricSeries', 'invalid_request', sent)).message;
  };
  assert.match(await refused(Buffer.from('mjd,flux').toString('base64')), /no HDF5/);
  assert.match(await refused(file.subarray(0, 3000).toString('base64')), /HDF5 file/);
  assert.match(await refused('§'), /base64/);
  const words = await call(harness, 'createPhotometricSeries', {
    as,
    body: request({ series_name: 'words' }),
  });
  await fails(harness, 'getPhotometricSeries', 'conflict', {
    as,
    params: { id: words.id },
    query: { dataFormat: 'hdf5' },
  });
});

test('columns may be spelt as SkyPortal’s uploaders do', async () => {
  const as = world.member;
  const spelt = {
    mjds: [62_000.5, 62_000.6],
    mags: [19, 19.5],
    magerr: [0.1, 0.1],
    RA: [11, 11],
    Dec: [21, 21],
    EXPTIME: [30, 30],
    FILTER: ['ztfr', 'ztfr'],
  };
  const body = request({ series_name: 'spelt', data: spelt });
  const { id } = await call(harness, 'createPhotometricSeries', { as, body });
  const seen = await call(harness, 'getPhotometricSeries', { as, params: { id } });
  assert.deepEqual(seen.data, spelt);
  assert.deepEqual(
    [seen.filter, seen.ra, seen.dec, seen.exp_time, seen.mjd_first, seen.mean_mag],
    ['ztfr', 11, 21, 30, 62_000.5, 19.25],
  );
});
