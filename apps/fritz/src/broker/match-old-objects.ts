import { setTimeout as delay } from 'node:timers/promises';
import {
  BrokerDatabase,
  type DatabaseRoles,
  linkBacklogPart,
  matchBacklogPart,
} from '@fritz/archive';
import type { Log } from '../log.ts';

export interface OldObjects {
  readonly broker: DatabaseRoles['broker'];
  readonly survey: string;
  readonly log: Log;
}

/** How often it is looked whether a catalog was added. */
const LOOK_EVERY_MS = 5_000;

/**
 * Matches objects that were there before with catalogs that are new, and links them with those of other
 * surveys, beside a broker: for half of the time at most, so that alerts come first.
 *
 * @returns ends it, when the part that is being worked on is done
 */
export function matchOldObjects({ broker, survey, log }: OldObjects): () => Promise<void> {
  const stopping = new AbortController();
  const database = new BrokerDatabase(broker, 1);
  const work = async () => {
    let matched = 0;
    while (!stopping.signal.aborted) {
      const start = performance.now();
      const part = await matchBacklogPart(database, survey).catch((error: unknown) => {
        log.warn({ error }, 'old objects could not be matched with new catalogs; tried again soon');
        return null;
      });
      const links = await linkBacklogPart(database, survey).catch((error: unknown) => {
        log.warn({ error }, 'old objects could not be linked with other surveys; tried again soon');
        return null;
      });
      matched += part?.matched ?? 0;
      const isIdle = (part === null || part.isDone) && (links === null || links.isDone);
      if (isIdle && matched > 0) {
        log.info({ matched }, 'old objects are matched with new catalogs');
        matched = 0;
      }
      const pauseMs = isIdle ? LOOK_EVERY_MS : performance.now() - start;
      await delay(pauseMs, undefined, { signal: stopping.signal }).catch(() => {});
    }
  };
  const done = work();
  return async () => {
    stopping.abort();
    await done;
    await database.close();
  };
}
