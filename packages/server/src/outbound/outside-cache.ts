import { FritzError } from '../http/fritz-error.ts';

/** Limits of what is kept of others' answers. */
export interface CacheLimits {
  /** How much is kept altogether, in the unit of `sizeOf`. */
  maxSize: number;
  keptMs: number;
  /** How long a failure is taken for granted, so that a dead server is not asked by every page. */
  failureMs: number;
  /** How many are asked for at once; others wait. */
  maxAtOnce: number;
}

/** What is known of somebody else's answer: who asks never waits for it. */
export type Known<T> =
  | { state: 'here'; value: T }
  | { state: 'awaited' }
  | { state: 'failed'; cause: unknown };

interface Entry<T> {
  known: Known<T>;
  size: number;
  endsAt: number;
}

/**
 * What services outside said: asked for once, beside the requests of whoever wants it, kept in memory for
 * a while, the oldest forgotten first.
 */
export class OutsideCache<T> {
  readonly #limits: CacheLimits;
  readonly #sizeOf: (value: T) => number;
  readonly #now: () => Date;
  readonly #entries = new Map<string, Entry<T>>();
  readonly #waiting: (() => void)[] = [];
  #atOnce = 0;
  #size = 0;

  constructor(limits: CacheLimits, sizeOf: (value: T) => number, now: () => Date) {
    this.#limits = limits;
    this.#sizeOf = sizeOf;
    this.#now = now;
  }

  /** What is kept under a name; where nothing is, `ask` goes for it. A failure is kept for a shorter while. */
  look(name: string, ask: () => Promise<T>): Known<T> {
    const kept = this.#entries.get(name);
    if (kept !== undefined && kept.endsAt > this.#now().getTime()) return kept.known;
    this.#forget(name);
    const entry: Entry<T> = { known: { state: 'awaited' }, size: 0, endsAt: Infinity };
    this.#entries.set(name, entry);
    this.#inTurn(ask).then(
      (value) => {
        this.#settle(entry, { state: 'here', value }, this.#limits.keptMs);
        this.#weigh(name, entry, this.#sizeOf(value));
      },
      (cause: unknown) => this.#settle(entry, { state: 'failed', cause }, this.#limits.failureMs),
    );
    return entry.known;
  }

  #settle(entry: Entry<T>, known: Known<T>, forMs: number): void {
    entry.known = known;
    entry.endsAt = this.#now().getTime() + forMs;
  }

  #weigh(name: string, entry: Entry<T>, size: number): void {
    if (this.#entries.get(name) !== entry) return;
    entry.size = size;
    this.#size += size;
    for (const oldest of this.#entries.keys()) {
      if (this.#size <= this.#limits.maxSize && this.#entries.size <= 10_000) return;
      if (oldest !== name) this.#forget(oldest);
    }
  }

  #forget(name: string): void {
    this.#size -= this.#entries.get(name)?.size ?? 0;
    this.#entries.delete(name);
  }

  async #inTurn(ask: () => Promise<T>): Promise<T> {
    if (this.#atOnce >= this.#limits.maxAtOnce) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    } else this.#atOnce += 1;
    try {
      return await ask();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#atOnce -= 1;
      else next();
    }
  }
}

/** The answer. @throws FritzError outside_awaited, outside_unavailable */
export function demandHere<T>(known: Known<T>): T {
  if (known.state === 'here') return known.value;
  if (known.state === 'awaited') throw new FritzError('outside_awaited');
  throw new FritzError('outside_unavailable', { cause: known.cause });
}
