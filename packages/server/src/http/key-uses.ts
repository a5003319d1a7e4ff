import { type Archive, noteKeyUse, sweepKeys } from '@fritz/archive';
import type { FastifyBaseLogger } from 'fastify';

const noteAgainMs = 60_000;
const sweepAgainMs = 86_400_000;
const maxKeys = 10_000;

/**
 * Notes which keys are in use, after the request and apart from its transaction, and forgets those
 * that ended long ago. A key is noted at most once a minute, so that reading stays reading.
 */
export class KeyUses {
  private readonly archive: Archive;
  private readonly log: FastifyBaseLogger;
  private readonly notedAt = new Map<string, number>();
  private readonly running = new Set<Promise<void>>();
  private sweptAt = Number.NEGATIVE_INFINITY;

  constructor(archive: Archive, log: FastifyBaseLogger) {
    this.archive = archive;
    this.log = log;
  }

  /** Takes in that a request with this key was answered at `now`; returns at once. */
  note(key: string, now: Date): void {
    const time = now.getTime();
    const last = this.notedAt.get(key);
    if (last === undefined || time - last >= noteAgainMs) {
      if (this.notedAt.size >= maxKeys) this.notedAt.clear();
      this.notedAt.set(key, time);
      this.run(this.archive.asViewer(key, noteKeyUse));
    }
    if (time - this.sweptAt < sweepAgainMs) return;
    this.sweptAt = time;
    this.run(this.archive.asViewer(null, sweepKeys));
  }

  /** Resolves when everything that was begun is done. */
  async settle(): Promise<void> {
    await Promise.all(this.running);
  }

  private run(work: Promise<unknown>): void {
    const done = work
      .then(() => {})
      // Nobody waits for it, and the next minute tries again.
      .catch((error: unknown) => this.log.debug({ err: error }, 'the use of a key was not noted'))
      .finally(() => this.running.delete(done));
    this.running.add(done);
  }
}
