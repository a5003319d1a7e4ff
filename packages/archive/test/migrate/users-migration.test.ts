import assert from 'node:assert/strict';
import { test } from 'node:test';
import { migrateDown, migrateUp, withClient } from '@fritz/archive';
import { createFilter, createGroup, createStream, createUser, testDatabase } from '@fritz/testing';

test('the migration of users goes down and up over people, and shuts nobody in or out', async (t) => {
  const database = await testDatabase();
  t.after(() => database.drop());
  const people = await withClient(database.superuser, async (client) => {
    const admin = await createUser(client, { roles: ['Super admin'] });
    const [gone, ending] = [await createUser(client), await createUser(client)];
    const stream = await createStream(client, { users: [admin] });
    const group = await createGroup(client, { members: [{ user: admin, admin: true }] });
    await createFilter(client, { group, stream });
    await client.query(
      `UPDATE fritz.users SET deactivated_at = now(), expires_at = '-infinity' WHERE id = $1`,
      [gone.id],
    );
    await client.query(
      `UPDATE fritz.users SET expires_at = '2999-01-01', bio = 'b', preferences = '{"a": 1}'
        WHERE id = $1`,
      [ending.id],
    );
    await client.query(
      `INSERT INTO fritz.invitations (token_hash, email, role_id, invited_by, expires_at)
       VALUES ('x', 'a@example.org', 'View only', $1, now())`,
      [admin.id],
    );
    return { admin, gone, ending };
  });
  const ends = () =>
    withClient(database.owner, async (client) => {
      const { rows } = await client.query<{ id: number; ended: boolean | null }>(
        'SELECT id, expires_at <= now() AS ended FROM users ORDER BY id',
      );
      return new Map(rows.map(({ id, ended }) => [id, ended]));
    });
  await withClient(database.owner, (client) => migrateDown(client, { to: 9 }));
  for (const direction of ['down', 'up again']) {
    const found = await ends();
    assert.equal(found.get(people.admin.id), null, direction);
    assert.equal(found.get(people.gone.id), true, direction);
    assert.equal(found.get(people.ending.id), false, direction);
    if (direction === 'down') await withClient(database.owner, (client) => migrateUp(client));
  }
});
