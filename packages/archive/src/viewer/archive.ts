import pg from 'pg';
import { sessionOptions } from '../embedded/connection.ts';
import { pgTypes } from '../pg-types.ts';
import { sendAtOnce } from './batch.ts';
import type { Reading, Statement } from './reading.ts';
import { actAs, type Viewer, viewerOf } from './viewer.ts';
import { type ViewerTx, viewerTx } from './viewer-tx.ts';

/** How one piece of work runs. */
export interface ViewerOptions {
  /** The transaction refuses to write. */
  readOnly?: boolean;
  /** A statement that takes longer is cancelled; milliseconds. */
  statementTimeoutMs?: number;
  /** Aborted: nobody waits any more. The connection breaks, and with `endsWithClient` its work ends. */
  signal?: AbortSignal;
}

/** The archive as the application's role sees it: through a viewer, or not at all. */
export interface Archive {
  /**
   * Runs `work` in one transaction as the holder of this key; null is nobody, who sees no protected
   * row. Commits when the work is done; rolls back and rethrows when it throws.
   */
  asViewer<T>(
    viewerKey: string | null,
    work: (tx: ViewerTx) => Promise<T>,
    options?: ViewerOptions,
  ): Promise<T>;
  /**
   * Rows of one statement, or of none, as the holder of this key, and who that is: in a transaction of
   * its own that refuses to write, sent and answered at once. Nobody's key sees no protected row.
   */
  read<Row>(
    viewerKey: string | null,
    reading: Reading<Row> | null,
    options?: Pick<ViewerOptions, 'statementTimeoutMs'>,
  ): Promise<{ viewer: Viewer | null; rows: Row[] }>;
  /** The same of several statements, which are one transaction: each with its own rows. */
  readAll<Row>(
    viewerKey: string | null,
    readings: readonly Reading<Row>[],
    options?: Pick<ViewerOptions, 'statementTimeoutMs'>,
  ): Promise<{ viewer: Viewer | null; rows: Row[][] }>;
  /** Whether the database answers. */
  isReachable(): Promise<boolean>;
  /** Waits for running work and closes every connection. */
  close(): Promise<void>;
}

/** Where the database is, and how many connections to hold. */
export interface ArchiveConfig extends pg.PoolConfig {
  /** For statements without a timeout of their own; milliseconds. */
  statementTimeoutMs?: number;
  /**
   * Whether a statement ends soon after its connection did: PostgreSQL looks every second whether
   * somebody waits for it.
   */
  endsWithClient?: boolean;
  /**
   * Whether what is read at once is planned once for each connection, whatever its values are: for short
   * look-ups by an index, whose plan is always the same and takes longer than they do.
   */
  plansOnce?: boolean;
  /** Is told when an idle connection breaks. */
  onConnectionError?: (error: Error) => void;
}

const defaultStatementTimeoutMs = 30_000;

/** Opens the archive for the application's role (`fritz_app`). Connects when it is first used. */
export function openArchive(config: ArchiveConfig): Archive {
  const {
    statementTimeoutMs = defaultStatementTimeoutMs,
    onConnectionError,
    endsWithClient = false,
    plansOnce = false,
    ...poolConfig
  } = config;
  const ending = endsWithClient ? ' -c client_connection_check_interval=1000' : '';
  const planning = plansOnce ? ' -c plan_cache_mode=force_generic_plan' : '';
  const pool = new pg.Pool({
    max: 16,
    connectionTimeoutMillis: 5_000,
    application_name: 'fritz server',
    ...poolConfig,
    options: `${poolConfig.options ?? sessionOptions}${ending}${planning}`,
    types: pgTypes,
    // What is asked at once is sent at once, and answered in the same order.
    pipeline: true,
  });
  // The pool drops a broken idle client by itself; without a listener it would end the process.
  pool.on('error', (error) => onConnectionError?.(error));
  const readAll: Archive['readAll'] = (viewerKey, readings, options = {}) =>
    withClient(pool, (client) => {
      const timeoutMs = options.statementTimeoutMs ?? statementTimeoutMs;
      return readOnce(client, actAs(viewerKey, timeoutMs, true), readings);
    });
  return {
    asViewer: (viewerKey, work, options = {}) =>
      withTransaction(pool, viewerKey, work, { statementTimeoutMs, plansOnce, ...options }),
    async read(viewerKey, reading, options = {}) {
      const readings = reading === null ? [] : [reading];
      const { viewer, rows } = await readAll(viewerKey, readings, options);
      return { viewer, rows: rows[0] ?? [] };
    },
    readAll,
    async isReachable() {
      try {
        await pool.query('SELECT 1');
        return true;
      } catch {
        return false;
      }
    },
    close: () => pool.end(),
  };
}

/** Lends a connection of the pool; one that broke does not go back. */
async function withClient<T>(
  pool: pg.Pool,
  work: (client: pg.PoolClient, giveUp: (error: Error) => void) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  // A connection may break between two queries; the next query then fails, which is enough.
  const giveUp = (error: Error): void => {
    broken = error;
  };
  client.on('error', giveUp);
  try {
    return await work(client, giveUp);
  } finally {
    client.off('error', giveUp);
    client.release(broken);
  }
}

async function readOnce<Row>(
  client: pg.PoolClient,
  acting: Statement,
  readings: readonly Reading<Row>[],
): Promise<{ viewer: Viewer | null; rows: Row[][] }> {
  const [acted, ...results] = await sendAtOnce(client, [acting, ...readings]);
  const rows = results.map((result): Row[] => result.rows);
  return { viewer: viewerOf(acted), rows };
}

const begin: Statement = { name: 'begin', text: 'BEGIN', values: [] };
const beginReading: Statement = { name: 'begin-reading', text: 'BEGIN READ ONLY', values: [] };
/** In a transaction a statement may look at anything: it is planned for its values, as PostgreSQL finds best. */
const planAsUsual: Statement = {
  name: 'plan-as-usual',
  text: 'SET LOCAL plan_cache_mode = auto',
  values: [],
};

type TransactionOptions = ViewerOptions & { readonly plansOnce: boolean };

function withTransaction<T>(
  pool: pg.Pool,
  viewerKey: string | null,
  work: (tx: ViewerTx) => Promise<T>,
  options: TransactionOptions,
): Promise<T> {
  return withClient(pool, async (client, giveUp) => {
    // What was aborted before is not heard of any more.
    options.signal?.throwIfAborted();
    const breakOff = (): void => {
      giveUp(new Error('nobody waits for the answer any more'));
      client.connection.stream.destroy();
    };
    options.signal?.addEventListener('abort', breakOff);
    try {
      return await runTransaction(client, viewerKey, work, options);
    } catch (error) {
      if (options.signal?.aborted) throw error;
      try {
        await client.query('ROLLBACK');
      } catch (rollbackError) {
        // A client whose rollback failed still holds a viewer: it never goes back to the pool.
        giveUp(rollbackError instanceof Error ? rollbackError : new Error(String(rollbackError)));
      }
      throw error;
    } finally {
      options.signal?.removeEventListener('abort', breakOff);
    }
  });
}

async function runTransaction<T>(
  client: pg.PoolClient,
  viewerKey: string | null,
  work: (tx: ViewerTx) => Promise<T>,
  {
    readOnly = false,
    statementTimeoutMs = defaultStatementTimeoutMs,
    plansOnce,
  }: TransactionOptions,
): Promise<T> {
  // The work's first statement need not wait for these: it is sent behind them, on the same connection.
  // Where one fails that one does, too, or has no viewer.
  const begun = sendAtOnce(client, [
    readOnly ? beginReading : begin,
    actAs(viewerKey, statementTimeoutMs, false),
    ...(plansOnce ? [planAsUsual] : []),
  ]);
  const viewer = begun.then(([, acted]) => viewerOf(acted));
  viewer.catch(() => {});
  let result: T;
  try {
    result = await work(viewerTx(client, viewer));
  } catch (error) {
    // Why it began badly says more than what came of that.
    await begun;
    throw error;
  }
  await begun;
  const { command } = await client.query('COMMIT');
  // Work that went on after a refused statement: PostgreSQL keeps nothing of it, and says so here.
  if (command !== 'COMMIT') throw new Error('the transaction had failed and was rolled back');
  return result;
}
