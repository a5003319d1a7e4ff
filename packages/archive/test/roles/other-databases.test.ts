import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import {
  addPublicLogin,
  closingStatement,
  listOpenDatabases,
  openPublicAccess,
  removePublicLogin,
  withClient,
} from '@fritz/archive';
import { type FactoryClient, testDatabase } from '@fritz/testing';

const password = randomBytes(12).toString('hex');
let database: Awaited<ReturnType<typeof testDatabase>>;
before(async () => {
  database = await testDatabase();
  await arrange((client) => openPublicAccess(client, String(database.watch.password)));
});
after(() => database.drop());

function arrange<T>(task: (client: FactoryClient) => Promise<T>): Promise<T> {
  return withClient(database.superuser, task);
}

test('a login ends with what it made in another database that lets everybody in', async () => {
  const suffix = randomBytes(5).toString('hex');
  const [maker, open] = [`test_maker_${suffix}`, `open_to_all_${suffix}`];
  await arrange((client) => addPublicLogin(client, { name: maker, password, validUntil: null }));
  await arrange((client) => client.query(`CREATE DATABASE ${open}`));
  try {
    assert.ok((await arrange(listOpenDatabases)).includes(open));
    const { options: _, ...place } = database.app;
    const login = { ...place, database: open, user: `public_${maker}`, password };
    await withClient(login, async (client) => {
      await client.query('SET default_transaction_read_only = off');
      await client.query('SELECT lo_create(0)');
    });
    await arrange((client) => client.query(closingStatement(open)));
    assert.ok(!(await arrange(listOpenDatabases)).includes(open));
    await assert.rejects(
      withClient(login, async () => {}),
      { code: '42501' },
    );
    assert.equal(await removePublicLogin(database.superuser, maker), true);
    const { rows } = await withClient({ ...database.superuser, database: open }, (client) =>
      client.query('SELECT FROM pg_largeobject_metadata'),
    );
    assert.equal(rows.length, 0);
  } finally {
    await arrange((client) => client.query(`DROP DATABASE ${open} WITH (FORCE)`));
  }
});
