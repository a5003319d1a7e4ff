import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  attachEmbedded,
  type EmbeddedConnections,
  isAlive,
  type ServerSettings,
  startEmbedded,
  withClient,
  withPidLock,
} from '@fritz/archive';

/** The test cluster of this checkout; another user's runs need a folder of their own. */
const testDir = fileURLToPath(
  new URL(`../../../../.cache/test-pg-${process.getuid?.() ?? 0}`, import.meta.url),
);

/** A test cluster may forget everything at a power cut; in exchange it writes much faster. */
const testSettings: ServerSettings = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: '400',
  shared_buffers: '128MB',
  autovacuum_naptime: '10min',
};

/** Databases of test files are named after the process that uses them. */
export const clonePrefix = 'fritz_test_';

/** Runs a task that no other process may run on the test cluster at the same time. */
export function withTestLock<T>(name: string, task: () => Promise<T>): Promise<T> {
  mkdirSync(testDir, { recursive: true });
  return withPidLock(`${testDir}/${name}.test-lock`, task);
}

/** Connections to the shared test server, which is started when it does not run yet. */
export async function ensureTestServer(): Promise<EmbeddedConnections> {
  const running = await attachEmbedded(testDir);
  if (running) return running;
  return withTestLock('server', async () => {
    const startedByAnother = await attachEmbedded(testDir);
    if (startedByAnother) return startedByAnother;
    const server = await startEmbedded({ dataDir: testDir, settings: testSettings });
    // Other test processes share the server, so it must outlive this one.
    await server.release();
    return server;
  });
}

/** Drops the databases that killed test processes left behind; returns how many are in use. */
export async function sweepClones(superuser: EmbeddedConnections['superuser']): Promise<number> {
  return withClient(superuser, async (client) => {
    const found = await client.query<{ datname: string }>(
      `SELECT datname FROM pg_database WHERE starts_with(datname, $1)`,
      [clonePrefix],
    );
    const names = found.rows.map((row) => row.datname);
    const isInUse = (name: string) => isAlive(Number(name.slice(clonePrefix.length).split('_')[0]));
    const left = names.filter((name) => !isInUse(name));
    for (const name of left) await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    return names.length - left.length;
  });
}

/**
 * Stops the shared test server, for the end of a whole run. It stays when another run still has
 * databases on it; returns whether it was stopped.
 */
export async function stopTestServer(): Promise<boolean> {
  return withTestLock('server', async () => {
    const running = await attachEmbedded(testDir);
    if (!running || (await sweepClones(running.superuser)) > 0) return false;
    const server = await startEmbedded({ dataDir: testDir });
    await server.stop();
    return true;
  });
}
