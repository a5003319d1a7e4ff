import type { MqlDocument } from '@fritz/mql';
import type { ScoreOptions } from '../scores/past-scores.ts';
import type { ViewerTx } from '../viewer/viewer-tx.ts';
import type { PastAlert, PastSurvey } from './past-alerts.ts';
import { PastDocuments, type Visit } from './past-documents.ts';
import { type PastFilter, type PastOutcome, runPastFilter } from './past-filter.ts';

/** How a run over past alerts goes on. */
export interface RunControl {
  /** Told after each part: how many alerts of how many are done. */
  readonly onProgress?: (done: number, total: number) => void;
  /** When to stop with what there is, by `performance.now()`. */
  readonly deadlineMs?: number;
  readonly signal?: AbortSignal;
}

export interface ReplayOptions extends RunControl, Pick<ScoreOptions, 'scores'> {
  readonly keep?: number;
}

/** An alert that a filter passed, with what the filter computed. */
export interface PastPass extends PastAlert {
  readonly output: MqlDocument;
}

/** What a filter makes of past alerts; evaluated = passed + rejected + failed. */
export interface Replay {
  readonly alerts: number;
  readonly evaluated: number;
  readonly passed: number;
  readonly rejected: number;
  readonly failed: number;
  /** Of the filter alone, over all alerts. */
  readonly elapsedUs: number;
  /** False where time ran out: the counts are of the alerts that were done. */
  readonly isComplete: boolean;
  /** By candid; the first `keep` of them that were found. */
  readonly passes: readonly PastPass[];
  readonly failures: readonly { readonly candid: bigint; readonly message: string }[];
}

const BATCH = 500;
const MAX_FAILURES = 20;

/**
 * Runs over alerts a part at a time.
 *
 * @param part does one part, asks now and then whether time has run out, and gives how many it left
 * @returns how many alerts were done: fewer than all where the deadline came first
 */
export async function runInParts(
  alerts: readonly PastAlert[],
  control: RunControl,
  part: (alerts: readonly PastAlert[], isOver: () => boolean) => Promise<number>,
): Promise<number> {
  const { onProgress, deadlineMs = Number.POSITIVE_INFINITY, signal } = control;
  const isOver = () => performance.now() > deadlineMs;
  let begun = 0;
  let done = 0;
  onProgress?.(done, alerts.length);
  while (begun < alerts.length && !isOver()) {
    signal?.throwIfAborted();
    const next = alerts.slice(begun, begun + BATCH);
    begun += next.length;
    done += next.length - (await part(next, isOver));
    onProgress?.(done, alerts.length);
  }
  return done;
}

/**
 * What the live stream would have made of past alerts with this filter, with the viewer's rights.
 *
 * @param keep how many passes to give; all are counted
 * @param scores which scores the alerts have; those that the live stream saw by default
 */
export async function replayFilter(
  { tx, survey }: { readonly tx: ViewerTx; readonly survey: PastSurvey },
  filter: PastFilter,
  alerts: readonly PastAlert[],
  { keep = Number.POSITIVE_INFINITY, scores = 'seen', ...control }: ReplayOptions = {},
): Promise<Replay> {
  const documents = new PastDocuments(tx, survey, [filter.compiled.reads], { scores });
  const tally = new ReplayTally(keep);
  const visit: Visit = (alert, documentOf) => {
    const start = performance.now();
    const outcome = runPastFilter(filter, alert, documentOf);
    tally.add(alert, outcome, (performance.now() - start) * 1000);
  };
  const done = await runInParts(alerts, control, (part, isOver) =>
    documents.visit(part, visit, isOver),
  );
  return tally.finish(alerts.length, done === alerts.length);
}

/** Counts what a filter makes of one alert after another. */
export class ReplayTally {
  private readonly keep: number;
  private readonly passes: PastPass[] = [];
  private readonly failures: { candid: bigint; message: string }[] = [];
  private passed = 0;
  private rejected = 0;
  private failed = 0;
  private elapsedUs = 0;

  constructor(keep: number) {
    this.keep = keep;
  }

  add({ objectId, candid }: PastAlert, outcome: PastOutcome, elapsedUs: number): void {
    if (outcome.kind === 'unseen') return;
    this.elapsedUs += elapsedUs;
    switch (outcome.kind) {
      case 'passed':
        this.passed += 1;
        if (this.passes.length < this.keep) {
          this.passes.push({ objectId, candid, output: outcome.output });
        }
        return;
      case 'rejected':
        this.rejected += 1;
        return;
      case 'failed':
        this.failed += 1;
        if (this.failures.length < MAX_FAILURES) {
          this.failures.push({ candid, message: outcome.message });
        }
    }
  }

  finish(alerts: number, isComplete: boolean): Replay {
    const { passed, rejected, failed, elapsedUs, failures } = this;
    return {
      ...{ alerts, evaluated: passed + rejected + failed, passed, rejected, failed },
      ...{ elapsedUs, isComplete, failures },
      passes: [...this.passes].sort((a, b) => (a.candid < b.candid ? -1 : 1)),
    };
  }
}
