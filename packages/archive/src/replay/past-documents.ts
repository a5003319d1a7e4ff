import { MissingScoreError } from '@fritz/pipeline';
import {
  addJointHistory,
  addLazyMatches,
  type DocumentNeeds,
  type JointLook,
  type JointPrograms,
  type JointSource,
  MissingHistoryError,
  MissingJointError,
  type ObjectCurve,
} from '@fritz/surveys';
import { type MatchesOf, PastMatches } from '../crossmatch/past-matches.ts';
import { PastJoint } from '../joint/past-joint.ts';
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

/**
 * The document that filters with rights on these programmes saw of an alert; with other surveys'
 * histories for those that read them, of these programmes of theirs.
 */
export type DocumentOf = (
  programIds: ReadonlySet<number>,
  joint?: JointPrograms | null,
) => Record<string, unknown>;

/**
 * Looks at one alert. It is called again, with its history at hand, where reading that threw: let
 * MissingHistoryError and MissingJointError through, and keep nothing of such a call.
 */
export type Visit = (alert: LoadedAlert, documentOf: DocumentOf) => void;

/** Beyond every candid: of a curve from here on nothing is at hand. */
const NOTHING = 9_223_372_036_854_775_807n;

type Missing = MissingHistoryError | MissingJointError;

interface Waiting {
  readonly alert: LoadedAlert;
  readonly missing: Missing;
}

/** An alert whose history is needed. */
interface Lack {
  readonly alert: LoadedAlert;
  readonly since: bigint;
}

/** What a visit has at hand, and what it came to. */
interface Room {
  readonly matchesOf: MatchesOf;
  readonly scores: ReadonlyMap<bigint, Record<string, unknown>>;
  looks: ReadonlyMap<bigint, JointLook>;
  /** Whether any visit reads other surveys' histories. */
  isJointAsked: boolean;
  /** How many alerts were left out. */
  left: number;
}

/** Looks at an alert with what is at hand; tells what it missed. */
type Look = (alert: LoadedAlert, curve: ObjectCurve) => Missing | null;

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
  private readonly joint: PastJoint;
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
    this.joint = new PastJoint(tx.query, survey.name, reads);
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
    const room: Room = { matchesOf, scores, looks: new Map(), isJointAsked: false, left: 0 };
    const look: Look = (alert, curve) => this.lookAt(alert, curve, room, visit);
    const empty = this.survey.curve(null, this.needs, NOTHING);
    const waiting = visitEach(loaded, room, isOver, (alert) => look(alert, empty));
    if (room.isJointAsked && waiting.length > 0) {
      room.looks = await this.joint.load(waiting.map(({ alert }) => alert));
    }
    const unlinked = waiting.filter(({ missing }) => missing instanceof MissingJointError);
    const again = visitEach(
      unlinked.map(({ alert }) => alert),
      room,
      isOver,
      (alert) => look(alert, empty),
    );
    await this.visitAgain([...waiting, ...again].flatMap(lackOf), room, look, isOver);
    return room.left;
  }

  private lookAt(alert: LoadedAlert, curve: ObjectCurve, room: Room, visit: Visit): Missing | null {
    const { curves } = this.joint;
    const seen = {
      ...{ curve, matchesOf: room.matchesOf, classifications: room.scores.get(alert.candid) },
      addJoint: (document: Record<string, unknown>, rights: JointRights) => {
        room.isJointAsked = true;
        const found = room.looks.get(alert.candid) ?? null;
        addJointHistory(document, alert, {
          ...{ survey: this.survey.name, look: found, curves },
          ...rights,
        });
      },
    };
    try {
      return visitOne(alert, seen, visit);
    } catch (error) {
      if (!(error instanceof MissingScoreError)) throw error;
      room.left += 1;
      return null;
    }
  }

  private async visitAgain(
    waiting: readonly Lack[],
    room: Room,
    look: Look,
    isOver: () => boolean,
  ): Promise<void> {
    if (waiting.length === 0) return;
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
      const alerts = (byObject.get(objectId) ?? []).map(({ alert }) => alert);
      const [missed] = visitEach(alerts, room, isOver, (alert) => {
        const known = ofObject.filter((bundle) => isKnownTo(alert, bundle));
        const hadAll =
          known.length === ofObject.filter(({ candid }) => candid <= alert.candid).length;
        return look(alert, hadAll ? whole : this.curveOf(known, since));
      });
      if (missed) throw missed.missing;
    }
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

/** Of which programmes a filter sees what is linked. */
type JointRights = Pick<JointSource, 'programIds' | 'joint'>;

/** What an alert's document is made of beside the alert. */
interface Seen {
  readonly curve: ObjectCurve;
  readonly matchesOf: MatchesOf;
  readonly classifications: Record<string, unknown> | undefined;
  readonly addJoint: (document: Record<string, unknown>, rights: JointRights) => void;
}

function visitOne(
  alert: LoadedAlert,
  { curve, matchesOf, classifications, addJoint }: Seen,
  visit: Visit,
): Missing | null {
  const matches = matchesOf(alert);
  try {
    visit(alert, (programIds, joint = null) => {
      const document = curve.document(alert, programIds);
      if (joint !== null) addJoint(document, { programIds, joint });
      if (matches) addLazyMatches(document, matches);
      if (classifications) document.classifications = classifications;
      return document;
    });
    return null;
  } catch (error) {
    if (error instanceof MissingHistoryError || error instanceof MissingJointError) return error;
    throw error;
  }
}

/** Visits one after the other while there is time; tells which missed something. */
function visitEach(
  alerts: readonly LoadedAlert[],
  room: Room,
  isOver: () => boolean,
  look: (alert: LoadedAlert) => Missing | null,
): Waiting[] {
  const waiting: Waiting[] = [];
  for (const alert of alerts) {
    if (isOver()) {
      room.left += 1;
      continue;
    }
    const missing = look(alert);
    if (missing) waiting.push({ alert, missing });
  }
  return waiting;
}

function lackOf({ alert, missing }: Waiting): Lack[] {
  return missing instanceof MissingHistoryError ? [{ alert, since: missing.since }] : [];
}

function lowest(candids: readonly bigint[]): bigint {
  return candids.reduce((low, candid) => (candid < low ? candid : low), NOTHING);
}

function highest(candids: readonly bigint[]): bigint {
  return candids.reduce((high, candid) => (candid > high ? candid : high), 0n);
}
