import { Kysely, PostgresDialect, type PostgresPoolClient } from 'kysely';
import type pg from 'pg';
import type { Database } from '../../generated/database.ts';
import { sendAtOnce } from './batch.ts';
import type { Reading } from './reading.ts';
import type { Viewer } from './viewer.ts';

/** One transaction on behalf of one viewer. It is over when the work that was given it ends. */
export interface ViewerTx {
  /** Who acts; null where the key is nobody's (any more). */
  readonly viewer: Promise<Viewer | null>;
  /** Typed queries on the marshal's tables. */
  readonly db: Kysely<Database>;
  /** Rows of a parametrised SQL statement. */
  query<Row extends pg.QueryResultRow>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  /** Rows of a statement that each connection prepares once. */
  read<Row>(reading: Reading<Row>): Promise<Row[]>;
}

/** A transaction over a client that already is inside BEGIN. */
export function viewerTx(
  client: pg.PoolClient,
  viewer: Promise<Viewer | null> = Promise.resolve(null),
): ViewerTx {
  let db: Kysely<Database> | undefined;
  return {
    viewer,
    get db() {
      db ??= kyselyOn(client);
      return db;
    },
    async query<Row extends pg.QueryResultRow>(text: string, values: readonly unknown[] = []) {
      const result = await client.query<Row>(text, [...values]);
      return result.rows;
    },
    async read<Row>(reading: Reading<Row>) {
      const [result] = await sendAtOnce(client, [reading]);
      const rows: Row[] = result?.rows ?? [];
      return rows;
    },
  };
}

/** Kysely asks a pool for a client and gives it back; here both are the one of the transaction. */
function kyselyOn(client: pg.PoolClient): Kysely<Database> {
  const lent = {
    query: client.query.bind(client),
    release: () => {},
  } as unknown as PostgresPoolClient;
  const pool = { connect: async () => lent, end: async () => {}, options: {} };
  return new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
}
