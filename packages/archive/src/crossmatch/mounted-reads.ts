import { setTimeout as delay } from 'node:timers/promises';
import type { MatchConfig } from './match-config.ts';

/** Reads a mounted catalog; null where that cannot be done now. */
export type ReadMounted = <T>(
  catalog: Pick<MatchConfig, 'catalogId' | 'name'>,
  read: () => Promise<T>,
) => Promise<T | null>;

/** For work that can wait: what cannot be read is an error. */
export const readOrFail: ReadMounted = (_catalog, read) => read();

export interface MountedReadsOptions {
  /** Longer than this no batch of alerts waits for a catalog's files. */
  readonly limitMs?: number;
  /** How long a catalog that could not be read is left alone. */
  readonly pauseMs?: number;
  /** Told once each time a catalog can no longer be read. */
  readonly onTrouble?: (catalog: string, error: unknown) => void;
}

/** In place of the value of a read that takes too long. */
const TOO_LATE = Symbol('too late');

/**
 * Mounted catalogs as a stream of alerts reads them: files that are gone, or a host that is slow, cost
 * it a moment now and then, and never stop it.
 */
export class MountedReads {
  private readonly limitMs: number;
  private readonly pauseMs: number;
  private readonly onTrouble: (catalog: string, error: unknown) => void;
  private readonly pausedUntil = new Map<number, number>();
  private readonly troubled = new Set<number>();

  constructor({ limitMs = 5_000, pauseMs = 30_000, onTrouble }: MountedReadsOptions = {}) {
    this.limitMs = limitMs;
    this.pauseMs = pauseMs;
    this.onTrouble = onTrouble ?? (() => {});
  }

  readonly read: ReadMounted = async ({ catalogId, name }, read) => {
    if (performance.now() < (this.pausedUntil.get(catalogId) ?? 0)) return null;
    const timer = new AbortController();
    try {
      const reading = read();
      // Nobody waits for what comes too late; it has filled the catalog's memory.
      reading.catch(() => {});
      const late = delay(this.limitMs, TOO_LATE, { signal: timer.signal });
      late.catch(() => {});
      const value = await Promise.race([reading, late]);
      if (value === TOO_LATE) throw new Error(`it took longer than ${this.limitMs} ms`);
      this.troubled.delete(catalogId);
      return value;
    } catch (error) {
      this.pausedUntil.set(catalogId, performance.now() + this.pauseMs);
      if (!this.troubled.has(catalogId)) this.onTrouble(name, error);
      this.troubled.add(catalogId);
      return null;
    } finally {
      timer.abort();
    }
  };
}
