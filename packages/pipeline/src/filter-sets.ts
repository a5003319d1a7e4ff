import { type CompiledFilter, FilterSet } from '@fritz/mql';
import type { ActiveFilter } from './filters.ts';

/** Filters that see the same document, those with rights on the same programmes, and its set. */
export interface Audience {
  readonly programIds: ReadonlySet<number>;
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
    const { prepared, isTidy } = prepare(filters);
    preparation = { prepared, turns: isTidy ? null : prepareAnew(filters) };
    preparations.set(filters, preparation);
  }
  advance(preparation);
  return preparation.prepared;
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

/** Members of an audience, in the order of their places in a set. */
interface Part {
  readonly set: FilterSet;
  readonly members: readonly number[];
}

function prepare(filters: readonly ActiveFilter[]): { prepared: Prepared; isTidy: boolean } {
  const parts: Part[] = [];
  let isTidy = true;
  for (const [rights, members] of byRights(filters)) {
    const ours = partsOf(filters, rights, members);
    parts.push(...ours.parts);
    isTidy &&= ours.isTidy;
  }
  return { prepared: arrange(filters, parts), isTidy };
}

function* prepareAnew(filters: readonly ActiveFilter[]): Generator<void, Prepared> {
  const parts: Part[] = [];
  for (const [rights, members] of byRights(filters)) {
    const set = yield* FilterSet.inTurns(sourcesOf(filters, members));
    settle(filters, rights, { set, members });
    parts.push({ set, members });
  }
  return arrange(filters, parts);
}

/** The sets that filters with the same rights are in, or are put in. */
function partsOf(
  filters: readonly ActiveFilter[],
  rights: string,
  members: readonly number[],
): { readonly parts: readonly Part[]; readonly isTidy: boolean } {
  const bySet = Map.groupBy(members, (index) => homeOf(filters[index], rights)?.set ?? null);
  const strangers = bySet.get(null) ?? [];
  bySet.delete(null);
  const isChanged = strangers.length > 0 || bySet.size > 1;
  if (isChanged && (members.length <= FEW || strangers.length > members.length / 2)) {
    const set = new FilterSet(sourcesOf(filters, members));
    settle(filters, rights, { set, members });
    return { parts: [{ set, members }], isTidy: true };
  }
  const parts = [...bySet].flatMap(([set, of]) => (set ? [{ set, members: of }] : []));
  let stray = strangers.length;
  for (const { set, members: living } of parts) stray += set.size - living.length;
  if (strangers.length > 0) {
    const set = new FilterSet(sourcesOf(filters, strangers));
    settle(filters, rights, { set, members: strangers });
    parts.push({ set, members: strangers });
  }
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
  const audiences = parts.map(({ set, members }, audience) => {
    const programIds = filters[members[0] ?? -1]?.programIds ?? new Set<number>();
    for (const index of members) {
      const home = homeOf(filters[index], rightsOf(filters[index]));
      places[index] = [audience, home?.place ?? -1];
    }
    return { programIds, set, members };
  });
  return { audiences, places };
}

function byRights(filters: readonly ActiveFilter[]): Map<string, number[]> {
  return Map.groupBy(filters.keys(), (index) => rightsOf(filters[index]));
}

function rightsOf(filter: ActiveFilter | undefined): string {
  return [...(filter?.programIds ?? [])].sort().join();
}

function homeOf(filter: ActiveFilter | undefined, rights: string): Home | undefined {
  return filter && homes.get(filter.compiled)?.get(rights);
}

function sourcesOf(filters: readonly ActiveFilter[], members: readonly number[]) {
  return members.flatMap((index) => filters[index]?.compiled.source ?? []);
}
