import type { SavedStatus } from './saved-status.ts';
import { DEFAULT_WINDOW, type TimeWindow } from './time-window.ts';

/** What an annotation says: a value, or a number between two; without either, that it is there. */
export type AnnotationWish = {
  readonly origin: string;
  readonly key: string;
  readonly value: string;
  readonly min: number | null;
  readonly max: number | null;
};

export type AnnotationSort = {
  readonly origin: string;
  readonly key: string;
  readonly order: 'asc' | 'desc';
};

/** A part of the sky: the credible region of a sky map. */
export type SkyMapWish = {
  readonly dateobs: string;
  readonly name: string;
  readonly percent: number;
};

/** What is being scanned. Empty lists and null mean "no matter". */
export type ScanSearch = {
  readonly groupIds: readonly number[];
  readonly filterIds: readonly number[];
  readonly window: TimeWindow;
  readonly savedStatus: SavedStatus;
  readonly rejected: 'hide' | 'show' | 'only';
  readonly classes: readonly string[];
  readonly notClasses: readonly string[];
  /** Those that people have classified. */
  readonly hideClassified: boolean;
  /** Those that group mates have scanned. */
  readonly hideScanned: boolean;
  readonly minRedshift: number | null;
  readonly maxRedshift: number | null;
  readonly annotations: readonly AnnotationWish[];
  readonly listName: string | null;
  readonly notListName: string | null;
  /** `datetime-local` text, UTC. */
  readonly firstDetectedAfter: string | null;
  readonly lastDetectedBefore: string | null;
  readonly minDetections: number | null;
  readonly withoutForced: boolean;
  /** Degrees from the Galactic plane. */
  readonly minAbsLatitude: number | null;
  readonly skyMap: SkyMapWish | null;
  /** null: the newest first. */
  readonly sort: AnnotationSort | null;
};

export const DEFAULT_SEARCH: ScanSearch = {
  groupIds: [],
  filterIds: [],
  window: DEFAULT_WINDOW,
  savedStatus: 'all',
  rejected: 'hide',
  classes: [],
  notClasses: [],
  hideClassified: false,
  hideScanned: false,
  minRedshift: null,
  maxRedshift: null,
  annotations: [],
  listName: null,
  notListName: null,
  firstDetectedAfter: null,
  lastDetectedBefore: null,
  minDetections: null,
  withoutForced: false,
  minAbsLatitude: null,
  skyMap: null,
  sort: null,
};

/** Those conditions that the toolbar does not show. */
const HIDDEN_CONDITIONS = [
  'rejected',
  'classes',
  'notClasses',
  'hideClassified',
  'hideScanned',
  'minRedshift',
  'maxRedshift',
  'annotations',
  'listName',
  'notListName',
  'firstDetectedAfter',
  'lastDetectedBefore',
  'minDetections',
  'withoutForced',
  'minAbsLatitude',
  'skyMap',
  'sort',
] as const satisfies (keyof ScanSearch)[];

/** How many conditions are in force that the toolbar does not show. */
export function countHidden(search: ScanSearch): number {
  return HIDDEN_CONDITIONS.filter(
    (name) => JSON.stringify(search[name]) !== JSON.stringify(DEFAULT_SEARCH[name]),
  ).length;
}

/** The same without the conditions that the toolbar does not show. */
export function withoutHidden(search: ScanSearch): ScanSearch {
  const { groupIds, filterIds, window, savedStatus } = search;
  return { ...DEFAULT_SEARCH, groupIds, filterIds, window, savedStatus };
}

type Params = Readonly<Record<string, string | number | boolean | undefined>>;

const joined = (list: readonly (string | number)[]) =>
  list.length > 0 ? list.join(',') : undefined;

const toTime = (text: string | null) => (text === null || text === '' ? undefined : text);

function annotationText({ origin, key, value, min, max }: AnnotationWish): string {
  const bounds = {
    ...(min === null ? {} : { min }),
    ...(max === null ? {} : { max }),
  };
  return JSON.stringify({ origin, key, ...(value === '' ? bounds : { value }) });
}

/** The list that is left out, and the one that is asked for: the server takes one of each. */
function listParams(search: ScanSearch): Params {
  const { rejected, listName, notListName } = search;
  return {
    listName: listName ?? (rejected === 'only' ? 'rejected_candidates' : undefined),
    listNameReject: notListName ?? (rejected === 'hide' ? 'rejected_candidates' : undefined),
  };
}

/** A search in the API's words, but for its window. */
export function searchParams(search: ScanSearch): Params {
  const annotations = search.annotations.filter(({ origin, key }) => origin !== '' && key !== '');
  // Half of an order is none yet.
  const sort = search.sort?.origin && search.sort.key ? search.sort : null;
  return {
    groupIDs: joined(search.groupIds),
    filterIDs: joined(search.filterIds),
    savedStatus: search.savedStatus,
    ...listParams(search),
    classifications: joined(search.classes),
    classificationsReject: joined(search.notClasses),
    hideClassified: search.hideClassified || undefined,
    hideScannedByOthers: search.hideScanned || undefined,
    minRedshift: search.minRedshift ?? undefined,
    maxRedshift: search.maxRedshift ?? undefined,
    annotationFilterList: joined(annotations.map(annotationText)),
    firstDetectionAfter: toTime(search.firstDetectedAfter),
    lastDetectionBefore: toTime(search.lastDetectedBefore),
    numberDetections: search.minDetections ?? undefined,
    excludeForcedPhotometry: search.withoutForced || undefined,
    minAbsGalacticLatitude: search.minAbsLatitude ?? undefined,
    localizationDateobs: search.skyMap?.dateobs,
    localizationName: search.skyMap?.name,
    localizationCumprob: search.skyMap === null ? undefined : search.skyMap.percent / 100,
    sortByAnnotationOrigin: sort?.origin,
    sortByAnnotationKey: sort?.key,
    sortByAnnotationOrder: sort?.order,
  };
}
