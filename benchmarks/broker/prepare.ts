/** The database that each measurement begins with: catalogs, models, filters and known objects. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  addModel,
  BrokerDatabase,
  type EmbeddedServer,
  migrateUp,
  PgAlertStore,
  PgCrossMatcher,
  PgFilterLibrary,
  type ServerSettings,
  startEmbedded,
} from '@fritz/archive';
import { listPresets, readModel } from '@fritz/classifiers';
import { runPipeline } from '@fritz/pipeline';
import { fileSource } from '@fritz/streams';
import { ZtfAdapter } from '@fritz/surveys';
import pg from 'pg';
import { insertFilters } from '../ingest/insert-filters.ts';
import { loadCatalogs, type Place } from './catalogs.ts';
import { brokerFilters } from './filters.ts';

export interface Size {
  readonly packets: number;
  readonly catalogRows: number;
}

type Say = (text: string) => void;

/** The seven that the incumbents run. */
const MODELS = ['acai_b', 'acai_h', 'acai_n', 'acai_o', 'acai_v', 'braai', 'bts'];

/** For what is made once and can be made again. */
export const FILL_SETTINGS: ServerSettings = {
  ...{ fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off', autovacuum: 'off' },
  max_wal_size: '2GB',
};

const servers = new Set<EmbeddedServer>();

/** Starts a server that `stopServers` knows of. */
export async function startServer(
  dataDir: string,
  settings: ServerSettings = {},
): Promise<EmbeddedServer> {
  const server = await startEmbedded({ dataDir, settings });
  servers.add(server);
  return {
    ...server,
    async stop() {
      servers.delete(server);
      await server.stop();
    },
  };
}

/** Stops those that are left. */
export async function stopServers(): Promise<void> {
  await Promise.all([...servers].map((server) => server.stop()));
}

export async function connected<T>(
  config: pg.ClientConfig,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ ...config, database: 'fritz', options: '-c search_path=fritz' });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Makes the database once; `measureOn` works on copies. Kept until migrations or sizes change. */
export async function prepareDatabase(
  dataDir: string,
  folder: string,
  { size, modelsFolder, say }: { size: Size; modelsFolder: string; say: Say },
): Promise<void> {
  const mark = join(dirname(dataDir), 'made.json');
  const made = JSON.stringify({ ...size, filters: brokerFilters(), code: codeVersion() });
  if (existsSync(mark) && readFileSync(mark, 'utf8') === made) return;
  rmSync(dirname(dataDir), { recursive: true, force: true });
  mkdirSync(dirname(dataDir), { recursive: true });
  const server = await startServer(dataDir, FILL_SETTINGS);
  try {
    await connected(server.owner, (client) => migrateUp(client));
    const places = await placesOf(folder);
    await connected(server.owner, (client) => loadCatalogs(client, places, size.catalogRows, say));
    say('storing the alerts of the night before …');
    await connected(server.superuser, (client) => insertFilters(client, brokerFilters()));
    await storeBefore(server, join(folder, 'before'));
    await connected(server.owner, (client) => addModels(client, modelsFolder));
    await connected(server.superuser, async (client) => {
      await client.query('VACUUM ANALYZE');
      await client.query('CHECKPOINT');
    });
  } finally {
    await server.stop();
  }
  spawnSync('sync');
  writeFileSync(mark, made);
}

/** Runs a measurement on a copy of the database. */
export async function measureOn<T>(
  dataDir: string,
  work: (server: EmbeddedServer) => Promise<T>,
): Promise<T> {
  const copy = `${dataDir}-copy`;
  copyDatabase(dataDir, copy);
  try {
    return await measureIn(copy, work);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

/** Runs a measurement in a database that nobody wants afterwards as it was. */
export async function measureIn<T>(
  dataDir: string,
  work: (server: EmbeddedServer) => Promise<T>,
): Promise<T> {
  const server = await startServer(dataDir);
  try {
    return await work(server);
  } finally {
    await server.stop();
  }
}

/** Copies the files of a server that is stopped. */
export function copyDatabase(from: string, to: string): void {
  rmSync(to, { recursive: true, force: true });
  // With its owner: started as root, the server runs as somebody else.
  const { status } = spawnSync('cp', ['-a', from, to], { stdio: 'inherit' });
  if (status !== 0) throw new Error(`cp ended with status ${status}`);
}

/** Where the night's alerts are. */
async function placesOf(folder: string): Promise<Place[]> {
  const adapter = new ZtfAdapter();
  const places: Place[] = [];
  for await (const batch of fileSource([join(folder, 'night')]).batches()) {
    for (const { bytes } of batch.packets) {
      const { ra, dec } = adapter.decode(bytes);
      places.push({ ra, dec });
    }
    batch.release?.();
  }
  return places;
}

/** Makes half of the objects known, matched with all catalogs. */
async function storeBefore(server: EmbeddedServer, folder: string): Promise<void> {
  const database = new BrokerDatabase(server.broker);
  const adapter = new ZtfAdapter();
  await runPipeline(fileSource([folder]), {
    adapter,
    store: new PgAlertStore(database, adapter),
    filters: new PgFilterLibrary(database, adapter),
    matcher: new PgCrossMatcher(database, adapter.name),
    consumer: 'before',
  });
  await database.close();
}

async function addModels(client: pg.Client, folder: string): Promise<void> {
  const presets = listPresets();
  for (const name of MODELS) {
    const preset = presets.find((one) => one.name === name);
    if (!preset) throw new Error(`there is no manifest of ${name}`);
    const { manifest, manifestText, bytes, sha256 } = readModel(join(folder, preset.file), name);
    await addModel(client, {
      ...{ survey: 'ztf', name, version: manifest.version, manifestText, sha256, bytes },
      when: 'always',
    });
  }
}

function codeVersion(): string {
  const hash = createHash('sha256');
  const root = join(import.meta.dirname, '../../packages/archive/migrations');
  for (const name of globSync('*.up.sql', { cwd: root }).sort()) {
    hash.update(readFileSync(join(root, name)));
  }
  return hash.digest('hex');
}
