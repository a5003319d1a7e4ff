import { type CompiledFilter, FilterSet } from '@fritz/mql';
import type { JointPrograms } from '@fritz/surveys';
import type { ActiveFilter } from './filters.ts';
import { Turns } from './turns.ts';

/** Filters that see the same document, those with rights on the same programmes, and its set. */
export interface Audience {
  readonly programIds: ReadonlySet<number>;
  /** Of other surveys; null where these filters read nothing of them. */
  readonly joint: JointPrograms | null;
  readonly set: FilterSet;
  /** Indices among all filters. */
  readonly members: readonly number[];
}

/** What is prepared once for as long as the active filters are the same. */
export interface Prepared {
  readonly audiences: readonly Audience[];
  /** Of each filter: its audience, and its place in that set. */
  readonly places: readonly (readonly [audience: number, place: number])[];
}

/** So many filters are prepared in the time of a few alerts. */
const FEW = 20;
/** With more sets, or a larger share that is new or gone, all are made one set again. */
const MAX_SETS = 4;
const MAX_STRAY_SHARE = 0.1;
/** What a batch gives to that. */
const TURN_MS = 20;

/** The filters that are in force, and one set of them in the making. */
interface Preparation {
  prepared: Prepared;
  turns: Generator<void, Prepared> | null;
}

const preparations = new WeakMap<readonly ActiveFilter[], Preparation>();

/** In which set a filter was prepared last, by the programmes whose alerts it sees there. */
const homes = new WeakMap<CompiledFilter, Map<string, Home>>();
interface Home {
  readonly set: FilterSet;
  readonly place: number;
}

/**
 * The sets of these filters, to be asked for once a batch. Where a few filters of many are new, they
 * are a set of their own beside the one that the others are in already: a change is in force with
 * the next batch, and does not hold it up. When that has come together often, all become one set
 * again, which is made a little with each batch.
 */
export function preparedFor(filters: readonly ActiveFilter[]): Prepared {
  let preparation = preparations.get(filters);
  if (!preparation) {
    const steps = prepare(filters);
    let step = steps.next();
    while (!step.done) step = steps.next();
    preparation = step.value;
    preparations.set(filters, preparation);
  }
  advance(preparation);
  return preparation.prepared;
}

const underWay = new WeakMap<readonly ActiveFilter[], Promise<void>>();

/**
 * Makes the sets of these filters a millisecond at a time, so that others have their turns: a broker
 * that starts with a thousand filters has seconds of it.
 */
export function prepareInTurns(filters: readonly ActiveFilter[]): Promise<void> {
  if (preparations.has(filters)) return Promise.resolve();
  const known = underWay.get(filters);
  if (known) return known;
  const work = finishInTurns(filters).finally(() => underWay.delete(filters));
  underWay.set(filters, work);
  return work;
}

async function finishInTurns(filters: readonly ActiveFilter[]): Promise<void> {
  const turns = new Turns();
  const steps = prepare(filters);
  for (;;) {
    const step = steps.next();
    if (step.done) {
      if (!preparations.has(filters)) preparations.set(filters, step.value);
      return;
    }
    if (turns.isOver()) await turns.next();
  }
}

function advance(preparation: Preparation): void {
  const end = performance.now() + TURN_MS;
  while (preparation.turns && performance.now() < end) {
    const { done, value } = preparation.turns.next();
    if (!done) continue;
    preparation.prepared = value;
    preparation.turns = null;
  }
}

/** Members of an audience, and their places in a set: homes may change while sets are made. */
interface Part {
  readonly set: FilterSet;
  readonly members: readonly number[];
  readonly places: readonly number[];
}

function* prepare(filters: readonly ActiveFilter[]): Generator<void, Preparation> {
  const parts: Part[] = [];
  let isTidy = true;
  for (const [rights, members] of byRights(filters)) {
    const ours = yield* partsOf(filters, rights, members);
    parts.push(...ours.parts);
    isTidy &&= ours.isTidy;
  }
  return { prepared: arrange(filters, parts), turns: isTidy ? null : prepareAnew(filters) };
}

function* prepareAnew(filters: readonly ActiveFilter[]): Generator<void, Prepared> {
  const parts: Part[] = [];
  for (const [rights, members] of byRights(filters)) {
    parts.push(yield* newPart(filters, rights, members));
  }
  return arrange(filters, parts);
}

function* newPart(
  filters: readonly ActiveFilter[],
  rights: string,
  members: readonly number[],
): Generator<void, Part> {
  const set = yield* FilterSet.inTurns(sourcesOf(filters, members));
  const part = { set, members, places: [...members.keys()] };
  settle(filters, rights, part);
  return part;
}

interface Parts {
  readonly parts: readonly Part[];
  readonly isTidy: boolean;
}

/** The sets that filters with the same rights are in, or are put in. */
function* partsOf(
  filters: readonly ActiveFilter[],
  rights: string,
  members: readonly number[],
): Generator<void, Parts> {
  const homesBefore = new Map(members.map((index) => [index, homeOf(filters[index], rights)]));
  const bySet = Map.groupBy(members, (index) => homesBefore.get(index)?.set ?? null);
  const strangers = bySet.get(null) ?? [];
  bySet.delete(null);
  const isChanged = strangers.length > 0 || bySet.size > 1;
  if (isChanged && (members.length <= FEW || strangers.length > members.length / 2)) {
    return { parts: [yield* newPart(filters, rights, members)], isTidy: true };
  }
  const parts: Part[] = [...bySet].flatMap(([set, of]) => {
    const places = of.map((index) => homesBefore.get(index)?.place ?? -1);
    return set ? [{ set, members: of, places }] : [];
  });
  let stray = strangers.length;
  for (const { set, members: living } of parts) stray += set.size - living.length;
  if (strangers.length > 0) parts.push(yield* newPart(filters, rights, strangers));
  const isTidy = parts.length <= MAX_SETS && stray <= MAX_STRAY_SHARE * members.length;
  return { parts, isTidy };
}

/** Notes in which set filters are now. */
function settle(filters: readonly ActiveFilter[], rights: string, { set, members }: Part): void {
  members.forEach((index, place) => {
    const compiled = filters[index]?.compiled;
    if (!compiled) return;
    const ofFilter = homes.get(compiled) ?? new Map<string, Home>();
    homes.set(compiled, ofFilter.set(rights, { set, place }));
  });
}

function arrange(filters: readonly ActiveFilter[], parts: readonly Part[]): Prepared {
  const places: (readonly [number, number])[] = [];
  const audiences = parts.map(({ set, members, places: ofSet }, audience) => {
    const { programIds = new Set<number>(), joint = null } = filters[members[0] ?? -1] ?? {};
    for (const [i, index] of members.entries()) places[index] = [audience, ofSet[i] ?? -1];
    return { programIds, joint, set, members };
  });
  return { audiences, places };
}

function byRights(filters: readonly ActiveFilter[]): Map<string, number[]> {
  return Map.groupBy(filters.keys(), (index) => rightsOf(filters[index]));
}

function rightsOf(filter: ActiveFilter | undefined): string {
  const own = [...(filter?.programIds ?? [])].sort().join();
  const { joint = null } = filter ?? {};
  if (joint === null) return own;
  if (joint === 'all') return `${own} and all`;
  const others = [...joint].map(([survey, ids]) => `${survey} ${[...ids].sort().join()}`);
  // Also without one: their documents have the fields.
  return [own, 'others', ...others.sort()].join(' and ');
}

function homeOf(filter: ActiveFilter | undefined, rights: string): Home | undefined {
  return filter && homes.get(filter.compiled)?.get(rights);
}

function sourcesOf(filters: readonly ActiveFilter[], members: readonly number[]) {
  return members.flatMap((index) => filters[index]?.compiled.source ?? []);
}
