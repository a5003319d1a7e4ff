interface Entry<T> {
  readonly value: Promise<T>;
  weight: number;
  /** How many are at it right now. */
  users: number;
}

/** What was used last is kept, as long as all of it together weighs no more than so much. */
export class BoundedCache<T> {
  readonly #most: number;
  readonly #weigh: (value: T) => number;
  readonly #letGo: (value: T) => void;
  /** In the order of use, the oldest first. */
  readonly #entries = new Map<string, Entry<T>>();
  #weight = 0;

  constructor(most: number, weigh: (value: T) => number, letGo: (value: T) => void = () => {}) {
    this.#most = most;
    this.#weigh = weigh;
    this.#letGo = letGo;
  }

  /** The value of a key, made where there is none; who asks meanwhile waits for the same. */
  get(key: string, make: () => Promise<T>): Promise<T> {
    return this.use(key, make, async (value) => value);
  }

  /** Does something with it, until when it is not let go of. */
  async use<R>(key: string, make: () => Promise<T>, work: (value: T) => Promise<R>): Promise<R> {
    const entry = this.#entry(key, make);
    entry.users++;
    try {
      return await work(await entry.value);
    } finally {
      entry.users--;
      this.#shrink(key);
    }
  }

  #entry(key: string, make: () => Promise<T>): Entry<T> {
    const known = this.#entries.get(key);
    if (known) {
      this.#entries.delete(key);
      this.#entries.set(key, known);
      return known;
    }
    const entry: Entry<T> = { value: make(), weight: 0, users: 0 };
    this.#entries.set(key, entry);
    entry.value.then(
      (value) => {
        entry.weight = this.#weigh(value);
        this.#weight += entry.weight;
      },
      () => this.#entries.delete(key),
    );
    return entry;
  }

  clear(): void {
    for (const { value, weight } of this.#entries.values()) {
      if (weight > 0) void value.then(this.#letGo);
    }
    this.#entries.clear();
    this.#weight = 0;
  }

  /** Lets the oldest go, but neither the newest nor what is still being made, or used. */
  #shrink(newest: string): void {
    for (const [key, { value, weight, users }] of this.#entries) {
      if (this.#weight <= this.#most) return;
      if (key === newest || weight === 0 || users > 0) continue;
      this.#entries.delete(key);
      this.#weight -= weight;
      void value.then(this.#letGo);
    }
  }
}
