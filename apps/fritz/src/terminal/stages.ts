import { formatSeconds } from './format.ts';

const nameWidth = 10;

/** Tells of the stages of a start, one line each. */
export class Stages {
  readonly #write: (line: string) => void;

  constructor(write: (line: string) => void) {
    this.#write = write;
  }

  /** Does one stage's work and tells what came of it and how long it took. */
  async run<T>(name: string, work: () => Promise<T>, describe: (result: T) => string): Promise<T> {
    const start = performance.now();
    const result = await work();
    const elapsedMs = performance.now() - start;
    const tail = elapsedMs < 50 ? '' : ` (${formatSeconds(elapsedMs / 1000)})`;
    this.tell(name, describe(result) + tail);
    return result;
  }

  tell(name: string, text: string): void {
    this.#write(`  ${name.padEnd(nameWidth)} ${text}`);
  }
}
