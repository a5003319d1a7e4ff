import { setTimeout as sleep } from 'node:timers/promises';
import type { Alert, SurveyAdapter } from '@fritz/surveys';
import type { CrossMatcher } from './cross-matches.ts';
import { type DecodedBatch, decodeBatch, putAside } from './decode.ts';
import { EarlyScores } from './early-scores.ts';
import type { FilterLibrary } from './filters.ts';
import { HistoryDepth } from './history-depth.ts';
import type { JointReader } from './joint.ts';
import { FencedError, type PacketSource } from './ports.ts';
import { type PrepareOptions, prepareBatch } from './prepare-batch.ts';
import { refusedAlerts } from './refused-alerts.ts';
import type { Scorer } from './scores.ts';
import {
  type AlertStore,
  ArchiveUnavailableError,
  type BatchWrite,
  RefusedBatchError,
  StaleBatchError,
} from './store.ts';

export interface PipelineOptions<A extends Alert> {
  readonly adapter: SurveyAdapter<A>;
  readonly store: AlertStore<A>;
  readonly filters: FilterLibrary;
  /** Absent: `cross_matches` stay empty, and no object is matched. */
  readonly matcher?: CrossMatcher;
  /** Absent: `classifications` stay empty. */
  readonly scorer?: Scorer;
  /** Absent: filters see nothing of other surveys. */
  readonly joint?: JointReader;
  /** Under which name the batches are booked. */
  readonly consumer: string;
  /** How long to wait for an archive that cannot be reached; default for ever. */
  readonly patienceMs?: number;
  /** Called before each wait for the archive. */
  readonly onWait?: (error: ArchiveUnavailableError, waitedMs: number) => void;
  /** Called after each commit. */
  readonly onBatch?: (write: BatchWrite<A>) => void;
}

/** With what all batches of a run share. */
type RunOptions<A extends Alert> = PipelineOptions<A> & PrepareOptions<A>;

/** A batch that stays stale this often means that something is wrong, not that the world moves. */
const MAX_ATTEMPTS = 50;

/** A batch on its way into the archive. */
interface Flight<A extends Alert> {
  /** What the batch was found to change, as soon as it is known; null when that came to nothing. */
  readonly ahead: Promise<BatchWrite<A> | null>;
  /** What was stored; null where another consumer owns the batch's partitions. */
  readonly stored: Promise<BatchWrite<A> | null>;
}

/**
 * Reads a source to its end: decode, look up, merge histories, filter, store; one transaction a
 * batch. While the database stores a batch the next is processed already, on top of what that
 * batch is going to change; it is redone where that came out differently.
 */
export async function runPipeline<A extends Alert>(
  source: PacketSource,
  options: PipelineOptions<A>,
): Promise<void> {
  const shared: RunOptions<A> = { ...options, depth: new HistoryDepth() };
  let previous: Flight<A> | null = null;
  let last: Flight<A> | null = null;
  for await (const batch of source.batches()) {
    const decoded = await decodeBatch(batch, options.adapter);
    const early = beginScores(decoded, options);
    // Two batches are under way at most. A failure of the storing is thrown here or at the end.
    await previous?.stored;
    previous = last;
    last = launch(source, decoded, previous, { ...shared, ...early });
  }
  await previous?.stored;
  await last?.stored;
}

/** Asks for the scores that need nothing but the packets. */
function beginScores<A extends Alert>(
  { alerts }: DecodedBatch<A>,
  { adapter, scorer }: PipelineOptions<A>,
): Pick<PrepareOptions<A>, 'early'> {
  return scorer ? { early: EarlyScores.begin(alerts, { adapter, scorer }) } : {};
}

function launch<A extends Alert>(
  source: PacketSource,
  decoded: DecodedBatch<A>,
  previous: Flight<A> | null,
  options: RunOptions<A>,
): Flight<A> {
  const { promise: ahead, resolve } = Promise.withResolvers<BatchWrite<A> | null>();
  const stored = storeBatch(source, decoded, { previous, announce: resolve }, options)
    .then((write) => {
      void release(decoded, options);
      return write;
    })
    .finally(() => resolve(null));
  stored.catch(() => {});
  return { ahead, stored };
}

/** Gives a batch's memory back as soon as nobody looks at it. */
async function release<A extends Alert>(
  { batch }: DecodedBatch<A>,
  { early }: Pick<PrepareOptions<A>, 'early'>,
): Promise<void> {
  await early?.settled();
  batch.release?.();
}

interface Place<A extends Alert> {
  readonly previous: Flight<A> | null;
  readonly announce: (write: BatchWrite<A>) => void;
}

async function storeBatch<A extends Alert>(
  source: PacketSource,
  decoded: DecodedBatch<A>,
  { previous, announce }: Place<A>,
  options: RunOptions<A>,
): Promise<BatchWrite<A> | null> {
  let prepared = await prepareAhead(decoded, { previous, announce }, options);
  try {
    const write = await persist(() => {
      const first = prepared;
      prepared = null;
      return attemptBatch(decoded, { first, announce }, options);
    }, options);
    options.onBatch?.(write);
    return write;
  } catch (error) {
    if (!(error instanceof FencedError)) throw error;
    await source.fenced(decoded.batch);
    return null;
  }
}

/**
 * Processes a batch while the one before it is being stored, and waits for that. Returns null
 * where the batch has to be processed anew, for the one before came out differently.
 */
async function prepareAhead<A extends Alert>(
  decoded: DecodedBatch<A>,
  { previous, announce }: Place<A>,
  options: RunOptions<A>,
): Promise<BatchWrite<A> | null> {
  if (!previous) return null;
  const expected = await previous.ahead;
  let prepared: BatchWrite<A> | null = null;
  if (expected) {
    try {
      prepared = await prepareBatch(decoded, expected, options);
      announce(prepared);
    } catch (error) {
      if (!(error instanceof ArchiveUnavailableError)) throw error;
    }
  }
  const stored = await previous.stored;
  return stored !== null && stored === expected ? prepared : null;
}

const RETRY_MS = { first: 100, longest: 5000 };

/** Repeats work that failed because the archive could not be reached. The work is idempotent. */
async function persist<T>(
  work: () => Promise<T>,
  options: Pick<PipelineOptions<never>, 'patienceMs' | 'onWait'>,
): Promise<T> {
  const { patienceMs = Number.POSITIVE_INFINITY, onWait } = options;
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
  whole: DecodedBatch<A>,
  { first, announce }: { first: BatchWrite<A> | null; announce: Place<A>['announce'] },
  options: RunOptions<A>,
): Promise<BatchWrite<A>> {
  let decoded = whole;
  let prepared = first;
  for (let attempt = 1; ; attempt++) {
    const write = prepared ?? (await prepareBatch(decoded, null, options));
    prepared = null;
    announce(write);
    const start = performance.now();
    try {
      await options.store.commit(write);
      write.stageMs.store = performance.now() - start;
      return write;
    } catch (error) {
      if (error instanceof RefusedBatchError)
        decoded = await withoutRefused(decoded, error, options);
      else if (!(error instanceof StaleBatchError) || attempt >= MAX_ATTEMPTS) throw error;
      // It may be a filter that is gone.
      options.filters.forget();
      options.matcher?.forget();
      options.scorer?.forget();
    }
  }
}

/** The batch without the alerts that the archive cannot take; their packets go to quarantine. */
async function withoutRefused<A extends Alert>(
  decoded: DecodedBatch<A>,
  error: RefusedBatchError,
  options: RunOptions<A>,
): Promise<DecodedBatch<A>> {
  const refused = await refusedAlerts(decoded.alerts, async (alerts) => {
    const part = { ...decoded, alerts };
    return options.store.wouldTake(await prepareBatch(part, null, options));
  });
  // No alert is to blame by itself: to go on without some would lose them.
  if (refused.length === 0) throw error;
  const candids = new Set(refused.map(({ candid }) => candid));
  return putAside(decoded, candids, `the archive cannot take it: ${error.message}`);
}
