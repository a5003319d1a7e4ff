/** Wakes those who wait. A call while nobody waits is kept for the next one who does. */
export class Signal {
  #isSet = false;
  #wake: (() => void) | null = null;

  notify(): void {
    this.#isSet = true;
    this.#wake?.();
  }

  /** Waits for the next call, `ms` at most; one waiter at a time. */
  async wait(ms?: number): Promise<void> {
    if (!this.#isSet) {
      await new Promise<void>((done) => {
        const timer = ms === undefined ? null : setTimeout(done, Math.max(0, ms));
        this.#wake = () => {
          if (timer !== null) clearTimeout(timer);
          done();
        };
      });
    }
    this.#wake = null;
    this.#isSet = false;
  }
}
