import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { unpackPhotometry } from '@fritz/contract';
import { simulateNight, ZtfAdapter } from '@fritz/surveys';
import {
  createAlert,
  createLightCurveRow,
  createObj,
  createObjectLink,
  nextCandid,
  programAudience,
} from '@fritz/testing';
import { arrangeWorld, call, fails, type Harness, startHarness, type World } from './harness.ts';

let harness: Harness;
let world: World;
let stored: Awaited<ReturnType<typeof storeFirstWithHistory>>;
before(async () => {
  harness = await startHarness();
  world = await harness.arrange(arrangeWorld);
  stored = await storeFirstWithHistory();
});
after(() => harness.close());

const needs = { detections: 'all', forced: 'all', coordinates: false } as const;

/** Stores what one packet brings, as the broker does, and returns its points per programme. */
async function storeFirstWithHistory() {
  const adapter = new ZtfAdapter();
  for (const packet of simulateNight({ seed: 7, night: '20261120', alerts: 200 })) {
    const alert = adapter.decode(packet.bytes);
    const curve = adapter.curve(null, needs);
    const pieces = curve.add(alert);
    if (pieces.length < 2) continue;
    const { objectId, candid } = packet;
    await harness.arrange(async (client) => {
      for (const { programId, bundle } of pieces) {
        await createLightCurveRow(client, { objectId, candid, programId, points: bundle });
      }
      for (const [fingerprint, schema] of adapter.schemas.known()) {
        await client.query(
          `INSERT INTO fritz.avro_schemas (fingerprint, survey, schema) VALUES ($1, 'ztf', $2)`,
          [fingerprint, schema],
        );
      }
    });
    const programIds = new Set(pieces.map((piece) => piece.programId));
    return { objectId, curve, programIds };
  }
  throw new Error('no simulated object was seen in two programmes');
}

/** A light curve with all that it has. */
async function readCurve(as: World['member'], objectId: string) {
  const curve = await call(harness, 'getLightCurve', { as, params: { objectId } });
  const { prv_candidates, fp_hists } = curve;
  assert.ok(prv_candidates !== undefined && fp_hists !== undefined);
  return { ...curve, prv_candidates, fp_hists };
}

test('a light curve has the points of the programmes that the viewer may see', async () => {
  const { objectId, curve, programIds } = stored;
  const own = new Set([1, 2].filter((id) => programIds.has(id)));
  const expected = curve.words(own);
  const found = await readCurve(world.member, objectId);
  assert.equal(found._id, objectId);
  assert.ok(found.prv_candidates.length + found.fp_hists.length > 0);
  assert.equal(found.prv_candidates.length, expected.prv_candidates?.length);
  assert.equal(found.fp_hists.length, expected.fp_hists?.length);
  const programs = new Set(found.prv_candidates.map((point) => point.programid));
  for (const program of programs) assert.ok(own.has(Number(program)), `${program}`);
  const all = curve.words(null);
  const admins = await readCurve(world.admin, objectId);
  assert.equal(admins.prv_candidates.length, all.prv_candidates?.length);
  const nobody = { as: world.viewer, params: { objectId: 'ZTF00nothing' } };
  await fails(harness, 'getLightCurve', 'not_found', nobody);
});

test('an object that passed no filter can be saved by whoever sees its alerts', async () => {
  const [objectId, candid] = ['ZTF26aadoptd', nextCandid()];
  await harness.arrange((client) => createAlert(client, { objectId, candid }));
  const body = { id: objectId, group_ids: [world.group.id] };
  const params = { id: objectId };
  await fails(harness, 'getSource', 'not_found', { as: world.member, params });
  const foreign = { id: objectId, group_ids: [world.otherGroup.id] };
  await fails(harness, 'saveSource', 'not_found', { as: world.stranger, body: foreign });
  await call(harness, 'saveSource', { as: world.member, body });
  const source = await call(harness, 'getSource', { as: world.member, params });
  assert.deepEqual(
    source.groups.map((group) => group.id),
    [world.group.id],
  );
  await fails(harness, 'getSource', 'not_found', { as: world.stranger, params });
});

test('the joint light curve has the alerts of a linked object that the marshal does not keep', async () => {
  const { objectId: ztfId, programIds } = stored;
  const lsstId = '9007199254799';
  await harness.arrange(async (client) => {
    const link = { survey: 'lsst', objectId: lsstId, ztfId, programId: 1 };
    await createObjectLink(client, link);
    await createObj(client, { id: lsstId, audienceIds: [await programAudience(client, 1)] });
  });
  const as = world.member;
  await fails(harness, 'getSource', 'not_found', { as, params: { id: ztfId } });
  const params = { id: lsstId };
  assert.deepEqual(await call(harness, 'getPhotometry', { as, params }), []);
  const query = { includeSuperObjsPhotometry: true };
  const points = await call(harness, 'getPhotometry', { as, params, query });
  assert.ok(points.length > 0);
  assert.ok(points.every((one) => one.obj_id === ztfId && one.id === null));
  // Of the programmes that he sees alone, by time.
  const all = await call(harness, 'getPhotometry', { as: world.admin, params, query });
  assert.equal(all.length > points.length, programIds.has(3));
  // In columns, too; long numbers as digits.
  const packed = await call(harness, 'getPackedPhotometry', {
    ...{ as, params, query: { linked: true } },
  });
  assert.deepEqual(
    unpackPhotometry(packed).map(({ candid, mjd }) => [candid, mjd]),
    points.map(({ candid, mjd }) => [candid === null ? null : String(candid), mjd]),
  );
  const mjds = points.map(({ mjd }) => mjd);
  assert.deepEqual(
    mjds,
    mjds.toSorted((a, b) => a - b),
  );
});
