import { setTimeout as delay } from 'node:timers/promises';
import {
  type BrokerDatabase,
  type CandidRange,
  jdOfTime,
  type ScoringReport,
  scoreDeferred,
} from '@fritz/archive';
import type { Scorer } from '@fritz/pipeline';
import type { SurveyAdapter } from '@fritz/surveys';
import type { Log } from '../log.ts';

export interface DeferredScoringOptions {
  readonly database: BrokerDatabase;
  readonly adapter: SurveyAdapter;
  readonly scorer: Scorer;
  readonly log: Log;
  /** The stream has paused when nothing came for so long. */
  readonly idleMs?: number;
  /** Told when what was left was looked through. */
  readonly onRound?: (report: ScoringReport) => void;
}

const IDLE_MS = 10_000;
/** What a broker before this one left is looked for so far back. */
const LOOK_BACK_DAYS = 3;

/**
 * Makes the scores that no filter asked for, while the stream pauses: the night's last alert is
 * scored by morning. What is left where a broker ends is made by the next, or by `fritz model score`.
 */
export class DeferredScoring {
  private readonly options: DeferredScoringOptions;
  private readonly stopping = new AbortController();
  private readonly running: Promise<void>;
  private readonly idleMs: number;
  private lastAt = performance.now();
  private range: CandidRange | null;

  constructor(options: DeferredScoringOptions) {
    this.options = options;
    this.idleMs = options.idleMs ?? IDLE_MS;
    const nowJd = jdOfTime(new Date());
    this.range = options.adapter.candidsOf({ fromJd: nowJd - LOOK_BACK_DAYS, toJd: nowJd + 1 });
    this.running = this.run();
  }

  /** An alert waits for a score. */
  note(candid: bigint): void {
    this.lastAt = performance.now();
    const { since, before } = this.range ?? { since: candid, before: candid + 1n };
    this.range = {
      since: candid < since ? candid : since,
      before: candid >= before ? candid + 1n : before,
    };
  }

  async close(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      await this.sleep(this.idleMs);
      await this.untilIdle();
      if (signal.aborted || this.range === null) continue;
      const { range } = this;
      this.range = null;
      try {
        const pause = () => this.untilIdle();
        const report = await scoreDeferred({ ...this.options, range, pause, signal });
        this.options.onRound?.(report);
        if (report.scored > 0) this.options.log.info(report, 'alerts scored that nobody asked for');
      } catch (error) {
        if (!signal.aborted) this.options.log.warn({ error }, 'scoring stopped; it goes on later');
        this.note(range.since);
        this.note(range.before - 1n);
      }
    }
  }

  /** Until the stream pauses, or the broker ends. */
  private async untilIdle(): Promise<void> {
    for (;;) {
      const leftMs = this.lastAt + this.idleMs - performance.now();
      if (leftMs <= 0 || this.stopping.signal.aborted) return;
      await this.sleep(leftMs);
    }
  }

  private async sleep(ms: number): Promise<void> {
    const { signal } = this.stopping;
    await delay(Math.max(ms, 1), undefined, { signal, ref: false }).catch(() => {});
  }
}
