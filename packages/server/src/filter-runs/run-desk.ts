import { Worker } from 'node:worker_threads';
import type { ArchiveConfig } from '@fritz/archive';
import { MqlError } from '@fritz/mql';
import { FritzError } from '../http/fritz-error.ts';
import type { ResultOf } from './perform-run.ts';
import type { RunFailure, RunReport, RunTask, RunWork } from './run-task.ts';

/** How a run is followed. */
export interface RunOptions {
  readonly onProgress?: (done: number, total: number) => void;
  /** Ends the run: nobody waits for it any more. */
  readonly signal?: AbortSignal;
}

/** So many runs at a time, each in a thread; the processors are for the stream. */
const MAX_THREADS = 2;
const MAX_WAITING = 20;
/** Nobody keeps the others out. */
const MAX_OF_ONE_KEY = 4;
/** What a run may take beyond its limit before it is ended, for one that does not come back. */
const GRACE_MS = 15_000;
/** A thread that had nothing to do for so long ends. */
const IDLE_MS = 60_000;

interface Job {
  readonly task: RunTask;
  readonly options: RunOptions;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** Where runs of filters are ordered: a few threads, and a short queue before them. */
export class RunDesk {
  private readonly config: ArchiveConfig;
  private readonly waiting: Job[] = [];
  private readonly idle: RunThread[] = [];
  private readonly busy = new Set<RunThread>();
  /** How many runs of each key wait or run. */
  private readonly underWay = new Map<string, number>();
  private isClosed = false;

  constructor(config: ArchiveConfig) {
    this.config = sendable(config);
  }

  /**
   * Runs a filter over past alerts.
   *
   * @throws FritzError `runs_busy`, `run_too_long`; MqlError for a pipeline that does not compile
   */
  run<W extends RunWork>(task: RunTask<W>, options: RunOptions = {}): Promise<ResultOf<W>> {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const { viewerKey } = task;
    const ofKey = this.underWay.get(viewerKey) ?? 0;
    const isFull = this.waiting.length >= MAX_WAITING || ofKey >= MAX_OF_ONE_KEY;
    if (this.isClosed || isFull) throw new FritzError('runs_busy');
    this.underWay.set(viewerKey, ofKey + 1);
    const done = () => this.finish(viewerKey);
    promise.then(done, done);
    this.waiting.push({ task, options, resolve, reject });
    this.next();
    // The worker answers a task with the result of its kind.
    return promise as Promise<ResultOf<W>>;
  }

  async close(): Promise<void> {
    this.isClosed = true;
    for (const { reject } of this.waiting.splice(0)) reject(new FritzError('runs_busy'));
    await Promise.all([...this.idle.splice(0), ...this.busy].map((thread) => thread.end()));
  }

  private finish(viewerKey: string): void {
    const rest = (this.underWay.get(viewerKey) ?? 1) - 1;
    if (rest > 0) this.underWay.set(viewerKey, rest);
    else this.underWay.delete(viewerKey);
  }

  private next(): void {
    if (this.busy.size >= MAX_THREADS) return;
    const job = this.waiting.shift();
    if (!job) return;
    if (job.options.signal?.aborted) {
      job.reject(abandoned());
      this.next();
      return;
    }
    const thread = this.idle.pop() ?? new RunThread(this.config);
    this.busy.add(thread);
    thread
      .perform(job)
      .then(job.resolve, job.reject)
      .finally(() => {
        this.busy.delete(thread);
        if (thread.isAlive && !this.isClosed) this.keep(thread);
        this.next();
      });
  }

  private keep(thread: RunThread): void {
    this.idle.push(thread);
    thread.endAfter(IDLE_MS, () => {
      const at = this.idle.indexOf(thread);
      if (at >= 0) this.idle.splice(at, 1);
    });
  }
}

/** A thread that does one run after another. */
class RunThread {
  private readonly worker: Worker;
  private nextId = 1;
  private ending: NodeJS.Timeout | null = null;
  /** Why it ended, where it was not told to. */
  private cause: unknown = null;
  isAlive = true;

  constructor(config: ArchiveConfig) {
    this.worker = new Worker(new URL('./run.worker.ts', import.meta.url), { workerData: config });
    // An idle thread does not keep the process.
    this.worker.unref();
    this.worker.on('error', (error) => {
      this.cause = error;
    });
    this.worker.once('exit', () => {
      this.isAlive = false;
    });
  }

  async perform({ task, options }: Job): Promise<unknown> {
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

  endAfter(idleMs: number, onEnd: () => void): void {
    this.ending = setTimeout(() => {
      onEnd();
      void this.end();
    }, idleMs);
    this.ending.unref();
  }

  async end(): Promise<void> {
    this.isAlive = false;
    if (this.ending) clearTimeout(this.ending);
    await this.worker.terminate();
  }
}

function abandoned(): FritzError {
  return new FritzError('run_too_long', { message: 'Nobody waits for this run any more.' });
}

/** Functions cannot be sent to a thread; the driver's parsers the thread has itself. */
function sendable(config: ArchiveConfig): ArchiveConfig {
  return Object.fromEntries(
    Object.entries(config).filter(
      ([name, value]) => name !== 'types' && typeof value !== 'function',
    ),
  );
}

function readFailure({ name, message, stack, code, mql }: RunFailure): Error {
  if (mql) {
    // The message has the hint in it already.
    const error = new MqlError('runtime', mql.path, message);
    return Object.assign(error, { code, hint: mql.hint });
  }
  return Object.assign(new Error(message), { name, code, ...(stack ? { stack } : {}) });
}
