import { availableParallelism } from 'node:os';
import { type BrokerDatabase, PgModelLibrary } from '@fritz/archive';
import { InferencePool, ModelScorer } from '@fritz/classifiers';
import type { BatchWrite, Scorer } from '@fritz/pipeline';
import type { SurveyAdapter } from '@fritz/surveys';
import type { Log } from '../log.ts';
import { DeferredScoring } from './deferred-scoring.ts';

/** The pipeline, the database and people want some processors, too. */
export function inferenceThreads(): number {
  return Math.max(1, Math.min(4, availableParallelism() - 1));
}

/** The models that a broker scores a survey's alerts with, at once and later. */
export class BrokerModels {
  readonly scorer: Scorer;
  private readonly pool = new InferencePool(inferenceThreads());
  private readonly later: DeferredScoring;
  private readonly log: Log;

  constructor(database: BrokerDatabase, adapter: SurveyAdapter, log: Log) {
    this.log = log;
    const refuse = (model: string, error: unknown) =>
      log.error({ model, error }, 'a model cannot be used; its scores are absent');
    const library = new PgModelLibrary(database, adapter.name);
    this.scorer = new ModelScorer(library, this.pool, refuse);
    const all = new PgModelLibrary(database, adapter.name, 'deferred');
    const scorer = new ModelScorer(all, this.pool, refuse);
    this.later = new DeferredScoring({ database, adapter, scorer, log });
  }

  /** Tells which scores of a batch are absent, and remembers what is to be scored later. */
  note({ alerts }: BatchWrite): void {
    const failed = new Map<string, { count: number; reason: string; candid: bigint }>();
    for (const { alert, scores } of alerts) {
      if (!scores) return;
      for (const [place, { name }] of scores.models.entries()) {
        const score = scores.scores[place];
        if (!score) this.later.note(alert.candid);
        else if (score.reason !== null) {
          const known = failed.get(name);
          if (known) known.count += 1;
          else failed.set(name, { count: 1, reason: score.reason, candid: alert.candid });
        }
      }
    }
    for (const [model, absent] of failed) {
      this.log.warn({ model, ...absent }, 'scores are absent');
    }
  }

  async close(): Promise<void> {
    await this.later.close();
    await this.pool.close();
  }
}
