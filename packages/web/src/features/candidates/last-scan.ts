import type { ScanSearch } from './scan-search.ts';

/** When each scan ended last (naive UTC), by what was scanned. */
export type ScanMarks = Readonly<Record<string, string>>;

/** Among a user's preferences: `{marks}`, so that every device of his knows. */
export const SCANNING_KEY = 'scanning';

/** Preferences are small; who scans by more conditions than these begins with a day again. */
const MOST_MARKS = 30;

/**
 * A short name for what is scanned, whatever its window and order: to have scanned one group's candidates
 * says nothing of another's. FNV-1a (Fowler, Noll, Vo), 32 bits.
 */
export function scanName(search: ScanSearch): string {
  const { window: _window, sort: _sort, ...what } = search;
  let hash = 0x811c9dc5;
  for (const char of JSON.stringify(what)) {
    hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  }
  return hash.toString(36);
}

/** The marks among a user's preferences. */
export function readMarks(preferences: Readonly<Record<string, unknown>> | undefined): ScanMarks {
  const scanning = preferences?.[SCANNING_KEY];
  if (typeof scanning !== 'object' || scanning === null || !('marks' in scanning)) return {};
  const { marks } = scanning;
  if (typeof marks !== 'object' || marks === null) return {};
  const entries = Object.entries(marks).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return Object.fromEntries(entries);
}

/** The preferences to be merged (RFC 7396: null removes) when a scan ended. */
export function writeMark(marks: ScanMarks, name: string, endedAt: string) {
  const others = Object.entries(marks).filter(([other]) => other !== name);
  const surplus = others
    .sort(([, a], [, b]) => (a < b ? 1 : -1))
    .slice(MOST_MARKS - 1)
    .map(([other]) => [other, null]);
  return { [SCANNING_KEY]: { marks: { ...Object.fromEntries(surplus), [name]: endedAt } } };
}
