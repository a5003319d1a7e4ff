import type {
  AnnotationCondition,
  Comparison,
  PassedSelection,
  PointAnnotationCondition,
  ScanConditions,
} from '@fritz/archive';
import { comparisons } from '@fritz/archive';
import type { routes, Static } from '@fritz/contract';
import { dateToMjd } from '@fritz/sky';
import { readIds, readUtc } from '../../http/fields.ts';
import { InvalidRequestError } from '../../http/fritz-error.ts';

type Query = Static<typeof routes.listCandidates.query>;

function refuse(field: string, message: string): never {
  throw new InvalidRequestError([{ in: 'query', field, message }]);
}

const readTime = (field: keyof Query & string, text: string | undefined): Date | null =>
  text === undefined ? null : readUtc('query', field, text);

const readMjd = (field: keyof Query & string, text: string | undefined): number | null => {
  const time = readTime(field, text);
  return time && dateToMjd(time);
};

/** Which passings count. */
export function readPassed(
  query: Pick<Query, 'filterIDs' | 'groupIDs' | 'startDate' | 'endDate'>,
): PassedSelection {
  return {
    filterIds: readIds(query.filterIDs),
    groupIds: readIds(query.groupIDs),
    from: readTime('startDate', query.startDate),
    to: readTime('endDate', query.endDate),
  };
}

/** The conditions of a scan, of what is not said by the schema alone. */
export function readConditions(query: Query): ScanConditions {
  if (query.autosave) refuse('autosave', 'a GET saves nothing: POST source_groups');
  const { minRedshift, maxRedshift, listName, listNameReject } = query;
  const wanted = classesOf(query.classifications);
  const unwanted = classesOf(query.classificationsReject);
  return {
    ...(wanted.length + unwanted.length > 0 ? { classes: { any: wanted, none: unwanted } } : {}),
    ...(minRedshift === undefined ? {} : { minRedshift }),
    ...(maxRedshift === undefined ? {} : { maxRedshift }),
    ...(listName === undefined ? {} : { onList: listName }),
    ...(listNameReject === undefined ? {} : { notOnList: listNameReject }),
    unclassified: query.hideClassified ?? false,
    notScannedByOthers: query.hideScannedByOthers ?? false,
    minAbsGalacticLatitude: query.minAbsGalacticLatitude ?? 0,
    annotations: readAnnotations(query.annotationFilterList),
    ...unannotated(query),
    ...detections(query),
    ...pointAnnotations(query),
  };
}

const listed = (text: string | undefined): string[] =>
  (text ?? '').split(',').flatMap((part) => part.trim() || []);

const classesOf = (text: string | undefined) =>
  listed(text).map((name) => ({ class: name, taxonomy: null }));

function unannotated(query: Query): Pick<ScanConditions, 'unannotated'> {
  const { annotationExcludeOrigin: origin, annotationExcludeOutdatedDate: date } = query;
  const since = readTime('annotationExcludeOutdatedDate', date);
  return origin === undefined ? {} : { unannotated: { origin, since } };
}

function detections(query: Query): Pick<ScanConditions, 'detections'> {
  const firstSinceMjd = readMjd('firstDetectionAfter', query.firstDetectionAfter);
  const lastUntilMjd = readMjd('lastDetectionBefore', query.lastDetectionBefore);
  const atLeast = query.numberDetections || null;
  if (firstSinceMjd === null && lastUntilMjd === null && atLeast === null) return {};
  const withoutForced = query.excludeForcedPhotometry ?? query.ignoreForcedPhotometry ?? false;
  return { detections: { firstSinceMjd, lastUntilMjd, atLeast, withoutForced } };
}

/** Objects of JSON with commas between them, or a list of such. */
function readAnnotations(text: string | undefined): AnnotationCondition[] {
  if (text === undefined) return [];
  const field = 'annotationFilterList';
  let given: unknown;
  try {
    given = JSON.parse(text.trim().startsWith('[') ? text : `[${text}]`);
  } catch {
    refuse(field, 'is not JSON: {"origin": …, "key": …, "value": …}, with commas between');
  }
  if (!Array.isArray(given) || given.length > 20) refuse(field, 'is 20 conditions at most');
  return given.map((one: unknown) => readAnnotation(field, one));
}

function readAnnotation(field: string, given: unknown): AnnotationCondition {
  const wrong = 'each is {origin, key, value} or {origin, key, min, max}';
  if (typeof given !== 'object' || given === null) return refuse(field, wrong);
  const known = ['origin', 'key', 'value', 'min', 'max'];
  if (Object.keys(given).some((name) => !known.includes(name))) refuse(field, wrong);
  const read = (name: string): unknown => Object.getOwnPropertyDescriptor(given, name)?.value;
  const [origin, key, value] = [read('origin'), read('key'), read('value')];
  if (!isWord(origin) || !isWord(key)) return refuse(field, wrong);
  const bound = (name: 'min' | 'max'): number | null => {
    const it = read(name) ?? null;
    if (it === null || it === '') return null;
    const number = Number(it);
    return Number.isFinite(number) && typeof it !== 'boolean' ? number : refuse(field, wrong);
  };
  const base = { origin, key, since: null, until: null };
  if (value === undefined || value === null) {
    return { ...base, word: null, low: bound('min'), high: bound('max') };
  }
  if (typeof value === 'number') return { ...base, word: null, low: value, high: value };
  if (typeof value === 'object') return refuse(field, wrong);
  return { ...base, word: clean(field, String(value)), low: null, high: null };
}

const isWord = (it: unknown): it is string =>
  typeof it === 'string' && it !== '' && it.length <= 255 && !it.includes('\0');

function clean(field: string, text: string): string {
  return text.includes('\0') ? refuse(field, 'has a character that no text may have') : text;
}

function pointAnnotations(query: Query): Pick<ScanConditions, 'pointAnnotations'> {
  const prefix = 'photometryAnnotationsFilter';
  const said = listed(query[prefix]).map((text) => readPointAnnotation(prefix, text));
  const since = readTime(`${prefix}After`, query[`${prefix}After`]);
  const until = readTime(`${prefix}Before`, query[`${prefix}Before`]);
  const names = listed(query[`${prefix}Origin`]);
  if (said.length + names.length === 0 && since === null && until === null) return {};
  const atLeast = query[`${prefix}MinCount`] ?? 1;
  const origins = names.length === 0 ? null : names;
  return { pointAnnotations: { said, origins, since, until, atLeast } };
}

function readPointAnnotation(
  field: string,
  text: string,
): PointAnnotationCondition['said'][number] {
  const [key = '', value, sign = 'eq', ...more] = text.split(':').map((part) => part.trim());
  if (key === '' || value === '' || more.length > 0 || !isComparison(sign)) {
    refuse(field, `“${text}” is not key, or key: value: operator (lt, le, eq, ne, ge, gt)`);
  }
  if (value === undefined) return { key, value: null, comparison: 'eq' };
  const number = Number(value);
  return { key, value: Number.isFinite(number) ? number : value, comparison: sign };
}

const isComparison = (text: string): text is Comparison => Object.hasOwn(comparisons, text);

/** What the pages of a scan are sorted by. */
export function readOrder(query: Query) {
  const { sortByAnnotationOrigin: origin, sortByAnnotationKey: key } = query;
  if (origin === undefined && key === undefined) return null;
  if (origin === undefined)
    return refuse('sortByAnnotationOrigin', 'goes with sortByAnnotationKey');
  if (key === undefined) return refuse('sortByAnnotationKey', 'goes with sortByAnnotationOrigin');
  return { origin, key, descending: query.sortByAnnotationOrder === 'desc' };
}
