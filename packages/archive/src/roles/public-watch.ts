import pg from 'pg';
import { errorCode } from '../embedded/database-error.ts';
import {
  publicLimits,
  type WatchLimits,
  type WatchReport,
  watchPublicSessions,
} from './public-access.ts';

/** A running watch over the sessions of public logins. */
export interface PublicWatch {
  close(): Promise<void>;
}

/** What the holder of a watch is told. */
export interface WatchEvents {
  onEnded?: (report: WatchReport) => void;
  onError?: (error: Error) => void;
}

const lookEveryMs = 5_000;
/** Whether somebody was given public access meanwhile. */
const retryMs = 60_000;

/**
 * Looks at the sessions of public logins every five seconds, with a connection of its own that is
 * made anew when it breaks. Where no public access was ever given there is no role to watch with:
 * then it asks again each minute.
 */
export function startPublicWatch(
  config: pg.ClientConfig,
  events: WatchEvents = {},
  limits: WatchLimits = publicLimits,
): PublicWatch {
  let isClosed = false;
  let client: pg.Client | null = null;
  let timer: NodeJS.Timeout | undefined;

  const drop = async (): Promise<void> => {
    const last = client;
    client = null;
    await last?.end().catch(() => {});
  };

  const look = async (): Promise<number> => {
    try {
      client ??= await connect(config);
      const report = await watchPublicSessions(client, limits);
      if (report.cancelled + report.terminated > 0) events.onEnded?.(report);
      return lookEveryMs;
    } catch (error) {
      await drop();
      // 28xxx, 42501: no such role, or none that may come here: nobody was given access.
      if (/^28|^42501$/.test(errorCode(error) ?? '')) return retryMs;
      events.onError?.(error instanceof Error ? error : new Error(String(error)));
      return lookEveryMs;
    }
  };

  let running: Promise<void> = Promise.resolve();
  const next = (afterMs: number): void => {
    if (isClosed) return;
    timer = setTimeout(() => {
      running = look().then(next);
    }, afterMs);
    timer.unref();
  };
  next(0);
  return {
    async close() {
      isClosed = true;
      clearTimeout(timer);
      await running;
      await drop();
    },
  };
}

async function connect(config: pg.ClientConfig): Promise<pg.Client> {
  const client = new pg.Client({
    connectionTimeoutMillis: 5_000,
    query_timeout: 10_000,
    ...config,
    application_name: 'fritz watch',
  });
  // A connection that breaks is noticed by the next look.
  client.on('error', () => {});
  await client.connect();
  return client;
}
