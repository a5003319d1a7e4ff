import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { dumpSchema, generateTableTypes, migrateDown, migrateUp, withClient } from '@fritz/archive';
import { testDatabase } from '../../src/database/test-database.ts';

const generated = new URL('../../../archive/generated/', import.meta.url);

test('the migrations go down to nothing and up again to the same schema', async (t) => {
  const database = await testDatabase();
  t.after(() => database.drop());
  await withClient(database.owner, async (client) => {
    const before = await dumpSchema(client);
    await migrateDown(client, { to: 0 });
    const left = await client.query(
      `SELECT relname AS name FROM pg_class
        WHERE relnamespace = 'fritz'::regnamespace AND relname !~ '^fritz_migrations'
       UNION ALL SELECT proname FROM pg_proc WHERE pronamespace = 'fritz'::regnamespace
       UNION ALL SELECT typname FROM pg_type
        WHERE typnamespace = 'fritz'::regnamespace AND typname !~ 'fritz_migrations'`,
    );
    assert.deepEqual(left.rows, []);
    await migrateUp(client);
    assert.equal(await dumpSchema(client), before);
  });
});

test('the generated schema and table types are current', async (t) => {
  const database = await testDatabase();
  t.after(() => database.drop());
  await withClient(database.owner, async (client) => {
    const hint = 'run node scripts/schema-dump.ts';
    const read = (name: string) => readFileSync(new URL(name, generated), 'utf8');
    assert.equal(read('schema.sql'), await dumpSchema(client), hint);
    assert.equal(read('database.ts'), await generateTableTypes(client), hint);
  });
});
