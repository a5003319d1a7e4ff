import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { gunzipSync, gzipSync, inflateSync } from 'node:zlib';
import { writeFitsImage } from '@fritz/formats';
import { createAlert, createCutouts, createSurveyAlert, nextCandid } from '@fritz/testing';
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
before(async () => {
  harness = await startHarness();
  world = await harness.arrange(arrangeWorld);
});
after(() => harness.close());

function stamp(): Buffer {
  const pixels = Float32Array.from({ length: 63 * 63 }, (_, i) => (i % 63) + Math.floor(i / 63));
  return gzipSync(writeFitsImage({ width: 63, height: 63, pixels }));
}

async function storeStamp(science: Uint8Array, programId = 1): Promise<bigint> {
  const candid = nextCandid();
  await harness.arrange((client) => createCutouts(client, { candid, science, programId }));
  return candid;
}

test('FITS comes as it was sent, and is kept by its tag', async () => {
  const bytes = stamp();
  const candid = await storeStamp(bytes);
  const options = { as: world.member, params: { id: candid }, query: { file_format: 'fits' } };
  const response = await send(harness, 'getCutout', options);
  assert.equal(response.statusCode, 200);
  assert.equal(response.headers['content-type'], 'application/fits');
  assert.equal(response.headers['content-encoding'], undefined);
  assert.deepEqual(response.rawPayload, bytes);
  assert.match(String(response.headers['cache-control']), /private.*immutable/);
  const etag = String(response.headers.etag);
  const again = await send(harness, 'getCutout', {
    ...options,
    headers: { 'if-none-match': etag },
  });
  assert.equal(again.statusCode, 304);
  assert.equal(again.body, '');
});

test('stamps of two surveys’ alerts of one number are not mixed', async () => {
  const candid = nextCandid();
  const [ztf, lsst] = [stamp(), gzipSync('lsst')];
  await harness.arrange(async (client) => {
    await createCutouts(client, { candid, template: ztf });
    const place = { objectId: '170000000000', candid, programId: 1, ra: 1, dec: 2 };
    await createSurveyAlert(client, 'lsst', place);
    await client.query(
      `UPDATE fritz.lsst_cutout_parts SET science_bytes = $2, bytes = $3 WHERE candid = $1`,
      [candid, lsst.length, lsst],
    );
  });
  const as = world.member;
  const ask = (query: Record<string, string>) => {
    return { as, params: { id: candid }, query: { file_format: 'fits', ...query } };
  };
  await fails(harness, 'getCutout', 'ambiguous_candid', ask({}));
  // ZTF's has no science stamp: LSST's is not given for it.
  await fails(harness, 'getCutout', 'not_found', ask({ survey: 'ztf' }));
  const template = await send(harness, 'getCutout', ask({ survey: 'ztf', cutout: 'template' }));
  assert.deepEqual(template.rawPayload, ztf);
  const science = await send(harness, 'getCutout', ask({ survey: 'lsst' }));
  assert.deepEqual(science.rawPayload, lsst);
});

test('PNG is drawn as asked', async () => {
  const candid = await storeStamp(stamp());
  const queries: Record<string, string>[] = [
    {},
    { stretch: 'asinh', interval: 'zscale', cmap: 'viridis' },
    { interval: 'min_max' },
  ];
  const drawn = new Set<string>();
  for (const query of queries) {
    const options = { as: world.member, params: { id: candid }, query };
    const response = await send(harness, 'getCutout', options);
    assert.equal(response.headers['content-type'], 'image/png');
    const png = response.rawPayload;
    assert.equal(png.subarray(1, 4).toString(), 'PNG');
    assert.equal(png.readUInt32BE(16), 63);
    const dataAt = png.indexOf('IDAT') + 4;
    const pixels = inflateSync(png.subarray(dataAt, dataAt + png.readUInt32BE(dataAt - 8)));
    assert.equal(pixels.length, 63 * (63 * 4 + 1));
    drawn.add(String(response.headers.etag));
  }
  assert.ok(drawn.size >= 2, 'options change the picture');
});

test('what cannot be drawn says so, and what is not there is not there', async () => {
  const as = world.member;
  const damaged = await storeStamp(gunzipSync(stamp()).subarray(0, 500));
  await fails(harness, 'getCutout', 'cutout_unreadable', { as, params: { id: damaged } });
  const hidden = await storeStamp(stamp(), 3);
  await fails(harness, 'getCutout', 'not_found', { as, params: { id: hidden } });
  await fails(harness, 'getCutout', 'not_found', { as, params: { id: 1n } });
  const noTemplate = { as, params: { id: damaged }, query: { cutout: 'template' } };
  await fails(harness, 'getCutout', 'not_found', noTemplate);
  const wrong: Record<string, string>[] = [{ cmap: 'rainbow' }, { stretch: 'x' }, { cutout: 'x' }];
  for (const query of wrong) {
    const options = { as, params: { id: damaged }, query };
    await fails(harness, 'getCutout', 'invalid_request', options);
  }
  const tooLarge = { as, params: { id: '9223372036854775808' } };
  await fails(harness, 'getCutout', 'invalid_request', tooLarge);
  for (const id of ['1.5', 'x']) {
    await fails(harness, 'getCutout', 'not_found', { as, params: { id } });
  }
});

test('alerts come oldest first, float32 values exact, of visible programmes alone', async () => {
  const { objectId, magpsf } = await harness.arrange(async (client) => {
    const made = { objectId: 'ZTF18alerts', magpsf: Math.fround(19.739463806152344) };
    const columns = { magpsf: made.magpsf, jd: 2_461_000.5 };
    await createAlert(client, { objectId: made.objectId, columns });
    const extra = { new_field: 7 };
    await createAlert(client, { objectId: made.objectId, columns: { jd: 2_460_000.5, extra } });
    await createAlert(client, { objectId: made.objectId, programId: 3 });
    return made;
  });
  const alerts = await call(harness, 'getAlerts', { as: world.member, params: { objectId } });
  assert.equal(alerts.length, 2);
  const [first, second] = alerts;
  assert.equal(first?.candidate.new_field, 7);
  assert.equal(second?.candidate.magpsf, magpsf);
  assert.equal(second?.candidate.magpsf, 19.739463806152344);
  assert.equal(typeof second?.candid, 'bigint');
  assert.equal(second?.objectId, objectId);
  assert.ok(second?.coordinates);
});

test('SkyPortal finds the archive as a broker: search, alert, stamps, photometry, save, cone', async () => {
  const as = world.member;
  const { objId, group } = world;
  const own = { broker_id: 1 };
  const [broker] = await call(harness, 'listBrokers', { as });
  assert.deepEqual(await call(harness, 'getBroker', { as, params: own }), broker);
  assert.ok(broker?.active && broker.capabilities.query_alerts && broker.surveys.includes('ZTF'));
  await fails(harness, 'getBroker', 'not_found', { as, params: { broker_id: 2 } });

  const objectId = 'ZTF26broker';
  const alerts = await harness.arrange(async (client) => [
    await createAlert(client, { objectId, columns: { magpsf: 19.5 } }),
    await createAlert(client, { objectId, columns: { magpsf: 18.5 } }),
  ]);
  const search = (query: Record<string, string | number>, who = as) =>
    call(harness, 'searchBrokerAlerts', { as: who, params: own, query });
  const seen = await search({ objectId, survey: 'ZTF' });
  assert.deepEqual(
    seen.map((one) => one._id).toSorted(),
    alerts.map(({ candid }) => candid),
  );
  const jd = Number(seen[0]?.candidate.jd);
  assert.equal((await search({ objectId, jd_start: jd - 1, jd_end: jd + 1 })).length, 2);
  assert.deepEqual(await search({ objectId, jd_start: jd + 10 }), []);
  await fails(harness, 'searchBrokerAlerts', 'invalid_request', { as, params: own });

  const params = { ...own, alert_id: objectId };
  const whole = await call(harness, 'getBrokerAlert', { as, params });
  assert.deepEqual([whole._id, whole.candidate.magpsf], [alerts[1]?.candid, 18.5], 'the brightest');
  assert.ok(Array.isArray(whole.prv_candidates) && Array.isArray(whole.prv_nondetections));
  const none = { ...own, alert_id: 'ZTF26nothing' };
  await fails(harness, 'getBrokerAlert', 'not_found', { as, params: none });

  const bytes = stamp();
  const candid = await storeStamp(bytes);
  const ofStamp = (id: bigint) => ({ as, params: { ...own, alert_id: String(id) } });
  const stamps = await call(harness, 'getBrokerCutouts', ofStamp(candid));
  assert.equal(stamps.cutoutScience, bytes.toString('base64'));
  await fails(harness, 'getBrokerCutouts', 'not_found', ofStamp(9_223_372_036_854_775_808n));

  const kept = await call(harness, 'getPhotometry', { as, params: { id: objId } });
  const shown = await call(harness, 'getSurveyPhotometry', { as, params: { id: objId } });
  assert.ok(shown.length >= kept.length && kept.length > 0);
  const ofBroker = { as, params: { ...own, alert_id: objId }, query: { format: 'flux' } };
  assert.equal((await call(harness, 'getBrokerPhotometry', ofBroker)).length, shown.length);
  await fails(harness, 'getBrokerPhotometry', 'not_found', { as, params: none });
  await fails(harness, 'getBrokerPhotometry', 'not_found', { ...ofBroker, as: world.stranger });

  const body = { group_ids: [group.id] };
  assert.deepEqual(await call(harness, 'saveBrokerAlert', { as, params, body }), { id: objectId });
  assert.equal((await call(harness, 'getSource', { as, params: { id: objectId } })).ra, 10);
  const around = { ...own };
  const cone = { ra: 201, dec: 12, radius: 5 };
  assert.deepEqual(
    await call(harness, 'searchBrokerCatalogs', { as, params: around, query: cone }),
    {},
  );
  const wide = { ...cone, radius: 2, radius_units: 'deg' };
  await fails(harness, 'searchBrokerCatalogs', 'invalid_request', {
    as,
    params: around,
    query: wide,
  });
});
