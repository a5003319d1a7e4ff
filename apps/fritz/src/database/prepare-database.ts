import { type MigrationStep, migrateUp, migrationStatus, withClient } from '@fritz/archive';
import { ensureFoundation } from './foundation.ts';
import { type Database, pendingMigrations } from './open-database.ts';

export interface Preparation {
  readonly migrated: readonly MigrationStep[];
  /** True when the database had no user before. */
  readonly isNew: boolean;
}

/**
 * Brings the schema up to date and makes sure of what every installation has. A database of one's
 * own that holds data already is migrated by `fritz migrate up` alone, where the locks can be
 * looked at first.
 */
export async function prepareDatabase(database: Database): Promise<Preparation> {
  return withClient(database.roles.owner, async (client) => {
    const states = await migrationStatus(client);
    const pending = states.filter(({ appliedAt }) => appliedAt === null);
    const mayMigrate = database.isEmbedded || pending.length === states.length;
    if (pending.length > 0 && !mayMigrate) throw pendingMigrations(pending.length);
    const migrated = pending.length > 0 ? await migrateUp(client) : [];
    return { migrated, isNew: await ensureFoundation(client) };
  });
}
