/** Stable codes of everything that can go wrong before the database answers. */
export type DatabaseErrorCode =
  | 'binaries_missing'
  | 'cannot_drop_root'
  | 'disk_full'
  | 'initdb_failed'
  | 'in_use'
  | 'secrets_mismatch'
  | 'secrets_missing'
  | 'socket_path_unsafe'
  | 'start_failed'
  | 'unwritable'
  | 'wrong_owner'
  | 'wrong_version'
  | 'database_missing'
  | 'invalid_url'
  | 'roles_missing'
  | 'unreachable'
  | 'wrong_password';

/** The database could not be made ready; the message is one sentence that says what to do. */
export class DatabaseError extends Error {
  readonly code: DatabaseErrorCode;

  constructor(code: DatabaseErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
    this.code = code;
  }
}

/** The embedded PostgreSQL could not be started. */
export class EmbeddedError extends DatabaseError {}

/** The PostgreSQL that DATABASE_URL names cannot be used as it is. */
export class ExternalDatabaseError extends DatabaseError {}

/** The `code` of a system or PostgreSQL error (`EACCES`, `28P01`), or null. */
export function errorCode(error: unknown): string | null {
  if (typeof error !== 'object' || error === null || !('code' in error)) return null;
  return typeof error.code === 'string' ? error.code : null;
}

/** Turns a file system error about `path` into an EmbeddedError; anything else passes unchanged. */
export function fromFileError(error: unknown, path: string): unknown {
  switch (errorCode(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new EmbeddedError(
        'disk_full',
        `No space is left for the database in ${path}: free some, or choose another folder.`,
        { cause: error },
      );
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
    case 'ENOTDIR':
    case 'EEXIST':
      return new EmbeddedError(
        'unwritable',
        `The folder ${path} cannot be written: choose another folder or change its owner.`,
        { cause: error },
      );
    default:
      return error;
  }
}
