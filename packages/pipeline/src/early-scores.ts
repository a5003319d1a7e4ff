import type { Alert, DocumentNeeds, SurveyAdapter } from '@fritz/surveys';
import { AlertFeatures, NO_ANSWER } from './batch-scores.ts';
import type { Score, ScoreRequest, Scorer, ScoringModel } from './scores.ts';
import { Turns } from './turns.ts';

/** How many alerts are given to the models at once. */
const PART_ALERTS = 32;

/** Where a request's score is to be found. */
interface Asked {
  readonly scores: Promise<readonly Score[]>;
  readonly place: number;
}

interface Early {
  readonly models: readonly ScoringModel[];
  readonly needs: DocumentNeeds;
}

/**
 * A scorer for one batch that asks for what can be scored as soon as packets are decoded: models that
 * every alert is given, and that are told nothing of its history. While batches before are looked up,
 * filtered and stored, the models so have something to do. Scores of alerts that turn out to be stored
 * already are made for nobody; that happens only to what is sent again.
 */
export class EarlyScores<A extends Alert> implements Scorer {
  private readonly scorer: Scorer;
  private readonly requests = new Map<bigint, ScoreRequest[]>();
  private readonly asked = new Map<ScoreRequest, Asked>();
  private ready: Promise<void> = Promise.resolve();

  private constructor(scorer: Scorer) {
    this.scorer = scorer;
  }

  /** Begins, and does not wait. */
  static begin<A extends Alert>(
    alerts: readonly A[],
    { adapter, scorer }: { readonly adapter: SurveyAdapter<A>; readonly scorer: Scorer },
  ): EarlyScores<A> {
    const early = new EarlyScores<A>(scorer);
    // What cannot be asked for now is asked for later, which then fails with the reason.
    early.ready = early.ask(alerts, adapter).catch(() => {});
    return early;
  }

  /** After everything that can be asked for early was. */
  async models(): Promise<readonly ScoringModel[]> {
    await this.ready;
    return this.scorer.models();
  }

  /** What was asked of an alert early, if it was. */
  requestOf({ candid }: A, model: ScoringModel): ScoreRequest | null {
    return this.requests.get(candid)?.find((request) => request.model === model) ?? null;
  }

  async score(requests: readonly ScoreRequest[]): Promise<readonly Score[]> {
    const late = requests.filter((request) => !this.asked.has(request));
    const made = late.length > 0 ? await this.scorer.score(late) : [];
    const scores: Score[] = [];
    let lateScores = 0;
    let part: Asked['scores'] | null = null;
    let ofPart: readonly Score[] = [];
    for (const request of requests) {
      const asked = this.asked.get(request);
      if (!asked) {
        scores.push(made[lateScores] ?? NO_ANSWER);
        lateScores += 1;
        continue;
      }
      // Requests of one part follow one another mostly.
      if (asked.scores !== part) ofPart = await asked.scores;
      part = asked.scores;
      scores.push(ofPart[asked.place] ?? NO_ANSWER);
    }
    return scores;
  }

  forget(): void {
    this.scorer.forget();
  }

  /** When the models look at the alerts' bytes no more. */
  async settled(): Promise<void> {
    await this.ready;
    await Promise.allSettled([...this.asked.values()].map(({ scores }) => scores));
  }

  private async ask(alerts: readonly A[], adapter: SurveyAdapter<A>): Promise<void> {
    const { models, needs } = earlyModels(await this.scorer.models(), adapter);
    if (models.length === 0) return;
    // Nothing of a light curve is read.
    const curve = adapter.curve(null, needs);
    const turns = new Turns();
    let part: ScoreRequest[] = [];
    for (const [index, alert] of alerts.entries()) {
      const given = new AlertFeatures(alert, (programIds) => curve.document(alert, programIds));
      const requests = models.flatMap((model): ScoreRequest[] => {
        const features = given.of(model);
        // Why there is no score is found again when it is asked for.
        return typeof features === 'string' ? [] : [{ model, alert, features }];
      });
      this.requests.set(alert.candid, requests);
      part.push(...requests);
      if ((index + 1) % PART_ALERTS === 0 || index + 1 === alerts.length) {
        this.send(part);
        part = [];
      }
      if (turns.isOver()) await turns.next();
    }
  }

  private send(requests: readonly ScoreRequest[]): void {
    if (requests.length === 0) return;
    const scores = this.scorer.score(requests, 'ahead');
    // Whoever asks for one of them is told.
    scores.catch(() => {});
    for (const [place, request] of requests.entries()) this.asked.set(request, { scores, place });
  }
}

const earlyOf = new WeakMap<readonly ScoringModel[], Map<string, Early>>();

/** The models that need not wait for anything, and what they need of a document. */
function earlyModels<A extends Alert>(
  models: readonly ScoringModel[],
  adapter: SurveyAdapter<A>,
): Early {
  const bySurvey = earlyOf.get(models) ?? new Map<string, Early>();
  earlyOf.set(models, bySurvey);
  let early = bySurvey.get(adapter.name);
  if (!early) {
    const chosen = models.filter((model) => !model.isAsked && readsAlertOnly(model, adapter));
    early = { models: chosen, needs: adapter.needs(chosen.map(({ reads }) => reads)) };
    bySurvey.set(adapter.name, early);
  }
  return early;
}

function readsAlertOnly(
  { reads }: ScoringModel,
  { lazyFields }: Pick<SurveyAdapter, 'lazyFields'>,
): boolean {
  return reads?.every((path) => !lazyFields.includes(path.split('.')[0] ?? '')) ?? false;
}
