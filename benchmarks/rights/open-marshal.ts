import { statfsSync } from 'node:fs';
import { type EmbeddedServer, MigrationError, migrateUp, provisionDatabase } from '@fritz/archive';
import pg from 'pg';
import { bareRole, bareSchema, bareSql } from './bare.ts';
import { fillMarshal, type MarshalSize, type Person, somePeople } from './fill.ts';

/** A filled database, its three ways in, and some of its people. */
export interface Marshal {
  superuser: pg.ClientConfig;
  app: pg.ClientConfig;
  broker: pg.ClientConfig;
  /** Bypasses row-level security; its conditions are written by hand. */
  bare: pg.ClientConfig;
  people: Person[];
}

type Say = (text: string) => void;

/** A database of this size: that of an earlier run, where the migrations are still the same. */
export async function openMarshal(
  server: EmbeddedServer,
  name: string,
  size: MarshalSize,
  say: Say,
): Promise<Marshal> {
  const superuser = inside(server.superuser, name, '-c search_path=fritz,public');
  const saved = size.saved === undefined ? '' : `, ${size.saved} sources`;
  const mark = `${size.points} points, ${size.audiences} audiences${saved}`;
  await withAdmin(server.superuser, async (admin) => {
    if ((await readMark(admin, name)) === mark && (await isMigrated(server, name))) return;
    await demandSpace(admin, size);
    say(`filling ${name} (once; kept) …`);
    await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await provisionDatabase(admin, name);
    await isMigrated(server, name);
    await withAdmin(superuser, (client) => fillMarshal(client, size, say));
    await admin.query(`COMMENT ON DATABASE ${name} IS '${mark}'`);
  });
  const people = await withAdmin(superuser, async (client) => {
    await client.query(bareSql());
    return somePeople(client);
  });
  return {
    superuser,
    app: inside(server.app, name, ''),
    broker: inside(server.broker, name, '-c search_path=fritz,public'),
    bare: inside(
      server.superuser,
      name,
      `-c role=${bareRole} -c search_path=${bareSchema},fritz,public`,
    ),
    people,
  };
}

/** What a point takes on disk with all that comes with it; and the log that is written beside. */
const BYTES_PER_POINT = 480;
const SPARE_BYTES = 6e9;

/** @throws Error where the disk has no room for a database of this size */
async function demandSpace(admin: pg.Client, { points }: MarshalSize): Promise<void> {
  const { rows } = await admin.query<{ folder: string }>(
    `SELECT current_setting('data_directory') AS folder`,
  );
  const { bavail, bsize } = statfsSync(rows[0]?.folder ?? '/');
  const [needed, free] = [points * BYTES_PER_POINT + SPARE_BYTES, bavail * bsize];
  if (needed <= free) return;
  const gigabytes = (bytes: number) => Math.ceil(bytes / 1e9);
  throw new Error(`${gigabytes(needed)} GB are needed on disk, and ${gigabytes(free)} are free`);
}

/** Brings a database up to date; false where it is of other migrations. */
async function isMigrated(server: EmbeddedServer, name: string): Promise<boolean> {
  try {
    await withAdmin(inside(server.owner, name, ''), (owner) => migrateUp(owner));
    return true;
  } catch (error) {
    if (error instanceof MigrationError) return false;
    throw error;
  }
}

function inside(config: pg.ClientConfig, database: string, options: string): pg.ClientConfig {
  return { ...config, database, ...(options === '' ? {} : { options }) };
}

/** What a finished filling wrote down; null before. */
async function readMark(admin: pg.Client, name: string): Promise<string | null> {
  const found = await admin.query<{ mark: string | null }>(
    `SELECT shobj_description(oid, 'pg_database') AS mark FROM pg_database WHERE datname = $1`,
    [name],
  );
  return found.rows[0]?.mark ?? null;
}

async function withAdmin<T>(
  config: pg.ClientConfig,
  task: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client(config);
  await client.connect();
  try {
    return await task(client);
  } finally {
    await client.end();
  }
}
