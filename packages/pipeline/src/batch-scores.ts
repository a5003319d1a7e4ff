import type { Alert } from '@fritz/surveys';
import {
  type AlertScores,
  classificationsOf,
  type Score,
  type ScoreRequest,
  type Scorer,
  type ScoringModel,
} from './scores.ts';

type DocumentOf = (programIds: ReadonlySet<number>) => Record<string, unknown>;
type Features = ReturnType<ScoringModel['features']>;

/** What models are given of one alert: most of them the same, which is made once. */
export class AlertFeatures {
  private readonly alert: Alert;
  private readonly documentOf: DocumentOf;
  private readonly made: {
    readonly programs: readonly number[];
    readonly document: Record<string, unknown>;
    readonly features: Map<ScoringModel['features'], Features>;
  }[] = [];

  /** @param documentOf the alert's document with the history of these programmes */
  constructor(alert: Alert, documentOf: DocumentOf) {
    this.alert = alert;
    this.documentOf = documentOf;
  }

  /** @throws what reading the document throws, so MissingHistoryError */
  of(model: ScoringModel): Features {
    const { document, features } = this.madeFor(model);
    let made = features.get(model.features);
    if (made === undefined) {
      made = model.features(document);
      features.set(model.features, made);
    }
    return made;
  }

  private madeFor({ programs }: ScoringModel): (typeof this.made)[number] {
    const found = this.made.find((one) => {
      return (
        one.programs.length === programs.length && one.programs.every((id, i) => id === programs[i])
      );
    });
    if (found) return found;
    const document = this.documentOf(new Set([...programs, this.alert.programId]));
    const made = { programs, document, features: new Map<ScoringModel['features'], Features>() };
    this.made.push(made);
    return made;
  }
}

/** What models were asked of a batch's alerts before anything was known of their past. */
interface EarlyRequests<A extends Alert> {
  requestOf(alert: A, model: ScoringModel): ScoreRequest | null;
}

interface Known {
  readonly scores: (Score | null)[];
  /** Made when they are first read, and again when a score came. */
  classifications: Record<string, unknown> | null;
}

/** The scores of a batch's new alerts: those that every alert gets, and those that are asked for. */
export class BatchScores<A extends Alert> {
  readonly models: readonly ScoringModel[];
  private readonly known = new Map<bigint, Known>();
  private readonly early: EarlyRequests<A> | null;

  private constructor(models: readonly ScoringModel[], early: EarlyRequests<A> | null) {
    this.models = models;
    this.early = early;
  }

  /**
   * @param early knows what was asked for already
   * @returns null where there is no model
   */
  static async begin<A extends Alert>(
    scorer: Scorer,
    early: EarlyRequests<A> | null = null,
  ): Promise<BatchScores<A> | null> {
    const models = await scorer.models();
    return models.length === 0 ? null : new BatchScores<A>(models, early);
  }

  /** The `classifications` of an alert's documents; see `classificationsOf`. */
  classifications({ candid }: A): Record<string, unknown> {
    const known = this.of(candid);
    known.classifications ??= classificationsOf(
      this.models.map(({ name, version }, place) => {
        const score = known.scores[place];
        return { name, version, score: score?.score ?? null, isMissing: !score };
      }),
    );
    return known.classifications;
  }

  /** The models that an alert has to be scored with: those a filter asked for, and those of all. */
  wanted({ candid }: A, asked: ReadonlySet<string>): ScoringModel[] {
    const { scores } = this.of(candid);
    return this.models.filter((model, place) => {
      return !scores[place] && (!model.isAsked || asked.has(model.name));
    });
  }

  /** What the model is to be given of an alert; null where it is known to have no score. */
  request(alert: A, model: ScoringModel, given: AlertFeatures): ScoreRequest | null {
    const made = this.early?.requestOf(alert, model);
    if (made) return made;
    const features = given.of(model);
    if (typeof features !== 'string') return { model, alert, features };
    this.settle(alert, model, { score: null, reason: features });
    return null;
  }

  settle({ candid }: A, model: ScoringModel, score: Score): void {
    const known = this.of(candid);
    known.scores[this.models.indexOf(model)] = score;
    known.classifications = null;
  }

  result({ candid }: A): AlertScores {
    return { models: this.models, scores: this.of(candid).scores };
  }

  private of(candid: bigint): Known {
    let known = this.known.get(candid);
    if (!known) {
      known = { scores: this.models.map(() => null), classifications: null };
      this.known.set(candid, known);
    }
    return known;
  }
}

export const NO_ANSWER: Score = { score: null, reason: 'the model gave no answer' };
