import { setTimeout as delay } from 'node:timers/promises';
import { BrokerDatabase, type DatabaseRoles, expireCandidates } from '@fritz/archive';
import type { Log } from '../log.ts';

export interface Expiry {
  readonly broker: DatabaseRoles['broker'];
  /** How many days a candidate is kept that nobody wants; 0: for ever. */
  readonly candidateDays: number;
  readonly log: Log;
}

const SWEEP_EVERY_MS = 3_600_000;
const DAY_MS = 86_400_000;

/**
 * Forgets candidates that nobody wanted, beside a broker: one sweep an hour, in parts, for a tenth of the
 * time.
 *
 * @returns ends it, when the part that is being worked on is done
 */
export function forgetCandidates({ broker, candidateDays, log }: Expiry): () => Promise<void> {
  const stopping = new AbortController();
  if (candidateDays === 0) return async () => {};
  const database = new BrokerDatabase(broker, 1);
  const rest = (ms: number) => delay(ms, undefined, { signal: stopping.signal }).catch(() => {});
  const work = async () => {
    while (!stopping.signal.aborted) {
      try {
        await sweep(database, { candidateDays, log, signal: stopping.signal, rest });
      } catch (error) {
        log.warn({ error }, 'old candidates could not be forgotten; tried again in an hour');
      }
      await rest(SWEEP_EVERY_MS);
    }
  };
  const done = work();
  return async () => {
    stopping.abort();
    await done;
    await database.close();
  };
}

interface Sweep extends Pick<Expiry, 'candidateDays' | 'log'> {
  readonly signal: AbortSignal;
  readonly rest: (ms: number) => Promise<void>;
}

async function sweep(database: BrokerDatabase, options: Sweep): Promise<void> {
  const before = new Date(Date.now() - options.candidateDays * DAY_MS);
  const gone = { candidates: 0, objs: 0 };
  let afterId: bigint | null = 0n;
  while (afterId !== null && !options.signal.aborted) {
    const start = performance.now();
    const part = await expireCandidates(database, afterId, before);
    gone.candidates += part.candidates;
    gone.objs += part.objs;
    afterId = part.last;
    if (afterId !== null) await options.rest(9 * (performance.now() - start));
  }
  if (gone.candidates > 0) options.log.info(gone, 'candidates that nobody wanted are forgotten');
}
