/** What was used last is kept, as long as all of it together weighs no more than so much. */
export class BoundedCache<T> {
  readonly #most: number;
  readonly #weigh: (value: T) => number;
  readonly #letGo: (value: T) => void;
  /** In the order of use, the oldest first. */
  readonly #entries = new Map<string, { readonly value: Promise<T>; weight: number }>();
  #weight = 0;

  constructor(most: number, weigh: (value: T) => number, letGo: (value: T) => void = () => {}) {
    this.#most = most;
    this.#weigh = weigh;
    this.#letGo = letGo;
  }

  /** The value of a key, made where there is none; who asks meanwhile waits for the same. */
  async get(key: string, make: () => Promise<T>): Promise<T> {
    const known = this.#entries.get(key);
    if (known) {
      this.#entries.delete(key);
      this.#entries.set(key, known);
      return known.value;
    }
    const entry = { value: make(), weight: 0 };
    this.#entries.set(key, entry);
    try {
      const value = await entry.value;
      entry.weight = this.#weigh(value);
      this.#weight += entry.weight;
      this.#shrink(key);
      return value;
    } catch (error) {
      this.#entries.delete(key);
      throw error;
    }
  }

  clear(): void {
    for (const { value, weight } of this.#entries.values()) {
      if (weight > 0) void value.then(this.#letGo);
    }
    this.#entries.clear();
    this.#weight = 0;
  }

  /** Lets the oldest go, but neither the newest nor what is still being made. */
  #shrink(newest: string): void {
    for (const [key, { value, weight }] of this.#entries) {
      if (this.#weight <= this.#most) return;
      if (key === newest || weight === 0) continue;
      this.#entries.delete(key);
      this.#weight -= weight;
      void value.then(this.#letGo);
    }
  }
}
