import { Worker } from 'node:worker_threads';
import { type Archive, type ArchiveConfig, takeQueryJobs } from '@fritz/archive';
import type { FastifyBaseLogger } from 'fastify';
import { LEASE_S } from './perform-job.ts';

/** What a thread that does jobs is given. */
export interface QueryThreadData {
  readonly config: ArchiveConfig;
  readonly workKey: string;
  readonly atOnce: number;
  readonly noteMs: number;
}

/** What a thread says of a job that is over. */
export interface QueryReport {
  readonly id: bigint;
  /** What failed that is ours; null where nothing did. */
  readonly failure: string | null;
}

export interface JobDeskParts {
  readonly archive: Archive;
  readonly config: ArchiveConfig;
  readonly workKey: string;
  readonly log: Pick<FastifyBaseLogger, 'error'>;
  /** Called when there is room for another job. */
  readonly onFree?: () => void;
  readonly noteMs?: number;
}

/** Jobs that are done at a time: of two processors one is left to everybody else. */
const AT_ONCE = 2;
/** A thread that had nothing to do for so long ends. */
const IDLE_MS = 60_000;

/** Where long queries are done that somebody ordered: two at a time, in a thread of their own. */
export class JobDesk {
  private readonly parts: JobDeskParts;
  private readonly running = new Set<bigint>();
  private worker: Worker | null = null;
  private idle: NodeJS.Timeout | null = null;
  private isClosed = false;

  constructor(parts: JobDeskParts) {
    this.parts = parts;
  }

  /** Begins what is due, as far as there is room; tells how many. */
  async round(): Promise<number> {
    const most = AT_ONCE - this.running.size;
    if (most <= 0 || this.isClosed) return 0;
    const { archive, workKey } = this.parts;
    const jobs = await archive.asViewer(null, (tx) =>
      takeQueryJobs(tx, workKey, { most, leaseS: LEASE_S }),
    );
    if (this.isClosed) return 0;
    for (const job of jobs) {
      this.running.add(job.id);
      this.thread().postMessage(job);
    }
    return jobs.length;
  }

  /** Jobs that are being done begin anew elsewhere, when their lease is over. */
  async close(): Promise<void> {
    this.isClosed = true;
    await this.end();
  }

  private thread(): Worker {
    if (this.idle !== null) clearTimeout(this.idle);
    this.idle = null;
    if (this.worker !== null) return this.worker;
    const { config, workKey, log, noteMs = 1000 } = this.parts;
    const data: QueryThreadData = { config: sendable(config), workKey, atOnce: AT_ONCE, noteMs };
    const worker = new Worker(new URL('./query.worker.ts', import.meta.url), { workerData: data });
    worker.unref();
    worker.on('message', ({ id, failure }: QueryReport) => {
      if (failure !== null) log.error({ job: String(id), failure }, 'a long query failed');
      this.over(id);
    });
    worker.on('error', (error) => log.error({ err: error }, 'the thread of long queries broke'));
    worker.once('exit', () => {
      if (this.worker !== worker) return;
      this.worker = null;
      this.running.clear();
      if (!this.isClosed) this.parts.onFree?.();
    });
    this.worker = worker;
    return worker;
  }

  private over(id: bigint): void {
    this.running.delete(id);
    if (this.isClosed) return;
    if (this.running.size === 0) {
      this.idle = setTimeout(() => void this.end(), IDLE_MS);
      this.idle.unref();
    }
    this.parts.onFree?.();
  }

  private async end(): Promise<void> {
    const { worker } = this;
    if (this.idle !== null) clearTimeout(this.idle);
    this.worker = null;
    await worker?.terminate();
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
