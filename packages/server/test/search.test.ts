import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { writeFitsImage } from '@fritz/formats';
import { angToPix } from '@fritz/sky';
import { simulateNight, ZtfAdapter } from '@fritz/surveys';
import {
  createAlert,
  createCutouts,
  createLightCurveRow,
  createObj,
  createSource,
  type FactoryClient,
  programAudience,
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

let harness: Harness;
let world: World;
const place = { ra: 150.1, dec: 2.2 };
const archived = 'ZTF21archive';

/** An object of the archive, of one programme, with alerts a night apart. */
async function archiveObject(client: FactoryClient, id: string, programId: number, count: number) {
  const hpx = angToPix(29, place.ra, place.dec);
  await client.query(
    `INSERT INTO fritz.survey_objects (survey, object_id, programid, audience_id, hpx, ra, dec)
     VALUES ('ztf', $1, $2, $3, $4, $5, $6)`,
    [id, programId, await programAudience(client, programId), hpx, place.ra, place.dec],
  );
  const candids: bigint[] = [];
  for (let night = 0; night < count; night += 1) {
    const columns = { ...place, hpx, jd: 2_461_000.5 + night, magpsf: 19 - night, fid: 2 };
    candids.push((await createAlert(client, { objectId: id, programId, columns })).candid);
  }
  return candids;
}

let candids: bigint[] = [];
before(async () => {
  harness = await startHarness();
  world = await harness.arrange(async (client) => {
    const made = await arrangeWorld(client);
    candids = await archiveObject(client, archived, 1, 3);
    await archiveObject(client, 'ZTF21archivf', 3, 1);
    await createObj(client, { id: 'SNhunt', ra: 150.1, dec: 2.2 });
    await createSource(client, { objId: 'SNhunt', group: made.group, savedBy: made.member });
    await client.query(
      `UPDATE fritz.obj_editions SET tns_name = 'SN 2026abc', alias = '{Gaia26xyz}',
         hpx = $1 WHERE id = 'SNhunt'`,
      [angToPix(29, 150.1, 2.2)],
    );
    return made;
  });
});
after(() => harness?.close());

async function find(q: string, as = world.member) {
  const { sources, objects } = await call(harness, 'searchEverything', { as, query: { q } });
  return [...sources, ...objects].map(({ id }) => id);
}

test('names, TNS names and aliases are found by their beginning, in whatever case', async () => {
  for (const typed of ['snh', 'SNhunt', 'SN 2026a', '2026ABC', 'at2026abc', 'gaia26']) {
    assert.deepEqual(await find(typed), ['SNhunt'], typed);
  }
  const { sources } = await call(harness, 'searchEverything', {
    as: world.member,
    query: { q: 'Gaia26' },
  });
  assert.equal(sources[0]?.matched, 'Gaia26xyz');
  assert.equal(sources[0]?.saved, true);
  assert.deepEqual(await find("%' OR 1=1"), []);
});

test('the archive is searched by name, number and place', async () => {
  assert.deepEqual(await find('ztf21ARCH'), [archived]);
  assert.deepEqual(await find(String(candids[0])), [archived]);
  for (const typed of ['150.1 2.2', '10:00:24.0 +02:12:00', '10h00m24s, 2d12m0s']) {
    const options = { as: world.member, query: { q: typed } };
    const found = await call(harness, 'searchEverything', options);
    assert.deepEqual(found.position && Math.round(found.position.ra * 1e4), 1_501_000, typed);
    assert.deepEqual(
      [found.sources.map(({ id }) => id), found.objects.map(({ id }) => id)],
      [['SNhunt'], [archived]],
    );
    assert.ok((found.objects[0]?.separation ?? 9) < 0.01);
  }
});

test('what one may not see is not found by any of its names', async () => {
  for (const typed of ['SNhunt', 'SN 2026abc', 'Gaia26xyz', archived, String(candids[0])]) {
    assert.deepEqual(await find(typed, world.stranger), [], typed);
  }
  assert.deepEqual(await find('ZTF21arch', world.stranger), ['ZTF21archivf']);
  assert.deepEqual(await find('150.1 2.2', world.stranger), ['ZTF21archivf']);
});

async function alerts(query: Record<string, string | number | boolean>, as = world.member) {
  return call(harness, 'searchAlerts', { as, query });
}

test('alerts are found by object, number, cone and time, newest first', async () => {
  const newest = candids.toReversed();
  const idsOf = async (query: Record<string, string | number | boolean>) =>
    (await alerts(query)).map(({ candid }) => candid);
  assert.deepEqual(await idsOf({ objectId: `${archived}, ZTF00nothing` }), newest);
  assert.deepEqual(await idsOf({ candid: String(candids[1]) }), [candids[1]]);
  for (const [radius, radius_units] of [
    [5, 'arcsec'],
    [0.1, 'arcmin'],
    [0.001, 'deg'],
  ] as const) {
    assert.deepEqual(await idsOf({ ...place, radius, radius_units }), newest);
  }
  assert.deepEqual(await idsOf({ ra: place.ra + 0.1, dec: place.dec, radius: 5 }), []);
  const [listed] = await alerts({ objectId: archived });
  assert.equal(listed?.band, 'ztfr');
  assert.equal(listed?.mag, 17);
  assert.deepEqual(Object.keys(listed?.candidate ?? {}).length, 10);
  const [whole] = await alerts({ objectId: archived, includeAllFields: true });
  assert.ok(Object.keys(whole?.candidate ?? {}).length > 50);
});

test('pages of alerts skip and repeat nothing', async () => {
  const seen: bigint[] = [];
  let cursor = '';
  for (;;) {
    const query = { objectId: archived, limit: 1, ...(cursor === '' ? {} : { cursor }) };
    const [alert] = await alerts(query);
    if (alert === undefined) break;
    seen.push(alert.candid);
    cursor = `${String(alert.candidate.jd)},${alert.candid}`;
  }
  assert.deepEqual(seen, candids.toReversed());
});

test('alerts are found by the filter that they passed, and when', async () => {
  const passed = { filter_id: world.filter.id };
  const found = await alerts(passed);
  assert.deepEqual(
    found.map(({ candid }) => candid),
    [world.candid],
  );
  assert.deepEqual(await alerts({ ...passed, passedAfter: '2100-01-01' }), []);
  assert.deepEqual(await alerts({ ...passed, passedBefore: '2000-01-01' }), []);
  assert.deepEqual(await alerts(passed, world.stranger), []);
  assert.deepEqual(await alerts({ objectId: archived }, world.stranger), []);
});

test('a search that names nothing, or half a cone, is refused', async () => {
  const wrong: Record<string, string | number>[] = [
    {},
    { ra: 1, dec: 2 },
    { ra: 1, dec: 2, radius: 2, radius_units: 'deg' },
    { passedAfter: '2026-01-01', objectId: 'x' },
    { objectId: 'x', startDate: '2026-02-31' },
    { objectId: 'a b' },
    { objectId: 'x', cursor: '1,2' },
  ];
  for (const query of wrong) {
    await fails(harness, 'searchAlerts', 'invalid_request', { as: world.member, query });
  }
});

/** The light curve of some packet, as if it were the archived object's. */
async function storeLightCurve(client: FactoryClient) {
  const adapter = new ZtfAdapter();
  const [packet] = simulateNight({ seed: 4, night: '20260613', programIds: { 1: 1 }, alerts: 1 });
  assert.ok(packet !== undefined);
  const alert = adapter.decode(packet.bytes);
  const needs = { detections: 'all', forced: 'all', coordinates: true } as const;
  for (const { bundle } of adapter.curve(null, needs).add(alert)) {
    const row = { objectId: archived, candid: candids[0] ?? 0n, points: bundle };
    await createLightCurveRow(client, row);
  }
  for (const [fingerprint, schema] of adapter.schemas.known()) {
    await client.query(
      `INSERT INTO fritz.avro_schemas (survey, fingerprint, schema) VALUES ('ztf', $1, $2)`,
      [fingerprint, schema],
    );
  }
}

test('an object of the archive is saved as a source with its photometry', async () => {
  await harness.arrange(storeLightCurve);
  const params = { objectId: archived };
  const body = { group_ids: [world.group.id], candid: candids[0] };
  await fails(harness, 'saveAlert', 'not_found', { as: world.stranger, params, body });
  const wrongAlert = { ...body, candid: 5n };
  await fails(harness, 'saveAlert', 'not_found', { as: world.member, params, body: wrongAlert });
  assert.equal(
    (await send(harness, 'getSource', { as: world.member, params: { id: archived } })).statusCode,
    404,
  );
  const saved = await call(harness, 'saveAlert', { as: world.member, params, body });
  assert.deepEqual(saved, { id: archived, used_latest_candid: true });
  const again = { group_ids: 'all' };
  await call(harness, 'saveAlert', { as: world.member, params, body: again });
  const source = await call(harness, 'getSource', { as: world.member, params: { id: archived } });
  assert.ok(source.groups.some(({ id }) => id === world.group.id));
  const stats = { as: world.member, params: { id: archived }, query: { includePhotometry: true } };
  const { photometry = [] } = await call(harness, 'getSource', stats);
  assert.ok(photometry.length > 0, 'its points came along');
});

test('the stamps of an alert come as numbers, holes filled', async () => {
  const pixels = Float32Array.from({ length: 60 * 63 }, (_, i) => (i === 7 ? Number.NaN : i % 5));
  const stamp = gzipSync(writeFitsImage({ width: 60, height: 63, pixels }));
  const [, , newest = 0n] = candids;
  await harness.arrange((client) =>
    createCutouts(client, { candid: newest, science: stamp, template: stamp }),
  );
  const params = { objectId: archived };
  const [found] = await call(harness, 'getTriplets', { as: world.member, params });
  assert.equal(found?.candid, newest);
  assert.equal(found?.image_corrupt, true, 'there is no difference image');
  assert.deepEqual([found?.triplet.length, found?.triplet[0]?.length], [63, 63]);
  assert.deepEqual(
    found?.triplet[0]?.slice(0, 8).map(([science]) => science),
    [0, 1, 2, 3, 4, 0, 1, 2],
  );
  assert.deepEqual(found?.triplet[0]?.[61], [2, 2, 0], 'the edge has the median');
  const query = { candid: newest, normalizeImage: true };
  const options = { as: world.member, params, query: { ...query, candid: String(newest) } };
  const [scaled] = await call(harness, 'getTriplets', options);
  const sum = (scaled?.triplet ?? []).flat().reduce((all, [science = 0]) => all + science ** 2, 0);
  assert.ok(Math.abs(sum - 1) < 1e-9);
  const file = { ...options, query: { ...options.query, file_format: 'npy' } };
  const { rawPayload } = await send(harness, 'getTriplets', file);
  // As NumPy reads it: magic, the header's length, a header that ends where the numbers begin.
  const headerBytes = rawPayload.readUInt16LE(8);
  assert.equal(rawPayload.toString('latin1', 0, 8), '\u0093NUMPY\u0001\u0000');
  assert.equal((10 + headerBytes) % 64, 0);
  assert.match(
    rawPayload.toString('latin1', 10, 10 + headerBytes),
    /^\{'descr': '<f8', 'fortran_order': False, 'shape': \(63, 63, 3,\), \} *\n$/,
  );
  assert.equal(rawPayload.length, 10 + headerBytes + 8 * 63 * 63 * 3);
  assert.equal(rawPayload.readDoubleLE(10 + headerBytes + 24), scaled?.triplet[0]?.[1]?.[0]);
  await fails(harness, 'getTriplets', 'not_found', { as: world.stranger, params });
  const cutout = { as: world.member, params: { id: archived }, query: { file_format: 'fits' } };
  assert.equal((await send(harness, 'getCutout', cutout)).statusCode, 200);
});

test('a light curve comes with its neighbours and median place', async () => {
  const params = { objectId: archived };
  const curve = await call(harness, 'getLightCurve', { as: world.member, params });
  assert.deepEqual(curve.cross_matches, {});
  assert.equal(typeof curve.coordinates.ra_median, 'number');
  const query = { includePrvCandidates: false, includeFpHists: false };
  const bare = await call(harness, 'getLightCurve', { as: world.member, params, query });
  assert.equal(bare.prv_candidates, undefined);
  const one = { as: world.member, params, query: { candid: String(candids[0]) } };
  assert.equal((await call(harness, 'getAlerts', one)).length, 1);

  // With the fields that a projection names: those of its kind, and which alert it is.
  const projection = '{"candidate.jd": 1, "mine": {"$add": ["$candidate.fid", 1]}}';
  const projected = { ...one, query: { ...one.query, projection } };
  const [alone] = await call(harness, 'getAlerts', projected);
  assert.deepEqual(Object.keys(alone ?? {}).sort(), ['candid', 'candidate', 'mine', 'objectId']);
  assert.deepEqual(Object.keys(alone?.candidate ?? {}), ['jd']);
  const asked = { objectId: archived, projection: '{"candidate": 0, "coordinates": 0}' };
  const [listed] = await call(harness, 'searchAlerts', { as: world.member, query: asked });
  assert.deepEqual([listed?.candidate, listed?.survey], [{}, 'ztf']);
  for (const wrong of ['[1]', '{x', '{"a": {"$b": 1}}', '{}']) {
    const query = { ...one.query, projection: wrong };
    await fails(harness, 'getAlerts', 'invalid_request', { ...one, query });
  }
});
