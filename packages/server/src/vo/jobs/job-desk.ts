import { changeTapJob, findTapJob, removeTapJobFile, type TapPhase } from '@fritz/archive';
import type { ServerContext } from '../../context.ts';
import { toFritzError } from '../../http/error-mapper.ts';
import { executeQuery, readTapQuery } from '../execute.ts';
import type { Turnstile } from '../turnstile.ts';
import { readUploadNames, readUploads } from '../uploads.ts';
import type { VoCaller } from '../vo-auth.ts';
import { VoError } from '../vo-error.ts';
import { VoParams } from '../vo-params.ts';
import { readJobFile } from './job-files.ts';
import { JobResult, RESULT_NAME } from './job-result.ts';
import { withJob } from './job-store.ts';
import { demandRoom } from './make-job.ts';

const BEAT_MS = 5000;
/** How long a job waits for its turn. */
const WAIT_MS = 3_600_000;
const RUNNING: readonly TapPhase[] = ['QUEUED', 'EXECUTING'];

/** Runs jobs in this process. One that nobody says he runs is found dead later, by whoever looks. */
export class JobDesk {
  readonly #context: ServerContext;
  readonly #turnstile: Turnstile;
  readonly #running = new Map<string, AbortController>();
  readonly #work = new Set<Promise<void>>();

  constructor(context: ServerContext, turnstile: Turnstile) {
    this.#context = context;
    this.#turnstile = turnstile;
  }

  /** Queues a job that waits for it; it runs from now on. */
  async start(caller: VoCaller, id: string): Promise<void> {
    const isQueued = await withJob(this.#context, caller, id, (tx) =>
      changeTapJob(tx, id, ['PENDING'], { phase: 'QUEUED' }),
    );
    if (!isQueued) return;
    const controller = new AbortController();
    this.#running.set(id, controller);
    const work = this.#run(caller, id, controller.signal)
      .catch((error: unknown) => this.#context.log.error({ err: error }, 'a TAP job was left'))
      .finally(() => {
        this.#running.delete(id);
        this.#work.delete(work);
      });
    this.#work.add(work);
  }

  /** Ends a job's query, where this process runs it. */
  stop(id: string): void {
    this.#running.get(id)?.abort();
  }

  /** Ends all of them, and waits until they are. */
  async close(): Promise<void> {
    for (const controller of this.#running.values()) controller.abort();
    await Promise.all(this.#work);
  }

  async #run(caller: VoCaller, id: string, signal: AbortSignal): Promise<void> {
    const beat = setInterval(() => void this.#beat(caller, id), BEAT_MS);
    try {
      const who = { name: caller.name, isJob: true, signal };
      await this.#turnstile.pass(who, WAIT_MS, () => this.#execute(caller, id, signal));
    } catch (error) {
      await this.#fail(caller, id, error, signal);
    } finally {
      clearInterval(beat);
    }
  }

  /** Says that the job lives; a job that was ended elsewhere, or whose owner's key was, ends here. */
  async #beat(caller: VoCaller, id: string): Promise<void> {
    try {
      const lives = await withJob(this.#context, caller, id, (tx) =>
        changeTapJob(tx, id, RUNNING, {}),
      );
      if (!lives) this.stop(id);
    } catch {
      // The next beat tries again; without any the job is found dead.
    }
  }

  async #execute(caller: VoCaller, id: string, signal: AbortSignal): Promise<void> {
    const context = this.#context;
    const job = await withJob(context, caller, id, async (tx) => {
      await demandRoom(tx, caller);
      const isStarted = await changeTapJob(tx, id, ['QUEUED'], { phase: 'EXECUTING' });
      return isStarted ? findTapJob(tx, id) : null;
    });
    if (job === null) return;
    const params = new VoParams(job.parameters);
    const query = readTapQuery(params);
    const asked = readUploadNames(params);
    const files = await Promise.all(
      asked
        .flatMap(({ part, url }) => (url === null ? [part] : []))
        .map(async (part) => ({
          name: part,
          bytes: await readJobFile(context, caller, id, `upload:${part}`),
        })),
    );
    const uploads = await readUploads(context.guard, caller, asked, files);
    const sink = new JobResult(context, caller, id);
    const timeoutS = job.durationS;
    const count = await executeQuery({ context, caller, query, uploads, sink, timeoutS, signal });
    await sink.flush();
    await withJob(context, caller, id, (tx) =>
      changeTapJob(tx, id, ['EXECUTING'], {
        ...{ phase: 'COMPLETED', isOverflow: count.isOverflow },
        result: { type: query.format.mime, rows: count.rows },
      }),
    );
  }

  async #fail(caller: VoCaller, id: string, error: unknown, signal: AbortSignal): Promise<void> {
    const isAborted = signal.aborted;
    const told = error instanceof VoError ? error.message : toFritzError(error).message;
    if (!isAborted && !(error instanceof VoError)) {
      this.#context.log.error({ err: error }, 'a TAP job failed');
    }
    await withJob(this.#context, caller, id, async (tx) => {
      await changeTapJob(
        tx,
        id,
        RUNNING,
        isAborted ? { phase: 'ABORTED' } : { phase: 'ERROR', error: told },
      );
      await removeTapJobFile(tx, id, RESULT_NAME);
    });
  }
}
