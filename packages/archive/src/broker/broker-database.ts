import { ArchiveUnavailableError, RefusedBatchError, StaleBatchError } from '@fritz/pipeline';
import pg from 'pg';
import { pgTypes } from '../pg-types.ts';

/** The broker's connections: a role of its own that no request can reach. */
export class BrokerDatabase {
  private readonly pool: pg.Pool;

  constructor(config: pg.ClientConfig, connections = 3) {
    this.pool = new pg.Pool({
      ...config,
      types: pgTypes,
      max: connections,
      // Batches are many and small: parallel workers cost more than they bring. And everything is
      // looked up by its key: a connection keeps its plans for foreign keys, and one that was made
      // when a table was new reads all of it for every row that is stored.
      options: '-c search_path=fritz -c max_parallel_workers_per_gather=0 -c enable_seqscan=off',
      application_name: 'fritz broker',
      connectionTimeoutMillis: 10_000,
    });
    // An idle connection that breaks is replaced by the next query; that query reports it.
    this.pool.on('error', () => {});
  }

  /** Runs work on one connection. @throws ArchiveUnavailableError, StaleBatchError, RefusedBatchError, or as it is */
  async use<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    let client: pg.PoolClient;
    try {
      client = await this.pool.connect();
    } catch (error) {
      throw translate(error);
    }
    let broken = false;
    // A connection may break between queries; the next query fails with the reason.
    const onError = () => {
      broken = true;
    };
    client.on('error', onError);
    try {
      return await work(client);
    } catch (error) {
      const translated = translate(error);
      if (translated instanceof ArchiveUnavailableError) broken = true;
      throw translated;
    } finally {
      client.off('error', onError);
      client.release(broken);
    }
  }

  /** One transaction: all of the work or nothing. */
  async transact<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    return this.use(async (client) => {
      await client.query('BEGIN');
      try {
        const result = await work(client);
        await client.query('COMMIT');
        return result;
      } catch (error) {
        // On a broken connection the server rolls back by itself.
        await client.query('ROLLBACK').catch(() => {});
        throw error;
      }
    });
  }

  async close(): Promise<void> {
    await this.pool.end();
  }
}

/** SQLSTATE: unique and foreign key violations, serialization failure, deadlock. */
const STALE = new Set(['23505', '23503', '40001', '40P01']);
/** SQLSTATE: data exceptions (class 22), NOT NULL and CHECK violations. */
const REFUSED = /^(22...|23502|23514)$/;
/** SQLSTATE: shutdown, crash, starting up, too many connections, disk full; classes 08 and 53. */
const UNAVAILABLE = /^(57P0[1-4]|08...|53...|58030)$/;
const SYSTEM_CODES = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE', 'ETIMEDOUT']);

function translate(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const code = 'code' in error ? String(error.code) : '';
  if (STALE.has(code)) return new StaleBatchError(error.message, { cause: error });
  if (REFUSED.test(code)) return new RefusedBatchError(error.message, { cause: error });
  const isLost = /^(Connection terminated|Client has encountered|timeout exceeded)/.test(
    error.message,
  );
  if (UNAVAILABLE.test(code) || SYSTEM_CODES.has(code) || isLost) {
    return new ArchiveUnavailableError(unavailableReason(code, error), { cause: error });
  }
  return error;
}

function unavailableReason(code: string, error: Error): string {
  if (code === '53100') return 'the disk of the database is full: free some space; nothing is lost';
  return `the database cannot be reached: ${error.message}`;
}
