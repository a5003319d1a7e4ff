import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  createObj,
  createObjectLink,
  createPhotometryPoint,
  programAudience,
} from '@fritz/testing';
import { arrangeWorld, call, fails, type Harness, startHarness, type World } from './harness.ts';

let harness: Harness;
let world: World;
before(async () => {
  harness = await startHarness();
  world = await harness.arrange(arrangeWorld);
});
after(() => harness.close());

let objects = 0;

/** A new object of LSST that is linked with one of ZTF's; each of a programme of its own. */
async function linked(programId: number, otherProgramId: number) {
  objects += 1;
  const [objectId, ztfId] = [`90071992547${objects}`, `ZTF26link${objects}`];
  const link = { survey: 'lsst', objectId, ztfId, programId, otherProgramId };
  await harness.arrange((client) => createObjectLink(client, link));
  return { lsstId: objectId, ztfId };
}

const linksOf = (id: string, as = world.member) =>
  call(harness, 'listObjectLinks', { as, params: { id } });

test('a link is seen from both ends, by who sees both', async () => {
  const { lsstId, ztfId } = await linked(1, 2);
  const [link] = await linksOf(ztfId);
  assert.deepEqual(
    [link?.obj_id, link?.survey, link?.is_linked, link?.distance_arcsec, link?.decided_by],
    [lsstId, 'lsst', true, 0.5, null],
  );
  assert.deepEqual(
    (await linksOf(lsstId)).map(({ obj_id, survey }) => [obj_id, survey]),
    [[ztfId, 'ztf']],
  );
  // He has the third programme alone.
  const as = world.stranger;
  for (const id of [ztfId, lsstId]) {
    await fails(harness, 'listObjectLinks', 'not_found', { as, params: { id } });
  }
});

test('a link never reveals an object that the viewer may not see', async () => {
  const { lsstId, ztfId } = await linked(3, 1);
  assert.deepEqual(await linksOf(ztfId), [], 'the member sees ZTF’s end alone');
  const as = world.member;
  await fails(harness, 'listObjectLinks', 'not_found', { as, params: { id: lsstId } });
  const body = { obj_id: lsstId };
  await fails(harness, 'linkObject', 'not_found', { as, params: { id: ztfId }, body });
  const params = { id: ztfId, obj_id: lsstId };
  await fails(harness, 'unlinkObject', 'not_found', { as, params });
  // Nor does the decision of who sees both.
  await call(harness, 'unlinkObject', { as: world.admin, params, query: { reason: 'secret' } });
  assert.deepEqual(await linksOf(ztfId), []);
});

test('an object tells what it is linked with, whether or not the marshal keeps that', async () => {
  const { lsstId, ztfId } = await linked(1, 1);
  await harness.arrange(async (client) => {
    await createObj(client, { id: ztfId, audienceIds: [await programAudience(client, 1)] });
  });
  const as = world.member;
  const { associated_objs: told } = await call(harness, 'getSource', { as, params: { id: ztfId } });
  const expected = { id: lsstId, super_obj_id: null, survey: 'lsst', separation: 0.5 };
  assert.deepEqual(told, [{ ...expected, ra: null, dec: null }]);
  await call(harness, 'unlinkObject', { as, params: { id: ztfId, obj_id: lsstId }, query: {} });
  const after = await call(harness, 'getSource', { as, params: { id: ztfId } });
  assert.deepEqual(after.associated_objs, []);
});

test('what is unlinked stays so, and says who did it, when and why; it can be linked again', async () => {
  const { lsstId, ztfId } = await linked(1, 1);
  const as = world.member;
  const params = { id: ztfId, obj_id: lsstId };
  const query = { reason: 'two stars' };
  const [ended] = await call(harness, 'unlinkObject', { as, params, query });
  assert.deepEqual(
    [ended?.is_linked, ended?.decided_by?.id, ended?.reason],
    [false, world.member.id, 'two stars'],
  );
  assert.ok(ended?.decided_at);
  // Found again, as by an alert of another programme.
  const again = { survey: 'lsst', objectId: lsstId, ztfId, programId: 2 };
  await harness.arrange((client) => createObjectLink(client, again));
  assert.deepEqual(
    (await linksOf(lsstId, world.admin)).map(({ is_linked }) => is_linked),
    [false],
  );
  const body = { obj_id: lsstId };
  const [back] = await call(harness, 'linkObject', { as, params: { id: ztfId }, body });
  assert.deepEqual([back?.is_linked, back?.reason], [true, null]);
  await fails(harness, 'unlinkObject', 'permission_denied', { as: world.viewer, params });
});

test('people link what is far apart, of different surveys alone', async () => {
  const [one, other] = [await linked(1, 1), await linked(1, 1)];
  const as = world.member;
  const params = { id: one.ztfId };
  const links = await call(harness, 'linkObject', { as, params, body: { obj_id: other.lsstId } });
  assert.deepEqual(
    links.map(({ obj_id, distance_arcsec }) => [obj_id, distance_arcsec]),
    [
      [one.lsstId, 0.5],
      [other.lsstId, null],
    ],
  );
  const same = { as, params, body: { obj_id: other.ztfId } };
  await fails(harness, 'linkObject', 'same_survey', same);
});

test('the joint light curve has the points of linked objects, as far as one sees them', async () => {
  const { lsstId, ztfId } = await linked(1, 1);
  await harness.arrange(async (client) => {
    const audienceIds = [await programAudience(client, 1)];
    for (const id of [ztfId, lsstId]) await createObj(client, { id, audienceIds });
    await createPhotometryPoint(client, { objId: ztfId });
    await createPhotometryPoint(client, { objId: lsstId, columns: { instrument: 'LSST' } });
    await createPhotometryPoint(client, { objId: lsstId, programId: 3 });
  });
  const as = world.member;
  const params = { id: ztfId };
  const read = async (includeSuperObjsPhotometry: boolean) => {
    const query = { includeSuperObjsPhotometry };
    const points = await call(harness, 'getPhotometry', { as, params, query });
    return points.map((point) => [point.obj_id, point.instrument_name]);
  };
  assert.deepEqual(await read(false), [[ztfId, 'ZTF']]);
  assert.deepEqual(await read(true), [
    [ztfId, 'ZTF'],
    [lsstId, 'LSST'],
  ]);
  await call(harness, 'unlinkObject', { as, params: { ...params, obj_id: lsstId } });
  assert.deepEqual(await read(true), [[ztfId, 'ZTF']]);
});
