import type { Alert } from '@fritz/surveys';

/** A model in force, as the pipeline sees it. */
export interface ScoringModel {
  /** Of this version. */
  readonly id: number;
  /** The score's name in `classifications`. */
  readonly name: string;
  readonly version: string;
  /** Whether alerts wait until a filter asks for the score; else each is scored. */
  readonly isAsked: boolean;
  /** Programmes whose points it is given of an alert's history, beside the alert's own. */
  readonly programs: readonly number[];
  /** The dotted paths of documents that its features read; null for everything. */
  readonly reads: readonly string[] | null;
  /**
   * What the model is given of an alert beside its pictures, or why it cannot be. Models that are given
   * the same have the same function.
   *
   * @throws what reading the document throws, so MissingHistoryError
   */
  readonly features: (document: Record<string, unknown>) => Float32Array | string;
}

/** A score, or why there is none. */
export type Score =
  | { readonly score: number; readonly reason: null }
  | { readonly score: null; readonly reason: string };

/** One score to be made. */
export interface ScoreRequest {
  readonly model: ScoringModel;
  readonly alert: Pick<Alert, 'cutouts'>;
  readonly features: Float32Array;
}

export type ScoreTime = 'now' | 'ahead';

/** Runs models. */
export interface Scorer {
  /** The models in force, by name: the same array as long as nothing changed. */
  models(): Promise<readonly ScoringModel[]>;
  /**
   * Never throws for a model's or a packet's sake: such a score has a reason instead.
   *
   * @param when `ahead` of their time: they give way to those that somebody waits for (`now`, the default)
   */
  score(requests: readonly ScoreRequest[], when?: ScoreTime): Promise<readonly Score[]>;
  /** Makes the next `models` look again. */
  forget(): void;
}

/** What is known of an alert's scores, a place for each model. */
export interface AlertScores {
  /** By name. */
  readonly models: readonly ScoringModel[];
  /** Null where nobody has asked for the score yet. */
  readonly scores: readonly (Score | null)[];
}

/** Somebody read a score that is not made yet: make it and begin again. */
export class MissingScoreError extends Error {
  override readonly name = 'MissingScoreError';
  readonly model: string;

  constructor(model: string) {
    // One is thrown for many an alert and caught by the pipeline: where it came from is not asked.
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    super(`the score ${model} is not made yet`);
    Error.stackTraceLimit = stackTraceLimit;
    this.model = model;
  }
}

/** A score as documents have it; `score` is null where there is none, `isMissing` where it is to come. */
export interface NamedScore {
  readonly name: string;
  readonly version: string;
  readonly score: number | null;
  readonly isMissing?: boolean;
}

/**
 * The `classifications` of a document: each score under its model's name, with `<name>_version`.
 * One that cannot be made is left out; reading one that is not made yet throws MissingScoreError.
 *
 * @param scores by name
 */
export function classificationsOf(scores: Iterable<NamedScore>): Record<string, unknown> {
  const classifications: Record<string, unknown> = {};
  for (const { name, version, score, isMissing = false } of scores) {
    if (isMissing) {
      const get = () => {
        throw new MissingScoreError(name);
      };
      const property = { enumerable: true, get };
      Object.defineProperty(classifications, name, property);
      Object.defineProperty(classifications, `${name}_version`, property);
    } else if (score !== null) {
      classifications[name] = score;
      classifications[`${name}_version`] = version;
    }
  }
  return classifications;
}
