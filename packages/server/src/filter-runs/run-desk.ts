import type { ArchiveConfig } from '@fritz/archive';
import { FritzError } from '../http/fritz-error.ts';
import type { ResultOf } from './perform-run.ts';
import type { RunTask, RunWork } from './run-task.ts';
import { abandoned, type RunOptions, RunThread } from './run-thread.ts';

/** How many runs there may be. */
export interface RunLimits {
  /** At a time, each in a thread; the processors are for the stream. */
  readonly threads: number;
  readonly waiting: number;
  /** Of one person, whatever keys he has: nobody keeps the others out. */
  readonly ofOnePerson: number;
}

const LIMITS: RunLimits = { threads: 2, waiting: 20, ofOnePerson: 4 };
/** A thread that had nothing to do for so long ends. */
const IDLE_MS = 60_000;

interface Job {
  readonly task: RunTask;
  readonly options: RunOptions;
  /** What was told of its place in the queue last. */
  told: number | null;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** Where runs of filters are ordered: a few threads, and a short queue before them. */
export class RunDesk {
  private readonly config: ArchiveConfig;
  private readonly limits: RunLimits;
  private waiting: readonly Job[] = [];
  private readonly idle = new Set<RunThread>();
  private readonly busy = new Map<RunThread, Job>();
  private isClosed = false;

  constructor(config: ArchiveConfig, limits: Partial<RunLimits> = {}) {
    this.config = sendable(config);
    this.limits = { ...LIMITS, ...limits };
  }

  /** How many runs wait and how many are being done; of one person, where he is named. */
  count(viewerId?: number): { readonly waiting: number; readonly running: number } {
    const isOf = ({ task }: Job) => viewerId === undefined || task.viewerId === viewerId;
    const running = [...this.busy.values()].filter(isOf).length;
    return { waiting: this.waiting.filter(isOf).length, running };
  }

  /**
   * Runs a filter over past alerts.
   *
   * @throws FritzError `runs_busy`, `run_too_long`; MqlError for a pipeline that does not compile
   */
  async run<W extends RunWork>(task: RunTask<W>, options: RunOptions = {}): Promise<ResultOf<W>> {
    if (options.signal?.aborted) throw abandoned();
    const own = this.count(task.viewerId);
    const isTooMany = own.waiting + own.running >= this.limits.ofOnePerson;
    const isFull = this.waiting.length >= this.limits.waiting;
    if (this.isClosed || isTooMany || isFull) throw new FritzError('runs_busy');
    // The worker answers a task with the result of its kind.
    return (await this.queue(task, options)) as ResultOf<W>;
  }

  async close(): Promise<void> {
    this.isClosed = true;
    const { waiting } = this;
    this.waiting = [];
    for (const { reject } of waiting) reject(new FritzError('runs_busy'));
    await Promise.all([...this.idle, ...this.busy.keys()].map((thread) => thread.end()));
  }

  private queue(task: RunTask, options: RunOptions): Promise<unknown> {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const job: Job = { task, options, told: null, resolve, reject };
    const { signal } = options;
    // Once it runs, its thread hears of it.
    const leave = () => {
      if (!this.take(job)) return;
      reject(abandoned());
      this.tellPlaces();
    };
    signal?.addEventListener('abort', leave, { once: true });
    this.waiting = [...this.waiting, job];
    this.next();
    this.tellPlaces();
    return promise.finally(() => signal?.removeEventListener('abort', leave));
  }

  /** Takes a job out of the queue; false where it is not in it any more. */
  private take(job: Job): boolean {
    const rest = this.waiting.filter((other) => other !== job);
    const wasThere = rest.length < this.waiting.length;
    this.waiting = rest;
    return wasThere;
  }

  private next(): void {
    if (this.isClosed || this.busy.size >= this.limits.threads) return;
    const [job] = this.inTurn();
    if (!job) return;
    this.take(job);
    const thread = this.thread();
    this.busy.set(thread, job);
    thread
      .perform(job.task, job.options)
      .then(job.resolve, job.reject)
      .finally(() => {
        this.busy.delete(thread);
        if (thread.isAlive && !this.isClosed) {
          this.idle.add(thread);
          thread.endAfter(IDLE_MS);
        }
        this.next();
        this.tellPlaces();
      });
  }

  /** The queue: whose run is not being done comes first; else who came first. */
  private inTurn(): readonly Job[] {
    const running = ({ task }: Job) => this.count(task.viewerId).running;
    return this.waiting.toSorted((a, b) => running(a) - running(b));
  }

  private tellPlaces(): void {
    for (const [ahead, job] of this.inTurn().entries()) {
      if (job.told === ahead) continue;
      job.told = ahead;
      job.options.onQueue?.(ahead);
    }
  }

  private thread(): RunThread {
    for (const thread of this.idle) {
      this.idle.delete(thread);
      // It may have ended this very moment.
      if (thread.isAlive) return thread;
    }
    const thread = new RunThread(this.config, () => this.idle.delete(thread));
    return thread;
  }
}

/** Functions cannot be sent to a thread; the driver's parsers the thread has itself. */
function sendable(config: ArchiveConfig): ArchiveConfig {
  return Object.fromEntries(
    Object.entries(config).filter(
      ([name, value]) => name !== 'types' && typeof value !== 'function',
    ),
  );
}
