import type { StreamLogger } from '../logger.ts';
import { rootMessage } from './kafka-connection.ts';

const FIRST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 5_000;

/** One kind of work that may fail for a while: logs once when it does and once when it is over. */
export class Trouble {
  readonly #what: string;
  readonly #logger: StreamLogger;
  #failures = 0;

  constructor(what: string, logger: StreamLogger) {
    this.#what = what;
    this.#logger = logger;
  }

  /** Notes a failure; gives how long to wait before the next try, in milliseconds. */
  failed(error: unknown): number {
    if (this.#failures === 0) {
      this.#logger.error({ error }, `${this.#what} fails, trying on: ${rootMessage(error)}`);
    }
    this.#failures += 1;
    return Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(this.#failures - 1, 10));
  }

  passed(): void {
    if (this.#failures > 0) this.#logger.info({}, `${this.#what} works again`);
    this.#failures = 0;
  }
}
