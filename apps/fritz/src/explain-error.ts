import {
  CatalogError,
  DatabaseError,
  databaseFailure,
  MigrationError,
  ReleaseError,
} from '@fritz/archive';
import { errorCodes } from '@fritz/contract';
import { MqlError } from '@fritz/mql';
import { ArchiveUnavailableError } from '@fritz/pipeline';
import { KafkaError, SourceError } from '@fritz/streams';
import { messageOf } from './error-message.ts';
import { UserError } from './user-error.ts';

/** An error as one line that says what to do, and whether it is one that we foresaw. */
export interface Explanation {
  readonly line: string;
  readonly isForeseen: boolean;
}

/** Errors whose message is written for the person at the terminal. */
const spoken = [
  UserError,
  CatalogError,
  ReleaseError,
  DatabaseError,
  MigrationError,
  SourceError,
  KafkaError,
];

export function explainError(error: unknown): Explanation {
  if (spoken.some((kind) => error instanceof kind)) return foreseen(messageOf(error));
  if (error instanceof MqlError) {
    return foreseen(error.path === '' ? error.message : `${error.path}: ${error.message}`);
  }
  const system = explainSystemError(error);
  if (system !== null) return foreseen(system);
  if (error instanceof ArchiveUnavailableError) return foreseen(`${error.message}.`);
  const failure = databaseFailure(error);
  if (failure !== null && isRule(failure)) return foreseen(errorCodes[failure].message);
  if (failure === 'unavailable') {
    return foreseen(
      `the database does not answer (${messageOf(error)}): start it, then try again.`,
    );
  }
  const line = `unexpected: ${messageOf(error)} (FRITZ_DEBUG=1 shows where)`;
  return { line, isForeseen: false };
}

/** Rules of the schema, in words that the API has for them, too. */
const rules = [
  'last_admin',
  'last_system_admin',
  'account_in_use',
  'missing_streams',
  'stream_needed',
] as const;

function isRule(failure: string): failure is (typeof rules)[number] {
  const known: readonly string[] = rules;
  return known.includes(failure);
}

function foreseen(line: string): Explanation {
  return { line, isForeseen: true };
}

/** Words for what the operating system refused. */
function explainSystemError(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error)) return null;
  const path = 'path' in error && typeof error.path === 'string' ? error.path : 'the disk';
  switch (error.code) {
    case 'EADDRINUSE':
      return `port ${portOf(error)} is in use: stop what uses it, or set FRITZ_PORT to another.`;
    case 'EACCES':
    case 'EPERM':
      if ('port' in error)
        return `port ${portOf(error)} may not be used: set FRITZ_PORT above 1023.`;
      return `${path} may not be used (${error.code}): change its owner or its rights.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `this machine has no address ${addressOf(error)}: correct FRITZ_HOST.`;
    case 'ENOSPC':
    case 'EDQUOT':
    case '53100':
      return 'no space is left on the disk: free some, then start again; what was stored is kept.';
    case 'EROFS':
    case 'ENOTDIR':
    case 'EEXIST':
      return `${path} cannot be written: choose another folder.`;
    default:
      return null;
  }
}

function portOf(error: Error): string {
  return 'port' in error ? String(error.port) : '';
}

function addressOf(error: Error): string {
  if ('address' in error) return String(error.address);
  return 'hostname' in error ? String(error.hostname) : '';
}
