import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { migrationStatus, withClient } from '@fritz/archive';
import { testDatabase } from '../../src/database/test-database.ts';

const holder = fileURLToPath(new URL('./hold-database.ts', import.meta.url));

async function exists(name: string): Promise<boolean> {
  const database = await testDatabase({ empty: true });
  const found = await withClient(database.superuser, (client) =>
    client.query('SELECT FROM pg_database WHERE datname = $1', [name]),
  );
  await database.drop();
  return found.rowCount === 1;
}

test('a test database is migrated, has the three roles, and goes when dropped', async () => {
  const database = await testDatabase();
  const states = await withClient(database.owner, (client) => migrationStatus(client));
  assert.ok(states.length > 0);
  assert.ok(states.every((state) => state.appliedAt !== null));
  for (const role of ['owner', 'app', 'broker'] as const) {
    const found = await withClient(database[role], (client) =>
      client.query('SELECT current_user AS me, current_database() AS name'),
    );
    assert.deepEqual(found.rows, [{ me: `fritz_${role}`, name: database.name }]);
  }
  await database.drop();
  assert.equal(await exists(database.name), false);
});

test('two test databases share nothing', async (t) => {
  const [one, two] = await Promise.all([testDatabase(), testDatabase()]);
  t.after(() => Promise.all([one.drop(), two.drop()]));
  await withClient(one.owner, (client) => client.query('CREATE TABLE fritz.only_here ()'));
  const found = await withClient(two.owner, (client) =>
    client.query(`SELECT to_regclass('fritz.only_here') AS there`),
  );
  assert.deepEqual(found.rows, [{ there: null }]);
});

test('processes start together; what a killed one leaves is removed by a later one', async () => {
  const children = [1, 2, 3].map(() => fork(holder, [], { execArgv: [] }));
  const names = await Promise.all(children.map(async (child) => (await once(child, 'message'))[0]));
  assert.equal(new Set(names).size, 3);
  for (const child of children) {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  const later = fork(holder, [], { execArgv: [] });
  await once(later, 'message');
  assert.deepEqual(await Promise.all(names.map(exists)), [false, false, false]);
  later.kill('SIGKILL');
  await once(later, 'exit');
});
