import { addTapJobPart } from '@fritz/archive';
import type { ServerContext } from '../../context.ts';
import type { ResultSink } from '../execute.ts';
import { MAX_RESULT_BYTES } from '../limits.ts';
import type { ResultFormat } from '../results/result-writer.ts';
import type { VoCaller } from '../vo-auth.ts';
import { VoError } from '../vo-error.ts';
import { withJob } from './job-store.ts';

const PART_BYTES = 2_000_000;
export const RESULT_NAME = 'result';

/** Keeps a job's result, in pieces. */
export class JobResult implements ResultSink {
  readonly #context: ServerContext;
  readonly #caller: VoCaller;
  readonly #id: string;
  #pieces: Buffer[] = [];
  #held = 0;
  #bytes = 0;
  #parts = 0;

  constructor(context: ServerContext, caller: VoCaller, id: string) {
    this.#context = context;
    this.#caller = caller;
    this.#id = id;
  }

  begin(_format: ResultFormat): void {}

  async write(piece: string | Uint8Array): Promise<void> {
    const bytes = Buffer.from(piece);
    this.#pieces.push(bytes);
    this.#held += bytes.length;
    this.#bytes += bytes.length;
    if (this.#bytes > MAX_RESULT_BYTES) {
      throw new VoError(
        400,
        `the result is larger than ${MAX_RESULT_BYTES / 1e6} MB: ask for less`,
      );
    }
    if (this.#held >= PART_BYTES) await this.flush();
  }

  /** Stores what is held. */
  async flush(): Promise<void> {
    const bytes = Buffer.concat(this.#pieces);
    this.#pieces = [];
    this.#held = 0;
    for (let at = 0; at < bytes.length; at += PART_BYTES) {
      const part = {
        ...{ id: this.#id, name: RESULT_NAME, part: this.#parts },
        bytes: bytes.subarray(at, at + PART_BYTES),
      };
      await withJob(this.#context, this.#caller, this.#id, (tx) => addTapJobPart(tx, part));
      this.#parts += 1;
    }
  }
}
