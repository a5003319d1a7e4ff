import { randomBytes } from 'node:crypto';
import {
  type DatabaseRoles,
  type EmbeddedConnections,
  ensurePublicRole,
  hashMigrations,
  migrateUp,
  provisionDatabase,
  readMigrations,
  withClient,
} from '@fritz/archive';
import { clonePrefix, ensureTestServer, sweepClones, withTestLock } from './test-server.ts';

/** A migrated database of one test file. */
export interface TestDatabase extends DatabaseRoles {
  /** Superuser of this database, to arrange what no role of Fritz may. */
  superuser: EmbeddedConnections['superuser'];
  name: string;
  /** Ends what is still connected and removes the database. */
  drop(): Promise<void>;
}

/** How to make a test database. */
export interface TestDatabaseOptions {
  /** Without migrations: an empty database owned by fritz_owner. */
  empty?: boolean;
}

let hasSwept = false;

/**
 * A new database with every migration applied, on a real PostgreSQL shared by all test processes.
 * Call `drop()` in `after`; what a killed process leaves is removed by a later one.
 */
export async function testDatabase(options: TestDatabaseOptions = {}): Promise<TestDatabase> {
  try {
    return await cloneDatabase(options);
  } catch (error) {
    if (!isServerGone(error)) throw error;
    // Another run that ended just now stopped the server under us.
    return cloneDatabase(options);
  }
}

/** A socket that is not there, or a server that shuts down (SQLSTATE class 57P). */
function isServerGone(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return ['ENOENT', 'ECONNREFUSED', 'ECONNRESET'].includes(code) || code.startsWith('57P');
}

async function cloneDatabase(options: TestDatabaseOptions): Promise<TestDatabase> {
  const server = await ensureTestServer();
  if (!hasSwept) {
    hasSwept = true;
    await withTestLock('sweep', () => sweepClones(server.superuser));
  }
  const template = options.empty ? 'template0' : await ensureTemplate(server);
  const name = `${clonePrefix}${process.pid}_${randomBytes(4).toString('hex')}`;
  await withClient(server.superuser, async (client) => {
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${template} OWNER fritz_owner`);
    await provisionDatabase(client, name);
  });
  const into = (role: keyof EmbeddedConnections) => ({ ...server[role], database: name });
  return {
    name,
    superuser: into('superuser'),
    owner: into('owner'),
    app: into('app'),
    broker: into('broker'),
    watch: into('watch'),
    drop: () =>
      withClient(server.superuser, async (client) => {
        await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      }),
  };
}

const templatePrefix = 'fritz_template_';

/** Migrates one database per state of the migrations folder, from which the others are copied. */
async function ensureTemplate(server: EmbeddedConnections): Promise<string> {
  const template = `${templatePrefix}${hashMigrations(readMigrations())}`;
  const exists = () =>
    withClient(server.superuser, async (client) => {
      const found = await client.query('SELECT FROM pg_database WHERE datname = $1', [template]);
      return found.rowCount === 1;
    });
  if (await exists()) return template;
  return withTestLock('template', async () => {
    if (await exists()) return template;
    await buildTemplate(server, template);
    return template;
  });
}

/** Built under another name, so that an interrupted build is never taken for the template. */
async function buildTemplate(server: EmbeddedConnections, template: string): Promise<void> {
  const draft = 'fritz_draft';
  await withClient(server.superuser, async (client) => {
    await client.query(`DROP DATABASE IF EXISTS ${draft} WITH (FORCE)`);
    // A server that an earlier version of the code started lacks it.
    await ensurePublicRole(client);
    await provisionDatabase(client, draft);
  });
  await withClient({ ...server.owner, database: draft }, (client) => migrateUp(client));
  await withClient(server.superuser, async (client) => {
    const old = await client.query<{ datname: string }>(
      'SELECT datname FROM pg_database WHERE starts_with(datname, $1)',
      [templatePrefix],
    );
    for (const { datname } of old.rows) {
      // A template that another process copies right now stays until the next time.
      await client.query(`DROP DATABASE IF EXISTS ${datname}`).catch(() => {});
    }
    await client.query(`ALTER DATABASE ${draft} RENAME TO ${template}`);
  });
}
