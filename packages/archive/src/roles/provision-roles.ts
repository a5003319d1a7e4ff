import pg from 'pg';
import { scramVerifier } from '../embedded/secrets.ts';

/** The database and the roles of Fritz; roles belong to the whole server. */
export const databaseName = 'fritz';
export const roleNames = {
  owner: 'fritz_owner',
  app: 'fritz_app',
  broker: 'fritz_broker',
  /** Ends statements of public logins that take too long; sees none of the data. */
  watch: 'fritz_watch',
  /** What public logins have in common: no login itself. */
  public: 'fritz_public',
} as const;

/** Passwords of the roles to provide; the owner only on a server of our own. */
export interface RolePasswords {
  owner?: string;
  app: string;
  broker: string;
  /** Only where a superuser provides the roles: what it may is not for others to grant. */
  watch?: string;
}

const attributes = {
  owner: 'LOGIN NOSUPERUSER NOBYPASSRLS CREATEDB NOCREATEROLE',
  app: 'LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE',
  broker: 'LOGIN NOSUPERUSER BYPASSRLS NOCREATEDB NOCREATEROLE',
  watch: 'LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE',
} as const;

type RoleKey = keyof typeof attributes;

/** Creates or corrects the roles, so that a second call changes nothing. */
export async function provisionRoles(
  client: pg.ClientBase,
  passwords: RolePasswords,
): Promise<void> {
  for (const key of ['owner', 'app', 'broker', 'watch'] as const) {
    const password = passwords[key];
    if (password !== undefined) await ensureRole(client, key, password);
  }
  if (passwords.watch !== undefined) await client.query(watchGrant);
  await ensurePublicRole(client);
}

/** What the watch needs to see how long statements run, and to end them. */
export const watchGrant = `GRANT pg_signal_backend, pg_read_all_stats TO ${roleNames.watch}`;

const publicRoleStatement = `CREATE ROLE ${roleNames.public} NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE`;

/** Makes sure of the role that policies for public logins name. */
export async function ensurePublicRole(client: pg.ClientBase): Promise<void> {
  const known = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [roleNames.public]);
  if (known.rowCount === 0) await client.query(publicRoleStatement);
}

async function ensureRole(client: pg.ClientBase, key: RoleKey, password: string): Promise<void> {
  const name = roleNames[key];
  const known = await client.query(
    `SELECT rolcanlogin AND NOT rolsuper AND NOT rolcreaterole AND rolbypassrls = $2
              AND rolcreatedb = $3 AS correct
       FROM pg_roles WHERE rolname = $1`,
    [name, key === 'broker', key === 'owner'],
  );
  if (known.rows[0]?.correct === true) {
    // Naming an attribute needs the right to change it, even where it stays as it is.
    await client.query(`ALTER ROLE ${name} PASSWORD '${scramVerifier(password)}'`);
  } else {
    await client.query(roleStatement(known.rowCount === 0 ? 'CREATE' : 'ALTER', key, password));
  }
}

function roleStatement(verb: 'CREATE' | 'ALTER', key: RoleKey, password: string): string {
  return `${verb} ROLE ${roleNames[key]} ${attributes[key]} PASSWORD '${scramVerifier(password)}'`;
}

/** The statements an administrator must run where Fritz may not create roles itself. */
export function roleStatements(
  passwords: RolePasswords,
  existing: ReadonlySet<string>,
  database: string,
): string[] {
  const keys = (['app', 'broker'] as const).filter((key) => passwords[key] !== undefined);
  const names = keys.map((key) => roleNames[key]).join(', ');
  return [
    ...keys.map((key) => {
      const verb = existing.has(roleNames[key]) ? 'ALTER' : 'CREATE';
      return `${roleStatement(verb, key, passwords[key])};`;
    }),
    ...(existing.has(roleNames.public) ? [] : [`${publicRoleStatement};`]),
    `GRANT CONNECT, TEMPORARY ON DATABASE ${pg.escapeIdentifier(database)} TO ${names};`,
  ];
}

/**
 * Other databases of the server that everybody may connect to, by name. In them anybody with a login
 * makes temporary tables and large objects, and takes advisory locks.
 */
export async function listOpenDatabases(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT datname AS name FROM pg_database
      WHERE datallowconn AND datname <> current_database()
        AND has_database_privilege('public', oid, 'CONNECT') ORDER BY 1`,
  );
  return rows.map(({ name }) => name);
}

/** What closes a database to everybody who has no right of his own there. */
export function closingStatement(name: string): string {
  return `REVOKE CONNECT, TEMPORARY ON DATABASE ${pg.escapeIdentifier(name)} FROM PUBLIC`;
}

/** Closes the databases that every server has, on a server of our own; again it changes nothing. */
export async function closeCommonDatabases(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT datname AS name FROM pg_database
      WHERE datname IN ('postgres', 'template1')
        AND (has_database_privilege('public', oid, 'CONNECT')
          OR has_database_privilege('public', oid, 'TEMPORARY'))`,
  );
  for (const { name } of rows) await client.query(closingStatement(name));
}

/** Creates the database of an own server, owned by fritz_owner and closed to everyone else. */
export async function provisionDatabase(client: pg.ClientBase, name: string): Promise<void> {
  const known = await client.query('SELECT FROM pg_database WHERE datname = $1', [name]);
  const quoted = pg.escapeIdentifier(name);
  if (known.rowCount === 0) {
    await client.query(`CREATE DATABASE ${quoted} OWNER ${roleNames.owner}`);
  }
  await client.query(`REVOKE ALL ON DATABASE ${quoted} FROM PUBLIC`);
  await client.query(
    `GRANT CONNECT, TEMPORARY ON DATABASE ${quoted} TO ${roleNames.app}, ${roleNames.broker}`,
  );
}
