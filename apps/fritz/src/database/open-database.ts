import { setTimeout as delay } from 'node:timers/promises';
import {
  attachEmbedded,
  type DatabaseRoles,
  databaseName,
  type EmbeddedConnections,
  EmbeddedError,
  type EmbeddedServer,
  ensureSecret,
  openExternal,
  prepareDataDir,
  startEmbedded,
  withClient,
} from '@fritz/archive';
import type { Config } from '../config.ts';
import { UserError } from '../user-error.ts';

/** The database of one run of Fritz. */
export interface Database {
  readonly roles: DatabaseRoles;
  /** For tools that change roles: the embedded server's superuser, else the login of the URL. */
  readonly administrator: DatabaseRoles['owner'];
  /** Whether it is the embedded one. */
  readonly isEmbedded: boolean;
  /** For people: `PostgreSQL 18.4 in ./data`. */
  readonly title: string;
  /** Lets go of it; an embedded server that nobody else uses is stopped. */
  close(): Promise<void>;
}

export interface OpenOptions {
  readonly onProgress?: (step: string) => void;
  /** Called when the embedded server ends by itself. */
  readonly onExit?: (error: Error) => void;
}

/** The database for as long as the program runs: a second program of this kind is refused. */
export async function openOwnDatabase(
  config: Config,
  options: OpenOptions = {},
): Promise<Database> {
  if (config.databaseUrl !== null) return openByUrl(config, config.databaseUrl);
  const server = await startEmbedded({ ...placeOf(config), ...options });
  return {
    roles: server,
    administrator: administratorOf(server),
    isEmbedded: true,
    title: `PostgreSQL ${server.version} in ${config.dataDir}${server.adopted ? ' (still running)' : ''}`,
    close: () => server.stop(),
  };
}

/** The database for a tool: beside a running Fritz, or started for the duration. */
export async function openSharedDatabase(
  config: Config,
  options: OpenOptions = {},
): Promise<Database> {
  if (config.databaseUrl !== null) return openByUrl(config, config.databaseUrl);
  const { dataDir } = config;
  for (const givesUpAt = performance.now() + 30_000; ; await delay(200)) {
    const attached = await attachEmbedded(dataDir);
    if (attached) return shared(attached, `PostgreSQL in ${dataDir}`, () => stopOrphan(dataDir));
    try {
      const server = await startEmbedded({ ...placeOf(config), ...options });
      const title = `PostgreSQL ${server.version} in ${dataDir}`;
      return shared(server, title, () => stopUnlessUsed(server));
    } catch (error) {
      // Another Fritz has just taken the folder and its server does not answer yet.
      const isStarting = error instanceof EmbeddedError && error.code === 'in_use';
      if (!isStarting || performance.now() > givesUpAt) throw error;
    }
  }
}

function placeOf({ dataDir, databasePort }: Config) {
  return { dataDir, ...(databasePort === null ? {} : { tcpPort: databasePort }) };
}

function administratorOf({ superuser }: EmbeddedConnections): DatabaseRoles['owner'] {
  return { ...superuser, database: databaseName };
}

function shared(
  connections: EmbeddedConnections,
  title: string,
  close: () => Promise<void>,
): Database {
  const administrator = administratorOf(connections);
  return { roles: connections, administrator, isEmbedded: true, title, close };
}

async function openByUrl(config: Config, url: string): Promise<Database> {
  prepareDataDir(config.dataDir);
  const roles = await openExternal(url, { secret: config.secret ?? ensureSecret(config.dataDir) });
  const { host, port, database } = roles.owner;
  const title = `PostgreSQL at ${host}:${port}, database ${database}`;
  return {
    roles,
    administrator: roles.owner,
    isEmbedded: false,
    title,
    close: async () => {},
  };
}

/** Stops a server that this tool started, unless another tool has attached to it meanwhile. */
async function stopUnlessUsed(server: EmbeddedServer): Promise<void> {
  const isUsed = await hasOtherClients(server).catch(() => false);
  await (isUsed ? server.release() : server.stop());
}

/** A tool that started the server may have ended before us and left it to us. */
async function stopOrphan(dataDir: string): Promise<void> {
  if (!(await attachEmbedded(dataDir).catch(() => null))) return;
  try {
    await stopUnlessUsed(await startEmbedded({ dataDir }));
  } catch (error) {
    // It has an owner, as it should.
    if (!(error instanceof EmbeddedError)) throw error;
  }
}

async function hasOtherClients(connections: EmbeddedConnections): Promise<boolean> {
  return withClient(connections.superuser, async (client) => {
    const found = await client.query(
      `SELECT FROM pg_stat_activity WHERE backend_type = 'client backend'
         AND pid <> pg_backend_pid() AND application_name <> 'fritz launcher' LIMIT 1`,
    );
    return found.rows.length > 0;
  });
}

/** Turns a refusal of the schema into words. */
export function pendingMigrations(count: number): UserError {
  return new UserError(
    `the database lacks ${count} migration(s): run fritz migrate up (--plan shows the locks first).`,
  );
}
