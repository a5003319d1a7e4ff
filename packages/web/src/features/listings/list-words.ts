import type { ListEntry } from './listings.api.ts';

/** The lists that everybody has, though nothing be on them. */
const KNOWN: readonly (readonly [name: string, label: string, hint: string])[] = [
  ['favorites', 'Favorites', 'The star beside an object puts it here.'],
  ['watchlist', 'Watchlist', 'Objects whose surroundings you watch, with a radius and a cadence.'],
  ['rejected_candidates', 'Rejected', 'What you rejected while scanning; it can be hidden there.'],
];

export type UserList = {
  readonly name: string;
  readonly label: string;
  readonly hint: string;
  readonly entries: readonly ListEntry[];
};

/** The viewer's lists: those that everybody has, then his own by name; newest entries first. */
export function listsOf(entries: readonly ListEntry[]): readonly UserList[] {
  const byName = Map.groupBy(entries, (entry) => entry.list_name);
  const entriesOf = (name: string) =>
    (byName.get(name) ?? []).toSorted((a, b) => (a.created_at < b.created_at ? 1 : -1));
  const own = [...byName.keys()].filter((name) => !KNOWN.some(([known]) => known === name)).sort();
  return [
    ...KNOWN.map(([name, label, hint]) => ({ name, label, hint, entries: entriesOf(name) })),
    ...own.map((name) => ({ name, label: name, hint: '', entries: entriesOf(name) })),
  ];
}

/** Why a name cannot be a list's; null where it can. */
export function nameProblem(name: string): string | null {
  if (name === '') return null;
  if (name.length > 100) return 'At most 100 characters';
  return /^\w/.test(name) ? null : 'Begins with a letter or digit';
}

/** A watchlist's settings, in words. */
export function paramWords(params: ListEntry['params']): string {
  if (params === null) return '';
  const { arcsec, cadence } = params;
  return [
    ...(typeof arcsec === 'number' ? [`${arcsec}″ around`] : []),
    ...(typeof cadence === 'number' ? [`every ${cadence} d`] : []),
  ].join(', ');
}
