import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createPhotometryPoint } from '@fritz/testing';
import { statisticsOf } from '../src/features/phot-stats/phot-stat.ts';
import { arrangeWorld, call, fails, type Harness, startHarness, type World } from './harness.ts';

let harness: Harness;
let world: World;

before(async () => {
  harness = await startHarness();
  world = await harness.arrange(arrangeWorld);
});
after(() => harness.close());

const fluxOf = (mag: number) => 10 ** (-0.4 * (mag - 23.9));
const point = (mjd: number, band: string, mag: number | null, more: object = {}) => ({
  ...{ mjd, band, flux_ujy: mag === null ? null : fluxOf(mag), fluxerr_ujy: 1 },
  ...{ limiting_mag: mag === null ? 20.5 : null, origin: '' },
  ...more,
});
const close = (actual: unknown, expected: number) =>
  assert.ok(typeof actual === 'number' && Math.abs(actual - expected) < 1e-9, `${actual}`);

test('a light curve’s statistics are those of its points', () => {
  const found = statisticsOf([
    point(1, 'ztfg', null),
    point(3, 'ztfr', null, { limiting_mag: 21 }),
    point(4, 'ztfg', 19, { origin: 'alert_fp' }),
    point(5, 'ztfg', 18.5),
    point(6, 'ztfr', 18),
    point(8, 'ztfr', 18.6),
    // Two sigma are no detection.
    point(9, 'ztfr', null, { flux_ujy: 2, limiting_mag: null }),
  ]);
  assert.deepEqual(
    [found.num_obs_global, found.num_det_global, found.num_det_no_forced_phot_global],
    [7, 4, 3],
  );
  assert.deepEqual(found.num_obs_per_filter, { ztfg: 3, ztfr: 4 });
  assert.deepEqual(found.num_det_per_filter, { ztfg: 2, ztfr: 2 });
  assert.deepEqual(
    [found.first_detected_mjd, found.first_detected_filter, found.last_detected_mjd],
    [4, 'ztfg', 8],
  );
  assert.equal(found.first_detected_no_forced_phot_mjd, 5);
  assert.deepEqual(found.predetection_mjds, [1, 3]);
  assert.deepEqual(
    [found.last_non_detection_mjd, found.time_to_non_detection, found.recent_obs_mjd],
    [3, 1, 9],
  );
  close(found.peak_mag_global, 18);
  assert.equal(found.peak_mjd_global, 6);
  close(found.faintest_mag_global, 19);
  close(found.mean_mag_global, (19 + 18.5 + 18 + 18.6) / 4);
  close(found.mean_color['ztfg-ztfr'], 18.75 - 18.3);
  close(found.deepest_limit_per_filter.ztfg, 20.5);
  close(found.rise_rate, (19 - 18) / 2);
  close(found.decay_rate, (18 - 18.6) / 2);
  close(found.mag_rms_per_filter.ztfg, 0.25);
});

test('nothing and limits alone have statistics, too', () => {
  assert.equal(statisticsOf([]).num_obs_global, 0);
  const limits = statisticsOf([point(1, 'ztfg', null)]);
  assert.deepEqual([limits.first_detected_mjd, limits.last_non_detection_mjd], [null, 1]);
});

test('hidden points are in nobody’s statistics but those of who sees them', async () => {
  const { member, admin, objId, otherGroup } = world;
  await harness.arrange((client) =>
    createPhotometryPoint(client, {
      objId,
      group: otherGroup,
      columns: { owner_id: world.stranger.id, origin: '', flux_ujy: 1e6, mjd: 70_000 },
    }),
  );
  const params = { id: objId };
  const [ours, all] = [
    await call(harness, 'getPhotStat', { as: member, params }),
    await call(harness, 'getPhotStat', { as: admin, params }),
  ];
  assert.equal(all.num_obs_global - ours.num_obs_global, 1);
  assert.notEqual(ours.recent_obs_mjd, 70_000);
  assert.equal(all.recent_obs_mjd, 70_000);
  const query = { xField: 'num_obs_global', yField: 'peak_mag_global', zField: 'rise_rate' };
  const seenBy = async (as: typeof member) =>
    (await call(harness, 'aggregatePhotStats', { as, query: { ...query, obj_ids: objId } })).points;
  const [mine, theirs] = [await seenBy(member), await seenBy(admin)];
  assert.equal(mine[0]?.x, ours.num_obs_global);
  assert.equal(theirs[0]?.x, all.num_obs_global);
  assert.ok(Math.abs((mine[0]?.y ?? 0) - Number(ours.peak_mag_global)) < 1e-9);
  const group = await call(harness, 'aggregatePhotStats', {
    as: member,
    query: { ...query, group_id: world.group.id, maxMatches: 5 },
  });
  assert.deepEqual([group.count, group.truncated], [1, false]);
});

test('an aggregate is of the classes and redshifts that are asked for', async () => {
  const { member, admin, objId, group } = world;
  const { taxonomy_id } = await call(harness, 'createTaxonomy', {
    as: admin,
    body: { name: 'Kinds', version: '1', hierarchy: { class: 'AGN' }, group_ids: [group.id] },
  });
  const said = { obj_id: objId, classification: 'AGN', taxonomy_id, probability: 0.6 };
  const body = { ...said, group_ids: [group.id] };
  await call(harness, 'createClassification', { as: member, body });
  const change = { redshift: 0.3, tns_info: { discoverydate: '2026-01-02' } };
  await call(harness, 'updateSource', { as: member, params: { id: objId }, body: change });
  const find = async (query: Record<string, string | number>) => {
    const asked = { xField: 'num_obs_global', yField: 'num_det_global', obj_ids: objId, ...query };
    return (await call(harness, 'aggregatePhotStats', { as: member, query: asked })).points;
  };
  const [point] = await find({ classifications: 'SN Ia, AGN', classificationProbThreshold: 0.5 });
  assert.deepEqual(
    [point?.classification, point?.redshift, point?.tns_discovery_date],
    ['AGN', 0.3, '2026-01-02'],
  );
  assert.equal((await find({ minRedshift: 0.2, maxRedshift: 0.4 })).length, 1);
  const others: Record<string, string | number>[] = [
    { classifications: 'SN Ia' },
    { classifications: 'AGN', classificationProbThreshold: 0.7 },
    { minRedshift: 0.4 },
    { maxRedshift: 0.2 },
  ];
  for (const query of others) assert.deepEqual(await find(query), [], JSON.stringify(query));
});

test('points are folded by the period that was told last, and show what is noted on them', async () => {
  const { member: as, objId, viewer, group } = world;
  const params = { id: objId };
  const read = (query: Record<string, string | boolean>) =>
    call(harness, 'getPhotometry', { as, params, query });
  assert.deepEqual(
    (await read({ phaseFoldData: true })).map(({ phase }) => phase),
    (await read({})).map(() => null),
  );
  const { id } = await harness.arrange((client) =>
    createPhotometryPoint(client, { objId, group, columns: { owner_id: as.id, mjd: 60_001 } }),
  );
  const annotate = (resource_type: string, resource_id: string, origin: string, data: object) =>
    call(harness, 'createAnnotation', {
      as,
      params: { resource_type, resource_id },
      body: { origin, data, group_ids: [group.id] },
    });
  await annotate('sources', objId, 'first', { period: 7 });
  await annotate('sources', objId, 'last', { period: 2 });
  await annotate('photometry', String(id), 'seeing', { arcsec: 1.4 });
  const points = await read({ phaseFoldData: true, includeAnnotationInfo: true });
  const noted = points.find((one) => BigInt(one.id ?? 0) === id);
  assert.equal(noted?.phase, 0.5);
  assert.deepEqual(
    noted?.annotations?.map(({ origin, data }) => [origin, data]),
    [['seeing', { arcsec: 1.4 }]],
  );
  assert.ok(points.every((one) => one === noted || one.annotations?.length === 0));
  const plain = await call(harness, 'getPhotometry', { as: viewer, params });
  assert.ok(plain.every((one) => !('phase' in one) && !('annotations' in one)));
});

test('fields of an aggregate are listed, and others refused', async () => {
  const as = world.member;
  const { fields } = await call(harness, 'aggregatePhotStats', { as });
  assert.ok(fields.some(({ value }) => value === 'peak_mag_global'));
  await fails(harness, 'aggregatePhotStats', 'invalid_request', {
    as,
    query: { xField: 'constructor', yField: 'num_obs_global' },
  });
  await fails(harness, 'aggregatePhotStats', 'not_found', {
    as,
    query: { xField: 'num_obs_global', yField: 'num_obs_global', group_id: world.otherGroup.id },
  });
  const counts = await call(harness, 'countPhotStats', { as });
  assert.ok(counts.totalWithPhotStats >= 1);
});

test('a point is judged, judged again, and the verdict taken back', async () => {
  const { admin, member, viewer, objId } = world;
  const { id } = await harness.arrange((client) =>
    createPhotometryPoint(client, {
      objId,
      group: world.group,
      columns: { owner_id: member.id, origin: '' },
    }),
  );
  const params = { id };
  const judge = (body: object) => call(harness, 'makeValidation', { as: admin, params, body });
  const first = await judge({ validated: false, explanation: 'a ghost' });
  assert.deepEqual(await judge({ validated: true, notes: 'after all' }), first);
  await fails(harness, 'makeValidation', 'permission_denied', { as: member, params, body: {} });
  await call(harness, 'updateValidation', { as: admin, params, body: { validated: null } });
  const points = await call(harness, 'getPhotometry', {
    as: viewer,
    params: { id: objId },
    query: { includeValidationInfo: true, includeOwnerInfo: true, includeStreamInfo: true },
  });
  const seen = points.find((one) => BigInt(one.id ?? 0) === id);
  assert.deepEqual(
    seen?.validations?.map(({ validated, explanation, notes }) => [validated, explanation, notes]),
    [[null, 'a ghost', 'after all']],
  );
  assert.equal(seen?.owner?.username, member.username);
  await call(harness, 'deleteValidation', { as: admin, params });
  await fails(harness, 'deleteValidation', 'not_found', { as: admin, params });
});
