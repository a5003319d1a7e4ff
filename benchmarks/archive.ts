/**
 * How long a cone of 2″ takes on a release of light curves, of a user of two programmes: as many light curves
 * as asked for, 40 points each, over 30,000 square degrees.
 *
 * node benchmarks/archive.ts [--curves 200000] [--cones 500] [--json]
 */
import assert from 'node:assert/strict';
import { parseArgs } from 'node:util';
import { findLightCurves, findRelease, loadRelease, openArchive, withClient } from '@fritz/archive';
import type { CurveRecord } from '@fritz/surveys';
import { archivedCurve, createStream, createUser, testDatabase } from '@fritz/testing';

const { values } = parseArgs({
  options: {
    curves: { type: 'string', default: '200000' },
    cones: { type: 'string', default: '500' },
    json: { type: 'boolean', default: false },
  },
});
const [curves, cones] = [Number(values.curves), Number(values.cones)];
assert.ok(Number.isInteger(curves) && curves >= 1000, '--curves must be 1000 or more');
assert.ok(Number.isInteger(cones) && cones >= 20, '--cones must be 20 or more');

const PROGRAMS = Array.from({ length: 40 }, (_, i) => (i < 28 ? 1 : 2));
let seed = 20_240_117;
/** From 0 to 1, the same each time (Numerical Recipes, §7.1). */
function next(): number {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
  return seed / 2 ** 32;
}

const places: { ra: number; dec: number }[] = [];
function* makeCurves(): Generator<CurveRecord> {
  for (let i = 0; i < curves; i++) {
    const ra = next() * 360;
    const dec = (Math.asin(next() * 1.2 - 0.4) * 180) / Math.PI;
    if (places.length < cones && i % Math.floor(curves / cones) === 0) places.push({ ra, dec });
    const id = 10n ** 13n + BigInt(i);
    yield { curve: archivedCurve({ id, ra, dec, programIds: PROGRAMS }), badPoints: 0 };
  }
}

const percentile = (sorted: readonly number[], share: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

const database = await testDatabase();
const archive = openArchive({ ...database.app, max: 1 });
try {
  const user = await withClient(database.superuser, async (client) => {
    const made = await createUser(client);
    await createStream(client, { programIds: [1, 2], users: [made] });
    return made;
  });
  const start = performance.now();
  await withClient(database.owner, (client) =>
    loadRelease(client, {
      ...{ name: 'ZTF_sources_benchmark', kind: 'light_curves', survey: 'ztf', programid: 1 },
      files: [{ path: 'made', bytes: 1 }],
      open: async () => ({ contents: { curves: makeCurves() }, close: () => {} }),
    }),
  );
  const loadS = (performance.now() - start) / 1000;
  const times: number[] = [];
  let found = 0;
  for (const place of places) {
    const begun = performance.now();
    const near = await archive.asViewer(user.token, async (tx) => {
      const release = await findRelease(tx, 'light_curves', null);
      const cone = { ...place, radiusArcsec: 2 };
      const search = { releaseId: release?.id ?? 0, cone, ids: null, limit: 100 };
      return findLightCurves(tx, search);
    });
    times.push(performance.now() - begun);
    found += near.length;
  }
  assert.ok(found >= places.length, 'each cone has its light curve');
  const sorted = times.toSorted((a, b) => a - b);
  const result = {
    ...{ curves, points: curves * PROGRAMS.length, load_s: loadS },
    cone_p50_ms: percentile(sorted, 0.5),
    cone_p95_ms: percentile(sorted, 0.95),
  };
  if (values.json) console.log(JSON.stringify(result));
  else console.table([result]);
} finally {
  await archive.close();
  await database.drop();
}
