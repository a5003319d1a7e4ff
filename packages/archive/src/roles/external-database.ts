import pg from 'pg';
import { type DatabaseRoles, sessionOptions, withClient } from '../embedded/connection.ts';
import { ExternalDatabaseError, errorCode } from '../embedded/database-error.ts';
import { derivePassword } from '../embedded/secrets.ts';
import { pgTypes } from '../pg-types.ts';
import {
  provisionRoles,
  type RolePasswords,
  roleNames,
  roleStatements,
} from './provision-roles.ts';

/** Oldest PostgreSQL that Fritz runs on. */
const minimumMajor = 15;

/** What a login of a PostgreSQL of the user's own may do. */
interface ServerFacts {
  versionNum: number;
  version: string;
  database: string;
  canProvision: boolean;
  existing: Set<string>;
  correct: Set<string>;
}

/**
 * Connects to the PostgreSQL that DATABASE_URL names and makes sure that the roles exist there.
 * The owner is the URL's own login; the others' passwords derive from the secret.
 */
export async function openExternal(
  databaseUrl: string,
  options: { secret: string },
): Promise<DatabaseRoles> {
  const owner = parseDatabaseUrl(databaseUrl);
  const passwords = {
    app: derivePassword(options.secret, roleNames.app),
    broker: derivePassword(options.secret, roleNames.broker),
  };
  const configFor = (user: string, password: string) => {
    return { ...owner, user, password, types: pgTypes };
  };
  const roles: DatabaseRoles = {
    owner,
    app: configFor(roleNames.app, passwords.app),
    broker: configFor(roleNames.broker, passwords.broker),
    watch: configFor(roleNames.watch, derivePassword(options.secret, roleNames.watch)),
  };
  try {
    await withClient(owner, (client) => ensureRoles(client, passwords, roles));
  } catch (error) {
    throw explainConnection(error, owner);
  }
  return roles;
}

function parseDatabaseUrl(databaseUrl: string): pg.ClientConfig {
  if (!/^postgres(ql)?:\/\//.test(databaseUrl)) {
    throw new ExternalDatabaseError(
      'invalid_url',
      'DATABASE_URL must look like postgresql://user:password@host:5432/database.',
    );
  }
  try {
    // The driver itself resolves the URL, so that ours and its reading never differ.
    const { user, password, host, port, database, ssl } = new pg.Client(databaseUrl);
    const options = sessionOptions;
    return { user, password, host, port, database, ssl, options, types: pgTypes };
  } catch (cause) {
    throw new ExternalDatabaseError('invalid_url', 'DATABASE_URL is not a valid address.', {
      cause,
    });
  }
}

async function ensureRoles(
  client: pg.Client,
  passwords: RolePasswords,
  roles: DatabaseRoles,
): Promise<void> {
  const facts = await readFacts(client);
  if (facts.versionNum < minimumMajor * 10_000) {
    throw new ExternalDatabaseError(
      'wrong_version',
      `DATABASE_URL leads to PostgreSQL ${facts.version}, and Fritz needs ${minimumMajor} or newer.`,
    );
  }
  if (await canLogIn(facts, roles)) return;
  const statements = roleStatements(passwords, facts.existing, facts.database);
  if (!facts.canProvision) throw rolesMissing(statements);
  try {
    await client.query('BEGIN');
    await provisionRoles(client, passwords);
    await client.query(statements.at(-1) ?? '');
    await client.query('COMMIT');
  } catch (cause) {
    // 42501: a role that another login created is not ours to alter.
    if (errorCode(cause) === '42501') throw rolesMissing(statements, cause);
    throw cause;
  }
}

async function readFacts(client: pg.Client): Promise<ServerFacts> {
  const me = await client.query(
    `SELECT current_setting('server_version_num')::int AS version_num,
            current_setting('server_version') AS version,
            current_database() AS database,
            rolsuper, rolcreaterole, rolbypassrls
       FROM pg_roles WHERE rolname = current_user`,
  );
  const known = await client.query(
    `SELECT rolname, rolcanlogin = (rolname <> $3) AND NOT rolsuper AND rolbypassrls = (rolname = $2) AS correct
       FROM pg_roles WHERE rolname IN ($1, $2, $3)`,
    [roleNames.app, roleNames.broker, roleNames.public],
  );
  const row = me.rows[0];
  const namesOf = (rows: { rolname: string }[]) => new Set(rows.map(({ rolname }) => rolname));
  return {
    versionNum: row.version_num,
    version: row.version,
    database: row.database,
    // Before 16 only a superuser could create a role that bypasses row-level security.
    canProvision:
      row.rolsuper || (row.rolcreaterole && row.rolbypassrls && row.version_num >= 160_000),
    existing: namesOf(known.rows),
    correct: namesOf(known.rows.filter(({ correct }) => correct)),
  };
}

/** True when the roles exist with the right attributes and take our passwords. */
async function canLogIn(facts: ServerFacts, roles: DatabaseRoles): Promise<boolean> {
  if (facts.correct.size < 3) return false;
  for (const config of [roles.app, roles.broker]) {
    try {
      await withClient(config, (client) => client.query('SELECT 1'));
    } catch (error) {
      // 28xxx: wrong password or refused login; 42501: may not connect to this database.
      if (/^28|^42501$/.test(errorCode(error) ?? '')) return false;
      throw error;
    }
  }
  return true;
}

function rolesMissing(statements: string[], cause?: unknown): ExternalDatabaseError {
  return new ExternalDatabaseError(
    'roles_missing',
    'The login in DATABASE_URL may not create the roles that Fritz works as; ' +
      `an administrator must run:\n${statements.join('\n')}`,
    { cause },
  );
}

function explainConnection(error: unknown, owner: pg.ClientConfig): unknown {
  if (error instanceof ExternalDatabaseError) return error;
  const where = `${owner.host}:${owner.port}`;
  const code = errorCode(error) ?? '';
  if (code.startsWith('28')) {
    return new ExternalDatabaseError(
      'wrong_password',
      `PostgreSQL at ${where} refuses the user or password in DATABASE_URL: correct them.`,
      { cause: error },
    );
  }
  if (code === '3D000') {
    return new ExternalDatabaseError(
      'database_missing',
      `PostgreSQL at ${where} has no database "${owner.database}": create it, or correct DATABASE_URL.`,
      { cause: error },
    );
  }
  // Everything PostgreSQL itself reports has a five-character SQLSTATE.
  if (/^[0-9A-Z]{5}$/.test(code) && code !== 'EPIPE' && !/^(08|57P)/.test(code)) return error;
  return new ExternalDatabaseError(
    'unreachable',
    `No PostgreSQL answers at ${where} (${code || (error instanceof Error ? error.message : '')}): ` +
      'start it, or correct DATABASE_URL.',
    { cause: error },
  );
}
