import type { Score, ScoreRequest, Scorer, ScoreTime, ScoringModel } from '@fritz/pipeline';

const NONE: readonly ScoringModel[] = [];

/**
 * A scorer that has no models where they cannot be run: alerts then have no scores, as before the first
 * model, and everything else goes on.
 */
export class OptionalScorer implements Scorer {
  private readonly scorer: Scorer;
  private readonly findFailure: () => Promise<string | null>;
  private failure: Promise<string | null> | null = null;

  /** @param findFailure why models cannot be run; asked for once, and only where there are models */
  constructor(scorer: Scorer, findFailure: () => Promise<string | null>) {
    this.scorer = scorer;
    this.findFailure = findFailure;
  }

  async models(): Promise<readonly ScoringModel[]> {
    const models = await this.scorer.models();
    if (models.length === 0) return models;
    this.failure ??= this.findFailure();
    return (await this.failure) === null ? models : NONE;
  }

  score(requests: readonly ScoreRequest[], when?: ScoreTime): Promise<readonly Score[]> {
    return this.scorer.score(requests, when);
  }

  forget(): void {
    this.scorer.forget();
  }
}
