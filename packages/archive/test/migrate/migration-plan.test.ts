import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withClient } from '../../src/embedded/connection.ts';
import { planMigrations } from '../../src/migrate/migration-plan.ts';
import { migrateUp, migrationStatus } from '../../src/migrate/migrator.ts';
import { scratchPostgres } from './scratch-database.ts';

const postgres = scratchPostgres();

const files = {
  '0001_alerts.up.sql': `
    CREATE TABLE alerts (candid bigint PRIMARY KEY, mjd float8) PARTITION BY RANGE (candid);
    CREATE TABLE alerts_1 PARTITION OF alerts FOR VALUES FROM (0) TO (1000);
    CREATE TABLE alerts_2 PARTITION OF alerts FOR VALUES FROM (1000) TO (100000);`,
  '0002_hpx.up.sql': 'ALTER TABLE alerts ADD hpx bigint; CREATE TABLE notes (n int);',
  '0003_more.up.sql': 'ALTER TABLE notes ADD m int; CREATE INDEX ON alerts (mjd);',
};

async function scratchDatabases(): Promise<string[]> {
  const found = await withClient(postgres.superuser(), (client) =>
    client.query<{ datname: string }>(
      `SELECT datname FROM pg_database WHERE datname LIKE 'fritz_plan%'`,
    ),
  );
  return found.rows.map((row) => row.datname);
}

test('the plan names the locks and the sizes of the real tables, and touches nothing', async () => {
  const { owner } = await postgres.database();
  const directory = postgres.migrations(files);
  await withClient(owner, async (client) => {
    await migrateUp(client, { directory, to: 1 });
    await client.query('INSERT INTO alerts SELECT n, n FROM generate_series(1, 20000) n');
    await client.query('ANALYZE alerts');
  });
  const plan = await planMigrations(owner, { directory });
  assert.deepEqual(
    plan.map((step) => [
      step.name,
      step.locks.map((lock) => [lock.relation, lock.mode, lock.rows]),
    ]),
    [
      ['0002_hpx', [['fritz.alerts', 'AccessExclusiveLock', 20000]]],
      ['0003_more', [['fritz.alerts', 'ShareLock', 20000]]],
    ],
  );
  const alerts = plan[0]?.locks[0];
  assert.ok((alerts?.bytes ?? 0) > 500_000);
  await withClient(owner, async (client) => {
    const states = await migrationStatus(client, { directory });
    assert.deepEqual(
      states.map((state) => state.appliedAt !== null),
      [true, false, false],
    );
  });
  assert.deepEqual(await scratchDatabases(), []);
});

test('a pending migration that fails is reported, and the scratch database goes', async () => {
  const { owner } = await postgres.database();
  const directory = postgres.migrations({ '0001_bad.up.sql': 'SELECT nothing_known;' });
  await assert.rejects(planMigrations(owner, { directory }), { code: 'migration_failed' });
  assert.deepEqual(await scratchDatabases(), []);
});

test('nothing pending, nothing planned', async () => {
  const { owner } = await postgres.database();
  assert.deepEqual(await planMigrations(owner, { directory: postgres.migrations({}) }), []);
});
