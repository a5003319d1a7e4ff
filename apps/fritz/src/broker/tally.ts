import type { BatchWrite } from '@fritz/pipeline';

/** What a run of the broker did so far. */
export interface Tally {
  read: number;
  new: number;
  known: number;
  quarantined: number;
  /** By the filter's name; filters of one name are told apart by their ids. */
  passed: Record<string, number>;
}

export function emptyTally(): Tally {
  return { read: 0, new: 0, known: 0, quarantined: 0, passed: {} };
}

type NamedFilter = { readonly filterId: number; readonly name: string };

/** Names each filter once. */
export function nameFilters(filters: readonly NamedFilter[]): ReadonlyMap<number, string> {
  const named = Map.groupBy(filters, ({ name }) => name);
  return new Map(
    filters.map(({ filterId, name }) => {
      const isAlone = (named.get(name)?.length ?? 0) < 2;
      return [filterId, isAlone ? name : `${name} (${filterId})`];
    }),
  );
}

/** Adds a batch that was stored. */
export function addBatch(
  tally: Tally,
  write: BatchWrite,
  names: ReadonlyMap<number, string> = new Map(),
): void {
  tally.read += write.packets;
  tally.new += write.alerts.length;
  tally.known += write.known;
  tally.quarantined += write.quarantined.length;
  for (const { filterId, name, passed } of write.counts) {
    const key = names.get(filterId) ?? name;
    tally.passed[key] = (tally.passed[key] ?? 0) + passed;
  }
}
