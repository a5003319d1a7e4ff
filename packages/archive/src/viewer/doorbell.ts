import pg from 'pg';

/** Channel that rings after a batch with new candidates was committed. */
export const newsChannel = 'fritz_news';

/** Channel that rings after a key, an account, a membership or a stream was changed or ended. */
export const rightsChannel = 'fritz_rights';

/** Channel that rings after something was put into an outbox that the server empties. */
export const workChannel = 'fritz_work';

/** What the holder of a doorbell is told. */
export interface DoorbellEvents {
  /** This channel rang, or it may have rung while the connection was lost. */
  onRing: (channel: string) => void;
  /** The connection was lost; it is being made anew. */
  onLost?: (error: Error) => void;
}

/** A listening connection. */
export interface Doorbell {
  close(): Promise<void>;
}

const firstRetryMs = 100;
const lastRetryMs = 5_000;
/** A peer that vanished without a word is found by asking. */
const probeMs = 20_000;

/**
 * Listens on channels of PostgreSQL with a connection of its own, which is made anew for as long as
 * it takes. The payload is ignored: a ring says "look", and each reconnection rings every channel
 * once.
 */
export function openDoorbell(
  config: pg.ClientConfig,
  channels: readonly string[],
  events: DoorbellEvents,
): Doorbell {
  const listen = channels.map((channel) => `LISTEN ${pg.escapeIdentifier(channel)}`);
  let isClosed = false;
  let client: pg.Client | undefined;
  let retryMs = firstRetryMs;
  let retryTimer: NodeJS.Timeout | undefined;
  let probeTimer: NodeJS.Timeout | undefined;

  const onLost = (lost: pg.Client, error: Error): void => {
    if (client !== lost) return;
    client = undefined;
    clearInterval(probeTimer);
    lost.end().catch(() => {});
    if (isClosed) return;
    events.onLost?.(error);
    retryTimer = setTimeout(connect, retryMs);
    retryMs = Math.min(retryMs * 2, lastRetryMs);
  };

  const connect = (): void => {
    const fresh = new pg.Client({
      connectionTimeoutMillis: 5_000,
      query_timeout: 5_000,
      ...config,
      application_name: 'fritz doorbell',
    });
    client = fresh;
    fresh.on('error', (error) => onLost(fresh, error));
    fresh.on('end', () => onLost(fresh, new Error('the connection ended')));
    fresh.on('notification', (message) => {
      if (channels.includes(message.channel)) events.onRing(message.channel);
    });
    fresh
      .connect()
      .then(() => fresh.query(listen.join(';')))
      .then(() => {
        retryMs = firstRetryMs;
        probeTimer = setInterval(() => {
          fresh.query('SELECT 1').catch((error: Error) => onLost(fresh, error));
        }, probeMs);
        probeTimer.unref();
        for (const channel of channels) events.onRing(channel);
      })
      .catch((error: Error) => onLost(fresh, error));
  };

  connect();
  return {
    async close() {
      isClosed = true;
      clearTimeout(retryTimer);
      clearInterval(probeTimer);
      const last = client;
      client = undefined;
      await last?.end().catch(() => {});
    },
  };
}
