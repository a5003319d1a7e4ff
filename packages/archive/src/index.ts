export { type DatabaseRoles, withClient } from './embedded/connection.ts';
export {
  DatabaseError,
  type DatabaseErrorCode,
  EmbeddedError,
  ExternalDatabaseError,
} from './embedded/database-error.ts';
export {
  attachEmbedded,
  type EmbeddedConnections,
  type EmbeddedOptions,
  type EmbeddedServer,
  startEmbedded,
} from './embedded/launcher.ts';
export { withPidLock } from './embedded/pid-lock.ts';
export { isAlive } from './embedded/process-identity.ts';
export { ensureSecret } from './embedded/secrets.ts';
export type { ServerSettings } from './embedded/settings.ts';
export { MigrationError, type MigrationErrorCode } from './migrate/migration-error.ts';
export {
  hashMigrations,
  type Migration,
  migrationsDir,
  readMigrations,
} from './migrate/migration-files.ts';
export {
  type MigrateOptions,
  type MigrationState,
  type MigrationStep,
  migrateDown,
  migrateUp,
  migrationStatus,
} from './migrate/migrator.ts';
export type { TableLock } from './migrate/table-locks.ts';
export { pgTypes } from './pg-types.ts';
export { openExternal } from './roles/external-database.ts';
export { databaseName, provisionDatabase, roleNames } from './roles/provision-roles.ts';
