import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  type Archive,
  accessSubjects,
  ensureSitewideGroup,
  listAccessWays,
  openArchive,
  withClient,
} from '@fritz/archive';
import {
  createAlert,
  createAudience,
  createCandidate,
  createFilter,
  createGroup,
  createInstrument,
  createObj,
  createPhotometryPoint,
  createSource,
  createSpectrum,
  createStream,
  createUser,
  type FactoryClient,
  programAudience,
  type TestUser,
  testDatabase,
} from '@fritz/testing';

type Kind = keyof typeof accessSubjects;

let database: Awaited<ReturnType<typeof testDatabase>>;
let archive: Archive;
before(async () => {
  database = await testDatabase();
  archive = openArchive({ ...database.app, max: 2 });
});
after(async () => {
  await archive.close();
  await database.drop();
});

/** A generator of numbers in [0, 1) that gives the same ones each time (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

interface World {
  users: TestUser[];
  admin: TestUser;
  rows: { kind: Kind; id: string }[];
}

/** People in random groups with random streams, and rows of every kind with random audiences. */
async function arrangeWorld(client: FactoryClient, random: () => number): Promise<World> {
  await client.query('SET search_path = fritz');
  const some = <T>(from: readonly T[], share: number) => from.filter(() => random() < share);
  const one = <T>(from: readonly T[]): T => {
    const found = from[Math.floor(random() * from.length)];
    if (found === undefined) throw new Error('nothing to choose from');
    return found;
  };
  const users = await inTurn(10, () => createUser(client));
  const managers = [
    await createUser(client, { roles: ['Super admin'] }),
    await createUser(client, { acls: ['Manage groups', 'Manage users'] }),
  ];
  const streams = await inTurn(3, (n) =>
    createStream(client, { programIds: [n + 1], users: some(users, 0.6) }),
  );
  await client.query('UPDATE fritz.streams SET auto_join = true WHERE id = $1', [streams[0]?.id]);
  const groups = await inTurn(6, async (n) => {
    const stream = one(streams);
    const { rows } = await client.query<{ user_id: number }>(
      'SELECT user_id FROM fritz.stream_users WHERE stream_id = $1',
      [stream.id],
    );
    const readers = users.filter(({ id }) => rows.some((row) => row.user_id === id));
    const members = [{ user: one(readers), admin: true }].map(({ user }) => ({
      user,
      admin: true,
    }));
    const others = some(readers, 0.4).filter(({ id }) => id !== members[0]?.user.id);
    const made = await createGroup(client, {
      members: [...members, ...others],
      streams: [stream],
      private: n % 2 === 0,
    });
    return { ...made, stream };
  });
  // In the group of all there are people who may not read each of its streams.
  const everybody = await ensureSitewideGroup(client, 'Everybody');
  const stream = one(streams);
  await client.query('INSERT INTO group_streams (group_id, stream_id) VALUES ($1, $2)', [
    everybody,
    stream.id,
  ]);
  groups.push({ id: everybody, name: 'Everybody', stream });
  const instrument = await createInstrument(client);
  const rows: World['rows'] = [];
  for (let n = 0; n < 12; n += 1) {
    const group = n === 0 ? { id: everybody, stream } : one(groups);
    const filter = await createFilter(client, { group, stream: group.stream });
    rows.push({ kind: 'filter', id: String(filter.id) });
    const { id, objId, candid } = await createCandidate(client, { filter });
    rows.push({ kind: 'candidate', id: String(id) });
    const programId = 1 + Math.floor(random() * 3);
    await createAlert(client, { objectId: objId, candid, programId });
    rows.push({ kind: 'alert', id: String(candid) });
    if (random() < 0.5) await createSource(client, { objId, group: one(groups) });
    await createObj(client, { id: objId, audienceIds: [await programAudience(client, programId)] });
    rows.push({ kind: 'source', id: objId });
    const audience_id = await createAudience(client, some(groups, 0.3), some(streams, 0.2));
    const owner_id = random() < 0.5 ? one(users).id : null;
    const columns = { audience_id, owner_id, origin: '' };
    const point = await createPhotometryPoint(client, { objId, columns });
    rows.push({ kind: 'photometry', id: String(point.id) });
    const audience = await createAudience(client, some(groups, 0.3), some(streams, 0.2));
    const spectrum = await createSpectrum(client, {
      ...{ objId, instrument, group: one(groups), owner: one(users) },
      columns: { audience_id: audience, ...(random() < 0.5 ? { owner_id: null } : {}) },
    });
    rows.push({ kind: 'spectrum', id: String(spectrum.id) });
  }
  // One whose account is over sees nothing any more.
  await client.query(`UPDATE fritz.users SET expires_at = now() - interval '1 day' WHERE id = $1`, [
    users[0]?.id,
  ]);
  const [admin] = managers;
  if (admin === undefined) throw new Error('there is an admin');
  return { users: [...users, ...managers], admin, rows };
}

async function inTurn<T>(count: number, make: (n: number) => Promise<T>): Promise<T[]> {
  const made: T[] = [];
  for (let n = 0; n < count; n += 1) made.push(await make(n));
  return made;
}

function explain(key: string, kind: Kind, id: string) {
  return archive.asViewer(key, async (tx) => {
    const subject = await accessSubjects[kind](tx, id);
    return subject === null ? null : await listAccessWays(tx, subject);
  });
}

for (const seed of [1, 2, 3]) {
  test(`who is said to see a row is who sees it (seed ${seed})`, async () => {
    const world = await withClient(database.superuser, (client) =>
      arrangeWorld(client, seeded(seed)),
    );
    for (const { kind, id } of world.rows) {
      const sees = new Map<number, Awaited<ReturnType<typeof explain>>>();
      for (const user of world.users) {
        const ways = await explain(user.token, kind, id);
        if (ways !== null) sees.set(user.id, ways);
      }
      const told = (await explain(world.admin.token, kind, id)) ?? [];
      const named = new Set(told.flatMap(({ people }) => people.map((person) => person.id)));
      // Admins of the other seeds' worlds are admins here, too.
      const ours = new Set(world.users.map((user) => user.id));
      const expected = [...sees.keys()].toSorted((a, b) => a - b);
      const label = `${kind} ${id}`;
      assert.deepEqual(
        [...named].filter((n) => ours.has(n)).toSorted((a, b) => a - b),
        expected,
        label,
      );
      const total = told.find(({ rule }) => rule === 'total')?.others;
      assert.equal(total, named.size, `${label}: everybody is counted once`);
      for (const [viewer, ways] of sees) {
        const counted = ways?.find(({ rule }) => rule === 'total')?.others ?? 0;
        // Of an object he is told by what of it he sees himself.
        if (kind === 'source') assert.ok(counted >= 1 && counted <= (total ?? 0), label);
        else assert.equal(counted, total, label);
        const people = (ways ?? []).flatMap((way) => way.people.map((person) => person.id));
        assert.ok(
          people.every((person) => named.has(person)),
          `${label} as ${viewer}`,
        );
        assert.ok(people.includes(viewer), `${label}: ${viewer} is told of himself`);
      }
    }
  });
}

test('of a private group that one does not see there is a number and nothing else', async () => {
  const made = await withClient(database.superuser, async (client) => {
    const [reader, hidden] = [await createUser(client), await createUser(client)];
    const shown = await createGroup(client, { members: [{ user: reader, admin: true }] });
    const secret = await createGroup(client, {
      name: 'A secret group',
      members: [{ user: hidden, admin: true }],
      private: true,
    });
    const { id: objId } = await createObj(client, {});
    const audience_id = await createAudience(client, [shown, secret]);
    const columns = { audience_id, origin: '', owner_id: reader.id };
    const point = await createPhotometryPoint(client, { objId, columns });
    return { reader, hidden, secret, point };
  });
  const ways = await explain(made.reader.token, 'photometry', String(made.point.id));
  const text = JSON.stringify(ways);
  assert.equal(text.includes(made.hidden.username), false);
  assert.equal(text.includes('secret'), false);
  const way = ways?.find(({ rule }) => rule === 'hidden');
  assert.deepEqual([way?.group_id, way?.people, way?.others], [null, [], 1]);
});

test('nobody is told nothing', async () => {
  for (const key of ['', 'forged']) {
    const rows = await archive.asViewer(key, (tx) =>
      tx.query('SELECT * FROM access_ways(ARRAY(SELECT generate_series(1, 100)), NULL, 1, NULL)'),
    );
    assert.deepEqual(
      rows.map((row) => [row.rule, row.others]),
      [['total', 0]],
    );
  }
});
