import { runPipeline } from '@fritz/pipeline';
import { simulateNight, ZtfAdapter } from '@fritz/surveys';
import {
  createCatalog,
  createStream,
  createUser,
  packetList,
  type TestDatabase,
  type TestUser,
  testDatabase,
} from '@fritz/testing';
import pg from 'pg';
import {
  type Archive,
  BrokerDatabase,
  openArchive,
  PgAlertStore,
  PgFilterLibrary,
  pgTypes,
} from '../../src/index.ts';

/** Two simulated nights of three programmes in an archive, a catalog, and people of various rights. */
export interface QueryWorld {
  readonly archive: Archive;
  readonly owner: pg.ClientConfig;
  /** Sees all three programmes. */
  readonly everything: TestUser;
  /** Sees what is public. */
  readonly publicOnly: TestUser;
  readonly jds: readonly number[];
  readonly objectIds: readonly string[];
  readonly candids: readonly bigint[];
  close(): Promise<void>;
}

const NIGHTS = { seed: 11, night: '20261118', alerts: 60, nights: 2 };

export async function makeQueryWorld(): Promise<QueryWorld> {
  const database: TestDatabase = await testDatabase();
  const admin = new pg.Client({
    ...database.superuser,
    types: pgTypes,
    options: '-c search_path=fritz',
  });
  await admin.connect();
  const broker = new BrokerDatabase(database.broker);
  const adapter = new ZtfAdapter();
  const packets = [...simulateNight(NIGHTS)];
  await runPipeline(packetList(packets.map(({ bytes }) => bytes)), {
    adapter,
    store: new PgAlertStore(broker, adapter),
    filters: new PgFilterLibrary(broker, adapter),
    consumer: 'test',
  });
  await broker.close();
  const [everything, publicOnly] = [await createUser(admin), await createUser(admin)];
  await createStream(admin, { programIds: [1, 2, 3], users: [everything] });
  await createStream(admin, { programIds: [1], users: [publicOnly] });
  await createStars(database);
  const archive = openArchive({ ...database.app, max: 4 });
  return {
    archive,
    owner: database.owner,
    everything,
    publicOnly,
    jds: packets.map(({ jd }) => jd),
    objectIds: [...new Set(packets.map(({ objectId }) => objectId))],
    candids: packets.map(({ candid }) => candid),
    async close() {
      await archive.close();
      await admin.end();
      await database.drop();
    },
  };
}

/** A catalog around ra 180, dec 0, an arcminute apart. */
async function createStars(database: TestDatabase): Promise<void> {
  const owner = new pg.Client({ ...database.owner, types: pgTypes });
  await owner.connect();
  await createCatalog(owner, {
    name: 'Stars_1',
    columns: { id: 'int8', ra: 'float8', dec: 'float8', mag: 'float4', kind: 'text' },
    rows: Array.from({ length: 40 }, (_, i) => [
      9_007_199_254_740_993n + BigInt(i),
      180 + i / 60,
      i % 2 === 0 ? 0 : -0.5,
      i % 5 === 0 ? null : 15 + i / 8,
      i % 3 === 0 ? 'star' : 'galaxy',
    ]),
  });
  await owner.end();
}
