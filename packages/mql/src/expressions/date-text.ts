import { yearOf } from '../dates/calendar.ts';
import { DEFAULT_FORMAT, findUnknownSpecifier, formatDate } from '../dates/date-format.ts';
import { findUnreadableSpecifier, parseFormattedDate, parseIsoDate } from '../dates/parse-date.ts';
import { fail, MqlError, refuse } from '../errors.ts';
import type { Expression } from '../tree.ts';
import { isNullish, isNumeric, ObjectId, typeName } from '../values.ts';
import { compileZone, dateMs, parseNamedParts } from './date-arguments.ts';
import { compileNamed, type ExpressionOperator, type Place } from './define.ts';

/** `$toDate`: of a double, a long, an ObjectId or a text of ISO 8601. */
export function toDate(value: unknown, at: Place): Date {
  if (value instanceof Date) return value;
  if (value instanceof ObjectId) return new Date(dateMs(value, '$toDate', at));
  if (typeof value === 'string') {
    const ms = parseIsoDate(value, null);
    return ms === null ? fail(at, `'${value}' is no date that can be read`) : makeDate(ms, at);
  }
  if (isNumeric(value) && typeName(value) !== 'int') return makeDate(Math.trunc(Number(value)), at);
  return fail(at, `cannot convert ${typeName(value)} to date`);
}

/** A date, or an error where it is beyond what dates can hold. */
export function makeDate(epochMs: number, at: Place): Date {
  const date = new Date(epochMs);
  return Number.isNaN(date.getTime()) ? fail(at, 'the date is out of range') : date;
}

/** Refuses a constant format that has a specifier which is not known. */
function checkFormat(
  format: Expression | undefined,
  findUnknown: (format: string) => string | null,
  at: string,
): void {
  if (format?.kind !== 'constant' || typeof format.value !== 'string') return;
  const unknown = findUnknown(format.value);
  if (unknown !== null) refuse(`${at}.format`, `'${unknown}' is no part of a date format`);
}

function readFormat(
  value: unknown,
  findUnknown: (format: string) => string | null,
  at: Place,
): string {
  if (typeof value !== 'string')
    return fail(at, `a date format is a string, not ${typeName(value)}`);
  const unknown = findUnknown(value);
  return unknown === null ? value : fail(at, `'${unknown}' is no part of a date format`);
}

/** `{date, format, timezone, onNull}`. */
const dateToString: ExpressionOperator = {
  name: '$dateToString',
  parse: (argument, scope, at) => {
    const keys = { required: ['date'], optional: ['format', 'timezone', 'onNull'] };
    const node = parseNamedParts('$dateToString', keys)(argument, scope, at);
    checkFormat(node.named.format, findUnknownSpecifier, at);
    return node;
  },
  compile: (node, compile) => {
    const { at, named } = node;
    const date = compileNamed(node, 'date', compile);
    const format = named.format ? compile(named.format) : () => DEFAULT_FORMAT;
    const zoneOf = compileZone(node, compile);
    const onNull = named.onNull ? compile(named.onNull) : () => null;
    return (context) => {
      const value = date(context);
      const text = format(context);
      const zone = zoneOf(context);
      if (!isNullish(text) && typeof text !== 'string') readFormat(text, () => null, at);
      if (isNullish(value)) return onNull(context);
      if (zone === null || isNullish(text)) return null;
      const ms = dateMs(value, '$dateToString', at);
      const offset = zone.offsetMs(ms);
      const year = yearOf(ms + offset);
      if (year < 0 || year > 9999) fail(at, '$dateToString can write the years 0 to 9999');
      return formatDate(ms + offset, offset, readFormat(text, findUnknownSpecifier, at));
    };
  },
};

/** `{dateString, format, timezone, onError, onNull}`. */
const dateFromString: ExpressionOperator = {
  name: '$dateFromString',
  parse: (argument, scope, at) => {
    const optional = ['format', 'timezone', 'onError', 'onNull'];
    const keys = { required: ['dateString'], optional };
    const node = parseNamedParts('$dateFromString', keys)(argument, scope, at);
    checkFormat(node.named.format, findUnreadableSpecifier, at);
    return node;
  },
  compile: (node, compile) => {
    const { at, named } = node;
    const input = compileNamed(node, 'dateString', compile);
    const format = named.format ? compile(named.format) : null;
    const zoneOf = compileZone(node, compile);
    const onNull = named.onNull ? compile(named.onNull) : () => null;
    const onError = named.onError ? compile(named.onError) : null;
    return (context) => {
      const text = input(context);
      const zone = zoneOf(context);
      const pattern = format?.(context);
      if (isNullish(text)) return onNull(context);
      if (zone === null || (format !== null && isNullish(pattern))) return null;
      const givenZone = named.timezone === undefined ? null : zone;
      try {
        if (typeof text !== 'string') fail(at, `a date string is a string, not ${typeName(text)}`);
        const ms =
          format === null
            ? parseIsoDate(text, givenZone)
            : parseFormattedDate(text, readFormat(pattern, findUnreadableSpecifier, at), givenZone);
        return ms === null ? fail(at, `'${text}' is no date that can be read`) : makeDate(ms, at);
      } catch (error) {
        if (onError === null || !(error instanceof MqlError)) throw error;
        return onError(context);
      }
    };
  },
};

export const DATE_TEXT: readonly ExpressionOperator[] = [dateToString, dateFromString];
