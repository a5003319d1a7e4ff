import { type BrokerDatabase, PgModelLibrary } from '@fritz/archive';
import {
  InferencePool,
  loadOnnxRuntime,
  ModelError,
  ModelScorer,
  OptionalScorer,
} from '@fritz/classifiers';
import type { BatchWrite, Scorer } from '@fritz/pipeline';
import type { SurveyAdapter } from '@fritz/surveys';
import type { Log } from '../log.ts';
import { DeferredScoring } from './deferred-scoring.ts';
import { inferenceThreads } from './inference-threads.ts';

export interface BrokerModelsOptions {
  readonly log: Log;
  /** How many models are run at once; as many as the machine bears when null. */
  readonly threads: number | null;
  /** Told once where models cannot be run at all. */
  readonly onNotice?: (message: string) => void;
}

/** The models that a broker scores a survey's alerts with, at once and later. */
export class BrokerModels {
  readonly scorer: Scorer;
  private readonly pool: InferencePool;
  private readonly later: DeferredScoring;
  private readonly log: Log;

  constructor(database: BrokerDatabase, adapter: SurveyAdapter, options: BrokerModelsOptions) {
    const { log, threads, onNotice } = options;
    this.log = log;
    this.pool = new InferencePool(inferenceThreads(threads));
    const refuse = (model: string, error: unknown) =>
      log.error({ model, error }, 'a model cannot be used; its scores are absent');
    const library = new PgModelLibrary(database, adapter.name);
    const missing = memo(async () => {
      const failure = await runtimeFailure();
      if (failure !== null) log.error({}, failure);
      if (failure !== null) onNotice?.(failure);
      return failure;
    });
    this.scorer = new OptionalScorer(new ModelScorer(library, this.pool, refuse), missing);
    const all = new PgModelLibrary(database, adapter.name, 'deferred');
    const scorer = new OptionalScorer(new ModelScorer(all, this.pool, refuse), missing);
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

/** Why no model can be run on this machine; null where they can. */
async function runtimeFailure(): Promise<string | null> {
  try {
    await loadOnnxRuntime();
    return null;
  } catch (error) {
    if (error instanceof ModelError) return error.message;
    throw error;
  }
}

function memo<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | null = null;
  return () => {
    made ??= make();
    return made;
  };
}
