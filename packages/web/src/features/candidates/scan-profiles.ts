import { SAVED_STATUSES } from './saved-status.ts';
import { DEFAULT_SEARCH, type ScanSearch } from './scan-search.ts';
import { LAST_HOURS, type TimeWindow } from './time-window.ts';

/** A search by name. */
export type ScanProfile = {
  readonly name: string;
  /** Applied when scanning begins. */
  readonly isDefault: boolean;
  readonly search: ScanSearch;
};

/** Where SkyPortal keeps them among a user's preferences. */
export const PROFILES_KEY = 'scanningProfiles';

type Stored = Readonly<Record<string, unknown>>;

const isStored = (value: unknown): value is Stored =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const textOf = (value: unknown): string | null =>
  typeof value === 'string' && value !== '' ? value : null;

/** SkyPortal keeps numbers as they were typed. */
function numberOf(value: unknown): number | null {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
}

const numbersOf = (value: unknown): readonly number[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'number') : [];

const textsOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];

/** Hours back: to the next of ours that is not shorter. */
function windowOf(value: unknown): TimeWindow {
  const hours = numberOf(value);
  if (hours === null) return DEFAULT_SEARCH.window;
  return { kind: 'last', hours: LAST_HOURS.find((one) => one >= hours) ?? 720 };
}

/** A profile as SkyPortal wrote it. */
function readForeign(stored: Stored): ScanSearch {
  const [origin, key] = [textOf(stored.sortingOrigin), textOf(stored.sortingKey)];
  return {
    ...DEFAULT_SEARCH,
    groupIds: numbersOf(stored.groupIDs),
    window: windowOf(stored.timeRange),
    savedStatus: SAVED_STATUSES.find((one) => one === stored.savedStatus) ?? 'all',
    rejected: stored.rejectedStatus === 'show' ? 'show' : 'hide',
    classes: textsOf(stored.classifications),
    minRedshift: numberOf(stored.redshiftMinimum),
    maxRedshift: numberOf(stored.redshiftMaximum),
    sort:
      origin === null || key === null
        ? null
        : { origin, key, order: stored.sortingOrder === 'desc' ? 'desc' : 'asc' },
  };
}

/** A search of ours; a field that is not as it should be is as if it were not there. */
function readOwn(own: Stored): ScanSearch {
  const fields = Object.entries(DEFAULT_SEARCH).map(([name, fallback]) => {
    const value = own[name];
    const fits =
      fallback === null
        ? value !== undefined
        : typeof value === typeof fallback && Array.isArray(value) === Array.isArray(fallback);
    return [name, fits ? value : fallback];
  });
  return Object.fromEntries(fields) as ScanSearch;
}

/** The profiles among a user's preferences: ours, and those that SkyPortal's clients wrote. */
export function readProfiles(preferences: Stored): readonly ScanProfile[] {
  const list = preferences[PROFILES_KEY];
  if (!Array.isArray(list)) return [];
  return list.filter(isStored).flatMap((stored) => {
    const name = textOf(stored.name);
    if (name === null) return [];
    const search = isStored(stored.fritz) ? readOwn(stored.fritz) : readForeign(stored);
    return [{ name, isDefault: stored.default === true, search }];
  });
}

/** What is kept of a profile: SkyPortal's fields, and beside them all of ours. */
function writeProfile({ name, isDefault, search }: ScanProfile): Stored {
  return {
    name,
    default: isDefault,
    groupIDs: search.groupIds,
    ...(search.window.kind === 'last' ? { timeRange: String(search.window.hours) } : {}),
    savedStatus: search.savedStatus,
    rejectedStatus: search.rejected === 'hide' ? 'hide' : 'show',
    classifications: search.classes,
    redshiftMinimum: search.minRedshift ?? '',
    redshiftMaximum: search.maxRedshift ?? '',
    sortingOrigin: search.sort?.origin ?? '',
    sortingKey: search.sort?.key ?? '',
    sortingOrder: search.sort?.order ?? '',
    fritz: search,
  };
}

/** The preferences to be sent, whole: a list is not merged. */
export function writeProfiles(profiles: readonly ScanProfile[]): Stored {
  return { [PROFILES_KEY]: profiles.map(writeProfile) };
}

/** With this profile in place of the one of its name; one default at most. */
export function withProfile(
  profiles: readonly ScanProfile[],
  changed: ScanProfile,
): readonly ScanProfile[] {
  const others = profiles.map((one) =>
    changed.isDefault && one.name !== changed.name ? { ...one, isDefault: false } : one,
  );
  const at = others.findIndex(({ name }) => name === changed.name);
  return at < 0 ? [...others, changed] : others.with(at, changed);
}
