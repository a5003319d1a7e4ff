import { findPartsRead } from '@fritz/mql';
import type { Alert, SurveyAdapter } from '@fritz/surveys';
import { BatchScores } from './batch-scores.ts';
import { BatchWork, type WorkOptions } from './batch-work.ts';
import type { BatchMatches, CrossMatcher } from './cross-matches.ts';
import type { DecodedBatch } from './decode.ts';
import type { EarlyScores } from './early-scores.ts';
import { prepareInTurns } from './filter-sets.ts';
import { type ActiveFilter, type FilterLibrary, FilterRun } from './filters.ts';
import type { HistoryDepth } from './history-depth.ts';
import type { JointReader } from './joint.ts';
import { withWrite } from './overlay.ts';
import type { Scorer } from './scores.ts';
import type { AlertStore, BatchWrite, KnownState, StageTimes } from './store.ts';

/** What is asked on a batch's way. */
export interface PrepareOptions<A extends Alert> {
  readonly adapter: SurveyAdapter<A>;
  readonly store: AlertStore<A>;
  readonly filters: FilterLibrary;
  readonly matcher?: CrossMatcher;
  readonly scorer?: Scorer;
  /** What of the batch the scorer was asked for early; absent: nothing. */
  readonly early?: EarlyScores<A>;
  readonly joint?: JointReader;
  readonly consumer: string;
  /** Of this stream; shared by its batches. */
  readonly depth: HistoryDepth;
}

/**
 * How many alerts are scored together, and how many such parts of a batch are under way: while some
 * are with the models, filters run over others.
 */
const PART_ALERTS = 64;
const MAX_PARTS = 4;

/**
 * Finds out what a batch changes: looks up what is known, matches, scores and filters.
 *
 * @param expected a batch that is being stored meanwhile; null where everything is stored
 */
export async function prepareBatch<A extends Alert>(
  batch: DecodedBatch<A>,
  expected: BatchWrite<A> | null,
  options: PrepareOptions<A>,
): Promise<BatchWrite<A>> {
  const { adapter, store, consumer, filters, matcher, early, joint, depth } = options;
  const scorer = early ?? options.scorer;
  const start = performance.now();
  const active = await filters.active();
  await prepareInTurns(active);
  const { decoded, isDeep } = depth.deepen(batch, adapter);
  const candids = decoded.alerts.map((alert) => alert.candid);
  const state = await store.lookUp(candids, decoded.ends);
  const known = expected ? withWrite(state, expected, decoded.ends) : state;
  const matches = matcher && (await matchFresh(matcher, decoded, known, { active, expected }));
  const scores = scorer && (await BatchScores.begin(scorer, early));
  const lookUpMs = performance.now() - start;
  const work: WorkOptions<A> = {
    ...{ adapter, filters: active, consumer, lookUpMs, run: new FilterRun(active) },
    hasJoint: joint !== undefined,
    ...(matches ? { matches } : {}),
    ...(scores ? { scores } : {}),
  };
  // Without models there is nothing to wait for beside the database, which is best asked once.
  const parts = scores ? partsOf(decoded) : [decoded];
  const works = parts.map((part, place) => {
    return new BatchWork(part, known, place === 0 ? work : { ...work, lookUpMs: 0 });
  });
  let reached = 0;
  await eachOfSome(works, MAX_PARTS, async (one) => {
    reached += await finish(one, { store, scorer, joint });
  });
  if (!isDeep) depth.note(reached, decoded.ends.length);
  return together(works.map((one) => one.write()));
}

/**
 * Gives a work what it misses until nothing is missing.
 *
 * @returns of how many objects filters came to history that was not at hand
 */
async function finish<A extends Alert>(
  work: BatchWork<A>,
  { store, scorer, joint }: Partial<PrepareOptions<A>> & { readonly store: AlertStore<A> },
): Promise<number> {
  let reached = 0;
  await work.begin();
  for (;;) {
    const missing = work.missing();
    const unlinked = missing.length === 0 && joint ? work.unlinked() : [];
    const isAtHand = missing.length === 0 && unlinked.length === 0;
    const requests = isAtHand && scorer ? work.requests() : [];
    if (missing.length > 0) {
      const started = performance.now();
      // What goes back to the beginning is for the photometry of an object that passed.
      reached += missing.filter(({ since }) => since > 0n).length;
      const curves = await store.lookUpCurves(missing);
      await work.supply(curves, performance.now() - started);
    } else if (joint && unlinked.length > 0) {
      const started = performance.now();
      const looks = await joint.look(unlinked);
      await work.link(looks, performance.now() - started);
    } else if (requests.length > 0) await work.score((await scorer?.score(requests)) ?? []);
    else return reached;
  }
}

/** Cuts a batch into parts of some alerts; those of one object stay together, and in their order. */
function partsOf<A extends Alert>(decoded: DecodedBatch<A>): DecodedBatch<A>[] {
  const parts: A[][] = [[]];
  for (const ofObject of Map.groupBy(decoded.alerts, ({ objectId }) => objectId).values()) {
    let part = parts.at(-1) ?? [];
    if (part.length > 0 && part.length + ofObject.length > PART_ALERTS) {
      part = [];
      parts.push(part);
    }
    part.push(...ofObject);
  }
  // What is told of the batch as a whole is told once.
  const told = { repeated: 0, quarantined: [], decodeMs: 0 };
  return parts.map((alerts, place) => ({ ...decoded, ...(place === 0 ? {} : told), alerts }));
}

/** Does all works, some of them at a time. */
async function eachOfSome<T>(
  works: readonly T[],
  atOnce: number,
  task: (work: T) => Promise<void>,
): Promise<void> {
  const left = works.values();
  const takeOver = async () => {
    // The walkers share one iterator.
    for (const work of left) await task(work);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, works.length) }, takeOver));
}

/** What the parts of a batch change, which share a run of the filters. */
function together<A extends Alert>(writes: readonly BatchWrite<A>[]): BatchWrite<A> {
  const [first, ...rest] = writes;
  if (!first) throw new Error('a batch has one part at least');
  if (rest.length === 0) return first;
  const stageMs: StageTimes = { ...first.stageMs };
  for (const write of rest) {
    for (const stage of stages) stageMs[stage] += write.stageMs[stage];
  }
  return {
    ...first,
    known: writes.reduce((sum, { known }) => sum + known, 0),
    alerts: writes.flatMap(({ alerts }) => alerts),
    photometry: writes.flatMap(({ photometry }) => photometry),
    stageMs,
  };
}

const stages = ['decode', 'look_up', 'history', 'filter', 'store'] as const;

function freshOf<A extends Alert>(decoded: DecodedBatch<A>, { candids }: KnownState): A[] {
  return decoded.alerts.filter(({ candid }) => !candids.has(candid));
}

/** Matches the objects of the alerts that are not stored yet. */
function matchFresh<A extends Alert>(
  matcher: CrossMatcher,
  decoded: DecodedBatch<A>,
  known: KnownState,
  beside: { active: readonly ActiveFilter[]; expected: BatchWrite<A> | null },
): Promise<BatchMatches> {
  return matcher.match({
    alerts: freshOf(decoded, known),
    isRead: readsMatches(beside.active),
    ahead: beside.expected?.matches?.fresh ?? [],
  });
}

const matchesReadBy = new WeakMap<readonly ActiveFilter[], boolean>();

function readsMatches(filters: readonly ActiveFilter[]): boolean {
  let isRead = matchesReadBy.get(filters);
  if (isRead === undefined) {
    isRead = findPartsRead(filters.map(({ compiled }) => compiled.reads)).catalogs.length > 0;
    matchesReadBy.set(filters, isRead);
  }
  return isRead;
}
