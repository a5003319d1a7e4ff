import { createHash } from 'node:crypto';
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
  /** Where the next look at what changed of sources goes on; null before the first. */
  sourceCursor: string | null = null;
  /** How much of what he was told he has not seen. */
  unseen = 0;
  private notified: string | null = null;
  private rights: ReadonlySet<string> | null = null;
  private readonly seen = new Map<bigint, number>();

  constructor(key: string) {
    this.key = key;
  }

  /** Takes in what the key permits now; `lost` tells whether some of it is gone, null: all is as it was. */
  takeRights(words: readonly string[]): { lost: boolean } | null {
    const before = this.rights;
    const now = new Set(words);
    this.rights = now;
    if (before === null) return null;
    const lost = before.difference(now).size > 0;
    return lost || now.size > before.size ? { lost } : null;
  }

  /** Takes in what the viewer was told; whether that is something else than before. */
  takeNotified({ mark, unseen }: { mark: string; unseen: number }): boolean {
    const before = this.notified;
    this.notified = mark;
    this.unseen = unseen;
    return before !== null && before !== mark;
  }

  get knowsRights(): boolean {
    return this.rights !== null;
  }

  /** A text that is another one where the key permits other things; empty where that is unknown. */
  rightsMark(): string {
    if (this.rights === null) return '';
    const words = [...this.rights].join('\n');
    return createHash('sha256').update(words).digest('base64url').slice(0, 22);
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
