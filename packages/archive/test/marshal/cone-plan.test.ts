import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  type Archive,
  listObjsAround,
  openArchive,
  type ViewerTx,
  withClient,
} from '@fritz/archive';
import { angToPix } from '@fritz/sky';
import { createGroup, createUser, type TestUser, testDatabase } from '@fritz/testing';

let database: Awaited<ReturnType<typeof testDatabase>>;
let archive: Archive;
let user: TestUser;

const places = Array.from({ length: 5_000 }, (_, i) => ({
  ra: (i * 137.508) % 360,
  dec: 70 - (i % 100),
}));

before(async () => {
  database = await testDatabase();
  archive = openArchive({ ...database.app, max: 1 });
  user = await withClient(database.superuser, async (client) => {
    const viewer = await createUser(client);
    const group = await createGroup(client, { members: [viewer] });
    await client.query(
      `WITH made AS (
         INSERT INTO fritz.objs (id, survey, ra, dec, hpx)
         SELECT 'ZTF26cone' || place, 'ztf', ra, dec, hpx
           FROM unnest($1::float8[], $2::float8[], $3::bigint[]) WITH ORDINALITY AS n (ra, dec, hpx, place)
         RETURNING id)
       INSERT INTO fritz.obj_audiences SELECT id, fritz.intern_audience(ARRAY[$4::int]) FROM made`,
      [
        places.map(({ ra }) => ra),
        places.map(({ dec }) => dec),
        places.map(({ ra, dec }) => String(angToPix(29, ra, dec))),
        group.id,
      ],
    );
    await client.query('ANALYZE fritz.obj_editions, fritz.obj_audiences');
    return viewer;
  });
});
after(async () => {
  await archive.close();
  await database.drop();
});

test('what is near an object is found by its place, however many objects there are', async () => {
  const plans: string[] = [];
  const found = await archive.asViewer(user.token, async (tx) => {
    const watched: ViewerTx = {
      ...tx,
      async query(text, values) {
        const plan = await tx.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${text}`, values);
        plans.push(plan.map((row) => row['QUERY PLAN']).join('\n'));
        return tx.query(text, values);
      },
    };
    const [place] = places.slice(1234);
    assert.ok(place);
    const near = { ra: place.ra, dec: place.dec + 1 / 3600 };
    return [
      await listObjsAround(watched, near, 4, false),
      await listObjsAround(watched, near, 4, true),
    ];
  });
  assert.deepEqual(
    found.map((objs) => objs.map(({ id }) => id)),
    [['ZTF26cone1235'], []],
  );
  for (const plan of plans) {
    assert.match(plan, /Scan (using|on) obj_editions_hpx/);
    assert.doesNotMatch(plan, /Seq Scan on obj_editions/);
  }
});
