import type { NewsRow } from '@fritz/archive';
import type { Socket } from './socket.ts';

/**
 * The sockets of one key, and which candidates its viewer was told of. Ids and times may become
 * visible out of order, so each look goes back a little and skips what was seen.
 */
export class Audience {
  readonly key: string;
  readonly sockets = new Set<Socket>();
  /** The database's time of the last look; null before the first. */
  lastLook: Date | null = null;
  /** Goes off when the key ends by itself. */
  endTimer: NodeJS.Timeout | undefined;
  private readonly seen = new Map<bigint, number>();

  constructor(key: string) {
    this.key = key;
  }

  /** Takes in what a look found and returns what is new; the first look finds nothing new. */
  takeNew(now: Date, rows: readonly NewsRow[], overlapS: number): NewsRow[] {
    const isFirst = this.lastLook === null;
    const fresh = rows.filter((row) => !this.seen.has(row.id));
    for (const row of fresh) this.seen.set(row.id, row.passed_at.getTime());
    this.lastLook = now;
    // The next look starts at `now - overlap`: older ones cannot come again.
    const forgetBefore = now.getTime() - overlapS * 1000;
    for (const [id, passedAt] of this.seen) {
      if (passedAt < forgetBefore) this.seen.delete(id);
    }
    return isFirst ? [] : fresh;
  }
}
