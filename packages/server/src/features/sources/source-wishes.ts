import {
  type AnnotationCondition,
  type ClassWish,
  findUserIds,
  type ObjConditions,
  type ObjSet,
  objsInRegion,
  objsOnList,
  objsWithAnnotation,
  objsWithComment,
  objsWithComments,
  objsWithFollowup,
  objsWithSpectra,
  objsWithSpectrum,
  objsWithTag,
  type SourceSearch,
  type ViewerTx,
} from '@fritz/archive';
import type { routes, Static } from '@fritz/contract';
import { dateToMjd } from '@fritz/sky';
import { readIds, readUtc } from '../../http/fields.ts';
import { InvalidRequestError } from '../../http/fritz-error.ts';
import { readLocalizationRegion } from '../localizations/localization-region.ts';
import { readCursor } from './source-cursor.ts';

/** The query of a search of sources, checked. */
export type SourceQuery = Static<typeof routes.listSources.query>;

/** What a query asks for; the names of users become ids. */
export async function readSearch(tx: ViewerTx, query: SourceQuery): Promise<SourceSearch> {
  const orderBy = query.sortBy ?? 'saved_at';
  const isTime = orderBy.endsWith('_at') || orderBy.endsWith('_detected') || orderBy === 'modified';
  const order = query.sortOrder ?? (isTime ? 'desc' : 'asc');
  const numPerPage = query.numPerPage ?? 100;
  return {
    groupIds: readIds(query.group_ids),
    kind: kindOf(query),
    status: query.savedStatus ?? null,
    savedAt: { from: time(query, 'savedAfter'), to: time(query, 'savedBefore') },
    conditions: await readConditions(tx, query),
    saverIds: query.savedBy === undefined ? null : await findUserIds(tx, split(query.savedBy)),
    orderBy,
    orderAnnotation: readSortKey(query),
    descending: order === 'desc',
    limit: numPerPage,
    offset: query.cursor === undefined ? ((query.pageNumber ?? 1) - 1) * numPerPage : 0,
    after: query.cursor === undefined ? null : readCursor(query.cursor, sortName(query), order),
  };
}

/** `origin/key`: an origin may have slashes. */
function readSortKey({
  sortBy,
  sortAnnotation: text,
}: SourceQuery): SourceSearch['orderAnnotation'] {
  if (sortBy !== 'annotation') return null;
  if (text === undefined) throw wrong('sortAnnotation', 'is missing: sorted by which annotation?');
  const at = text.lastIndexOf('/');
  return { origin: text.slice(0, at), key: text.slice(at + 1) };
}

/** How a list is sorted, in one word: a cursor is of such a list alone. */
export function sortName({ sortBy = 'saved_at', sortAnnotation }: SourceQuery): string {
  return sortBy === 'annotation' ? `${sortBy} ${sortAnnotation}` : sortBy;
}

/** Which entries of groups' lists a query means. */
export function kindOf(query: SourceQuery): SourceSearch['kind'] {
  if (query.requestedOnly || query.pendingOnly) return 'requested';
  return query.includeRequested ? 'both' : 'saved';
}

type TimeField = {
  [K in keyof SourceQuery]-?: SourceQuery[K] extends string | undefined ? K : never;
}[keyof SourceQuery];

function time(query: SourceQuery, field: TimeField): Date | null {
  const given = query[field];
  return given === undefined ? null : readUtc('query', field, given);
}

function wrong(field: string, message: string): InvalidRequestError {
  return new InvalidRequestError([{ in: 'query', field, message }]);
}

async function readConditions(tx: ViewerTx, query: SourceQuery): Promise<ObjConditions> {
  if (query.hasTNSname && query.hasNoTNSname) {
    throw wrong('hasNoTNSname', 'contradicts hasTNSname');
  }
  const region = await readLocalizationRegion(tx, query);
  return {
    cone: readCone(query),
    name: query.sourceID?.trim() ?? null,
    without: split(query.rejectedSourceIDs),
    alias: query.alias?.trim() ?? null,
    origin: query.origin?.trim() ?? null,
    simbadClass: query.simbadClass?.trim() ?? null,
    tnsName: query.TNSname?.trim() ?? null,
    hasTnsName: query.hasTNSname ? true : query.hasNoTNSname ? false : null,
    redshift: { from: query.minRedshift ?? null, to: query.maxRedshift ?? null },
    changedAfter: time(query, 'createdOrModifiedAfter'),
    looked: readLooks(query),
    classes: readClasses(query),
    unclassified: query.unclassified ?? false,
    lightCurve: readLightCurve(query),
    sets: [
      ...readAnnotations(query),
      ...(await readComments(tx, query)),
      ...readSpectra(query),
      ...(query.tags === undefined ? [] : [objsWithTag(split(query.tags))]),
      ...(query.minSpectra === undefined ? [] : [objsWithSpectra(query.minSpectra)]),
      ...(query.minComments === undefined ? [] : [objsWithComments(query.minComments)]),
      ...readFollowup(query),
      ...(query.listName === undefined ? [] : [objsOnList(query.listName.trim())]),
      ...(region === null ? [] : [objsInRegion(region)]),
    ],
    notIn: query.withoutTags === undefined ? [] : [objsWithTag(split(query.withoutTags))],
    withoutSpectra: query.hasNoSpectrum ?? false,
  };
}

/** Each time is a condition of its own: one spectrum may be of before, and another of after. */
function readSpectra(query: SourceQuery): ObjSet[] {
  const [from, to] = [time(query, 'hasSpectrumAfter'), time(query, 'hasSpectrumBefore')];
  const wanted = [
    ...(from === null ? [] : [{ from, to: null }]),
    ...(to === null ? [] : [{ from: null, to }]),
    ...(query.hasSpectrum ? [{ from: null, to: null }] : []),
  ];
  const [first] = wanted;
  if (first !== undefined && query.hasNoSpectrum) {
    throw wrong('hasNoSpectrum', 'contradicts what else is asked of spectra');
  }
  return wanted.map(objsWithSpectrum);
}

function readFollowup(query: SourceQuery): ObjSet[] {
  const status = query.followupRequestStatus?.trim();
  return query.hasFollowupRequest || status !== undefined ? [objsWithFollowup(status ?? null)] : [];
}

function readCone({ ra, dec, radius }: SourceQuery): ObjConditions['cone'] {
  if (ra === undefined && dec === undefined && radius === undefined) return null;
  if (ra === undefined || dec === undefined || radius === undefined) {
    const missing = ra === undefined ? 'ra' : dec === undefined ? 'dec' : 'radius';
    throw wrong(missing, 'is missing: ra, dec and radius go together');
  }
  return { ra: ra % 360, dec, radiusArcsec: radius * 3600 };
}

function readLooks(query: SourceQuery): ObjConditions['looked'] {
  const { hasBeenLabelled, hasNotBeenLabelled, currentUserLabeller: mine = false } = query;
  if (hasBeenLabelled && hasNotBeenLabelled) {
    throw wrong('hasNotBeenLabelled', 'contradicts hasBeenLabelled');
  }
  if (!hasBeenLabelled && !hasNotBeenLabelled) return null;
  return { at: hasBeenLabelled ?? false, mine };
}

function readClasses(query: SourceQuery): ObjConditions['classes'] {
  const named = readClassList('classifications', query.classifications);
  const none = readClassList('nonclassifications', query.nonclassifications);
  if (named.length === 0 && none.length === 0) return null;
  const { minClassificationProbability: least, maxClassificationProbability: most } = query;
  return {
    ...(named.length === 0 ? {} : query.classifications_simul ? { all: named } : { any: named }),
    ...(none.length === 0 ? {} : { none }),
    ...(least === undefined ? {} : { minProbability: least }),
    ...(most === undefined ? {} : { maxProbability: most }),
  };
}

/** `taxonomy: class`; without a taxonomy it is that class of any. */
function readClassList(field: string, list: string | undefined): ClassWish[] {
  return split(list).map((entry) => {
    const at = entry.indexOf(':');
    const taxonomy = at === -1 ? null : entry.slice(0, at).trim();
    const name = entry.slice(at + 1).trim();
    if (name === '' || taxonomy === '') throw wrong(field, 'is not `taxonomy: class`');
    return { taxonomy, class: name };
  });
}

function readLightCurve(query: SourceQuery): ObjConditions['lightCurve'] {
  const [from, to] = [time(query, 'startDate'), time(query, 'endDate')];
  const last = time(query, 'lastDetectedAfter');
  const found = {
    firstDetectedFrom: from === null ? null : dateToMjd(from),
    lastDetectedTo: to === null ? null : dateToMjd(to),
    lastDetectedFrom: last === null ? null : dateToMjd(last),
    leastDetections: query.numberDetections ?? null,
    // SkyPortal's minimum is of brightness: its value is the faintest that counts.
    peak: { from: query.maxPeakMagnitude ?? null, to: query.minPeakMagnitude ?? null },
    latest: { from: query.maxLatestMagnitude ?? null, to: query.minLatestMagnitude ?? null },
    withoutForced: query.excludeForcedPhotometry ?? false,
  };
  const { peak, latest } = found;
  const asked = [
    ...[found.firstDetectedFrom, found.lastDetectedTo, found.leastDetections],
    found.lastDetectedFrom,
    ...[peak.from, peak.to, latest.from, latest.to],
  ];
  return asked.some((one) => one !== null) ? found : null;
}

const operators: Record<string, (value: number) => Partial<AnnotationCondition>[]> = {
  lt: (value) => [{ high: value, highOpen: true }],
  le: (value) => [{ high: value }],
  eq: (value) => [{ low: value, high: value }],
  ne: (value) => [
    { high: value, highOpen: true },
    { low: value, lowOpen: true },
  ],
  ge: (value) => [{ low: value }],
  gt: (value) => [{ low: value, lowOpen: true }],
};

function readAnnotations(query: SourceQuery): ObjSet[] {
  const origins = split(query.annotationsFilterOrigin);
  const since = time(query, 'annotationsFilterAfter');
  const until = time(query, 'annotationsFilterBefore');
  const filters = split(query.annotationsFilter);
  if (filters.length === 0 && origins.length === 0 && since === null && until === null) return [];
  const any = { key: null, word: null, low: null, high: null, since, until };
  const conditions = filters.length === 0 ? [[any]] : filters.map((one) => readKey(one, any));
  const places = origins.length === 0 ? [null] : origins;
  return conditions.map((one) =>
    unite(
      one.flatMap((condition) =>
        places.map((origin) => objsWithAnnotation({ ...condition, origin })),
      ),
    ),
  );
}

type KeyCondition = Omit<AnnotationCondition, 'origin'>;

/** `key`, `key:value:op`: what is no number is a word, which is equal or is not looked for. */
function readKey(text: string, any: KeyCondition): KeyCondition[] {
  const parts = text.split(':').map((part) => part.trim());
  const [key = '', value = '', operator = 'eq'] = parts;
  if (key === '' || parts.length > 3) {
    throw wrong('annotationsFilter', 'is not `key` or `key:value:op`');
  }
  if (parts.length === 1) return [{ ...any, key }];
  const number = value === '' ? Number.NaN : Number(value);
  const compare = operators[operator];
  if (compare === undefined) {
    throw wrong('annotationsFilter', `op must be one of ${Object.keys(operators)}`);
  }
  if (Number.isFinite(number)) return compare(number).map((bounds) => ({ ...any, key, ...bounds }));
  if (operator === 'eq') return [{ ...any, key, word: value }];
  throw wrong('annotationsFilter', `${operator} compares numbers: ${value} is none`);
}

async function readComments(tx: ViewerTx, query: SourceQuery): Promise<ObjSet[]> {
  const texts = split(query.commentsFilter);
  const names = split(query.commentsFilterAuthor);
  const since = time(query, 'commentsFilterAfter');
  const until = time(query, 'commentsFilterBefore');
  if (texts.length === 0 && names.length === 0 && since === null && until === null) return [];
  const authors: (number | null)[] = names.length === 0 ? [null] : await findUserIds(tx, names);
  const words: (string | null)[] = texts.length === 0 ? [null] : texts;
  const sets = authors.flatMap((authorId) =>
    words.map((text) => objsWithComment({ text, authorId, since, until })),
  );
  return [unite(sets)];
}

/** The names that are in one of these sets. */
function unite(sets: readonly ObjSet[]): ObjSet {
  const values: unknown[] = [];
  const parts = sets.map((set) => {
    const before = values.length;
    values.push(...set.values);
    return set.sql.replaceAll(/\$(\d+)/g, (_, at: string) => `$${Number(at) + before}`);
  });
  // Authors whom nobody knows wrote nothing.
  return {
    sql: parts.length === 0 ? `(SELECT '' WHERE false)` : `(${parts.join(' UNION ')})`,
    values,
  };
}

/** The entries of a list with commas between them. */
function split(list: string | undefined): string[] {
  return (list ?? '')
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
}
