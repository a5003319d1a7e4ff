import pg from 'pg';
import { withClient } from '../embedded/connection.ts';
import { scramVerifier } from '../embedded/secrets.ts';
import { roleNames, watchGrant } from './provision-roles.ts';

/** Logins for public data are called so: `public_` and the name that was given. */
export const publicLoginPrefix = 'public_';

/** What a name of a login may be; roles have 63 bytes. */
export const publicLoginName = /^[a-z][a-z0-9_]{0,39}$/;

/** Bounds of every public login. */
export const publicLimits = {
  /** A statement that runs longer is ended by the watch, whatever the login sets. */
  statementS: 60,
  /** A session that does nothing within a transaction, or nothing at all, is ended. */
  idleInTransactionS: 60,
  /** A transaction holds back the clearing up of what others deleted. */
  transactionS: 600,
  idleS: 900,
  connections: 4,
  tempFileLimit: '1GB',
  workMem: '16MB',
} as const;

/** A login for public data. */
export interface PublicLogin {
  /** The role, such as public_ada. */
  role: string;
  /** When it ends; null: never. */
  validUntil: Date | null;
  /** How many sessions it has now, on any database of the server. */
  sessions: number;
}

const roleOf = (name: string) => `${publicLoginPrefix}${name}`;

/**
 * Functions of PostgreSQL that everybody may call and that reach beyond reading: they write, stop
 * others or fill the disk. Advisory locks are what the broker and changes of rights wait for.
 * Statistics count the rows that a query touched, those too that were then hidden from it.
 */
const withheldPattern = [
  '^lo_',
  '^(lowrite|loread|lotruncate)',
  '^pg_(try_)?advisory_',
  '^pg_(logical_emit_message|notify|export_snapshot|sleep.*)$',
  '^(txid_current|pg_current_xact_id)$',
  '^pg_stat_get_',
].join('|');

/** Whether a login may do all that giving public access takes: a superuser. */
export async function canGivePublicAccess(client: pg.ClientBase): Promise<boolean> {
  const { rows } = await client.query<{ rolsuper: boolean }>(
    'SELECT rolsuper FROM pg_roles WHERE rolname = current_user',
  );
  return rows[0]?.rolsuper ?? false;
}

/**
 * Prepares the database that the client is connected to for logins of the public, as a superuser;
 * again it changes nothing. What PostgreSQL gives to PUBLIC by itself is taken away here and given
 * to Fritz's own roles: temporary tables, large objects, advisory locks.
 */
export async function openPublicAccess(
  client: pg.ClientBase,
  watchPassword: string,
): Promise<void> {
  const known = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [roleNames.watch]);
  const verb = known.rowCount === 0 ? 'CREATE' : 'ALTER';
  const { rows } = await client.query<{ database: string; owner: string }>(
    `SELECT current_database() AS database, pg_get_userbyid(nspowner) AS owner
       FROM pg_namespace WHERE nspname = 'fritz'`,
  );
  const [found] = rows;
  if (!found) throw new Error('the database has no schema "fritz"');
  const database = pg.escapeIdentifier(found.database);
  const own = [...new Set([found.owner, roleNames.app, roleNames.broker, roleNames.watch])];
  const ours = own.map((name) => pg.escapeIdentifier(name)).join(', ');
  await client.query(
    `${verb} ROLE ${roleNames.watch} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE
     PASSWORD '${scramVerifier(watchPassword)}'`,
  );
  await client.query(watchGrant);
  await client.query(`REVOKE TEMPORARY ON DATABASE ${database} FROM PUBLIC`);
  await client.query(`GRANT TEMPORARY ON DATABASE ${database} TO ${ours}`);
  await client.query(`GRANT CONNECT ON DATABASE ${database} TO ${ours}`);
  await client.query('REVOKE CREATE ON SCHEMA public FROM PUBLIC');
  await withholdFunctions(client, ours);
}

async function withholdFunctions(client: pg.ClientBase, ours: string): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT oid::regprocedure::text AS name FROM pg_proc
      WHERE pronamespace = 'pg_catalog'::regnamespace AND proname ~ $1
        AND has_function_privilege('public', oid, 'EXECUTE')`,
    [withheldPattern],
  );
  for (const { name } of rows) {
    await client.query(`REVOKE EXECUTE ON FUNCTION pg_catalog.${name} FROM PUBLIC`);
    await client.query(`GRANT EXECUTE ON FUNCTION pg_catalog.${name} TO ${ours}`);
  }
}

/**
 * Makes a login for public data, or gives a known one a new password and end. Its limits are set
 * with it; which of them it cannot lift is said in docs/reference/public-sql.md.
 *
 * @throws Error for a name that publicLoginName does not allow
 */
export async function addPublicLogin(
  client: pg.ClientBase,
  login: { name: string; password: string; validUntil: Date | null },
): Promise<string> {
  if (!publicLoginName.test(login.name)) throw new Error(`${login.name} is no name for a login`);
  const role = roleOf(login.name);
  const known = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [role]);
  const until = login.validUntil?.toISOString() ?? 'infinity';
  await client.query('BEGIN');
  try {
    await client.query(
      `${known.rowCount === 0 ? 'CREATE' : 'ALTER'} ROLE ${role} LOGIN NOSUPERUSER NOBYPASSRLS
       NOCREATEDB NOCREATEROLE NOREPLICATION INHERIT CONNECTION LIMIT ${publicLimits.connections}
       PASSWORD '${scramVerifier(login.password)}' VALID UNTIL '${until}'`,
    );
    await client.query(`GRANT ${roleNames.public} TO ${role}`);
    for (const [name, value] of roleSettings) {
      await client.query(`ALTER ROLE ${role} SET ${name} = ${pg.escapeLiteral(value)}`);
    }
    const { rows } = await client.query<{ name: string }>('SELECT current_database() AS name');
    const database = pg.escapeIdentifier(rows[0]?.name ?? '');
    await client.query(`GRANT CONNECT ON DATABASE ${database} TO ${role}`);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {});
    throw error;
  }
  return role;
}

const roleSettings: readonly (readonly [string, string])[] = [
  ['search_path', 'fritz'],
  ['default_transaction_read_only', 'on'],
  ['statement_timeout', `${publicLimits.statementS}s`],
  ['idle_in_transaction_session_timeout', `${publicLimits.idleInTransactionS}s`],
  ['idle_session_timeout', `${publicLimits.idleS}s`],
  ['work_mem', publicLimits.workMem],
  ['max_parallel_workers_per_gather', '0'],
  // The only one of these that PostgreSQL lets nobody but a superuser change.
  ['temp_file_limit', publicLimits.tempFileLimit],
];

/** The logins for public data, by name. */
export async function listPublicLogins(client: pg.ClientBase): Promise<PublicLogin[]> {
  const { rows } = await client.query<{ role: string; until: Date | null; sessions: number }>(
    `SELECT r.rolname AS role, CASE WHEN isfinite(r.rolvaliduntil) THEN r.rolvaliduntil END AS until,
            (SELECT count(*)::int FROM pg_stat_activity a WHERE a.usesysid = r.oid) AS sessions
       FROM pg_roles r JOIN pg_auth_members m ON m.member = r.oid
       JOIN pg_roles g ON g.oid = m.roleid AND g.rolname = $1
      WHERE starts_with(r.rolname, $2) ORDER BY 1`,
    [roleNames.public, publicLoginPrefix],
  );
  return rows.map(({ role, until, sessions }) => ({ role, validUntil: until, sessions }));
}

/**
 * Ends a login for public data, its sessions, and whatever it owns or was granted in any database of
 * the server; false where there is none.
 *
 * @param place how to connect to the server, as a superuser
 */
export async function removePublicLogin(place: pg.ClientConfig, name: string): Promise<boolean> {
  return withClient(place, (client) => removeLogin(client, place, name));
}

async function removeLogin(
  client: pg.ClientBase,
  place: pg.ClientConfig,
  name: string,
): Promise<boolean> {
  const role = roleOf(name);
  const logins = await listPublicLogins(client);
  if (!logins.some((login) => login.role === role)) return false;
  await client.query(`ALTER ROLE ${pg.escapeIdentifier(role)} NOLOGIN`);
  await client.query(
    'SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE usename = $1',
    [role],
  );
  const dropOwned = `DROP OWNED BY ${pg.escapeIdentifier(role)}`;
  // Where a database lets everybody in, it may have made something.
  const { rows } = await client.query<{ database: string }>(
    `SELECT DISTINCT d.datname AS database
       FROM pg_shdepend s JOIN pg_database d ON d.oid = s.dbid JOIN pg_roles r ON r.oid = s.refobjid
      WHERE s.refclassid = 'pg_authid'::regclass AND r.rolname = $1
        AND d.datname <> current_database()`,
    [role],
  );
  for (const { database } of rows) {
    await withClient({ ...place, database }, (other) => other.query(dropOwned));
  }
  // What it was granted on databases goes with it as well.
  await client.query(dropOwned);
  await client.query(`DROP ROLE ${pg.escapeIdentifier(role)}`);
  return true;
}

/** What the watch lets pass, in seconds. */
export interface WatchLimits {
  statementS: number;
  idleInTransactionS: number;
  transactionS: number;
}

/** What one look of the watch ended. */
export interface WatchReport {
  cancelled: number;
  terminated: number;
}

/**
 * One look at the sessions of public logins, as `fritz_watch`: ends statements that overrun,
 * transactions that are left open, and sessions of logins whose time is over. This holds however a
 * login sets its own time limits.
 */
export async function watchPublicSessions(
  watch: pg.ClientBase,
  limits: WatchLimits = publicLimits,
): Promise<WatchReport> {
  const { rows } = await watch.query<WatchReport>(
    `WITH sessions AS MATERIALIZED (
       SELECT a.pid, a.state,
              extract(epoch FROM clock_timestamp() - a.query_start) AS query_s,
              extract(epoch FROM clock_timestamp() - a.state_change) AS state_s,
              extract(epoch FROM clock_timestamp() - a.xact_start) AS xact_s,
              NOT r.rolcanlogin OR coalesce(r.rolvaliduntil < clock_timestamp(), false) AS is_over
         FROM pg_stat_activity a JOIN pg_roles r ON r.oid = a.usesysid
        WHERE a.backend_type = 'client backend' AND NOT r.rolsuper
          AND EXISTS (SELECT FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid
            WHERE m.member = r.oid AND g.rolname = $1)),
     judged AS (
       SELECT pid, is_over
           -- A statement that does not heed its cancelling goes with its session.
           OR (state = 'active' AND query_s > $2::float8 + 10)
           OR (state LIKE 'idle in transaction%' AND state_s > $3::float8)
           OR xact_s > $4::float8 AS ends,
         state = 'active' AND query_s > $2::float8 AS overruns
       FROM sessions)
     SELECT count(*) FILTER (WHERE NOT ends AND overruns AND pg_cancel_backend(pid))::int AS cancelled,
            count(*) FILTER (WHERE ends AND pg_terminate_backend(pid))::int AS terminated
       FROM judged`,
    [roleNames.public, limits.statementS, limits.idleInTransactionS, limits.transactionS],
  );
  return rows[0] ?? { cancelled: 0, terminated: 0 };
}
