import assert from 'node:assert/strict';
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { withClient } from '../../src/embedded/connection.ts';
import { readMigrations } from '../../src/migrate/migration-files.ts';
import { migrateDown, migrateUp, migrationStatus } from '../../src/migrate/migrator.ts';
import { scratchPostgres } from './scratch-database.ts';

const postgres = scratchPostgres();

const files = {
  '0001_stars.up.sql': 'CREATE TABLE stars (id int PRIMARY KEY, name text);\nSELECT 1;',
  '0001_stars.down.sql': 'DROP TABLE stars;',
  '0002_bright.up.sql':
    'CREATE TABLE bright (mag real);\nALTER TABLE stars ADD mag real;\nCREATE INDEX ON stars (mag);',
  '0002_bright.down.sql': 'ALTER TABLE stars DROP mag; DROP TABLE bright;',
  '0003_names.up.sql':
    '-- fritz: no-transaction\nCREATE INDEX CONCURRENTLY IF NOT EXISTS stars_name ON stars (name);',
  '0003_names.down.sql': '-- fritz: no-transaction\nDROP INDEX CONCURRENTLY stars_name;',
};

const tablesOf = `SELECT relname FROM pg_class WHERE relnamespace = 'fritz'::regnamespace
  AND relkind IN ('r', 'i') AND relname !~ 'fritz_migrations' ORDER BY 1`;

test('up and down by number, each step told', async () => {
  const { owner } = await postgres.database();
  const directory = postgres.migrations(files);
  await withClient(owner, async (client) => {
    const names = async () => (await client.query(tablesOf)).rows.map((row) => row.relname);
    const told: string[] = [];
    const onStep = (step: { name: string; direction: string }) =>
      told.push(`${step.name} ${step.direction}`);
    await migrateUp(client, { directory, to: 1, onStep });
    assert.deepEqual(await names(), ['stars', 'stars_pkey']);
    await migrateUp(client, { directory, onStep });
    assert.deepEqual(await migrateUp(client, { directory }), []);
    assert.deepEqual(await names(), [
      'bright',
      'stars',
      'stars_mag_idx',
      'stars_name',
      'stars_pkey',
    ]);
    const states = await migrationStatus(client, { directory });
    assert.ok(states.every((state) => state.appliedAt instanceof Date));
    await migrateDown(client, { directory, to: 0, onStep });
    assert.deepEqual(await names(), []);
    assert.deepEqual(told, [
      '0001_stars up',
      '0002_bright up',
      '0003_names up',
      '0003_names down',
      '0002_bright down',
      '0001_stars down',
    ]);
    const search = await client.query(`SELECT current_setting('search_path') AS path`);
    assert.equal(search.rows[0]?.path, 'fritz,public');
  });
});

test('locks on tables that existed before are reported with their size', async () => {
  const { owner } = await postgres.database();
  const directory = postgres.migrations(files);
  await withClient(owner, async (client) => {
    await migrateUp(client, { directory, to: 1 });
    await client.query('INSERT INTO stars SELECT n, n::text FROM generate_series(1, 5000) n');
    await client.query('ANALYZE stars');
    const [step] = await migrateUp(client, { directory, to: 2 });
    const locks = step?.locks ?? [];
    assert.deepEqual(
      locks.map((lock) => [lock.relation, lock.mode, lock.rows]),
      [
        ['fritz.stars', 'AccessExclusiveLock', 5000],
        ['fritz.stars', 'ShareLock', 5000],
      ],
    );
    assert.ok(locks.every((lock) => lock.bytes > 100_000 && lock.heldMs > 0));
  });
});

test('a failing statement undoes its migration and says where it stands', async () => {
  const { owner } = await postgres.database();
  const directory = postgres.migrations({
    '0001_first.up.sql': 'CREATE TABLE first ();',
    '0002_bad.up.sql': 'CREATE TABLE second ();\n\n-- oh\nSELECT 1 / 0;',
  });
  await withClient(owner, async (client) => {
    await assert.rejects(migrateUp(client, { directory }), {
      code: 'migration_failed',
      message: 'Migration 0002_bad.up.sql failed at line 4: division by zero',
    });
    const found = await client.query(tablesOf);
    assert.deepEqual(found.rows, [{ relname: 'first' }]);
    await assert.rejects(migrateDown(client, { directory, to: 0 }), {
      code: 'migration_irreversible',
    });
    const states = await migrationStatus(client, { directory });
    assert.deepEqual(
      states.map((state) => state.appliedAt !== null),
      [true, false],
    );
  });
});

test('an edited migration and a newer database are refused', async () => {
  const { owner } = await postgres.database();
  const directory = postgres.migrations(files);
  await withClient(owner, async (client) => {
    await migrateUp(client, { directory });
    writeFileSync(join(directory, '0002_bright.up.sql'), `${files['0002_bright.up.sql']} `);
    await assert.rejects(migrateUp(client, { directory }), {
      code: 'migration_edited',
      message: /0002_bright was changed/,
    });
    const older = postgres.migrations({ '0001_stars.up.sql': files['0001_stars.up.sql'] });
    await assert.rejects(migrationStatus(client, { directory: older }), {
      code: 'database_newer',
      message: /0002_bright/,
    });
  });
});

test('two starters do not collide, concurrent index included', async () => {
  const { owner } = await postgres.database();
  const directory = postgres.migrations(files);
  const runs = await Promise.all(
    [1, 2, 3].map(() => withClient(owner, (client) => migrateUp(client, { directory }))),
  );
  const counts = runs.map((steps) => steps.length).sort();
  assert.deepEqual(counts, [0, 0, 3]);
});

test('files out of order are refused', () => {
  const gap = postgres.migrations(files);
  renameSync(join(gap, '0002_bright.up.sql'), join(gap, '0004_bright.up.sql'));
  assert.throws(() => readMigrations(gap), { code: 'migration_files' });
  const misnamed = postgres.migrations({ 'stars.sql': '' });
  assert.throws(() => readMigrations(misnamed), /stars\.sql is not named like/);
  const orphan = postgres.migrations({ '0001_stars.down.sql': '' });
  assert.throws(() => readMigrations(orphan), /has no up file/);
});
