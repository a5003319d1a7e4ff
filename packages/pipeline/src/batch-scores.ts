import { type Alert, MissingHistoryError, type SurveyAdapter } from '@fritz/surveys';
import {
  type AlertScores,
  classificationsOf,
  type Score,
  type ScoreRequest,
  type Scorer,
  type ScoringModel,
} from './scores.ts';
import { Turns } from './turns.ts';

/** Beyond every candid: of a curve from here on nothing is at hand. */
const NO_HISTORY = 9_223_372_036_854_775_807n;

type DocumentOf = (programIds: ReadonlySet<number>) => Record<string, unknown>;

interface Known {
  readonly scores: (Score | null)[];
  /** Made when they are first read, and again when a score came. */
  classifications: Record<string, unknown> | null;
}

/**
 * The scores of a batch's new alerts. Those that every alert gets are made at once, for all alerts
 * together; the others, and those whose model is given the alert's history, when they are wanted.
 */
export class BatchScores<A extends Alert> {
  readonly models: readonly ScoringModel[];
  private readonly scorer: Scorer;
  private readonly known = new Map<bigint, Known>();

  private constructor(scorer: Scorer, models: readonly ScoringModel[]) {
    this.scorer = scorer;
    this.models = models;
  }

  /** @returns null where there is no model */
  static async begin<A extends Alert>(
    scorer: Scorer,
    alerts: readonly A[],
    adapter: SurveyAdapter<A>,
  ): Promise<BatchScores<A> | null> {
    const models = await scorer.models();
    if (models.length === 0) return null;
    const scores = new BatchScores<A>(scorer, models);
    await scores.scoreAtOnce(alerts, adapter);
    return scores;
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
  request(alert: A, model: ScoringModel, documentOf: DocumentOf): ScoreRequest | null {
    const features = model.features(documentOf(programsFor(model, alert)));
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

  private async scoreAtOnce(alerts: readonly A[], adapter: SurveyAdapter<A>): Promise<void> {
    const models = this.models.filter(({ isAsked }) => !isAsked);
    if (models.length === 0) return;
    const needs = adapter.needs(models.map(({ reads }) => reads));
    const empty = adapter.curve(null, needs, NO_HISTORY);
    const asks: { alert: A; request: ScoreRequest }[] = [];
    const turns = new Turns();
    for (const alert of alerts) {
      if (turns.isOver()) await turns.next();
      for (const model of models) {
        const documentOf: DocumentOf = (programIds) => empty.document(alert, programIds);
        const request = unlessHistory(() => this.request(alert, model, documentOf));
        if (request) asks.push({ alert, request });
      }
    }
    const scores = await this.scorer.score(asks.map(({ request }) => request));
    for (const [index, { alert, request }] of asks.entries()) {
      this.settle(alert, request.model, scores[index] ?? NO_ANSWER);
    }
  }
}

export const NO_ANSWER: Score = { score: null, reason: 'the model gave no answer' };

function programsFor(model: ScoringModel, alert: Alert): ReadonlySet<number> {
  return new Set([...model.programs, alert.programId]);
}

/** Null where the history is read, which is not at hand. */
function unlessHistory<Result>(make: () => Result): Result | null {
  try {
    return make();
  } catch (error) {
    if (error instanceof MissingHistoryError) return null;
    throw error;
  }
}
