import type { PageEnd } from '@fritz/archive';
import { InvalidRequestError } from '../../http/fritz-error.ts';

/** What a cursor says: how the list is sorted, and where the page before ended. */
type Cursor = [string, 'asc' | 'desc', string | null, string];

/** Where the next page begins, as a text to hand back. */
export function writeCursor(end: PageEnd, orderBy: string, order: 'asc' | 'desc'): string {
  const cursor: Cursor = [orderBy, order, end.key, end.id];
  return Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

/** @throws InvalidRequestError for what is no cursor, or one of a list that is sorted otherwise */
export function readCursor(text: string, orderBy: string, order: 'asc' | 'desc'): PageEnd {
  const parsed = parse(text);
  if (!Array.isArray(parsed) || parsed.length !== 4) throw wrong('is not one that this list gave');
  const [sortedBy, sorted, key, id]: unknown[] = parsed;
  if (sortedBy !== orderBy || sorted !== order) {
    throw wrong('is of a list that is sorted otherwise');
  }
  if ((key !== null && !isKey(key, orderBy)) || typeof id !== 'string') {
    throw wrong('is not one that this list gave');
  }
  return { key, id };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString());
  } catch {
    return null;
  }
}

const textOrders: readonly string[] = [
  'id',
  'alias',
  'origin',
  'tns_name',
  'mpc_name',
  'classification',
  'groups',
  'saved_by',
  'tags',
];

/** Whether PostgreSQL can read a key as what the list is sorted by. */
function isKey(key: unknown, orderBy: string): key is string {
  if (typeof key !== 'string' || key.includes('\0')) return false;
  if (textOrders.includes(orderBy)) return true;
  if (orderBy.endsWith('_at') || orderBy === 'modified') {
    return /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?[+-]\d\d(:\d\d)?$/.test(key) && isTime(key);
  }
  return /^-?\d+(\.\d+)?(e[+-]?\d{1,3})?$/.test(key) && Number.isFinite(Number(key));
}

function isTime(key: string): boolean {
  return !Number.isNaN(Date.parse(key.slice(0, 19).replace(' ', 'T')));
}

function wrong(message: string): InvalidRequestError {
  return new InvalidRequestError([{ in: 'query', field: 'cursor', message }]);
}
