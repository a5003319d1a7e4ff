import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureSecret } from '@fritz/archive';
import { type TestDatabase, testDatabase } from '@fritz/testing';

/** A test database as the program is told of it. */
export interface CliDatabase {
  readonly database: TestDatabase;
  /** Settings that lead to it, and to a data folder of its own. */
  readonly env: Readonly<Record<string, string>>;
  drop(): Promise<void>;
}

/** The cluster of the tests, whose secret makes the passwords of its roles. */
const testCluster = fileURLToPath(
  new URL(`../../../.cache/test-pg-${process.getuid?.() ?? 0}`, import.meta.url),
);

/** A migrated database that the program finds by DATABASE_URL. */
export async function cliDatabase(): Promise<CliDatabase> {
  const database = await testDatabase();
  const folder = mkdtempSync(join(tmpdir(), 'fritz-cli-'));
  const { host, port, user, password } = database.owner;
  const url = new URL(`postgresql://${user}:${String(password)}@localhost/${database.name}`);
  url.searchParams.set('host', String(host));
  url.searchParams.set('port', String(port));
  return {
    database,
    env: {
      DATABASE_URL: url.href,
      FRITZ_SECRET: ensureSecret(testCluster),
      FRITZ_DATA: folder,
      FRITZ_PORT: '0',
    },
    async drop() {
      await database.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
