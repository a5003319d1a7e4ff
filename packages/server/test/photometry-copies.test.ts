import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { unpackPhotometry } from '@fritz/contract';
import { createGroup, createPhotometryPoint, createUser, type TestUser } from '@fritz/testing';
import { arrangeWorld, call, fails, type Harness, startHarness, type World } from './harness.ts';

let harness: Harness;
let world: World;
before(async () => {
  harness = await startHarness();
  world = await harness.arrange(arrangeWorld);
});
after(() => harness?.close());

let objects = 0;

async function make(as = world.member, group = world.group): Promise<string> {
  objects += 1;
  const id = `Copied${objects}`;
  const body = { id, ra: 10, dec: 10, group_ids: [group.id] };
  await call(harness, 'saveSource', { as, body });
  return id;
}

const add = (objId: string, mjd: number, owner: TestUser | null, group: { id: number } | null) =>
  harness.arrange((client) =>
    createPhotometryPoint(client, {
      objId,
      ...(group ? { group } : { programId: 1 }),
      columns: {
        ...{ mjd, owner_id: owner?.id ?? null, origin: owner ? 'paper' : 'alert' },
        ...{ limiting_mag: 20.5, altdata: { seeing: 1.2 } },
      },
    }),
  );

const copy = (as: TestUser, from: string, to: string, groupIds: number[]) =>
  call(harness, 'copyPhotometry', {
    as,
    params: { id: to },
    body: { origin_id: from, group_ids: groupIds },
  });

async function mjdsOf(as: TestUser, id: string) {
  const points = await call(harness, 'getPhotometry', { as, params: { id } });
  return points.map(({ mjd }) => mjd);
}

test('points are copied with all that they say, once', async () => {
  const [from, to] = [await make(), await make()];
  await add(from, 61_001, world.member, world.group);
  await add(from, 61_002, null, null);
  const as = world.member;
  const { copied, upload_id } = await copy(as, from, to, [world.group.id]);
  assert.equal(copied, 2);
  const read = async (id: string) => call(harness, 'getPhotometry', { as, params: { id } });
  const [originals, copies] = [await read(from), await read(to)];
  const plain = (points: typeof copies) =>
    points.map(({ id: _id, obj_id: _obj, created_at: _at, groups: _g, ...rest }) => ({
      ...rest,
      ...{ owner_id: null, upload_id: null, candid: null },
    }));
  assert.deepEqual(plain(copies), plain(originals));
  assert.deepEqual(
    copies.map((point) => [point.owner_id, point.upload_id]),
    [
      [as.id, upload_id],
      [as.id, upload_id],
    ],
  );
  assert.equal((await copy(as, from, to, [world.group.id])).copied, 0);
  await call(harness, 'deletePhotometryUpload', { as, params: { upload_id } });
  assert.deepEqual(await mjdsOf(as, to), []);
});

test('by a copy nobody comes to see what he did not see before', async () => {
  const { member, viewer, stranger, group, otherGroup } = world;
  const [outsider, wide] = await harness.arrange(async (client) => {
    const user = await createUser(client);
    return [user, await createGroup(client, { members: [member, user] })] as const;
  });
  const [from, to] = [await make(), await make(member, wide)];
  await add(from, 61_001, viewer, group);
  await add(from, 61_002, stranger, otherGroup);
  await add(from, 61_003, null, null);
  await add(from, 61_004, member, group);
  await copy(member, from, to, [group.id, wide.id]);
  assert.deepEqual(await mjdsOf(member, to), [61_001, 61_003, 61_004]);
  assert.deepEqual(await mjdsOf(viewer, to), [61_001, 61_003, 61_004]);
  // Of all that only what was the copier's to tell.
  assert.deepEqual(await mjdsOf(outsider, to), [61_004]);
});

test('what cannot be copied is refused', async () => {
  const as = world.member;
  const [from, to] = [await make(), await make()];
  const hidden = await make(world.stranger, world.otherGroup);
  const refused = [
    [from, to, [world.group.id], 'not_found'],
    [hidden, to, [world.group.id], 'not_found'],
    [from, hidden, [world.group.id], 'not_found'],
    [world.objId, to, [world.otherGroup.id], 'not_found'],
    [from, from, [world.group.id], 'invalid_request'],
  ] as const;
  for (const [origin_id, id, group_ids, code] of refused) {
    await fails(harness, 'copyPhotometry', code, {
      as,
      params: { id },
      body: { origin_id, group_ids },
    });
  }
  const body = { origin_id: from, group_ids: [world.group.id] };
  await fails(harness, 'copyPhotometry', 'permission_denied', {
    as: world.viewer,
    params: { id: to },
    body,
  });
});

test('points in columns say what the same points say one by one', async () => {
  const id = await make();
  await add(id, 61_001, null, null);
  const common = { obj_id: id, filter: 'ztfg', magsys: 'ab' };
  const rows = [
    { mjd: [1, 2], mag: [19.2, null], magerr: [0.1, null], limiting_mag: [20.53, 20.7] },
    { mjd: 3, mag: 19, magerr: 0.1, limiting_mag: 21, magref: 18, e_magref: 0.02 },
    { mjd: [4, 5], flux: [12.5, null], fluxerr: 2.5, zp: 25, ra: 10, dec: 10 },
    { mjd: 6, mag: 15, magerr: 0.1, limiting_mag: 17, magsys: 'vega' },
  ];
  const { rows: instruments } = await harness.arrange((client) =>
    client.query<{ id: number }>("SELECT id FROM fritz.instruments WHERE name = 'ZTF'"),
  );
  const as = world.member;
  for (const row of rows) {
    const body = { ...common, instrument_id: instruments[0]?.id, ...row };
    await call(harness, 'postPhotometry', { as, body });
  }
  const params = { id };
  const points = await call(harness, 'getPhotometry', { as, params, query: { format: 'both' } });
  assert.equal(points.length, 7);
  assert.ok(points.some(({ magtot }) => magtot != null) && points.some(({ mag }) => mag === null));
  const [judged] = points;
  await call(harness, 'makeValidation', {
    ...{ as: world.admin, params: { id: judged?.id ?? 0n }, body: { validated: false } },
  });
  const packed = unpackPhotometry(await call(harness, 'getPackedPhotometry', { as, params }));
  assert.equal(packed.length, points.length);
  for (const [at, { verdict, ...point }] of packed.entries()) {
    assert.equal(verdict, at === 0 ? 'invalid' : null);
    for (const [name, value] of Object.entries(point)) {
      const told = points[at]?.[name as keyof (typeof points)[number]] ?? null;
      // Long numbers are digits.
      const [own, other] = typeof told === 'bigint' ? [String(value), `${told}`] : [value, told];
      assert.deepEqual(own, other, `${name} of ${point.id}`);
    }
  }
});
