import { MissingScoreError } from '@fritz/pipeline';
import {
  addLazyMatches,
  type DocumentNeeds,
  MissingHistoryError,
  type ObjectCurve,
} from '@fritz/surveys';
import { type MatchesOf, PastMatches } from '../crossmatch/past-matches.ts';
import { PastScores, type ScoreOptions } from '../scores/past-scores.ts';
import type { ViewerTx } from '../viewer/viewer-tx.ts';
import {
  type LoadedAlert,
  learnSchemas,
  loadAlerts,
  loadBundles,
  type PastAlert,
  type PastBundle,
  type PastSurvey,
} from './past-alerts.ts';

/** The document that filters with rights on these programmes saw of an alert. */
export type DocumentOf = (programIds: ReadonlySet<number>) => Record<string, unknown>;

/**
 * Looks at one alert. It is called again, with its history at hand, where reading that threw: let
 * MissingHistoryError through, and keep nothing of such a call.
 */
export type Visit = (alert: LoadedAlert, documentOf: DocumentOf) => void;

/** Beyond every candid: of a curve from here on nothing is at hand. */
const NOTHING = 9_223_372_036_854_775_807n;

interface Waiting {
  readonly alert: LoadedAlert;
  readonly since: bigint;
}

/**
 * Past alerts with the documents that the live filters saw: made again from the alerts' columns
 * and the rows of their light curves and matches that were stored by then, with the scores that they had
 * and the viewer's rights.
 */
export class PastDocuments {
  private readonly tx: ViewerTx;
  private readonly survey: PastSurvey;
  private readonly reads: readonly (readonly string[] | null)[];
  private readonly needs: DocumentNeeds;
  private readonly matches: PastMatches;
  private readonly scores: PastScores;
  private knowsSchemas = false;

  /** @param reads what the filters look at, one list each; null for everything */
  constructor(
    tx: ViewerTx,
    survey: PastSurvey,
    reads: readonly (readonly string[] | null)[],
    options: ScoreOptions = {},
  ) {
    this.tx = tx;
    this.survey = survey;
    this.reads = reads;
    this.needs = survey.needs(reads);
    this.matches = new PastMatches(tx.query, survey.name, reads);
    this.scores = new PastScores(tx.query, survey.name, reads, options);
  }

  /**
   * Visits these alerts; at best some hundred at a time. The history is fetched for those alone
   * whose visit reads it, in one query.
   *
   * @param isOver asked before each visit whether time has run out
   * @returns how many were left out because it had, or because a score is yet to be made
   */
  async visit(
    alerts: readonly PastAlert[],
    visit: Visit,
    isOver: () => boolean = () => false,
  ): Promise<number> {
    if (!this.knowsSchemas) {
      await learnSchemas(this.tx, this.survey);
      this.knowsSchemas = true;
    }
    const loaded = await loadAlerts(this.tx, this.survey, alerts, this.reads);
    const matchesOf = await this.matches.load(loaded);
    const scores = await this.scores.load(loaded.map(({ candid }) => candid));
    let left = 0;
    const look = (alert: LoadedAlert, curve: ObjectCurve) => {
      const classifications = scores.get(alert.candid);
      try {
        return visitOne(alert, { curve, matchesOf, classifications }, visit);
      } catch (error) {
        if (!(error instanceof MissingScoreError)) throw error;
        left += 1;
        return null;
      }
    };
    const empty = this.survey.curve(null, this.needs, NOTHING);
    const waiting: Waiting[] = [];
    for (const alert of loaded) {
      if (isOver()) {
        left += 1;
        continue;
      }
      const missing = look(alert, empty);
      if (missing) waiting.push({ alert, since: missing.since });
    }
    const leftThen = await this.visitAgain(waiting, look, isOver);
    return left + leftThen;
  }

  private async visitAgain(
    waiting: readonly Waiting[],
    look: (alert: LoadedAlert, curve: ObjectCurve) => MissingHistoryError | null,
    isOver: () => boolean,
  ): Promise<number> {
    let left = 0;
    if (waiting.length === 0) return left;
    const byObject = Map.groupBy(waiting, ({ alert }) => alert.objectId);
    const ranges = [...byObject].map(([objectId, ofObject]) => ({
      objectId,
      since: lowest(ofObject.map(({ since }) => since)),
      upTo: highest(ofObject.map(({ alert }) => alert.candid)),
    }));
    const bundles = await loadBundles(this.tx, this.survey, ranges);
    for (const { objectId, since } of ranges) {
      const ofObject = bundles.get(objectId) ?? [];
      const whole = this.curveOf(ofObject, since);
      for (const { alert } of byObject.get(objectId) ?? []) {
        if (isOver()) {
          left += 1;
          continue;
        }
        const known = ofObject.filter((bundle) => isKnownTo(alert, bundle));
        const hadAll =
          known.length === ofObject.filter(({ candid }) => candid <= alert.candid).length;
        const missing = look(alert, hadAll ? whole : this.curveOf(known, since));
        if (missing) throw missing;
      }
    }
    return left;
  }

  private curveOf(bundles: readonly PastBundle[], since: bigint): ObjectCurve {
    const stored = Buffer.concat(bundles.map(({ points }) => points));
    return this.survey.curve(stored, this.needs, since);
  }
}

/**
 * Whether the live filters knew a bundle when the alert came. An older alert that was late was
 * stored after it. (Of one batch, which is stored at one time, alerts are in the order of candids.)
 */
function isKnownTo(alert: LoadedAlert, { candid, receivedUs }: PastBundle): boolean {
  return candid <= alert.candid && receivedUs <= alert.receivedUs;
}

/** What an alert's document is made of beside the alert. */
interface Seen {
  readonly curve: ObjectCurve;
  readonly matchesOf: MatchesOf;
  readonly classifications: Record<string, unknown> | undefined;
}

function visitOne(
  alert: LoadedAlert,
  { curve, matchesOf, classifications }: Seen,
  visit: Visit,
): MissingHistoryError | null {
  const matches = matchesOf(alert);
  try {
    visit(alert, (programIds) => {
      const document = curve.document(alert, programIds);
      if (matches) addLazyMatches(document, matches);
      if (classifications) document.classifications = classifications;
      return document;
    });
    return null;
  } catch (error) {
    if (error instanceof MissingHistoryError) return error;
    throw error;
  }
}

function lowest(candids: readonly bigint[]): bigint {
  return candids.reduce((low, candid) => (candid < low ? candid : low), NOTHING);
}

function highest(candids: readonly bigint[]): bigint {
  return candids.reduce((high, candid) => (candid > high ? candid : high), 0n);
}
