import { Worker } from 'node:worker_threads';
import type { ArchiveConfig } from '@fritz/archive';
import { MqlError } from '@fritz/mql';
import { FritzError } from '../http/fritz-error.ts';
import type { RunFailure, RunReport, RunTask } from './run-task.ts';

/** How a run is followed. */
export interface RunOptions {
  readonly onProgress?: (done: number, total: number) => void;
  /** Told while it waits, at once and whenever that changes: how many runs begin before it. */
  readonly onQueue?: (ahead: number) => void;
  /** Ends the run: nobody waits for it any more. */
  readonly signal?: AbortSignal;
}

/** What a run may take beyond its limit before it is ended, for one that does not come back. */
const GRACE_MS = 15_000;

/** A thread that does one run after another. */
export class RunThread {
  private readonly worker: Worker;
  private nextId = 1;
  private ending: NodeJS.Timeout | null = null;
  /** Why it ended, where it was not told to. */
  private cause: unknown = null;
  isAlive = true;

  /** @param onEnd told when it takes no more runs, for whatever reason */
  constructor(config: ArchiveConfig, onEnd: () => void) {
    this.worker = new Worker(new URL('./run.worker.ts', import.meta.url), { workerData: config });
    // An idle thread does not keep the process.
    this.worker.unref();
    this.worker.on('error', (error) => {
      this.cause = error;
    });
    this.worker.once('exit', () => {
      this.isAlive = false;
      onEnd();
    });
  }

  /**
   * Does a run. Where nobody waits any more, or it does not come back, the thread is ended, and with
   * its connection what the database does for it.
   */
  async perform(task: RunTask, options: RunOptions): Promise<unknown> {
    if (this.ending) clearTimeout(this.ending);
    const id = this.nextId++;
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const onReport = (report: RunReport) => {
      if (report.id !== id) return;
      if (report.type === 'progress') options.onProgress?.(report.done, report.total);
      else if (report.type === 'result') resolve(report.result);
      else reject(readFailure(report.failure));
    };
    const give = (error: Error) => {
      reject(error);
      void this.end();
    };
    const onExit = () => {
      reject(new Error('the thread that ran the filter ended', { cause: this.cause }));
    };
    const onAbort = () => give(abandoned());
    const timer = setTimeout(
      () => give(new FritzError('run_too_long')),
      task.timeLimitMs + GRACE_MS,
    );
    this.worker.on('message', onReport);
    this.worker.once('exit', onExit);
    options.signal?.addEventListener('abort', onAbort);
    this.worker.ref();
    this.worker.postMessage({ id, task });
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      this.worker.off('message', onReport);
      this.worker.off('exit', onExit);
      options.signal?.removeEventListener('abort', onAbort);
      this.worker.unref();
    }
  }

  endAfter(idleMs: number): void {
    this.ending = setTimeout(() => void this.end(), idleMs);
    this.ending.unref();
  }

  async end(): Promise<void> {
    this.isAlive = false;
    if (this.ending) clearTimeout(this.ending);
    await this.worker.terminate();
  }
}

export function abandoned(): FritzError {
  return new FritzError('run_too_long', { message: 'Nobody waits for this run any more.' });
}

function readFailure({ name, message, stack, code, mql }: RunFailure): Error {
  if (mql) {
    // The message has the hint in it already.
    const error = new MqlError('runtime', mql.path, message);
    return Object.assign(error, { code, hint: mql.hint });
  }
  return Object.assign(new Error(message), { name, code, ...(stack ? { stack } : {}) });
}
