import {
  type Alert,
  addJointHistory,
  addLazyMatches,
  JointCurves,
  type JointLook,
  type JointPrograms,
  jointNeeds,
  MissingHistoryError,
  NOTHING_JOINT,
  type ObjectCurve,
  type SurveyAdapter,
} from '@fritz/surveys';
import { AlertFeatures, type BatchScores, NO_ANSWER } from './batch-scores.ts';
import type { BatchMatches } from './cross-matches.ts';
import type { DecodedBatch } from './decode.ts';
import { type ActiveFilter, FilterRun, type Waiting } from './filters.ts';
import type { Score, ScoreRequest, ScoringModel } from './scores.ts';
import type {
  BatchWrite,
  CurveRange,
  FollowedPhotometry,
  KnownState,
  Pass,
  ProcessedAlert,
  StageTimes,
} from './store.ts';
import { Turns } from './turns.ts';

export interface WorkOptions<A extends Alert> {
  readonly adapter: SurveyAdapter<A>;
  readonly filters: readonly ActiveFilter[];
  readonly consumer: string;
  readonly lookUpMs: number;
  /** Of the batch's objects in catalogs. */
  readonly matches?: BatchMatches;
  readonly scores?: BatchScores<A>;
  /** Whether somebody can look what other surveys have; else nothing is linked. */
  readonly hasJoint?: boolean;
  /** Counts what filters do, for several works together; its own where there is none. */
  readonly run?: FilterRun;
}

/** An alert of which filters may still wait for history, or for scores. */
interface OpenAlert<A extends Alert> extends ProcessedAlert<A> {
  passes: readonly Pass[];
  /** Whether filters have been tried: not before the alert has the scores that every alert gets. */
  isBegun: boolean;
  waiting: readonly Waiting[];
  /** The scores to be made. */
  requests: readonly ScoreRequest[];
  /** From which candid on a model is given the history, where that is not at hand. */
  scoredSince: bigint | null;
  /** What other surveys have; null until a filter comes to read it. */
  look: JointLook | null;
}

interface OpenObject<A extends Alert> {
  readonly objectId: string;
  readonly curve: ObjectCurve<A>;
  readonly alerts: readonly OpenAlert<A>[];
}

/**
 * Gives the new alerts of a batch their history, runs the filters, and says what has to be stored.
 *
 * Only the ends of light curves are looked up for all objects: most filters cut on the alert
 * itself. Where one reaches for older history, or an object newly passes and the marshal wants its
 * whole light curve, `missing` says what to fetch; `supply` goes on with it, until nothing is
 * missing. Scores that every alert gets are asked for before its filters are tried, others where a
 * filter reads one: `requests` says so, and `score` goes on. Filters that waited are begun again;
 * each counts once.
 */
export class BatchWork<A extends Alert> {
  private readonly decoded: DecodedBatch<A>;
  private readonly state: KnownState;
  private readonly options: WorkOptions<A>;
  private readonly run: FilterRun;
  private readonly stageMs: StageTimes;
  private readonly alerts: OpenAlert<A>[] = [];
  private readonly photometry: FollowedPhotometry[] = [];
  private open: OpenObject<A>[] = [];
  private readonly known: number;
  private readonly fresh: ReadonlyMap<string, readonly A[]>;
  private readonly sinceOf: ReadonlyMap<string, bigint>;
  private readonly jointCurves: JointCurves;

  constructor(decoded: DecodedBatch<A>, state: KnownState, options: WorkOptions<A>) {
    this.decoded = decoded;
    this.state = state;
    this.options = options;
    this.run = options.run ?? new FilterRun(options.filters);
    this.stageMs = {
      decode: decoded.decodeMs,
      look_up: options.lookUpMs,
      history: 0,
      filter: 0,
      store: 0,
    };
    const fresh = decoded.alerts.filter((alert) => !state.candids.has(alert.candid));
    this.known = decoded.alerts.length - fresh.length + decoded.repeated;
    this.fresh = Map.groupBy(fresh, (alert) => alert.objectId);
    this.jointCurves = new JointCurves(jointNeedsOf(options.adapter.name, options.filters));
    this.sinceOf = new Map(decoded.ends.map(({ objectId, since }) => [objectId, since]));
  }

  /** Merges and filters as far as what was looked up goes. To be called once, first. */
  async begin(): Promise<void> {
    const turns = new Turns();
    // Object by object: most light curves are garbage as soon as their object is done.
    for (const [objectId, ofObject] of this.fresh) {
      this.beginObject(objectId, ofObject, this.sinceOf.get(objectId) ?? 0n);
      if (turns.isOver()) await turns.next();
    }
  }

  /** The parts of stored light curves that are needed to go on. */
  missing(): CurveRange[] {
    return this.open.flatMap((object) => {
      const { objectId, curve } = object;
      const since = this.neededSince(object);
      return since === null ? [] : [{ objectId, since, before: curve.since }];
    });
  }

  /** The scores that are needed to go on. */
  requests(): ScoreRequest[] {
    return this.open.flatMap(({ alerts }) => alerts.flatMap(({ requests }) => requests));
  }

  /** The alerts of which other surveys' light curves are needed to go on. */
  unlinked(): A[] {
    return this.open.flatMap(({ alerts }) => alerts.filter(wantsLook).map(({ alert }) => alert));
  }

  /** Takes what other surveys have of the alerts that `unlinked` told, by candid, and goes on. */
  async link(looks: ReadonlyMap<bigint, JointLook>, lookUpMs: number): Promise<void> {
    const turns = new Turns();
    this.stageMs.look_up += lookUpMs;
    const waiting = this.open;
    this.open = [];
    for (const object of waiting) {
      for (const alert of object.alerts) {
        if (!wantsLook(alert)) continue;
        alert.look = looks.get(alert.alert.candid) ?? NOTHING_JOINT;
        this.evaluate(alert, object.curve);
      }
      this.close(object);
      if (turns.isOver()) await turns.next();
    }
  }

  /** Takes the scores that `requests` told, in its order, and goes on. */
  async score(scores: readonly Score[]): Promise<void> {
    const turns = new Turns();
    const waiting = this.open;
    this.open = [];
    let place = 0;
    for (const object of waiting) {
      for (const alert of object.alerts) {
        const { requests } = alert;
        if (requests.length === 0) continue;
        for (const { model } of requests) {
          this.options.scores?.settle(alert.alert, model, scores[place] ?? NO_ANSWER);
          place += 1;
        }
        this.evaluate(alert, object.curve);
      }
      this.close(object);
      if (turns.isOver()) await turns.next();
    }
  }

  /** Takes the bundles of all missing ranges and goes on. */
  async supply(curves: ReadonlyMap<string, Uint8Array>, lookUpMs: number): Promise<void> {
    const turns = new Turns();
    this.stageMs.look_up += lookUpMs;
    const waiting = this.open.filter((object) => this.neededSince(object) !== null).reverse();
    this.open = this.open.filter((object) => this.neededSince(object) === null);
    // Taken out one by one: a light curve is garbage as soon as its object is done.
    for (let object = waiting.pop(); object; object = waiting.pop()) {
      const { objectId, curve } = object;
      const since = this.neededSince(object) ?? curve.since;
      const start = performance.now();
      curve.extend(curves.get(objectId) ?? null, since);
      this.stageMs.history += performance.now() - start;
      for (const alert of object.alerts) this.evaluate(alert, curve);
      this.close(object);
      if (turns.isOver()) await turns.next();
    }
  }

  /** What the batch changes. Nothing may be missing. */
  write(): BatchWrite<A> {
    if (this.open.length > 0) throw new Error('light curves or scores are missing');
    const { decoded, photometry, known, stageMs } = this;
    const { matches } = this.options;
    const alerts = this.alerts.map((one) => this.processed(one));
    return {
      consumer: this.options.consumer,
      packets: decoded.batch.packets.length,
      known,
      alerts,
      photometry,
      ...(matches ? { matches } : {}),
      counts: this.run.counts.filter((count) => count.evaluated > 0),
      quarantined: decoded.quarantined,
      progress: decoded.batch.progress,
      stageMs,
    };
  }

  private processed({ alert, points, passes, look }: OpenAlert<A>): ProcessedAlert<A> {
    const { scores, hasJoint } = this.options;
    return {
      ...{ alert, points, passes },
      ...(scores ? { scores: scores.result(alert) } : {}),
      ...(look && hasJoint ? { joint: look } : {}),
    };
  }

  private beginObject(objectId: string, alerts: readonly A[], since: bigint): void {
    const { adapter, filters, scores } = this.options;
    const start = performance.now();
    const stored = this.state.curves.get(objectId) ?? null;
    const curve = adapter.curve(stored, needsOf(adapter, filters, scores?.models), since);
    this.stageMs.history += performance.now() - start;
    const opened = alerts.map((alert) => {
      const started = performance.now();
      const points = curve.add(alert);
      const nothing = { passes: [], isBegun: false, waiting: [], requests: [], scoredSince: null };
      const look = this.options.hasJoint ? null : NOTHING_JOINT;
      const open: OpenAlert<A> = { alert, points, look, ...nothing };
      this.stageMs.history += performance.now() - started;
      this.evaluate(open, curve);
      return open;
    });
    this.alerts.push(...opened);
    this.close({ objectId, curve, alerts: opened });
  }

  private evaluate(open: OpenAlert<A>, curve: ObjectCurve<A>): void {
    const { scores } = this.options;
    if (open.isBegun && isIdle(open)) return;
    const start = performance.now();
    if (!open.isBegun && scores) this.requestScores(open, curve, scores);
    if (open.isBegun || isIdle(open)) this.runFilters(open, curve);
    this.stageMs.filter += performance.now() - start;
  }

  private runFilters(open: OpenAlert<A>, curve: ObjectCurve<A>): void {
    const { matches, scores } = this.options;
    const neighbours = matches?.of(open.alert);
    const { name: survey } = this.options.adapter;
    const { look, alert } = open;
    const documentOf = (programIds: ReadonlySet<number>, joint: JointPrograms | null) => {
      const document = curve.document(alert, programIds);
      if (joint !== null) {
        const source = { survey, look, curves: this.jointCurves, programIds, joint };
        addJointHistory(document, alert, source);
      }
      if (neighbours) addLazyMatches(document, neighbours);
      if (scores) document.classifications = scores.classifications(open.alert);
      return document;
    };
    let chosen = open.isBegun ? open.waiting.map(({ index }) => index) : undefined;
    open.isBegun = true;
    do {
      const { passes, waiting } = this.run.evaluate(open.alert, documentOf, chosen);
      // In the order of the filters, whichever of them waited.
      if (passes.length > 0) open.passes = this.run.inOrder([...open.passes, ...passes]);
      open.waiting = waiting;
      chosen = waiting.map(({ index }) => index);
      // Where a score is known not to be, nobody waits for it.
    } while (scores && this.requestScores(open, curve, scores));
  }

  /** @returns whether filters can go on at once */
  private requestScores(
    open: OpenAlert<A>,
    curve: ObjectCurve<A>,
    scores: BatchScores<A>,
  ): boolean {
    const { alert, waiting } = open;
    const asked = new Set(waiting.flatMap(({ score }) => score ?? []));
    const requests: ScoreRequest[] = [];
    const features = new AlertFeatures(alert, (ids) => curve.document(alert, ids));
    open.scoredSince = null;
    for (const model of scores.wanted(alert, asked)) {
      try {
        // What could be made before the history came is what it would be now.
        const made = open.requests.find((one) => one.model === model);
        const request = made ?? scores.request(alert, model, features);
        if (request) requests.push(request);
      } catch (error) {
        if (!(error instanceof MissingHistoryError)) throw error;
        open.scoredSince = error.since;
      }
    }
    open.requests = requests;
    const left = new Set(scores.wanted(alert, asked).map(({ name }) => name));
    return [...asked].some((name) => !left.has(name));
  }

  /** Makes an object's photometry where nothing is missing of it, or keeps it open. */
  private close(object: OpenObject<A>): void {
    const { objectId, curve, alerts } = object;
    const isOpen = alerts.some((alert) => alert.requests.length > 0 || wantsLook(alert));
    if (isOpen || this.neededSince(object) !== null) {
      this.open.push(object);
      return;
    }
    const isFollowed = this.state.followed.has(objectId);
    if (!isFollowed && !hasPassed(object)) {
      curve.release();
      return;
    }
    const start = performance.now();
    const points = isFollowed
      ? alerts.flatMap(({ alert }) => curve.photometryOf(alert))
      : curve.photometry();
    this.stageMs.history += performance.now() - start;
    const known = { since: curve.since, alerts: curve.alerts };
    this.photometry.push({ objectId, isNew: !isFollowed, known, points });
    curve.release();
  }

  /** From which candid on more of a light curve is needed; null where all is at hand. */
  private neededSince(object: OpenObject<A>): bigint | null {
    const isNew = hasPassed(object) && !this.state.followed.has(object.objectId);
    if (isNew && object.curve.since > 0n) return 0n;
    let needed: bigint | null = null;
    for (const { waiting, scoredSince } of object.alerts) {
      for (const since of [scoredSince, ...waiting.map((one) => one.since)]) {
        if (since !== null && (needed === null || since < needed)) needed = since;
      }
    }
    return needed;
  }
}

/** Whether nothing is awaited for an alert. */
function isIdle<A extends Alert>({ waiting, requests, scoredSince }: OpenAlert<A>): boolean {
  return waiting.length === 0 && requests.length === 0 && scoredSince === null;
}

/** Whether a filter waits for other surveys' light curves. */
function wantsLook<A extends Alert>({ look, waiting }: OpenAlert<A>): boolean {
  return look === null && waiting.some(({ joint }) => joint);
}

function hasPassed<A extends Alert>({ alerts }: OpenObject<A>): boolean {
  return alerts.some(({ passes }) => passes.length > 0);
}

/** What a filter reads, and what decides on saving what passes it and on asking for observations of it. */
function readsOf({ compiled, autosave, followup }: ActiveFilter): (readonly string[] | null)[] {
  return [compiled, autosave, followup].flatMap((one) => (one ? [one.reads] : []));
}

type Needs = ReturnType<SurveyAdapter['needs']>;

const NO_MODELS: readonly ScoringModel[] = [];
const needsByFilters = new WeakMap<
  readonly ActiveFilter[],
  WeakMap<readonly ScoringModel[], Needs>
>();

/** The needs of a set of filters and models, as one object for as long as these are the same. */
function needsOf<A extends Alert>(
  adapter: SurveyAdapter<A>,
  filters: readonly ActiveFilter[],
  models: readonly ScoringModel[] = NO_MODELS,
): Needs {
  const byModels = needsByFilters.get(filters) ?? new WeakMap<readonly ScoringModel[], Needs>();
  needsByFilters.set(filters, byModels);
  let needs = byModels.get(models);
  if (!needs) {
    const ofFilters = filters.flatMap(readsOf);
    needs = adapter.needs([...ofFilters, ...models.map(({ reads }) => reads)]);
    byModels.set(models, needs);
  }
  return needs;
}

type JointNeeds = ReturnType<typeof jointNeeds>;
const jointByFilters = new WeakMap<readonly ActiveFilter[], JointNeeds>();

/** What is needed of other surveys by those of the filters that read them. */
function jointNeedsOf(survey: string, filters: readonly ActiveFilter[]): JointNeeds {
  let needs = jointByFilters.get(filters);
  if (!needs) {
    const readers = filters.filter(({ joint }) => joint);
    needs = jointNeeds(survey, readers.flatMap(readsOf));
    jointByFilters.set(filters, needs);
  }
  return needs;
}
