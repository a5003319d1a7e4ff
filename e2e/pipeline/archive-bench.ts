import {
  BrokerDatabase,
  PgAlertStore,
  PgCrossMatcher,
  PgFilterLibrary,
  PgJointReader,
  PgOffsetStore,
  pgTypes,
} from '@fritz/archive';
import {
  type BatchWrite,
  type Packet,
  type PacketBatch,
  type PacketSource,
  type PipelineOptions,
  runPipeline,
} from '@fritz/pipeline';
import { type ObjectCurve, type PhotometryPoint, ZtfAdapter, type ZtfAlert } from '@fritz/surveys';
import {
  createFilter,
  createGroup,
  createStream,
  type TestDatabase,
  type TestFilter,
  testDatabase,
} from '@fritz/testing';
import pg from 'pg';

/** The tables that a broker writes, in an order that empties them. */
const TABLES = [
  ...[
    'ztf_alerts',
    'ztf_cutout_parts',
    'ztf_light_curves',
    'cross_matches',
    'candidates',
    'photometry',
    'obj_audiences',
  ],
  ...['obj_names', 'stream_offsets', 'batches', 'filter_counts', 'quarantine'],
] as const;

/** A broker of the test: connections, adapter and store of its own. */
export interface TestBroker {
  readonly adapter: ZtfAdapter;
  readonly database: BrokerDatabase;
  readonly store: PgAlertStore<ZtfAlert>;
  readonly filters: PgFilterLibrary;
  readonly matcher: PgCrossMatcher;
  readonly joint: PgJointReader;
  readonly offsets: PgOffsetStore;
}

/** A real database, and brokers that work on it. */
export class ArchiveBench {
  readonly database: TestDatabase;
  readonly admin: pg.Client;
  readonly #brokers: TestBroker[] = [];

  private constructor(database: TestDatabase, admin: pg.Client) {
    this.database = database;
    this.admin = admin;
  }

  static async open(): Promise<ArchiveBench> {
    const database = await testDatabase();
    const options = '-c search_path=fritz';
    const admin = new pg.Client({ ...database.superuser, types: pgTypes, options });
    await admin.connect();
    return new ArchiveBench(database, admin);
  }

  async close(): Promise<void> {
    for (const { filters, database } of this.#brokers) {
      await filters.close();
      await database.close();
    }
    await this.admin.end();
    await this.database.drop();
  }

  broker(): TestBroker {
    const adapter = new ZtfAdapter();
    const database = new BrokerDatabase(this.database.broker, 2);
    const broker = {
      adapter,
      database,
      store: new PgAlertStore(database, adapter),
      filters: new PgFilterLibrary(database, adapter),
      matcher: new PgCrossMatcher(database, adapter.name),
      joint: new PgJointReader(database, adapter.name),
      offsets: new PgOffsetStore(database),
    };
    this.#brokers.push(broker);
    return broker;
  }

  /** A filter of all programmes that is active. */
  async filter(name: string, pipeline: readonly object[]): Promise<TestFilter> {
    const stream = await createStream(this.admin, { programIds: [1, 2, 3] });
    const group = await createGroup(this.admin, { streams: [stream] });
    const text = JSON.stringify(pipeline);
    return createFilter(this.admin, { group, stream, name, pipeline: text });
  }

  async count(what: string): Promise<number> {
    const { rows } = await this.admin.query<{ count: bigint }>(
      `SELECT (SELECT ${what})::int8 AS count`,
    );
    return Number(rows[0]?.count ?? 0);
  }

  /** What the tables hold, a hash each; `without` names columns that may differ. */
  async hash(
    tables: readonly string[] = TABLES.filter((table) => table !== 'batches'),
    without: readonly string[] = [],
  ): Promise<Record<string, string>> {
    const hashes: Record<string, string> = {};
    for (const table of tables) {
      const { rows } = await this.admin.query<{ hash: string }>(
        `SELECT count(*) || ' ' || coalesce(md5(string_agg(row, '|' ORDER BY row)), '') AS hash
         FROM (SELECT (to_jsonb(t) - $1::text[])::text AS row FROM ${table} t) AS rows`,
        [without],
      );
      hashes[table] = rows[0]?.hash ?? '';
    }
    return hashes;
  }

  /** Forgets every alert; groups, filters and schemas stay. */
  async empty(): Promise<void> {
    await this.admin.query(`TRUNCATE ${TABLES.join(', ')} CASCADE`);
  }

  /** The merged light curve of every object, read with an adapter that has seen nothing. */
  async curves(): Promise<Map<string, StoredCurve>> {
    const adapter = new ZtfAdapter();
    const schemas = await this.admin.query<{ schema: string }>('SELECT schema FROM avro_schemas');
    for (const { schema } of schemas.rows) adapter.schemas.learn(schema);
    const { rows } = await this.admin.query<{ object_id: string; points: Buffer }>(
      `SELECT object_id, string_agg(points, '') AS points FROM ztf_light_curves
       GROUP BY 1 ORDER BY 1`,
    );
    return new Map(
      rows.map(({ object_id: objectId, points }) => [
        objectId,
        describeCurve(adapter.curve(points, adapter.needs([]))),
      ]),
    );
  }
}

export interface StoredCurve {
  readonly words: Record<string, readonly unknown[]>;
  readonly photometry: readonly PhotometryPoint[];
}

export function describeCurve(curve: ObjectCurve<ZtfAlert>): StoredCurve {
  return { words: curve.words(null), photometry: curve.photometry() };
}

/** A partition whose batches are cut beforehand; what was refused is kept. */
export class ListedSource implements PacketSource {
  readonly refused: PacketBatch[] = [];
  readonly #batches: readonly PacketBatch[];

  constructor(batches: readonly PacketBatch[]) {
    this.#batches = batches;
  }

  async *batches(): AsyncGenerator<PacketBatch> {
    yield* this.#batches;
  }

  async fenced(batch: PacketBatch): Promise<void> {
    this.refused.push(batch);
  }

  async close(): Promise<void> {}
}

/** Packets as Kafka would give them, from an offset on. */
export function kafkaPackets(
  topic: string,
  bytes: readonly Uint8Array[],
  from = 0n,
): readonly Packet[] {
  return bytes.map((one, i) => ({
    bytes: one,
    origin: { kind: 'kafka', name: topic, partition: 0, offset: from + BigInt(i) },
  }));
}

/** Runs a broker over a source to its end; gives what it stored. */
export async function runBroker(
  { adapter, store, filters, matcher, joint }: TestBroker,
  source: PacketSource,
  options: Partial<PipelineOptions<ZtfAlert>> = {},
): Promise<BatchWrite<ZtfAlert>[]> {
  const writes: BatchWrite<ZtfAlert>[] = [];
  await runPipeline(source, {
    ...{ adapter, store, filters, matcher, joint, consumer: 'test' },
    onBatch: (write) => writes.push(write),
    ...options,
  });
  return writes;
}
