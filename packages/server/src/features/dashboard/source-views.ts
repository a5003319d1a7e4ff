import { type Archive, countSourceViews, type ViewCount } from '@fritz/archive';
import type { FastifyBaseLogger } from 'fastify';

const flushAfterMs = 2_000;
const maxObjs = 10_000;

/**
 * Counts how often objects are looked at: in memory, and now and then, apart from any request, in
 * the database. So that reading stays reading; what a crash loses is a few looks.
 */
export class SourceViews {
  private readonly archive: Archive;
  private readonly log: FastifyBaseLogger;
  private waiting = new Map<string, ViewCount>();
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();

  constructor(archive: Archive, log: FastifyBaseLogger) {
    this.archive = archive;
    this.log = log;
  }

  /** Takes in that an object was looked at; returns at once. */
  note({ id, edition }: { id: string; edition: bigint }, isToken: boolean): void {
    const key = `${id} ${edition} ${isToken}`;
    const known = this.waiting.get(key);
    if (known !== undefined) known.views++;
    else if (this.waiting.size < maxObjs) this.waiting.set(key, { id, edition, isToken, views: 1 });
    this.timer ??= setTimeout(() => void this.settle(), flushAfterMs).unref();
  }

  /** Resolves when everything that was noted is written down. */
  settle(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    const counts = [...this.waiting.values()];
    this.waiting = new Map();
    if (counts.length > 0) this.writing = this.writing.then(() => this.write(counts));
    return this.writing;
  }

  private async write(counts: readonly ViewCount[]): Promise<void> {
    try {
      await this.archive.asViewer(null, (tx) => countSourceViews(tx, counts));
    } catch (error) {
      // Nobody waits for it, and looks to come matter as much.
      this.log.debug({ err: error }, 'looks at sources were not counted');
    }
  }
}
