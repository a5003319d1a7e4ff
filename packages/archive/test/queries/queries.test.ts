import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parseExact } from '@fritz/contract';
import { ParquetTable } from '@fritz/formats';
import { type MqlDocument, writeExtendedJson } from '@fritz/mql';
import { separationArcsec } from '@fritz/sky';
import type { TestUser } from '@fritz/testing';
import fc from 'fast-check';
import {
  type Collection,
  demandCollection,
  explainPlan,
  findPipeline,
  listCollections,
  lookAtHats,
  makeCone,
  mountCatalog,
  openParquetFile,
  planAggregate,
  planPipeline,
  QueryError,
  runAggregate,
  runTexts,
  searchCones,
  type ViewerTx,
  withClient,
} from '../../src/index.ts';
import { makeQueryWorld, type QueryWorld } from './query-world.ts';

/** Documents that were written. */
const readAll = (texts: readonly string[]) =>
  texts.map((text) => parseExact(text) as Record<string, unknown>);

describe('queries of the archive', () => {
  let world: QueryWorld;
  before(async () => {
    world = await makeQueryWorld();
  });
  after(() => world.close());

  function asUser<T>(user: TestUser, work: (tx: ViewerTx) => Promise<T>): Promise<T> {
    return world.archive.asViewer(user.token, work, { readOnly: true });
  }

  async function run(
    tx: ViewerTx,
    collection: Collection,
    pipeline: readonly unknown[],
  ): Promise<MqlDocument[]> {
    const found: MqlDocument[] = [];
    const limits = { deadlineMs: performance.now() + 60_000 };
    for await (const batch of runAggregate(tx, planAggregate(collection, pipeline), limits)) {
      found.push(...batch);
    }
    return found;
  }

  function ask(
    pipeline: readonly unknown[],
    { user = world.everything, name = 'ZTF_alerts' } = {},
  ): Promise<MqlDocument[]> {
    return asUser(user, async (tx) => run(tx, await demandCollection(tx, name), pipeline));
  }

  /** A collection of whose fields SQL knows nothing: everything is done with the documents. */
  function withoutSql(collection: Collection): Collection {
    return { ...collection, field: () => null, narrow: () => [] };
  }

  test('an alert has the shape that Kowalski gave it', async () => {
    const candid = world.candids[3];
    const [alert] = await ask([{ $match: { candid } }]);
    assert.deepEqual(Object.keys(alert ?? {}), [
      ...['_id', 'schemavsn', 'publisher', 'objectId', 'candid', 'candidate'],
      ...['cutoutScience', 'cutoutTemplate', 'cutoutDifference'],
      ...['classifications', 'coordinates'],
    ]);
    assert.equal(alert?.candid, candid);
    assert.equal(Object.keys(Object(alert?.candidate)).length, 103);
    const slim = await ask([{ $match: { candid } }, { $project: { _id: 0, 'candidate.jd': 1 } }]);
    assert.deepEqual(slim, [{ candidate: { jd: world.jds[3] } }]);
  });

  test('alerts that are written at once have the text of their documents', async () => {
    const collection = await asUser(world.everything, (tx) => demandCollection(tx, 'ZTF_alerts'));
    const [alert] = await ask([{ $match: { candid: world.candids[0] } }]);
    const candidate = Object.keys(Object(alert?.candidate)).map((name) => `candidate.${name}`);
    const names = [
      ...['schemavsn', 'publisher', 'objectId', 'candid', 'candidate.none', 'candidate'],
      ...['coordinates.l', 'classifications', 'none'],
    ];
    let written = 0;
    await asUser(world.everything, (tx) =>
      fc.assert(
        fc.asyncProperty(
          fc.uniqueArray(fc.constantFrom(...names), { maxLength: 4 }),
          fc.subarray(candidate, { maxLength: 30 }),
          fc.boolean(),
          async (some, fields, hasId) => {
            const asked = some.includes('candidate') ? some : [...some, ...fields];
            fc.pre(
              asked.length > 0 && !(some.includes('candidate') && some.includes('candidate.none')),
            );
            const projection = {
              ...Object.fromEntries(asked.map((name) => [name, 1])),
              ...(hasId ? {} : { _id: 0 }),
            };
            const plan = planAggregate(collection, findPipeline({ filter: {}, projection }));
            const [stage] = plan.plan.residual;
            if (stage?.kind === 'include' && collection.texts?.(stage.projection)) written += 1;
            const limits = { deadlineMs: performance.now() + 60_000 };
            const [texts, documents]: [string[], string[]] = [[], []];
            for await (const batch of runTexts(tx, plan, limits)) texts.push(...batch);
            for await (const batch of runAggregate(tx, plan, limits)) {
              for (const one of batch) documents.push(writeExtendedJson(one, collection.doubles));
            }
            assert.deepEqual(texts.sort(), documents.sort());
          },
        ),
        { numRuns: 60 },
      ),
    );
    assert.ok(written > 10, `${written} were written at once`);
  });

  test('viewers count the alerts of their programmes', async () => {
    const count = [{ $match: {} }, { $count: 'n' }];
    assert.deepEqual(await ask(count), [{ n: 120 }]);
    const visible = [{ $match: { 'candidate.programid': 1 } }, { $count: 'n' }];
    const open = await ask(visible);
    assert.deepEqual(await ask(count, { user: world.publicOnly }), open);
    const hidden = { $match: { 'candidate.programid': { $ne: 1 } } };
    assert.deepEqual(await ask([hidden], { user: world.publicOnly }), []);
    const estimate = await asUser(world.publicOnly, async (tx) =>
      (await demandCollection(tx, 'ZTF_alerts')).estimate(tx),
    );
    assert.equal(estimate, open[0]?.n);
  });

  test('histories are joined as Kowalski’s upstream pipeline does', async () => {
    const [objectId] = world.objectIds;
    const [found] = await ask([
      { $match: { objectId } },
      { $sort: { candid: -1 } },
      { $limit: 1 },
      { $project: { objectId: 1, candid: 1, 'candidate.jd': 1 } },
      {
        $lookup: {
          ...{ from: 'ZTF_alerts_aux', localField: 'objectId', foreignField: '_id', as: 'aux' },
        },
      },
      { $project: { objectId: 1, prv: { $arrayElemAt: ['$aux.prv_candidates', 0] } } },
    ]);
    const [aux] = await ask([{ $match: { _id: objectId } }], { name: 'ZTF_alerts_aux' });
    assert.deepEqual(Object.keys(aux ?? {}), [
      '_id',
      'cross_matches',
      'prv_candidates',
      'fp_hists',
    ]);
    assert.ok(Array.isArray(found?.prv) && found.prv.length > 0);
    assert.deepEqual(found?.prv, aux?.prv_candidates);
    const all = await ask([{ $count: 'n' }], { name: 'ZTF_alerts_aux' });
    assert.deepEqual(all, [{ n: world.objectIds.length }]);
  });

  test('cones find what is near, in any collection', async () => {
    const [alert] = await ask([{ $match: { candid: world.candids[0] } }]);
    const { ra, dec } = Object(alert?.candidate);
    const within = { $geoWithin: { $centerSphere: [[ra - 180, dec], 1e-5] } };
    const filter = { 'coordinates.radec_geojson': within };
    const around = await ask([{ $match: filter }, { $project: { candid: 1 } }]);
    assert.ok(around.some(({ candid }) => candid === world.candids[0]));
    const stars = await asUser(world.publicOnly, async (tx) => {
      const collection = await demandCollection(tx, 'Stars_1');
      const cone = makeCone({ ra: 180, dec: 0 }, { radians: (200 / 3600) * (Math.PI / 180) });
      const cones = [{ ...cone, isSorted: true }, makeCone({ ra: 10, dec: 70 }, { radians: 0.01 })];
      const pipeline = findPipeline({
        filter: { kind: 'galaxy' },
        projection: { mag: 1 },
        limit: 1,
      });
      return (await searchCones(tx, { collection, cones, pipeline })).map(readAll);
    });
    assert.deepEqual(stars, [[{ _id: 9_007_199_254_740_995n, mag: 15.25 }], []]);
  });

  test('a cone of any size holds what lies within it', async () => {
    const stars = Array.from({ length: 40 }, (_, i) => {
      return {
        id: 9_007_199_254_740_993n + BigInt(i),
        ra: 180 + i / 60,
        dec: i % 2 === 0 ? 0 : -0.5,
      };
    });
    const degrees = (low: number, high: number) => fc.double({ min: low, max: high, noNaN: true });
    const arcsec = fc.oneof(degrees(0, 290), degrees(290, 4000));
    await asUser(world.publicOnly, async (tx) => {
      const collection = await demandCollection(tx, 'Stars_1');
      const pipeline = findPipeline({ filter: {}, projection: { _id: 1 } });
      await fc.assert(
        fc.asyncProperty(
          degrees(179.9, 180.8),
          degrees(-0.6, 0.1),
          arcsec,
          async (ra, dec, radius) => {
            const cone = makeCone({ ra, dec }, { radians: (radius / 3600) * (Math.PI / 180) });
            const [found = []] = await searchCones(tx, { collection, cones: [cone], pipeline });
            const within = stars.filter(
              (star) => separationArcsec(star, { ra, dec }) <= cone.radiusArcsec,
            );
            assert.deepEqual(
              new Set(readAll(found).map(({ _id }) => _id)),
              new Set(within.map(({ id }) => id)),
            );
          },
        ),
        { numRuns: 100 },
      );
    });
  });

  test('a plan tells what the database does', async () => {
    await asUser(world.everything, async (tx) => {
      const collection = await demandCollection(tx, 'ZTF_alerts');
      const explained = await explainPlan(
        tx,
        planPipeline(collection, [
          {
            $match: { 'candidate.jd': { $gt: 2_460_000 }, $expr: { $gt: ['$candidate.drb', 0.5] } },
          },
          { $sort: { candid: 1 } },
        ]),
      );
      assert.deepEqual(explained, {
        collection: 'ZTF_alerts',
        pushed: ['match candidate.jd'],
        indexes: ['candidate.jd'],
        residual: ['0.$match', '1.$sort'],
        estimated_documents: 120,
      });
      const { objectIds } = world;
      const byObject = planPipeline(collection, [{ $match: { objectId: objectIds[0] } }]);
      assert.equal((await explainPlan(tx, byObject)).estimated_documents, 1);
    });
  });

  test('names', async () => {
    const names = await asUser(world.publicOnly, listCollections);
    assert.deepEqual(names, [...names].sort().reverse());
    for (const name of ['ZTF_alerts', 'ZTF_alerts_aux', 'LSST_alerts', 'Stars_1']) {
      assert.ok(names.includes(name), name);
    }
    const unknown = (error: unknown) =>
      error instanceof QueryError && error.code === 'unknown_collection';
    await assert.rejects(() => ask([{ $match: {} }], { name: 'users' }), unknown);
  });

  const paths = fc.constantFrom(
    ...['candidate.magpsf', 'candidate.drb', 'candidate.fid', 'candidate.rcid', 'candidate.jd'],
    ...['candidate.isdiffpos', 'candidate.programid', 'candidate.pid', 'candidate.sgscore1'],
    ...['objectId', 'candid', 'candidate.ssnamenr', 'candidate.nothing', 'candidate'],
  );
  const value = () =>
    fc.oneof(
      fc.constantFrom<unknown>(
        0,
        1,
        2,
        0.5,
        17.5,
        19.25,
        null,
        't',
        'f',
        'null',
        '',
        true,
        Infinity,
      ),
      fc.constantFrom(...world.jds, ...world.candids, ...world.objectIds),
      fc.constantFrom(2n ** 62n, 2 ** 53, -1.5),
    );
  const operator = fc.constantFrom('$eq', '$gt', '$gte', '$lt', '$lte', '$ne');
  const leaf = () =>
    fc.oneof(
      fc.tuple(paths, operator, value()).map(([path, name, of]) => ({ [path]: { [name]: of } })),
      fc
        .tuple(paths, fc.constantFrom('$in', '$nin'), fc.array(value(), { maxLength: 4 }))
        .map(([path, name, of]) => ({ [path]: { [name]: of } })),
      fc.tuple(paths, fc.boolean()).map(([path, is]) => ({ [path]: { $exists: is } })),
      fc
        .tuple(operator, value())
        .map(([name, of]) => ({ 'candidate.drb': { $not: { [name]: of } } })),
      fc.constantFrom({ objectId: { $regex: '^ZTF1' } }, { objectId: { $regex: '^ZTF18a*' } }),
      fc.constant({ $expr: { $lt: ['$candidate.magpsf', 19] } }),
    );
  const query = () =>
    fc.letrec<{ query: Record<string, unknown> }>((tie) => ({
      query: fc.oneof(
        { maxDepth: 2, withCrossShrink: true },
        leaf(),
        fc
          .tuple(
            fc.constantFrom('$and', '$or', '$nor'),
            fc.array(tie('query'), { minLength: 1, maxLength: 3 }),
          )
          .map(([name, parts]) => ({ [name]: parts })),
      ),
    })).query;
  const sort = fc.constantFrom(
    ...[{ candid: 1 }, { 'candidate.fid': -1, candid: 1 }, { 'candidate.drb': 1, candid: -1 }],
    ...[
      { objectId: -1, candid: 1 },
      { 'candidate.sgscore1': -1, candid: 1 },
    ],
  );
  const end = fc.oneof(
    fc.constant([{ $count: 'n' }]),
    fc
      .tuple(sort, fc.nat(20), fc.integer({ min: 1, max: 40 }))
      .map(([keys, skip, limit]) => [
        ...[{ $sort: keys }, { $skip: skip }, { $limit: limit }],
        { $project: { candid: 1, 'candidate.drb': 1 } },
      ]),
    fc
      .constantFrom(null, '$candidate.fid', '$candidate.drb', '$objectId', { f: '$candidate.fid' })
      .map((_id) => [
        {
          $group: {
            ...{ _id, n: { $sum: 1 }, mean: { $avg: '$candidate.magpsf' } },
            ...{ low: { $min: '$candidate.drb' }, high: { $max: '$candidate.isdiffpos' } },
            ...{ pids: { $sum: '$candidate.pid' }, all: { $sum: '$candidate.drb' } },
          },
        },
        { $sort: { _id: 1 } },
      ]),
  );

  /** Sums of doubles depend on their order in the last digits. */
  function rounded(documents: readonly MqlDocument[]): MqlDocument[] {
    return documents.map((document) => {
      const plain = (of: unknown): unknown => {
        if (typeof of === 'bigint') return Number.isSafeInteger(Number(of)) ? Number(of) : of;
        return typeof of === 'number' && !Number.isInteger(of) ? Number(of.toPrecision(12)) : of;
      };
      const { mean, all, pids, ...rest } = document;
      return { ...rest, mean: plain(mean), all: plain(all), pids: plain(pids) };
    });
  }

  test('what SQL does gives what is done with documents', async () => {
    await fc.assert(
      fc.asyncProperty(query(), end, async (filter, stages) => {
        const pipeline = [{ $match: filter }, ...stages];
        const [bySql, byDocuments] = await asUser(world.everything, async (tx) => {
          const collection = await demandCollection(tx, 'ZTF_alerts');
          return [
            await run(tx, collection, pipeline),
            await run(tx, withoutSql(collection), pipeline),
          ];
        });
        assert.deepEqual(rounded(bySql ?? []), rounded(byDocuments ?? []));
      }),
      { numRuns: 60 },
    );
  });

  test('a mounted catalog is asked by position, or read through', async () => {
    const [at] = await withMounted();
    const cone = makeCone(at, { radians: ((60 / 3600) * Math.PI) / 180 });
    await asUser(world.publicOnly, async (tx) => {
      const mounted = await demandCollection(tx, 'mounted');
      assert.ok((await listCollections(tx)).includes('mounted'));
      const pipeline = findPipeline({ filter: {}, projection: { mag: 1 }, limit: 1 });
      const [found = []] = await searchCones(tx, {
        collection: mounted,
        cones: [{ ...cone, isSorted: true }],
        pipeline,
      });
      const [first, ...others] = readAll(found);
      assert.deepEqual([first?._id, others], [at.id, []]);
      assert.deepEqual(Object.keys(first ?? {}), ['_id', 'mag']);
      const centre = [[at.ra - 180, at.dec], cone.radiusArcsec * (Math.PI / 180 / 3600)];
      const place = { 'coordinates.radec_geojson': { $geoWithin: { $centerSphere: centre } } };
      const whole = { $geoWithin: { $centerSphere: [centre[0], 0.1] } };
      const [one] = await run(tx, mounted, [{ $match: { ...place, _id: at.id } }]);
      assert.equal(one?.ra, at.ra);
      const all = await run(tx, mounted, [{ $match: {} }]);
      const middle = Number(all[0]?.mag);
      const faint = await run(tx, mounted, [{ $match: { mag: { $gte: middle } } }]);
      assert.ok(all.length > 1 && faint.length > 0);
      assert.deepEqual(
        faint,
        all.filter((object) => Number(object.mag) >= middle),
      );
      assert.deepEqual(
        all.find(({ _id }) => _id === at.id),
        one,
      );
      const wide = run(tx, mounted, [{ $match: { 'coordinates.radec_geojson': whole } }]);
      await assert.rejects(wide, /mounted lies in files: ask for at most one degree/);
    });
  });

  /** Mounts a catalog of golden files; gives one of its stars. */
  async function withMounted(): Promise<readonly [{ id: bigint; ra: number; dec: number }]> {
    const folder = fileURLToPath(new URL('../catalogs/golden/hats', import.meta.url));
    const { columns, folder: found } = await lookAtHats(folder);
    const plan = {
      ...{ name: 'mounted', location: folder, columns, epochMjd: null, preset: null },
      ...{ radiusArcsec: 2, settings: {}, rows: found.rows ?? 0n },
      position: { idColumn: 'source_id', raColumn: 'ra', decColumn: 'dec', unit: 'degrees' },
    } as const;
    await withClient(world.owner, (client) => mountCatalog(client, plan));
    const path = join(folder, found.partitions[0]?.path ?? '');
    const { table, close } = await openParquetFile(path);
    assert.ok(table instanceof ParquetTable);
    const [row = []] = await table.read({ from: 0, to: 1, columns: ['source_id', 'ra', 'dec'] });
    await close();
    const [id, ra, dec] = row;
    assert.ok(typeof id === 'bigint' && typeof ra === 'number' && typeof dec === 'number');
    return [{ id, ra, dec }];
  }
});
