/** What a database's refusal means to a caller. */
export type DatabaseFailure =
  | 'duplicate'
  | 'missing_reference'
  | 'forbidden'
  | 'last_admin'
  | 'last_system_admin'
  | 'account_in_use'
  | 'missing_streams'
  | 'stream_needed'
  | 'timeout'
  | 'unavailable'
  | 'unstorable_text'
  | 'unstorable_number';

/** SQLSTATE and connection codes that callers can act upon (PostgreSQL manual, appendix A). */
const failures: Readonly<Record<string, DatabaseFailure>> = {
  '23505': 'duplicate',
  '23503': 'missing_reference',
  '42501': 'forbidden',
  '57014': 'timeout',
  '55P03': 'timeout',
  '22021': 'unstorable_text',
  '22P05': 'unstorable_text',
  '22003': 'unstorable_number',
  // Raised by the schema's own rules (migration 0006).
  FZ001: 'last_admin',
  FZ002: 'missing_streams',
  FZ003: 'stream_needed',
  FZ011: 'last_system_admin',
  FZ012: 'account_in_use',
  // Of two transactions that stood in each other's way one was given up: asked again, it works.
  '40001': 'unavailable',
  '40P01': 'unavailable',
  '57P01': 'unavailable',
  '57P02': 'unavailable',
  '57P03': 'unavailable',
  '53300': 'unavailable',
  ECONNREFUSED: 'unavailable',
  ECONNRESET: 'unavailable',
  ENOENT: 'unavailable',
  EPIPE: 'unavailable',
  ENOTFOUND: 'unavailable',
  ETIMEDOUT: 'unavailable',
};

const driverFailure =
  /^(Connection terminated|Client (has encountered a connection error|was closed)|timeout exceeded when trying to connect)/;

/** Classifies an error that the database or its connection threw; null where it is another. */
export function databaseFailure(error: unknown): DatabaseFailure | null {
  if (!(error instanceof Error)) return null;
  if (error instanceof AggregateError) return databaseFailure(error.errors[0]);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const known = failures[code];
  if (known !== undefined) return known;
  if (code.startsWith('08')) return 'unavailable';
  // The driver's own errors carry no code.
  return driverFailure.test(error.message) ? 'unavailable' : null;
}
