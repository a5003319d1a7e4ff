import { existsSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { pgTypes } from '../pg-types.ts';
import {
  closeCommonDatabases,
  databaseName,
  provisionDatabase,
  provisionRoles,
  roleNames,
} from '../roles/provision-roles.ts';
import { locateBinaries, makeReadable } from './binaries.ts';
import { checkCluster, createCluster, superuserName } from './cluster.ts';
import { type DatabaseRoles, sessionOptions, withClient } from './connection.ts';
import { EmbeddedError, errorCode, fromFileError } from './database-error.ts';
import { type PidLock, tryPidLock } from './pid-lock.ts';
import {
  prepareClusterParent,
  prepareDataDir,
  prepareSocketDir,
  removeSocketDir,
} from './places.ts';
import {
  findPostmaster,
  type Postmaster,
  startPostmaster,
  stopPostmaster,
  watchPostmaster,
} from './postmaster.ts';
import { chooseServerUser } from './process-identity.ts';
import { derivePassword, ensureSecret, readSecret } from './secrets.ts';
import { defaultSettings, type ServerSettings } from './settings.ts';

/** How to start the embedded server. */
export interface EmbeddedOptions {
  /** Folder of the database, its secret and its log; created when missing. */
  dataDir: string;
  /** Overrides of the server's settings, by their names in postgresql.conf. */
  settings?: ServerSettings;
  /** Port on 127.0.0.1 for public logins; without it the server answers on its socket alone. */
  tcpPort?: number;
  /** Called before each step that takes time, with a few plain words. */
  onProgress?: (step: string) => void;
  /** Called once when the server ends although nobody called stop(). */
  onExit?: (error: EmbeddedError) => void;
}

/** Connections to the embedded server. */
export interface EmbeddedConnections extends DatabaseRoles {
  /** For the launcher and tests; requests must never use it. */
  superuser: pg.ClientConfig;
}

/** A running embedded server that belongs to this process. */
export interface EmbeddedServer extends EmbeddedConnections {
  pid: number;
  /** Such as 18.4. */
  version: string;
  /** True when the server was running already, left by a Fritz that was killed. */
  adopted: boolean;
  /** Fast shutdown; returns when the server has ended. */
  stop(): Promise<void>;
  /** Leaves the server running for whoever attaches to it or adopts it. */
  release(): Promise<void>;
}

/** Starts the embedded PostgreSQL, or adopts one that a killed Fritz left running. */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const dataDir = prepareDataDir(options.dataDir);
  const lock = takeOwnership(dataDir);
  try {
    return await startOwned(dataDir, options, lock);
  } catch (error) {
    lock.release();
    throw fromFileError(error, dataDir);
  }
}

function takeOwnership(dataDir: string): PidLock {
  let lock: ReturnType<typeof tryPidLock>;
  try {
    lock = tryPidLock(join(dataDir, 'fritz.lock'));
  } catch (error) {
    throw fromFileError(error, dataDir);
  }
  if ('heldBy' in lock) throw inUse(dataDir, `process ${lock.heldBy}`);
  return lock;
}

function inUse(dataDir: string, by: string): EmbeddedError {
  return new EmbeddedError(
    'in_use',
    `Fritz already runs on ${dataDir} (${by}): stop it first, or choose another folder.`,
  );
}

async function startOwned(
  dataDir: string,
  options: EmbeddedOptions,
  lock: PidLock,
): Promise<EmbeddedServer> {
  const postmaster = await ensurePostmaster(dataDir, options);
  const connections = connectionsTo(postmaster, dataDir);
  let guard: pg.Client;
  let version: string;
  try {
    guard = await claimServer(connections.superuser, dataDir);
    version = await provision(guard, dataDir);
  } catch (error) {
    // A server that answered another Fritz is that one's to stop.
    if (errorCode(error) !== 'in_use') await stopPostmaster(postmaster.pid);
    throw error;
  }
  let isStopping = false;
  const unwatch = watchPostmaster(postmaster, () => {
    lock.release();
    if (!isStopping) options.onExit?.(unexpectedEnd(dataDir));
  });
  const release = async () => {
    isStopping = true;
    unwatch();
    await guard.end().catch(() => {});
    lock.release();
  };
  const stop = async () => {
    isStopping = true;
    await stopPostmaster(postmaster.pid);
    removeSocketDir(postmaster.socketDir);
    await release();
  };
  const adopted = postmaster.child === null;
  return { ...connections, pid: postmaster.pid, version, adopted, stop, release };
}

function unexpectedEnd(dataDir: string): EmbeddedError {
  return new EmbeddedError(
    'start_failed',
    `PostgreSQL ended unexpectedly; see ${logPath(dataDir)}, then start Fritz again.`,
  );
}

function logPath(dataDir: string): string {
  return join(dataDir, 'postgresql.log');
}

async function ensurePostmaster(dataDir: string, options: EmbeddedOptions): Promise<Postmaster> {
  const progress = options.onProgress ?? (() => {});
  const user = chooseServerUser(join(dataDir, 'pg'));
  const binaries = makeReadable(locateBinaries(), user);
  const parent = prepareClusterParent(dataDir, user);
  const isNew = !checkCluster(join(dataDir, 'pg'));
  if (!isNew && readSecret(dataDir) === null) throw secretsMissing(dataDir);
  if (isNew) {
    progress('creating the database');
    const superuserPassword = derivePassword(ensureSecret(dataDir), superuserName);
    await createCluster({ binaries, parent, user, superuserPassword });
  }
  const clusterDir = realpathSync(join(dataDir, 'pg'));
  const running = await findPostmaster(clusterDir);
  if (running) return running;
  progress('starting PostgreSQL');
  return startPostmaster({
    binaries,
    clusterDir,
    socketDir: prepareSocketDir(dataDir, user),
    logPath: logPath(dataDir),
    settings: { ...defaultSettings(), ...listenSettings(options), ...options.settings },
    user,
  });
}

function listenSettings({ tcpPort }: EmbeddedOptions): ServerSettings {
  return tcpPort === undefined ? {} : { listen_addresses: '127.0.0.1', port: String(tcpPort) };
}

function secretsMissing(dataDir: string): EmbeddedError {
  return new EmbeddedError(
    'secrets_missing',
    `${dataDir} holds a database but no secrets.json: restore that file from a backup.`,
  );
}

function connectionsTo({ socketDir, port }: Postmaster, dataDir: string): EmbeddedConnections {
  const secret = readSecret(dataDir);
  if (secret === null) throw secretsMissing(dataDir);
  const configFor = (user: string, database: string): pg.ClientConfig => ({
    host: socketDir,
    port,
    database,
    user,
    password: derivePassword(secret, user),
    options: sessionOptions,
    types: pgTypes,
  });
  return {
    superuser: configFor(superuserName, 'postgres'),
    owner: configFor(roleNames.owner, databaseName),
    app: configFor(roleNames.app, databaseName),
    broker: configFor(roleNames.broker, databaseName),
    watch: configFor(roleNames.watch, databaseName),
  };
}

/** Arbitrary number that marks the advisory lock of the process that owns the server. */
const ownershipLock = 7_030_517;

/**
 * Opens the connection that marks the server as ours for as long as this process lives: a second
 * Fritz cannot get the lock, and `kill -9` sets it free.
 */
async function claimServer(superuser: pg.ClientConfig, dataDir: string): Promise<pg.Client> {
  const client = new pg.Client({ ...superuser, application_name: 'fritz launcher' });
  client.on('error', () => {});
  try {
    await client.connect();
  } catch (error) {
    if (errorCode(error) !== '28P01') throw error;
    throw new EmbeddedError(
      'secrets_mismatch',
      `The password in ${dataDir}/secrets.json is not that of the database: restore the file.`,
      { cause: error },
    );
  }
  // The server notices the death of the former owner within moments.
  for (let attempt = 0; attempt < 40; attempt += 1) {
    const answer = await client.query('SELECT pg_try_advisory_lock($1) AS held', [ownershipLock]);
    if (answer.rows[0]?.held === true) return client;
    await delay(50);
  }
  await client.end();
  throw inUse(dataDir, 'another process holds its database');
}

/** Brings roles and database into being; returns the server's version. */
async function provision(client: pg.Client, dataDir: string): Promise<string> {
  const secret = readSecret(dataDir) ?? '';
  const known = await client.query(
    `SELECT current_setting('server_version') AS version,
            (SELECT count(*) FROM pg_roles WHERE rolname = ANY ($1)) = cardinality($1)
              AND EXISTS (SELECT FROM pg_database WHERE datname = $2) AS complete`,
    [Object.values(roleNames), databaseName],
  );
  if (known.rows[0]?.complete !== true) {
    await provisionRoles(client, {
      owner: derivePassword(secret, roleNames.owner),
      app: derivePassword(secret, roleNames.app),
      broker: derivePassword(secret, roleNames.broker),
      watch: derivePassword(secret, roleNames.watch),
    });
    await provisionDatabase(client, databaseName);
    await closeCommonDatabases(client);
  }
  return String(known.rows[0]?.version ?? '').split(' ')[0] ?? '';
}

/**
 * Connections to the server that runs on `dataDir`, without owning it: for tools beside a running
 * Fritz. Null when no server runs there.
 */
export async function attachEmbedded(dataDir: string): Promise<EmbeddedConnections | null> {
  if (!existsSync(join(dataDir, 'pg', 'PG_VERSION'))) return null;
  const real = realpathSync(dataDir);
  const postmaster = await findPostmaster(realpathSync(join(real, 'pg')));
  if (!postmaster) return null;
  const connections = connectionsTo(postmaster, real);
  const isAnswering = await withClient(connections.superuser, async () => true).catch(() => false);
  return isAnswering ? connections : null;
}
