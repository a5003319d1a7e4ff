import { setTimeout as sleep } from 'node:timers/promises';
import type { Alert, SurveyAdapter } from '@fritz/surveys';
import { type DecodedBatch, decodeBatch, processBatch } from './batch.ts';
import type { FilterLibrary } from './filters.ts';
import { FencedError, type PacketSource } from './ports.ts';
import {
  type AlertStore,
  ArchiveUnavailableError,
  type BatchWrite,
  StaleBatchError,
} from './store.ts';

export interface PipelineOptions<A extends Alert> {
  readonly adapter: SurveyAdapter<A>;
  readonly store: AlertStore<A>;
  readonly filters: FilterLibrary;
  /** Under which name the batches are booked. */
  readonly consumer: string;
  /** How long to wait for an archive that cannot be reached; default for ever. */
  readonly patienceMs?: number;
  /** Called before each wait for the archive. */
  readonly onWait?: (error: ArchiveUnavailableError, waitedMs: number) => void;
  /** Called after each commit. */
  readonly onBatch?: (write: BatchWrite<A>) => void;
}

/** A batch that stays stale this often means that something is wrong, not that the world moves. */
const MAX_ATTEMPTS = 8;

/**
 * Reads a source to its end: decode, look up, merge histories, filter, store; one transaction a
 * batch. The next batch is decoded while the database stores the last.
 */
export async function runPipeline<A extends Alert>(
  source: PacketSource,
  options: PipelineOptions<A>,
): Promise<void> {
  // A failure of the storing is thrown when the next batch, or the end, waits for it.
  let storing: Promise<void> = Promise.resolve();
  for await (const batch of source.batches()) {
    const decoded = decodeBatch(batch, options.adapter);
    await storing;
    storing = storeBatch(source, decoded, options);
    storing.catch(() => {});
  }
  await storing;
}

async function storeBatch<A extends Alert>(
  source: PacketSource,
  decoded: DecodedBatch<A>,
  options: PipelineOptions<A>,
): Promise<void> {
  try {
    const write = await persist(() => attemptBatch(decoded, options), options);
    options.onBatch?.(write);
  } catch (error) {
    if (!(error instanceof FencedError)) throw error;
    await source.fenced(decoded.batch);
  }
}

const RETRY_MS = { first: 100, longest: 5000 };

/** Repeats work that failed because the archive could not be reached. The work is idempotent. */
async function persist<T>(
  work: () => Promise<T>,
  {
    patienceMs = Number.POSITIVE_INFINITY,
    onWait,
  }: Pick<PipelineOptions<never>, 'patienceMs' | 'onWait'>,
): Promise<T> {
  const start = performance.now();
  for (let pauseMs = RETRY_MS.first; ; pauseMs = Math.min(2 * pauseMs, RETRY_MS.longest)) {
    try {
      return await work();
    } catch (error) {
      const waitedMs = performance.now() - start;
      if (!(error instanceof ArchiveUnavailableError) || waitedMs > patienceMs) throw error;
      onWait?.(error, waitedMs);
      await sleep(pauseMs);
    }
  }
}

async function attemptBatch<A extends Alert>(
  decoded: DecodedBatch<A>,
  options: PipelineOptions<A>,
): Promise<BatchWrite<A>> {
  const { adapter, store, consumer } = options;
  const candids = decoded.alerts.map((alert) => alert.candid);
  const objectIds = [...new Set(decoded.alerts.map((alert) => alert.objectId))];
  for (let attempt = 1; ; attempt++) {
    const start = performance.now();
    const filters = await options.filters.active();
    const state = await store.lookUp(candids, objectIds);
    const lookUpMs = performance.now() - start;
    const write = processBatch(decoded, state, { adapter, filters, consumer, lookUpMs });
    const storeStart = performance.now();
    try {
      await store.commit(write);
      write.stageMs.store = performance.now() - storeStart;
      return write;
    } catch (error) {
      if (!(error instanceof StaleBatchError) || attempt >= MAX_ATTEMPTS) throw error;
    }
  }
}
