import { setImmediate } from 'node:timers/promises';

const TURN_MS = 4;

/**
 * Cuts long work into turns, between which others have theirs: while a batch is processed, the bytes
 * of the one before are on their way to the database, a socket's buffer at a time.
 */
export class Turns {
  private startedAt = performance.now();

  isOver(): boolean {
    return performance.now() - this.startedAt > TURN_MS;
  }

  async next(): Promise<void> {
    await setImmediate();
    this.startedAt = performance.now();
  }
}
