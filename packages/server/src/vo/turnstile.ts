import { VoError } from './vo-error.ts';

/** How many queries run at once, of everyone and of one; the others wait for a while. */
const MAX_RUNNING = 8;
const MAX_OF_ONE = 3;
const MAX_WAITING = 200;

interface Waiting {
  readonly name: string;
  readonly enter: () => void;
}

/** Keeps one from taking all there is: who waits enters in turn. */
export class Turnstile {
  readonly #running = new Map<string, number>();
  #waiting: Waiting[] = [];
  #count = 0;

  /** Runs work when it is its turn. @throws VoError 503 where it does not come in time */
  async pass<T>(name: string, waitMs: number, work: () => Promise<T>): Promise<T> {
    await this.#enter(name, waitMs);
    try {
      return await work();
    } finally {
      this.#leave(name);
    }
  }

  #isFree(name: string): boolean {
    return this.#count < MAX_RUNNING && (this.#running.get(name) ?? 0) < MAX_OF_ONE;
  }

  #take(name: string): void {
    this.#count += 1;
    this.#running.set(name, (this.#running.get(name) ?? 0) + 1);
  }

  #enter(name: string, waitMs: number): Promise<void> {
    if (this.#isFree(name)) {
      this.#take(name);
      return Promise.resolve();
    }
    if (this.#waiting.length >= MAX_WAITING) return Promise.reject(tooBusy());
    return new Promise((resolve, reject) => {
      const waiting: Waiting = {
        name,
        enter: () => {
          clearTimeout(timer);
          this.#take(name);
          resolve();
        },
      };
      const timer = setTimeout(() => {
        this.#waiting = this.#waiting.filter((one) => one !== waiting);
        reject(tooBusy());
      }, waitMs);
      timer.unref();
      this.#waiting.push(waiting);
    });
  }

  #leave(name: string): void {
    this.#count -= 1;
    const left = (this.#running.get(name) ?? 1) - 1;
    if (left > 0) this.#running.set(name, left);
    else this.#running.delete(name);
    const next = this.#waiting.find((one) => this.#isFree(one.name));
    if (next === undefined) return;
    this.#waiting = this.#waiting.filter((one) => one !== next);
    next.enter();
  }
}

function tooBusy(): VoError {
  return new VoError(
    503,
    'too many queries are running: ask again later, or as an asynchronous job',
  );
}
