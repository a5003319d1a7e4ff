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

interface Entry<T> {
  value: Promise<T>;
  size: number;
  endsAt: number;
}

/**
 * What services outside said: asked for once, also where many want it at the same time, kept in memory for
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

  /** What is kept under a name, else what `ask` brings; its failure is kept for a shorter while. */
  get(name: string, ask: () => Promise<T>): Promise<T> {
    const now = this.#now().getTime();
    const known = this.#entries.get(name);
    if (known !== undefined && known.endsAt > now) return known.value;
    this.#forget(name);
    const entry: Entry<T> = {
      value: this.#inTurn(ask),
      size: 0,
      endsAt: now + this.#limits.keptMs,
    };
    this.#entries.set(name, entry);
    entry.value.then(
      (value) => this.#weigh(name, entry, this.#sizeOf(value)),
      () => {
        entry.endsAt = this.#now().getTime() + this.#limits.failureMs;
      },
    );
    return entry.value;
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
