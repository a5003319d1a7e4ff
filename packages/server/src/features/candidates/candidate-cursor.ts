import type { AnnotationOrder, CandidateEnd } from '@fritz/archive';
import { InvalidRequestError } from '../../http/fritz-error.ts';

/** A time as PostgreSQL writes it, with all its digits. */
const timePattern = /^\d{4,5}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?[+-]\d\d(:\d\d)?$/;

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

function decode(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString());
  } catch {
    return null;
  }
}

const isTime = (text: unknown): text is string =>
  typeof text === 'string' &&
  timePattern.test(text) &&
  !Number.isNaN(Date.parse(text.slice(0, 19).replace(' ', 'T')));

/** Names what had passed when a scan began. */
export function writeQueryId(newest: string | null): string {
  return encode(['passed', newest]);
}

/** Until when passings count; null where the text is none of ours: then it is a new scan. */
export function readQueryId(text: string | undefined): string | null {
  if (text === undefined) return null;
  const given = decode(text);
  return Array.isArray(given) && given[0] === 'passed' && isTime(given[1]) ? given[1] : null;
}

const nameOf = (order: AnnotationOrder | null) =>
  order === null ? 'time' : `${order.descending ? 'desc' : 'asc'} ${order.key} ${order.origin}`;

/** Where the next page begins, as a text to hand back. */
export function writeCursor(end: CandidateEnd, order: AnnotationOrder | null): string {
  return encode([nameOf(order), end.key, end.id]);
}

/** @throws InvalidRequestError for what is no cursor, or one of a scan that is sorted otherwise */
export function readCursor(text: string, order: AnnotationOrder | null): CandidateEnd {
  const given = decode(text);
  const wrong = (message: string) =>
    new InvalidRequestError([{ in: 'query', field: 'cursor', message }]);
  if (!Array.isArray(given) || given.length !== 3) throw wrong('is not one that a page gave');
  const [sorted, key, id]: unknown[] = given;
  if (sorted !== nameOf(order)) throw wrong('is of a scan that is sorted otherwise');
  const isKey = order === null ? isTime(key) : key === null || isJson(key);
  if (!isKey || typeof id !== 'string' || id.includes('\0')) {
    throw wrong('is not one that a page gave');
  }
  return { key: typeof key === 'string' ? key : null, id };
}

/** What PostgreSQL reads as jsonb, too. */
function isJson(text: unknown): boolean {
  if (typeof text !== 'string' || text.includes('\\u0000')) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
