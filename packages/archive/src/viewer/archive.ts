import pg from 'pg';
import { sessionOptions } from '../embedded/connection.ts';
import { pgTypes } from '../pg-types.ts';
import { type ViewerTx, viewerTx } from './viewer-tx.ts';

/** How one piece of work runs. */
export interface ViewerOptions {
  /** The transaction refuses to write. */
  readOnly?: boolean;
  /** A statement that takes longer is cancelled; milliseconds. */
  statementTimeoutMs?: number;
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
    ...poolConfig
  } = config;
  const ending = endsWithClient ? ' -c client_connection_check_interval=1000' : '';
  const pool = new pg.Pool({
    max: 16,
    connectionTimeoutMillis: 5_000,
    application_name: 'fritz server',
    ...poolConfig,
    options: `${poolConfig.options ?? sessionOptions}${ending}`,
    types: pgTypes,
    // What is asked at once is sent at once, and answered in the same order.
    pipeline: true,
  });
  // The pool drops a broken idle client by itself; without a listener it would end the process.
  pool.on('error', (error) => onConnectionError?.(error));
  return {
    asViewer: (viewerKey, work, options = {}) =>
      withTransaction(pool, viewerKey, work, { statementTimeoutMs, ...options }),
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

async function withTransaction<T>(
  pool: pg.Pool,
  viewerKey: string | null,
  work: (tx: ViewerTx) => Promise<T>,
  options: ViewerOptions,
): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  // A connection may break between two queries; the next query then fails, which is enough.
  const onBreak = (error: Error): void => {
    broken = error;
  };
  client.on('error', onBreak);
  try {
    // The work's first statement does not wait for these: it is sent behind them, on the same connection.
    // Where one fails that one does, too, or has no viewer.
    const begun = Promise.all([
      client.query(options.readOnly ? 'BEGIN READ ONLY' : 'BEGIN'),
      client.query({
        name: 'act-as',
        text: `SELECT set_config('fritz.viewer_key', $1, true), set_config('statement_timeout', $2, true)`,
        values: [viewerKey ?? '', String(options.statementTimeoutMs ?? defaultStatementTimeoutMs)],
      }),
    ]);
    begun.catch(() => {});
    let result: T;
    try {
      result = await work(viewerTx(client));
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
  } catch (error) {
    try {
      await client.query('ROLLBACK');
    } catch (rollbackError) {
      broken = rollbackError instanceof Error ? rollbackError : new Error(String(rollbackError));
    }
    throw error;
  } finally {
    client.off('error', onBreak);
    // A client whose rollback failed still holds a viewer: it never goes back to the pool.
    client.release(broken);
  }
}
