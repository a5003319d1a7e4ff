import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before } from 'node:test';
import type pg from 'pg';
import { type DatabaseRoles, withClient } from '../../src/embedded/connection.ts';
import type { EmbeddedServer } from '../../src/embedded/launcher.ts';
import { scratchFolder, scratchServer } from '../embedded/scratch-folder.ts';

/** An embedded server for one test file, from which each test takes empty databases. */
export interface ScratchServer {
  /** A new database owned by fritz_owner. */
  database(): Promise<DatabaseRoles>;
  /** A folder with the given SQL files by name. */
  migrations(files: Record<string, string>): string;
  superuser(): pg.ClientConfig;
}

/** Call at the top of a test file: starts before its tests and stops after them. */
export function scratchPostgres(): ScratchServer {
  const cleaner = { after };
  const folder = scratchFolder(cleaner);
  let server: EmbeddedServer | null = null;
  let count = 0;
  const started = (): EmbeddedServer => {
    if (!server) throw new Error('the server starts before the tests');
    return server;
  };
  before(async () => {
    server = await scratchServer(cleaner, join(folder, 'data'));
  });
  return {
    async database() {
      count += 1;
      const database = `scratch_${count}`;
      const { owner, app, broker, watch, superuser } = started();
      await withClient(superuser, (client) =>
        client.query(`CREATE DATABASE ${database} OWNER fritz_owner`),
      );
      return {
        owner: { ...owner, database },
        app: { ...app, database },
        broker: { ...broker, database },
        watch: { ...watch, database },
      };
    },
    migrations(files) {
      const directory = mkdtempSync(join(folder, 'migrations-'));
      for (const [name, sql] of Object.entries(files)) writeFileSync(join(directory, name), sql);
      return directory;
    },
    superuser: () => started().superuser,
  };
}
