import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { withClient } from '@fritz/archive';
import {
  createGroup,
  createObj,
  createPhotometryPoint,
  createSource,
  createUser,
  type TestUser,
} from '@fritz/testing';
import fc from 'fast-check';
import { arrangeWorld, call, type Harness, send, startHarness, type World } from './harness.ts';

let harness: Harness;
let world: World;
let shared: { id: number };
let leaver: TestUser;
let ztf: number;
let people: readonly TestUser[];
const objIds = ['SUMA', 'SUMB'];

before(async () => {
  harness = await startHarness();
  world = await harness.arrange(arrangeWorld);
  const { member, stranger, viewer, admin } = world;
  await harness.arrange(async (client) => {
    leaver = await createUser(client);
    people = [member, stranger, viewer, admin, leaver];
    const members = [{ user: member, admin: true }, stranger, leaver];
    shared = await createGroup(client, { members });
    for (const id of objIds) {
      await createObj(client, { id });
      await createSource(client, { objId: id, group: shared, savedBy: member });
      await createPhotometryPoint(client, { objId: id, programId: 3 });
      await createPhotometryPoint(client, { objId: id, programId: 1 });
    }
    const { rows } = await client.query<{ id: number }>(
      `SELECT id FROM fritz.instruments WHERE name = 'ZTF'`,
    );
    ztf = rows[0]?.id ?? 0;
  });
});
after(() => harness.close());

const picked = fc.nat({ max: 1000 });
const point = fc.record({
  mjd: fc.integer({ min: 60_000, max: 60_006 }),
  flux: fc.option(fc.integer({ min: -20, max: 90 })),
  fluxerr: fc.integer({ min: 1, max: 9 }),
  origin: fc.constantFrom('', 'fp', 'forcedphot', 'mine'),
});
interface Point {
  mjd: number;
  flux: number | null;
  fluxerr: number;
  origin: string;
}
type Step = [kind: string, at: number, points: Point[]];
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(fc.constant('put'), picked, fc.array(point, { minLength: 1 })) },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.constant('stream'), picked, fc.array(point, { maxLength: 3 })),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(
      fc.constant('change'),
      picked,
      fc.array(point, { minLength: 1, maxLength: 1 }),
    ),
  },
  { weight: 1, arbitrary: fc.tuple(fc.constant('share'), picked, fc.constant<Point[]>([])) },
  { weight: 2, arbitrary: fc.tuple(fc.constant('delete'), picked, fc.constant<Point[]>([])) },
  { weight: 1, arbitrary: fc.tuple(fc.constant('deleteUpload'), picked, fc.constant<Point[]>([])) },
);

const uploads: string[] = [];

async function anyPoint(as: TestUser, at: number): Promise<string | number | bigint | null> {
  const points = await harness.arrange(async (client) => {
    const { rows } = await client.query<{ id: string }>(
      `SELECT id FROM fritz.photometry WHERE owner_id = $1 AND obj_id = ANY ($2) ORDER BY id`,
      [as.id, objIds],
    );
    return rows;
  });
  return points[at % points.length]?.id ?? null;
}

/** One of the things that people and streams do; where it is refused nothing may have changed. */
async function take([kind, at, points]: Step): Promise<void> {
  const as = at % 2 === 0 ? world.member : world.stranger;
  const objId = objIds[at % 3 === 0 ? 0 : 1] ?? '';
  if (kind === 'put') return put({ as, objId, groups: at % 5 === 0 ? [] : [shared.id] }, points);
  if (kind === 'stream') {
    await harness.arrange(async (client) => {
      for (const { mjd, flux, fluxerr } of points) {
        const origin = at % 2 === 0 ? 'alert' : 'alert_fp';
        const columns = { origin, mjd: mjd + Math.random(), flux_ujy: flux, fluxerr_ujy: fluxerr };
        await createPhotometryPoint(client, { objId, programId: 1 + (at % 3), columns });
      }
    });
    return;
  }
  if (kind === 'deleteUpload') {
    const upload_id = uploads[at % Math.max(1, uploads.length)];
    if (upload_id) await send(harness, 'deletePhotometryUpload', { as, params: { upload_id } });
    return;
  }
  const id = await anyPoint(as, at);
  if (id === null) return;
  if (kind === 'delete') await send(harness, 'deletePhotometryPoint', { as, params: { id } });
  else {
    const [changed] = points;
    const body = changed
      ? { ...changed, zp: 23.9, magsys: 'ab' }
      : { group_ids: at % 2 === 0 ? [] : [shared.id] };
    await send(harness, 'updatePhotometryPoint', { as, params: { id }, body });
  }
}

async function put(
  { as, objId, groups }: { as: TestUser; objId: string; groups: number[] },
  points: readonly Point[],
): Promise<void> {
  const { upload_id } = await call(harness, 'putPhotometry', {
    as,
    body: {
      ...{ obj_id: objId, instrument_id: ztf, filter: 'ztfg', magsys: 'ab', zp: 23.9 },
      group_ids: groups,
      mjd: points.map(({ mjd }) => mjd),
      flux: points.map(({ flux }) => flux),
      fluxerr: points.map(({ fluxerr }) => fluxerr),
      origin: points.map(({ origin }) => origin),
    },
  });
  uploads.push(upload_id);
}

const detected = 'flux_ujy > 3 * fluxerr_ujy AND fluxerr_ujy > 0';
const forced = `origin IN ('alert_fp', 'fp', 'forced photometry', 'forcedphot')`;
/** What somebody's light curves amount to, by what is kept and by the points. */
const kept = `SELECT obj_id, forced, sum(points)::int AS points, sum(detections)::int AS detections,
    max(last_mjd) AS last_mjd, min(first_detection) AS first, max(last_detection) AS last,
    max(peak) AS peak
  FROM fritz.photometry_sums GROUP BY 1, 2 ORDER BY 1, 2`;
const counted = `SELECT obj_id, ${forced} AS forced, count(*)::int AS points,
    (count(*) FILTER (WHERE ${detected}))::int AS detections, max(mjd) AS last_mjd,
    (array_agg(ARRAY[mjd, id, flux_ujy] ORDER BY mjd, id) FILTER (WHERE ${detected}))[1:1][1:3]
      AS first,
    (array_agg(ARRAY[mjd, id, flux_ujy] ORDER BY mjd DESC, id DESC) FILTER (WHERE ${detected}))[1:1][1:3]
      AS last,
    (array_agg(ARRAY[flux_ujy, -mjd] ORDER BY flux_ujy DESC, mjd) FILTER (WHERE ${detected}))[1:1][1:2]
      AS peak
  FROM fritz.photometry GROUP BY 1, 2 ORDER BY 1, 2`;

async function demandExact(): Promise<void> {
  await withClient(harness.database.app, async (client) => {
    for (const { token } of people) {
      await client.query(`SELECT set_config('fritz.viewer_key', $1, false)`, [token]);
      const found = await client.query(kept);
      const { rows } = await client.query(counted);
      const flat = rows.map((row) => ({
        ...row,
        ...{ first: row.first?.flat() ?? null, last: row.last?.flat() ?? null },
        peak: row.peak?.flat() ?? null,
      }));
      assert.deepEqual(found.rows, flat);
    }
  });
  await harness.arrange(async (client) => {
    const { rows } = await client.query(
      `SELECT count(*)::int AS kept, count(*) FILTER (WHERE points = 0)::int AS empty,
              (SELECT count(*)::int FROM (SELECT DISTINCT obj_id, audience_id, owner_id, ${forced}
                 FROM fritz.photometry) parts) AS parts,
              (SELECT count(*)::int FROM fritz.photometry_upkeep) AS marks
         FROM fritz.photometry_sums`,
    );
    assert.deepEqual(rows, [{ kept: rows[0].parts, empty: 0, parts: rows[0].parts, marks: 0 }]);
  });
}

test('what is kept of light curves is what everybody’s points amount to, whatever was done', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 8 }), async (steps) => {
      for (const one of steps) await take(one);
      await demandExact();
    }),
    { numRuns: 8, seed: 42, endOnFailure: true },
  );
});

test('people who upload, change and delete at the same time lose nothing of it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 6, maxLength: 12 }), async (steps) => {
      await Promise.all(steps.map((one) => take(one)));
      await demandExact();
    }),
    { numRuns: 5, seed: 7, endOnFailure: true },
  );
});

test('what is rolled back is in no sum', async () => {
  await harness.arrange(async (client) => {
    await client.query('BEGIN');
    const columns = { flux_ujy: 1e6, origin: '' };
    await createPhotometryPoint(client, { objId: 'SUMA', programId: 1, columns });
    await client.query('ROLLBACK');
  });
  await demandExact();
});

test('whose owner is gone, and what object is, is in the sums no more than in the points', async () => {
  await put({ as: leaver, objId: 'SUMA', groups: [shared.id] }, [
    { mjd: 60_001, flux: 70, fluxerr: 2, origin: 'left behind' },
  ]);
  await harness.arrange(async (client) => {
    await client.query('DELETE FROM fritz.users WHERE id = $1', [leaver.id]);
  });
  people = people.filter((one) => one !== leaver);
  await demandExact();
  await harness.arrange(async (client) => {
    await client.query(`DELETE FROM fritz.obj_names WHERE id = 'SUMA'`);
    const { rows } = await client.query(
      `SELECT FROM fritz.photometry_sums WHERE obj_id = 'SUMA'
       UNION ALL SELECT FROM fritz.photometry WHERE obj_id = 'SUMA'`,
    );
    assert.equal(rows.length, 0);
  });
  await demandExact();
});

test('a point refers to what is there, and what it refers to stays', async () => {
  await put({ as: world.member, objId: 'SUMB', groups: [shared.id] }, [
    { mjd: 60_002, flux: 60, fluxerr: 2, origin: 'firm' },
  ]);
  await harness.arrange(async (client) => {
    const columns = ['obj_id', 'instrument', 'audience_id', 'owner_id'] as const;
    for (const column of columns) {
      const wrong = {
        [column]: column.endsWith('_id') && column !== 'obj_id' ? 2_000_000 : 'NONE',
      };
      const missing = { code: '23503', constraint: `photometry_${column}_fkey` };
      await assert.rejects(
        createPhotometryPoint(client, { objId: 'SUMB', columns: wrong }),
        missing,
      );
      const [[name, value] = []] = Object.entries(wrong);
      await assert.rejects(
        client.query(`UPDATE fritz.photometry SET ${name} = $1 WHERE origin = 'firm'`, [value]),
        { code: missing.code },
      );
    }
    for (const statement of [
      `DELETE FROM fritz.instruments WHERE name = 'ZTF'`,
      `UPDATE fritz.instruments SET name = 'ZTF2' WHERE name = 'ZTF'`,
      `DELETE FROM fritz.audiences WHERE id IN (SELECT audience_id FROM fritz.photometry)`,
      `UPDATE fritz.obj_names SET id = 'SUMC' WHERE id = 'SUMB'`,
    ]) {
      await assert.rejects(client.query(statement), { code: '23503' }, statement);
    }
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
    await assert.rejects(client.query(`DELETE FROM fritz.obj_names WHERE id = 'SUMB'`), {
      code: '0A000',
    });
    await client.query('ROLLBACK');
  });
  await demandExact();
});

test('an object that is removed while a point of it is added waits, and takes the point along', async () => {
  await harness.arrange(async (client) => {
    await createObj(client, { id: 'SUMD' });
    await client.query('BEGIN');
    await createPhotometryPoint(client, { objId: 'SUMD' });
    const removed = harness.arrange((other) =>
      other.query(`DELETE FROM fritz.obj_names WHERE id = 'SUMD'`),
    );
    for (let waits = 0; waits === 0; ) {
      const { rows } = await client.query(
        `SELECT count(*)::int AS waits FROM pg_locks l JOIN pg_stat_activity a USING (pid)
          WHERE NOT l.granted AND a.query LIKE 'DELETE FROM fritz.obj_names%SUMD%'`,
      );
      waits = rows[0].waits;
    }
    await client.query('COMMIT');
    await removed;
    // The other way round: who adds waits for the removal, and is told.
    await createObj(client, { id: 'SUMD' });
    await client.query('BEGIN');
    await client.query(`DELETE FROM fritz.obj_names WHERE id = 'SUMD'`);
    const added = harness.arrange((other) => createPhotometryPoint(other, { objId: 'SUMD' }));
    const refused = assert.rejects(added, { code: '23503' });
    await client.query('COMMIT');
    await refused;
    const { rows } = await client.query(`SELECT FROM fritz.photometry WHERE obj_id = 'SUMD'`);
    assert.equal(rows.length, 0);
  });
  await demandExact();
});

test('sums that were never made are made from the points', async () => {
  await harness.arrange(async (client) => {
    await client.query('TRUNCATE fritz.photometry_sums');
    await client.query('SELECT fritz.refill_photometry_sums(array_agg(id)) FROM fritz.obj_names');
  });
  await demandExact();
});
