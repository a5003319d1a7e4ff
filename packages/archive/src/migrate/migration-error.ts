/** Stable codes of what can go wrong while migrating. */
export type MigrationErrorCode =
  | 'migration_edited'
  | 'migration_failed'
  | 'migration_files'
  | 'migration_irreversible'
  | 'database_newer';

/** The schema could not be brought to the wanted version. */
export class MigrationError extends Error {
  readonly code: MigrationErrorCode;

  constructor(code: MigrationErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'MigrationError';
    this.code = code;
  }
}
