import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { dropRelease, listAllReleases, openParquetFile, withClient } from '@fritz/archive';
import { parseExact } from '@fritz/contract';
import {
  archivedCurve,
  createAlert,
  createCandidate,
  createPhotometryPoint,
  createRelease,
  type TestUser,
} from '@fritz/testing';
import { arrangeWorld, call, fails, type Harness, startHarness, type World } from './harness.ts';

let harness: Harness;
let world: World;
let release: string;
let features: string;
// Small enough to arrive as numbers.
const [mixed, near, far] = [10_245_362_000_001, 10_245_362_000_002, 10_245_362_000_003] as const;

before(async () => {
  harness = await startHarness({ kowalskiHost: 'kowalski.example' });
  world = await harness.arrange(arrangeWorld);
  await withClient(harness.database.owner, async (client) => {
    release = await createRelease(client, {
      curves: [
        archivedCurve({ id: BigInt(mixed), programIds: [1, 1, 2, 3] }),
        archivedCurve({ id: BigInt(near), ra: 10.0003, filter: 1 }),
        archivedCurve({ id: BigInt(far), ra: 10.1 }),
      ],
    });
    await createRelease(client, { curves: [archivedCurve({ id: BigInt(far), ra: 0, dec: 0 })] });
    features = await createRelease(client, {
      columns: ['period', 'ad', 'unheard_of'],
      values: [{ id: BigInt(mixed), ra: 10, dec: 20, values: [0.5, null, 3] }],
    });
  });
});
after(() => harness?.close());

describe('light curves of a release', () => {
  const around = { ra: 10, dec: 20, radius: 2, radius_units: 'arcsec' };

  test('come by place, the nearest first, of the programmes that one sees', async () => {
    const found = await call(harness, 'searchLightCurves', {
      as: world.member,
      query: { catalog: release, ...around },
    });
    assert.deepEqual(
      found.map(({ _id, band, nobs }) => [Number(_id), band, nobs]),
      [
        [mixed, 'ztfr', 3],
        [near, 'ztfg', 1],
      ],
    );
    assert.deepEqual(
      found[0]?.data.map(({ programid, mag, mjd, uexpid }) => [programid, mag, mjd, uexpid]),
      [
        [1, 18, 59_000.25, 10_245_362_000_001_000n],
        [1, 19, 59_001.25, 10_245_362_000_001_001n],
        [2, 20, 59_002.25, 10_245_362_000_001_002n],
      ],
    );
    const wide = { catalog: release, ra: 10, dec: 20, radius: 0.1, radius_units: 'deg' };
    const all = await call(harness, 'searchLightCurves', { as: world.member, query: wide });
    assert.deepEqual(
      all.map(({ _id }) => Number(_id)),
      [mixed, near, far],
    );
  });

  test('statistics tell nothing of points that one does not see', async () => {
    const query = { catalog: release, ...around };
    const [seen] = await call(harness, 'searchLightCurves', { as: world.stranger, query });
    // The stranger reads the third programme alone; the mean of all points is another.
    assert.deepEqual([Number(seen?._id), seen?.nobs, seen?.meanmag], [mixed, 1, 21]);
    const ofMember = await call(harness, 'searchLightCurves', { as: world.member, query });
    assert.deepEqual(
      ofMember.map(({ meanmag, iqr, vonneumannratio }) => [meanmag, iqr, vonneumannratio]),
      [
        [19, 1, 1],
        [18.25, 0.125, 2],
      ],
    );
  });

  test('the current release is meant where none is named; others are found by name', async () => {
    const ofCurrent = await call(harness, 'searchLightCurves', { as: world.member, query: around });
    assert.equal(ofCurrent.length, 2);
    const [one] = await call(harness, 'getArchivedCurve', {
      as: world.member,
      params: { lc_id: mixed },
    });
    assert.equal(Number(one?._id), mixed);
    await fails(harness, 'getArchivedCurve', 'not_found', {
      as: world.member,
      params: { lc_id: 7 },
    });
    const query = { catalog: 'ZTF_sources_none', ...around };
    await fails(harness, 'searchLightCurves', 'not_found', { as: world.member, query });
    const halfway = { ra: 10, radius: 2 };
    await fails(harness, 'searchLightCurves', 'invalid_request', {
      as: world.member,
      query: halfway,
    });
    const wide = { ...around, radius_units: 'deg' };
    await fails(harness, 'searchLightCurves', 'invalid_request', { as: world.member, query: wide });
  });

  test('names of all there is', async () => {
    const names = await call(harness, 'listArchiveCatalogs', { as: world.member });
    for (const name of [release, features, 'ZTF_alerts']) assert.ok(names.includes(name), name);
    const releases = await call(harness, 'listArchiveReleases', { as: world.member });
    assert.deepEqual(
      releases
        .filter(({ is_current: is }) => is)
        .map(({ name, rows, points }) => [name, rows, points]),
      [
        [release, 3, 6],
        [features, 1, 1],
      ],
    );
  });
});

describe('saving light curves', () => {
  test('makes a source named by its place, with points for their streams; again changes nothing', async () => {
    const body = { catalog: release, light_curve_ids: [mixed, near], group_ids: [world.group.id] };
    const saved = await call(harness, 'saveLightCurves', { as: world.member, body });
    assert.deepEqual(saved, { obj_id: 'ZTFJ004000.04+200000.0', points: 4 });
    const read = () =>
      call(harness, 'getPhotometry', { as: world.member, params: { id: saved.obj_id } });
    const points = await read();
    assert.equal(points.length, 4);
    assert.deepEqual(points.map(({ origin, filter, mag }) => [origin, filter, mag]).toSorted(), [
      [release, 'ztfg', 18],
      [release, 'ztfr', 18],
      [release, 'ztfr', 19],
      [release, 'ztfr', 20],
    ]);
    assert.deepEqual(await call(harness, 'saveLightCurves', { as: world.member, body }), saved);
    assert.equal((await read()).length, 4);
  });

  test('adds to a source that is there, for one number, too', async () => {
    const body = { obj_id: world.objId, catalog: release, light_curve_ids: near };
    const saved = await call(harness, 'saveLightCurves', { as: world.member, body });
    assert.deepEqual(saved, { obj_id: world.objId, points: 1 });
  });

  test('refuses what is not there, and a new source without groups', async () => {
    const body = { catalog: release, light_curve_ids: [mixed] };
    await fails(harness, 'saveLightCurves', 'invalid_request', { as: world.member, body });
    const missing = { ...body, light_curve_ids: [mixed, 5n], group_ids: [world.group.id] };
    await fails(harness, 'saveLightCurves', 'not_found', { as: world.member, body: missing });
    await fails(harness, 'saveLightCurves', 'permission_denied', { as: world.viewer, body });
  });
});

describe('features and cross-matches', () => {
  test('features become an annotation of the release; a second one is refused', async () => {
    const body = { id: world.objId, ra: 10, dec: 20.0001, catalog: features };
    const { annotation_id } = await call(harness, 'annotateFeatures', { as: world.member, body });
    const note = await call(harness, 'getAnnotation', {
      as: world.member,
      params: { resource_type: 'sources', resource_id: world.objId, annotation_id },
    });
    assert.equal(note.origin, features);
    assert.deepEqual(note.data, {
      ...{ _id: 10_245_362_000_001, field: 245, ccd: 10, quad: 1 },
      period: 0.5,
    });
    await fails(harness, 'annotateFeatures', 'already_exists', { as: world.member, body });
    const elsewhere = { ...body, dec: 21 };
    await fails(harness, 'annotateFeatures', 'not_found', { as: world.member, body: elsewhere });
  });

  test('cross-matches come by catalog', async () => {
    const query = { ra: 10, dec: 20, radius: 1, radius_units: 'arcmin' };
    assert.deepEqual(await call(harness, 'crossMatchPlace', { as: world.member, query }), {});
  });
});

/** What a client of Kowalski's is answered. */
async function ask(query: unknown): Promise<unknown> {
  return (parseExact(await askText(query, world.member)) as { data: unknown }).data;
}

async function askText(query: unknown, as: TestUser): Promise<string> {
  const response = await harness.server.inject({
    method: 'POST',
    url: '/kowalski/api/queries',
    headers: { 'content-type': 'application/json', authorization: as.token },
    payload: JSON.stringify(query),
  });
  assert.equal(response.statusCode, 200, response.body);
  return response.body;
}

describe('Kowalski’s clients', () => {
  test('find light curves by number, place and condition, of the programmes that one sees', async () => {
    const find = (filter: object, projection: object) =>
      ask({ query_type: 'find', query: { catalog: release, filter, projection } });
    assert.deepEqual(await find({ _id: mixed }, { nobs: 1, 'data.programid': 1, meanmag: 1 }), [
      {
        ...{ _id: mixed, nobs: 3, meanmag: 19 },
        data: [{ programid: 1 }, { programid: 1 }, { programid: 2 }],
      },
    ]);
    assert.deepEqual(await find({ filter: 1, nobs: { $gt: 0 } }, { _id: 1 }), [{ _id: near }]);
    const cone = { cone_search_radius: 2, cone_search_unit: 'arcsec', radec: { a: [10, 20] } };
    const found = await ask({
      query_type: 'cone_search',
      query: { object_coordinates: cone, catalogs: { [release]: { projection: { _id: 1 } } } },
    });
    assert.deepEqual(JSON.parse(JSON.stringify(found))[release].a.length, 2);
    const query = { catalog: release, filter: {} };
    assert.equal(await ask({ query_type: 'count_documents', query }), 3);
  });

  test('find features, and the names of releases', async () => {
    const query = { catalog: features, filter: { period: { $lt: 1 } } };
    const [row] = (await ask({ query_type: 'find', query })) as Record<string, unknown>[];
    assert.deepEqual([row?._id, row?.period, row?.unheard_of, row?.ra], [mixed, 0.5, 3, 10]);
    assert.ok(!('ad' in (row ?? {})));
    const names = await ask({ query_type: 'info', query: { command: 'catalog_names' } });
    assert.ok((names as string[]).includes(release));
  });
});

describe('a release in files', () => {
  const folder = mkdtempSync(join(tmpdir(), 'fritz-archive-'));
  const around = { ra: 10, dec: 20, radius: 2, radius_units: 'arcsec' };
  let filed: string;
  let filedFeatures: string;
  let filedClasses: string;
  before(() =>
    withClient(harness.database.owner, async (client) => {
      filed = await createRelease(
        client,
        {
          curves: [
            archivedCurve({ id: BigInt(mixed), programIds: [1, 1, 2, 3] }),
            archivedCurve({ id: BigInt(near), ra: 10.0003, filter: 1 }),
            archivedCurve({ id: BigInt(far), ra: 10.1 }),
          ],
        },
        { folder },
      );
      const values = [{ id: BigInt(mixed), ra: 10, dec: 20, values: [0.5, null, 3] }];
      const columns = ['period', 'ad', 'unheard_of'];
      filedFeatures = await createRelease(client, { columns, values }, { folder });
      const classes = [{ id: BigInt(far), ra: null, dec: null, values: [0.75] }];
      filedClasses = await createRelease(
        client,
        { columns: ['vnv_xgb'], values: classes },
        { folder },
      );
    }),
  );
  after(() => rmSync(folder, { recursive: true, force: true }));

  test('answers as one in the database does, to each what he may see', async () => {
    const wide = { ra: 10, dec: 20, radius: 0.1, radius_units: 'deg' };
    for (const as of [world.member, world.stranger, world.viewer]) {
      for (const query of [around, wide, { ...wide, limit: 1 }]) {
        const search = (catalog: string) =>
          call(harness, 'searchLightCurves', { as, query: { catalog, ...query } });
        assert.deepEqual(await search(filed), await search(release));
      }
    }
    const one = (catalog: string) =>
      call(harness, 'getArchivedCurve', {
        ...{ as: world.member, params: { lc_id: far }, query: { catalog } },
      });
    assert.deepEqual(await one(filed), await one(release));
    await fails(harness, 'getArchivedCurve', 'not_found', {
      ...{ as: world.stranger, params: { lc_id: far }, query: { catalog: filed } },
    });
    const body = { catalog: filed, light_curve_ids: [mixed, near], group_ids: [world.group.id] };
    const saved = await call(harness, 'saveLightCurves', { as: world.member, body });
    assert.equal(saved.points, 4);
  });

  test('has features by place, and classes by number alone', async () => {
    const body = { id: world.objId, ra: 10, dec: 20.0001, catalog: filedFeatures };
    const { annotation_id } = await call(harness, 'annotateFeatures', { as: world.member, body });
    const note = await call(harness, 'getAnnotation', {
      as: world.member,
      params: { resource_type: 'sources', resource_id: world.objId, annotation_id },
    });
    assert.equal((note.data as { period?: number }).period, 0.5);
    // There is no place in them to search by.
    await fails(harness, 'annotateFeatures', 'not_found', {
      as: world.member,
      body: { ...body, catalog: filedClasses },
    });
    const index = join(folder, filedClasses, 'program_2', `${filedClasses}_lc_id`);
    const { table, close } = await openParquetFile(join(index, 'dataset/index/part.0.parquet'));
    const columns = ['lc_id', 'vnv_xgb'];
    assert.deepEqual(await table.read({ from: 0, to: 1, columns }), [[BigInt(far), 0.75]]);
    await close();
  });

  test('is asked as Kowalski is, and answers as one in the database does', async () => {
    const cones = (name: string, given: object) => ({
      query_type: 'near',
      query: {
        ...{ max_distance: 400, distance_units: 'arcsec', radec: { a: [10, 20], b: [10.1, 20] } },
        catalogs: { [name]: given },
      },
    });
    const find = (name: string, filter: object, more: object = {}) => ({
      query_type: 'find',
      query: { catalog: name, filter, ...more },
      kwargs: { sort: { _id: 1 } },
    });
    const centre = { $geoWithin: { $centerSphere: [[-170, 20], Math.PI / 180 / 3600] } };
    const ofCurves: ((name: string) => object)[] = [
      (name) => find(name, { _id: mixed }),
      (name) => find(name, { _id: { $in: [far, near, 5, 'no number'] }, filter: { $gt: 0 } }),
      (name) => find(name, { _id: { $numberLong: String(near) } }, { projection: { ra: 1 } }),
      (name) => find(name, {}),
      (name) => find(name, { nobs: { $gt: 1 } }, { projection: { 'data.mag': 1, meanmag: 1 } }),
      (name) => find(name, { filter: 1 }, { projection: { _id: 1, dec: 1 } }),
      (name) => find(name, { 'coordinates.radec_geojson': centre }),
      (name) => ({ ...find(name, {}), kwargs: { sort: { ra: -1 }, skip: 1, limit: 1 } }),
      (name) => cones(name, {}),
      (name) => cones(name, { filter: { filter: 1 }, projection: { refmag: 1 } }),
      (name) => ({ query_type: 'count_documents', query: { catalog: name, filter: {} } }),
    ];
    const ofValues: typeof ofCurves = [
      (name) => find(name, { _id: mixed }),
      (name) => find(name, { period: { $lt: 1 } }),
      (name) => cones(name, { projection: { period: 1 } }),
    ];
    const answer = async (query: object, name: string, as: TestUser) =>
      (await askText(query, as)).replaceAll(name, 'RELEASE');
    for (const as of [world.member, world.stranger, world.viewer]) {
      for (const [inFiles, inTable, queries] of [
        [filed, release, ofCurves],
        [filedFeatures, features, ofValues],
      ] as const) {
        for (const query of queries) {
          const expected = await answer(query(inTable), inTable, as);
          const of = JSON.stringify(query('RELEASE'));
          assert.equal(await answer(query(inFiles), inFiles, as), expected, of);
        }
      }
    }
    const both = (await ask(cones(filed, { projection: { _id: 1 } }))) as Record<string, object>;
    const numbers = (ids: readonly number[]) => ids.map((_id) => ({ _id }));
    assert.deepEqual(both[filed], {
      ...{ a: numbers([mixed, near, far]), b: numbers([far, near, mixed]) },
    });
    assert.deepEqual(await ask(find(filedClasses, { vnv_xgb: { $gt: 0.5 } })), [
      { _id: far, vnv_xgb: 0.75 },
    ]);
    const explained = await ask(find(filed, { _id: far }, { explain: true }));
    assert.deepEqual((explained as { indexes: unknown }).indexes, ['_id']);
  });

  test('is dropped with its files', async () => {
    const names = [filed, filedFeatures, filedClasses];
    await withClient(harness.database.owner, async (client) => {
      const stores = (await listAllReleases(client)).filter(({ name }) => names.includes(name));
      assert.deepEqual(
        stores.map(({ store, isCurrent }) => [store, isCurrent]),
        names.map(() => ['hats', false]),
      );
      for (const name of names) {
        assert.ok(existsSync(join(folder, name)));
        await dropRelease(client, name);
        assert.ok(!existsSync(join(folder, name)));
      }
    });
  });
});

describe('alerts of another name', () => {
  test('their photometry goes to a source beside them, and not to one elsewhere', async () => {
    const objectId = 'ZTF26beside';
    const { objId } = world;
    const source = await call(harness, 'getSource', { as: world.member, params: { id: objId } });
    const columns = { ra: source.ra, dec: source.dec, magpsf: 17.25 };
    await harness.arrange(async (client) => {
      await createAlert(client, { objectId, columns });
      await createCandidate(client, { filter: world.filter, objId: objectId });
      await createPhotometryPoint(client, { objId: objectId, columns: { mjd: 60_400 } });
    });
    const params = { objectId };
    const body = { group_ids: [world.group.id], copyToSource: objId };
    const count = async () => {
      const options = { as: world.member, params: { id: objId } };
      return (await call(harness, 'getPhotometry', options)).length;
    };
    const before = await count();
    await call(harness, 'saveAlert', { as: world.member, params, body });
    const after = await count();
    await call(harness, 'saveAlert', { as: world.member, params, body });
    assert.equal(await count(), after, 'again it changes nothing');
    assert.equal(after, before + 1);
    await harness.arrange((client) =>
      createAlert(client, { objectId: 'ZTF26far', columns: { ra: 100, dec: 0 } }),
    );
    const far = { as: world.member, params: { objectId: 'ZTF26far' } };
    await fails(harness, 'saveAlert', 'invalid_request', { ...far, body });
    await fails(harness, 'saveAlert', 'invalid_request', { ...far, body: {} });
    const pictures = { thumbnailsOnly: true };
    assert.equal((await call(harness, 'saveAlert', { ...far, body: pictures })).id, 'ZTF26far');
  });
});
