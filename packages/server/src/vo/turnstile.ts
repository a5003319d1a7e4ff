import { VoError } from './vo-error.ts';

/** How many queries run at once, of everyone and of one; the others wait for a while. */
const MAX_RUNNING = 8;
const MAX_OF_ONE = 3;
/** Jobs may run for an hour: they leave half of the room to who waits for an answer. */
const MAX_JOBS = 4;
const MAX_WAITING = 200;

/** Who wants to enter, and whether for a job that nobody waits for. */
export interface Entering {
  readonly name: string;
  readonly isJob: boolean;
  /** Aborted: he does not want to enter any more. */
  readonly signal: AbortSignal;
}

interface Waiting extends Entering {
  readonly enter: () => void;
}

/** One's jobs are counted apart from what he waits for. */
const nameOf = ({ name, isJob }: Entering): string => `${isJob ? 'job' : 'now'} ${name}`;

/** Keeps one from taking all there is: who waits enters in turn. */
export class Turnstile {
  readonly #running = new Map<string, number>();
  #waiting: Waiting[] = [];
  #count = 0;
  #jobs = 0;

  /** Runs work when it is its turn. @throws VoError 503 where it does not come in time */
  async pass<T>(who: Entering, waitMs: number, work: () => Promise<T>): Promise<T> {
    await this.#enter(who, waitMs);
    try {
      return await work();
    } finally {
      this.#leave(who);
    }
  }

  #isFree(who: Entering): boolean {
    if (this.#count >= MAX_RUNNING || (who.isJob && this.#jobs >= MAX_JOBS)) return false;
    return (this.#running.get(nameOf(who)) ?? 0) < MAX_OF_ONE;
  }

  #take(who: Entering): void {
    const name = nameOf(who);
    this.#count += 1;
    if (who.isJob) this.#jobs += 1;
    this.#running.set(name, (this.#running.get(name) ?? 0) + 1);
  }

  #enter(who: Entering, waitMs: number): Promise<void> {
    if (this.#isFree(who)) {
      this.#take(who);
      return Promise.resolve();
    }
    if (who.signal.aborted) return Promise.reject(who.signal.reason);
    if (this.#waiting.length >= MAX_WAITING) return Promise.reject(tooBusy());
    return new Promise((resolve, reject) => {
      const waiting: Waiting = {
        ...who,
        enter: () => {
          stop();
          this.#take(who);
          resolve();
        },
      };
      const giveUp = (reason: unknown) => {
        stop();
        this.#waiting = this.#waiting.filter((one) => one !== waiting);
        reject(reason);
      };
      const onAbort = () => giveUp(who.signal.reason);
      const timer = setTimeout(() => giveUp(tooBusy()), waitMs);
      timer.unref();
      who.signal.addEventListener('abort', onAbort);
      const stop = () => {
        clearTimeout(timer);
        who.signal.removeEventListener('abort', onAbort);
      };
      this.#waiting.push(waiting);
    });
  }

  #leave(who: Entering): void {
    const name = nameOf(who);
    this.#count -= 1;
    if (who.isJob) this.#jobs -= 1;
    const left = (this.#running.get(name) ?? 1) - 1;
    if (left > 0) this.#running.set(name, left);
    else this.#running.delete(name);
    const next = this.#waiting.find((one) => this.#isFree(one));
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
