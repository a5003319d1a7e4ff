import { setImmediate } from 'node:timers/promises';

/** A socket takes some 200 kB at a time and a batch has 30 MB: each turn lets one such piece go. */
const TURN_MS = 1;

/**
 * Cuts long work into turns, between which others have theirs: while a batch is processed, the bytes
 * of the one before are on their way to the database, a socket's buffer at a time.
 */
export class Turns {
  private startedAt = performance.now();
  private pastMs = 0;

  isOver(): boolean {
    return performance.now() - this.startedAt > TURN_MS;
  }

  /** How long all turns took so far, without what went on between them. */
  ownMs(): number {
    return this.pastMs + performance.now() - this.startedAt;
  }

  async next(): Promise<void> {
    this.pastMs += performance.now() - this.startedAt;
    await setImmediate();
    this.startedAt = performance.now();
  }
}
