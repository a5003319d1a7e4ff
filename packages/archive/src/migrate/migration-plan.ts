import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { withClient } from '../embedded/connection.ts';
import { migrateUp, migrationStatus } from './migrator.ts';
import { readSizes, type TableLock } from './table-locks.ts';

/** What a pending migration would do to the real database. */
export interface PlannedMigration {
  number: number;
  name: string;
  /** Sizes and rows of the real tables; heldMs is that of empty ones. */
  locks: TableLock[];
}

const scratchPrefix = 'fritz_plan_';

/**
 * Finds out which locks the pending migrations would take, without touching the real tables: they
 * run in a scratch database that has the schema and no rows, dropped afterwards whatever happens.
 * The owner needs CREATEDB.
 */
export async function planMigrations(
  owner: pg.ClientConfig,
  options: { directory?: string } = {},
): Promise<PlannedMigration[]> {
  return withClient(owner, async (client) => {
    const states = await migrationStatus(client, options);
    const pending = states.filter((state) => state.appliedAt === null);
    if (pending.length === 0) return [];
    const planned = await tryOnScratch(client, owner, states.length - pending.length, options);
    const relations = planned.flatMap((step) => step.locks.map((lock) => lock.relation));
    const sizes = await readSizes(client, [...new Set(relations)]);
    return planned.map((step) => {
      // A table that a migration before it creates has no rows yet.
      const locks = step.locks.filter((lock) => sizes.has(lock.relation));
      return {
        ...step,
        locks: locks.map((lock) => ({ ...lock, ...sizes.get(lock.relation) })),
      };
    });
  });
}

async function tryOnScratch(
  client: pg.Client,
  owner: pg.ClientConfig,
  applied: number,
  options: { directory?: string },
): Promise<PlannedMigration[]> {
  await dropLeftovers(client);
  const database = scratchPrefix + randomBytes(6).toString('hex');
  try {
    await client.query(`CREATE DATABASE ${database} TEMPLATE template0`);
    return await withClient({ ...owner, database }, async (scratch) => {
      await migrateUp(scratch, { ...options, to: applied });
      const steps = await migrateUp(scratch, options);
      return steps.map(({ number, name, locks }) => ({ number, name, locks }));
    });
  } finally {
    await client.query(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`);
  }
}

/** A plan that was killed leaves its scratch database; one in use stays. */
async function dropLeftovers(client: pg.Client): Promise<void> {
  const found = await client.query<{ datname: string }>(
    `SELECT datname FROM pg_database d
      WHERE starts_with(datname, $1) AND pg_has_role(datdba, 'MEMBER')
        AND NOT EXISTS (SELECT FROM pg_stat_activity a WHERE a.datid = d.oid)`,
    [scratchPrefix],
  );
  for (const { datname } of found.rows) {
    await client.query(`DROP DATABASE IF EXISTS ${pg.escapeIdentifier(datname)}`).catch(() => {});
  }
}
