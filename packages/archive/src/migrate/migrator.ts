import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import { searchPath } from '../embedded/connection.ts';
import { MigrationError } from './migration-error.ts';
import { isOutsideTransaction, type Migration, readMigrations } from './migration-files.ts';
import { type SqlStatement, splitStatements } from './sql-statements.ts';
import { type TableLock, watchLocks } from './table-locks.ts';

/** What one step did. */
export interface MigrationStep {
  number: number;
  name: string;
  direction: 'up' | 'down';
  durationMs: number;
  /** Locks on tables that existed before; none for a step outside a transaction. */
  locks: TableLock[];
}

/** Where migrations come from and who hears about them. */
export interface MigrateOptions {
  /** Last number to apply; the newest by default. */
  to?: number;
  onStep?: (step: MigrationStep) => void;
  /** Folder of the SQL files; Fritz's own by default. */
  directory?: string;
}

/** One migration as the database sees it. */
export interface MigrationState {
  number: number;
  name: string;
  appliedAt: Date | null;
}

interface AppliedRow {
  number: number;
  name: string;
  checksum: string;
  applied_at: Date;
}

/** Arbitrary number that marks the advisory lock of a running migrator. */
const migratorLock = 7_030_518;

/** Applies the pending migrations in order; returns what was done. */
export function migrateUp(
  client: pg.ClientBase,
  options: MigrateOptions = {},
): Promise<MigrationStep[]> {
  return withMigratorLock(client, async () => {
    const migrations = readMigrations(options.directory);
    await ensureMigrationsTable(client);
    const applied = checkApplied(await readApplied(client), migrations);
    const to = options.to ?? migrations.length;
    const steps: MigrationStep[] = [];
    for (const migration of migrations.slice(applied.length, to)) {
      const step = await runStep(client, migration, 'up');
      steps.push(step);
      options.onStep?.(step);
    }
    return steps;
  });
}

/** Undoes migrations, newest first, until `to` is the last one applied (0 undoes all). */
export function migrateDown(
  client: pg.ClientBase,
  options: MigrateOptions & { to: number },
): Promise<MigrationStep[]> {
  return withMigratorLock(client, async () => {
    const migrations = readMigrations(options.directory);
    await ensureMigrationsTable(client);
    const applied = checkApplied(await readApplied(client), migrations);
    const steps: MigrationStep[] = [];
    for (const migration of migrations.slice(options.to, applied.length).reverse()) {
      const step = await runStep(client, migration, 'down');
      steps.push(step);
      options.onStep?.(step);
    }
    return steps;
  });
}

/** Every migration, applied or pending; changes nothing. */
export async function migrationStatus(
  client: pg.ClientBase,
  options: Pick<MigrateOptions, 'directory'> = {},
): Promise<MigrationState[]> {
  const migrations = readMigrations(options.directory);
  const applied = checkApplied(await readApplied(client), migrations);
  return migrations.map(({ number, name }, index) => {
    return { number, name, appliedAt: applied[index]?.applied_at ?? null };
  });
}

/**
 * Only one migrator works on a database at a time. The lock is asked for again and again rather
 * than waited for: a waiting query holds a snapshot, on which CREATE INDEX CONCURRENTLY waits.
 */
async function withMigratorLock<T>(client: pg.ClientBase, task: () => Promise<T>): Promise<T> {
  const tryLock = async () => {
    const answer = await client.query('SELECT pg_try_advisory_lock($1) AS held', [migratorLock]);
    return answer.rows[0]?.held === true;
  };
  while (!(await tryLock())) await delay(100);
  try {
    // Migrations name their tables without a schema.
    await client.query(`SET search_path = ${searchPath}`);
    return await task();
  } finally {
    await client.query('RESET search_path').catch(() => {});
    await client.query('SELECT pg_advisory_unlock($1)', [migratorLock]).catch(() => {});
  }
}

async function ensureMigrationsTable(client: pg.ClientBase): Promise<void> {
  const known = await client.query(`SELECT to_regclass('fritz.fritz_migrations') AS oid`);
  if (known.rows[0]?.oid !== null) return;
  await client.query(`
    CREATE SCHEMA IF NOT EXISTS fritz;
    CREATE TABLE fritz.fritz_migrations (
      number int PRIMARY KEY,
      name text NOT NULL,
      checksum text NOT NULL,
      applied_at timestamptz NOT NULL DEFAULT now(),
      duration_ms int NOT NULL
    )`);
}

async function readApplied(client: pg.ClientBase): Promise<AppliedRow[]> {
  const known = await client.query(`SELECT to_regclass('fritz.fritz_migrations') AS oid`);
  if (known.rows[0]?.oid === null) return [];
  const applied = await client.query<AppliedRow>(
    'SELECT number, name, checksum, applied_at FROM fritz.fritz_migrations ORDER BY number',
  );
  return applied.rows;
}

/** Refuses a database that this program did not make: newer, or from files that changed since. */
function checkApplied(applied: AppliedRow[], migrations: Migration[]): AppliedRow[] {
  applied.forEach((row, index) => {
    const migration = migrations[index];
    if (!migration) {
      throw new MigrationError(
        'database_newer',
        `The database has migration ${row.name}, which this Fritz does not know: ` +
          'it was used by a newer Fritz; update this one.',
      );
    }
    if (migration.checksum === row.checksum && migration.number === row.number) return;
    throw new MigrationError(
      'migration_edited',
      `Migration ${migration.name} was changed after it was applied as ${row.name}: ` +
        'restore its text and put the change into a new migration.',
    );
  });
  return applied;
}

async function runStep(
  client: pg.ClientBase,
  migration: Migration,
  direction: 'up' | 'down',
): Promise<MigrationStep> {
  const sql = migration[direction];
  if (sql === null) {
    throw new MigrationError(
      'migration_irreversible',
      `Migration ${migration.name} has no way back.`,
    );
  }
  const startedAtMs = performance.now();
  const statements = splitStatements(sql);
  const locks = isOutsideTransaction(sql)
    ? await runLoose(client, migration, direction, statements)
    : await runInTransaction(client, migration, direction, statements);
  const durationMs = performance.now() - startedAtMs;
  return { number: migration.number, name: migration.name, direction, durationMs, locks };
}

async function runInTransaction(
  client: pg.ClientBase,
  migration: Migration,
  direction: 'up' | 'down',
  statements: SqlStatement[],
): Promise<TableLock[]> {
  const startedAtMs = performance.now();
  await client.query('BEGIN');
  try {
    const watch = await watchLocks(client);
    for (const statement of statements) {
      const statementAtMs = performance.now();
      await runStatement(client, migration, direction, statement);
      await watch.note(statementAtMs);
    }
    await record(client, migration, direction, performance.now() - startedAtMs);
    const locks = watch.report();
    await client.query('COMMIT');
    return locks;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {});
    throw error;
  }
}

/** Each statement commits by itself, so such a migration must be one that may run twice. */
async function runLoose(
  client: pg.ClientBase,
  migration: Migration,
  direction: 'up' | 'down',
  statements: SqlStatement[],
): Promise<TableLock[]> {
  const startedAtMs = performance.now();
  for (const statement of statements) await runStatement(client, migration, direction, statement);
  await record(client, migration, direction, performance.now() - startedAtMs);
  return [];
}

async function runStatement(
  client: pg.ClientBase,
  migration: Migration,
  direction: string,
  statement: SqlStatement,
): Promise<void> {
  try {
    await client.query(statement.text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new MigrationError(
      'migration_failed',
      `Migration ${migration.name}.${direction}.sql failed at line ${statement.line}: ${reason}`,
      { cause },
    );
  }
}

async function record(
  client: pg.ClientBase,
  { number, name, checksum }: Migration,
  direction: 'up' | 'down',
  durationMs: number,
): Promise<void> {
  if (direction === 'down') {
    await client.query('DELETE FROM fritz.fritz_migrations WHERE number = $1', [number]);
    return;
  }
  await client.query(
    `INSERT INTO fritz.fritz_migrations (number, name, checksum, duration_ms)
     VALUES ($1, $2, $3, $4)`,
    [number, name, checksum, Math.round(durationMs)],
  );
}
