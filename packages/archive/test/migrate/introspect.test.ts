import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withClient } from '../../src/embedded/connection.ts';
import { dumpSchema } from '../../src/migrate/introspect/schema-dump.ts';
import { generateTableTypes } from '../../src/migrate/introspect/table-types.ts';
import { migrateUp } from '../../src/migrate/migrator.ts';
import { scratchPostgres } from './scratch-database.ts';

const postgres = scratchPostgres();

const schema = `
  CREATE TYPE flavour AS ENUM ('sweet', 'sour');
  CREATE TABLE groups (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL UNIQUE);
  CREATE TABLE alerts (
    candid bigint PRIMARY KEY,
    magpsf real,
    extra jsonb,
    taste flavour NOT NULL DEFAULT 'sour',
    flags int[] NOT NULL,
    pixel bigint GENERATED ALWAYS AS (candid / 16) STORED,
    seen_at timestamptz NOT NULL DEFAULT now(),
    group_id int REFERENCES groups ON DELETE CASCADE CHECK (group_id > 0)
  ) PARTITION BY RANGE (candid);
  CREATE TABLE alerts_1 PARTITION OF alerts FOR VALUES FROM (0) TO (1000);
  CREATE INDEX ON alerts (seen_at);
  ALTER TABLE alerts ENABLE ROW LEVEL SECURITY;
  ALTER TABLE alerts FORCE ROW LEVEL SECURITY;
  CREATE POLICY reads ON alerts FOR SELECT TO fritz_app USING (group_id = 1);
  GRANT SELECT ON alerts TO fritz_app;
  GRANT INSERT (candid, flags) ON alerts TO fritz_broker;
  CREATE FUNCTION one() RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1';
`;

test('the dump shows tables, keys, security, grants and functions, and hides partitions', async () => {
  const { owner } = await postgres.database();
  const directory = postgres.migrations({ '0001_all.up.sql': schema });
  const text = await withClient(owner, async (client) => {
    await migrateUp(client, { directory });
    return dumpSchema(client);
  });
  for (const line of [
    'CREATE TABLE alerts (',
    '  candid bigint NOT NULL,',
    "  taste flavour DEFAULT 'sour'::flavour NOT NULL,",
    '  pixel bigint GENERATED ALWAYS AS ((candid / 16)) STORED,',
    '  CONSTRAINT alerts_pkey PRIMARY KEY (candid),',
    '  CONSTRAINT alerts_group_id_check CHECK ((group_id > 0)),',
    ') PARTITION BY RANGE (candid);',
    'ALTER TABLE alerts FORCE ROW LEVEL SECURITY;',
    'CREATE POLICY reads ON alerts AS PERMISSIVE FOR SELECT TO fritz_app',
    '  USING ((group_id = 1));',
    'GRANT INSERT (candid, flags) ON alerts TO fritz_broker;',
    'GRANT SELECT ON alerts TO fritz_app;',
    "CREATE TYPE flavour AS ENUM ('sweet', 'sour');",
    'CREATE OR REPLACE FUNCTION fritz.one()',
    '-- PUBLIC: EXECUTE;',
  ]) {
    assert.ok(text.split('\n').includes(line), `missing: ${line}\n${text}`);
  }
  assert.doesNotMatch(text, /alerts_1|fritz_migrations/);
});

test('the dump depends on the schema alone', async () => {
  const directory = postgres.migrations({ '0001_all.up.sql': schema });
  const dump = async () => {
    const { owner } = await postgres.database();
    return withClient(owner, async (client) => {
      await client.query('CREATE TABLE public.shift_the_oids ()');
      await migrateUp(client, { directory });
      return dumpSchema(client);
    });
  };
  assert.equal(await dump(), await dump());
});

test('table types follow the parsers', async () => {
  const { owner } = await postgres.database();
  const directory = postgres.migrations({ '0001_all.up.sql': schema });
  const text = await withClient(owner, async (client) => {
    await migrateUp(client, { directory });
    return generateTableTypes(client);
  });
  assert.ok(
    text.includes(`export interface AlertsTable {
  candid: bigint;
  magpsf: number | null;
  extra: unknown;
  taste: Generated<'sweet' | 'sour'>;
  flags: number[];
  pixel: ReadOnly<bigint | null>;
  seen_at: Generated<Date>;
  group_id: number | null;
}`),
    text,
  );
  assert.match(text, /id: ReadOnly<number>;/);
  assert.match(text, / {2}alerts: AlertsTable;/);
});
