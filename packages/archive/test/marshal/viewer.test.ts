import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  type Archive,
  databaseFailure,
  openArchive,
  type Reading,
  withClient,
} from '@fritz/archive';
import { createUser, type TestUser, testDatabase } from '@fritz/testing';

let database: Awaited<ReturnType<typeof testDatabase>>;
let archive: Archive;
let user: TestUser;
before(async () => {
  database = await testDatabase();
  archive = openArchive({ ...database.app, max: 1 });
  user = await withClient(database.superuser, (client) => createUser(client));
});
after(async () => {
  await archive.close();
  await database.drop();
});

const viewerId = 'SELECT viewer_id() AS id';

async function whoAmI(key: string | null): Promise<number | null | undefined> {
  return archive.asViewer(key, async (tx) => {
    const [row] = await tx.query<{ id: number | null }>(viewerId);
    return row?.id;
  });
}

test('a viewer is the holder of the key, for one transaction on a shared connection', async () => {
  assert.equal(await whoAmI(user.token), user.id);
  assert.equal(await whoAmI(null), null);
  assert.equal(await whoAmI('forged'), null);
  assert.equal(await whoAmI(''), null);
  assert.equal(await whoAmI(user.token), user.id);
});

test('work that throws is rolled back, and its error rises as it is', async () => {
  const failure = new Error('no');
  const work = archive.asViewer(user.token, async (tx) => {
    await tx.query(`SELECT create_group('Rolled back', NULL, NULL, false)`);
    throw failure;
  });
  await assert.rejects(work, (error) => error === failure);
  const groups = await archive.asViewer(user.token, (tx) =>
    tx.db.selectFrom('groups').select('name').where('name', '=', 'Rolled back').execute(),
  );
  assert.deepEqual(groups, []);
});

test('work that goes on after a refused statement is not told that it was kept', async () => {
  const work = archive.asViewer(user.token, async (tx) => {
    await tx.query(`SELECT create_group('Half done', NULL, NULL, false)`);
    await tx.query('SELECT 1 / 0').catch(() => {});
  });
  await assert.rejects(work, /rolled back/);
});

test('kysely and raw SQL share the transaction', async () => {
  const seen = await archive.asViewer(user.token, async (tx) => {
    const [made] = await tx.query<{ id: number }>(
      `SELECT create_group('Shared', NULL, NULL, true) AS id`,
    );
    return tx.db
      .selectFrom('groups')
      .select('name')
      .where('id', '=', made?.id ?? 0)
      .execute();
  });
  assert.deepEqual(seen, [{ name: 'Shared' }]);
});

test('a transaction that cannot take its key shows nothing and says why', async () => {
  let seen: unknown = 'nothing';
  const work = archive.asViewer('\u0000', async (tx) => {
    seen = await tx.query(viewerId);
  });
  await assert.rejects(work, { code: '22021' });
  assert.equal(seen, 'nothing');
  assert.equal(await whoAmI(user.token), user.id);
});

test('statements sent at once are answered each for itself', async () => {
  const work = archive.asViewer(user.token, (tx) =>
    Promise.all([tx.query('SELECT 1 AS n'), tx.query('SELECT 1 / 0'), tx.query('SELECT 2 AS n')]),
  );
  await assert.rejects(work, { code: '22012' });
  const numbers = await archive.asViewer(user.token, (tx) =>
    Promise.all([1, 2, 3].map((n) => tx.query('SELECT $1::int AS n', [n]))),
  );
  assert.deepEqual(numbers, [[{ n: 1 }], [{ n: 2 }], [{ n: 3 }]]);
});

const ownId: Reading<{ id: number | null }> = { name: 'own-id', text: viewerId, values: [] };

test('what is read at once is read as the holder of the key, and of his alone', async () => {
  const { viewer, rows } = await archive.read(user.token, ownId);
  assert.equal(viewer?.id, user.id);
  assert.deepEqual(rows, [{ id: user.id }]);
  const before = await archive.asViewer(user.token, (tx) => tx.viewer);
  assert.deepEqual(viewer, before, 'both ways tell the same of him');
  for (const key of [null, '', 'forged']) {
    assert.deepEqual(await archive.read(key, ownId), { viewer: null, rows: [{ id: null }] });
  }
  assert.deepEqual(await archive.read(user.token, null), { viewer, rows: [] });
  assert.equal(await whoAmI(null), null, 'nothing of it stays on the connection');
});

test('what is read at once changes nothing, fails as any statement does, and is prepared anew', async () => {
  const makes = {
    name: 'makes',
    text: `SELECT create_group('By reading', NULL, NULL, false)`,
    values: [],
  };
  await assert.rejects(archive.read(user.token, makes), /read-only/);
  const divides: Reading<unknown> = { name: 'divides', text: 'SELECT 1 / $1::int', values: ['0'] };
  await assert.rejects(archive.read(user.token, divides), /division by zero/);
  // The driver's own statements, too, go on as if nothing had been.
  assert.equal(await whoAmI(user.token), user.id);
  const { rows } = await archive.read(user.token, { ...divides, values: ['1'] });
  assert.equal(rows.length, 1);
  const broken: Reading<unknown> = { name: 'broken', text: 'SELECT nothing_like_it()', values: [] };
  await assert.rejects(archive.read(user.token, broken), /nothing_like_it/);
  const another = archive.read(user.token, { ...divides, text: 'SELECT 2 / $1::int' });
  await assert.rejects(another, /another statement/);
  await assert.rejects(archive.read('\u0000', ownId));
  assert.equal((await archive.read(user.token, ownId)).viewer?.id, user.id);
});

test('a reading that takes too long is cancelled', async () => {
  const sleeps: Reading<unknown> = { name: 'sleeps', text: 'SELECT pg_sleep(10)', values: [] };
  const work = archive.read(user.token, sleeps, { statementTimeoutMs: 30 });
  await assert.rejects(work, (error) => databaseFailure(error) === 'timeout');
  assert.equal((await archive.read(user.token, ownId)).rows.length, 1);
});

test('a read-only transaction does not write', async () => {
  const work = archive.asViewer(
    user.token,
    (tx) => tx.query(`SELECT create_group('Read only', NULL, NULL, false)`),
    { readOnly: true },
  );
  await assert.rejects(work, { code: '25006' });
});

test('a statement that takes too long is cancelled, and the connection lives on', async () => {
  const work = archive.asViewer(user.token, (tx) => tx.query('SELECT pg_sleep(60)'), {
    statementTimeoutMs: 20,
  });
  const error = await work.catch((thrown: unknown) => thrown);
  assert.equal(databaseFailure(error), 'timeout');
  assert.equal(await whoAmI(user.token), user.id);
});

test('a connection that breaks inside a transaction is thrown away', async () => {
  const work = archive.asViewer(user.token, async (tx) => {
    const [row] = await tx.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    await withClient(database.superuser, (client) =>
      client.query('SELECT pg_terminate_backend($1)', [row?.pid]),
    );
    await tx.query('SELECT 1');
  });
  const error = await work.catch((thrown: unknown) => thrown);
  assert.equal(databaseFailure(error), 'unavailable');
  assert.equal(await whoAmI(user.token), user.id);
});

test('expired and revoked keys, and those of expired users, are nobody', async () => {
  await withClient(database.superuser, async (client) => {
    for (const change of [
      `UPDATE fritz.access_keys SET expires_at = now() - interval '1 s' WHERE user_id = $1`,
      'UPDATE fritz.access_keys SET revoked_at = now() WHERE user_id = $1',
      `UPDATE fritz.users SET expires_at = now() - interval '1 s' WHERE id = $1`,
    ]) {
      const ended = await createUser(client);
      assert.equal(await whoAmI(ended.token), ended.id);
      await client.query(change, [ended.id]);
      assert.equal(await whoAmI(ended.token), null, change);
      const { viewer, rows } = await archive.read(ended.token, ownId);
      assert.deepEqual([viewer, rows], [null, [{ id: null }]], change);
    }
  });
});
