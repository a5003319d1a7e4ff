import { fromParts } from './dates/calendar.ts';
import { parseIsoDate } from './dates/parse-date.ts';

/** What the Mongo shell and Python write for values that JSON has no words for: Extended JSON. */
type Call = (args: readonly unknown[]) => unknown;

function wrapNumber(key: string, pattern: RegExp): Call {
  return ([value, ...rest]) => {
    const text = String(value ?? 0);
    return rest.length === 0 && pattern.test(text) ? { [key]: text } : undefined;
  };
}

const INTEGER = /^[+-]?\d+$/;
const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$|^[+-]?(Infinity|NaN|inf|nan)$/;

function isNumberLike(value: unknown): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint';
}

/** A date as text or as milliseconds; none would be now, which a filter must not depend on. */
const date: Call = ([value, ...rest]) => {
  if (rest.length > 0) return undefined;
  if (isNumberLike(value)) return { $date: Number(value) };
  if (typeof value !== 'string') return undefined;
  const ms = parseIsoDate(value, null);
  return ms === null ? undefined : { $date: ms };
};

/** `datetime.datetime(year, month, day, hour, minute, second, microsecond)`, in UTC. */
const datetime: Call = (args) => {
  const numbers = args.filter(isNumberLike).map(Number);
  const [year, month, day, hour = 0, minute = 0, second = 0, microsecond = 0] = numbers;
  if (numbers.length !== args.length || year === undefined) return undefined;
  if (month === undefined || day === undefined) return undefined;
  const timeMs =
    hour * 3_600_000 + minute * 60_000 + second * 1000 + Math.floor(microsecond / 1000);
  return { $date: fromParts(year, month, day, timeMs) };
};

const objectId: Call = ([text]) =>
  typeof text === 'string' && /^[0-9a-fA-F]{24}$/.test(text) ? { $oid: text } : undefined;

const regex: Call = ([pattern, options = '']) =>
  typeof pattern === 'string' && typeof options === 'string'
    ? { $regularExpression: { pattern, options } }
    : undefined;

const float: Call = ([value]) => {
  const text = String(value).toLowerCase();
  if (text.endsWith('inf') || text.endsWith('infinity')) {
    return text.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  }
  return text === 'nan' ? Number.NaN : wrapNumber('$numberDouble', DECIMAL)([value]);
};

/** The calls that are understood, by name. */
export const TEXT_CALLS: ReadonlyMap<string, Call> = new Map<string, Call>([
  ['ISODate', date],
  ['Date', date],
  ['datetime', datetime],
  ['datetime.datetime', datetime],
  ['NumberLong', wrapNumber('$numberLong', INTEGER)],
  ['Long', wrapNumber('$numberLong', INTEGER)],
  ['Int64', wrapNumber('$numberLong', INTEGER)],
  ['bson.Int64', wrapNumber('$numberLong', INTEGER)],
  ['NumberInt', wrapNumber('$numberInt', INTEGER)],
  ['Int32', wrapNumber('$numberInt', INTEGER)],
  ['Double', wrapNumber('$numberDouble', DECIMAL)],
  ['NumberDecimal', wrapNumber('$numberDecimal', DECIMAL)],
  ['Decimal128', wrapNumber('$numberDecimal', DECIMAL)],
  ['float', float],
  ['int', ([value]) => (isNumberLike(value) ? value : undefined)],
  ['ObjectId', objectId],
  ['RegExp', regex],
  ['re.compile', regex],
  ['bson.Regex', regex],
  ['Regex', regex],
  ['MinKey', () => ({ $minKey: 1 })],
  ['MaxKey', () => ({ $maxKey: 1 })],
]);
