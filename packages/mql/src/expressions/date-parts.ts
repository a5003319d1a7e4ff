import type { Context } from '../context.ts';
import {
  dayOfMonth,
  dayOfYear,
  fromIsoWeek,
  fromParts,
  isoWeek,
  isoWeekday,
  isoWeekYear,
  monthOf,
  timeOfDay,
  weekdayOf,
  weekOf,
  yearOf,
} from '../dates/calendar.ts';
import { fromLocal, toLocal } from '../dates/time-zones.ts';
import { fail, refuse } from '../errors.ts';
import { isInteger } from '../numbers.ts';
import type { CallNode } from '../tree.ts';
import { isNullish, isNumeric, isPlainObject, isTruthy } from '../values.ts';
import { compileZone, dateMs, parseNamedParts } from './date-arguments.ts';
import { makeDate } from './date-text.ts';
import {
  callNode,
  compileNamed,
  type ExpressionOperator,
  type ParseScope,
  type Place,
} from './define.ts';

/** `{date, timezone}`, or a date as it is, alone or in a list of one. */
function parseDateArgument(operator: string) {
  return (argument: unknown, scope: ParseScope, at: string): CallNode => {
    const isNamed = isPlainObject(argument) && !Object.keys(argument)[0]?.startsWith('$');
    if (isNamed) {
      const keys = { required: ['date'], optional: ['timezone'] };
      return parseNamedParts(operator, keys)(argument, scope, at);
    }
    if (Array.isArray(argument) && argument.length !== 1) {
      refuse(at, `${operator} takes exactly one date`);
    }
    const date: unknown = Array.isArray(argument) ? argument[0] : argument;
    return callNode(operator, at, { named: { date: scope.parse(date, at) } });
  };
}

/** A part of the date that the wall clock of a time zone shows. */
function datePart(name: string, partOf: (localMs: number) => unknown): ExpressionOperator {
  return {
    name,
    parse: parseDateArgument(name),
    compile: (node, compile) => {
      const date = compileNamed(node, 'date', compile);
      const zoneOf = compileZone(node, compile);
      return (context) => {
        const value = date(context);
        const zone = zoneOf(context);
        if (isNullish(value) || zone === null) return null;
        return partOf(toLocal(zone, dateMs(value, name, node.at)));
      };
    },
  };
}

const hourOf = (local: number): number => Math.floor(timeOfDay(local) / 3_600_000);
const minuteOf = (local: number): number => Math.floor(timeOfDay(local) / 60_000) % 60;
const secondOf = (local: number): number => Math.floor(timeOfDay(local) / 1000) % 60;
const millisecondOf = (local: number): number => timeOfDay(local) % 1000;

/** `{date, timezone, iso8601}`. */
const dateToParts: ExpressionOperator = {
  name: '$dateToParts',
  parse: parseNamedParts('$dateToParts', {
    required: ['date'],
    optional: ['timezone', 'iso8601'],
  }),
  compile: (node, compile) => {
    const date = compileNamed(node, 'date', compile);
    const iso = compileNamed(node, 'iso8601', compile);
    const zoneOf = compileZone(node, compile);
    return (context) => {
      const value = date(context);
      const zone = zoneOf(context);
      if (isNullish(value) || zone === null) return null;
      const local = toLocal(zone, dateMs(value, '$dateToParts', node.at));
      const day = isTruthy(iso(context))
        ? {
            isoWeekYear: isoWeekYear(local),
            isoWeek: isoWeek(local),
            isoDayOfWeek: isoWeekday(local),
          }
        : { year: yearOf(local), month: monthOf(local), day: dayOfMonth(local) };
      return {
        ...day,
        hour: hourOf(local),
        minute: minuteOf(local),
        second: secondOf(local),
        millisecond: millisecondOf(local),
      };
    };
  },
};

const TIME_KEYS = ['hour', 'minute', 'second', 'millisecond', 'timezone'];
const DAY_KEYS = ['month', 'day', ...TIME_KEYS];
const WEEK_KEYS = ['isoWeek', 'isoDayOfWeek', ...TIME_KEYS];
const PART_LIMIT = 32_767;
/** Seconds and milliseconds may count from an epoch. */
const UNLIMITED_PARTS = new Set(['second', 'millisecond']);

function readPart(value: unknown, key: string, at: Place): number {
  if (!isNumeric(value) || !isInteger(value)) {
    return fail(at, `$dateFromParts: ${key} must be a whole number`);
  }
  if (!UNLIMITED_PARTS.has(key) && Math.abs(Number(value)) > PART_LIMIT) {
    return fail(at, `$dateFromParts: ${key} must be at most ${PART_LIMIT}`);
  }
  return Number(value);
}

/** The parts of a call; the first of the keys decides by which calendar. */
function compileParts(node: CallNode, compile: Parameters<ExpressionOperator['compile']>[1]) {
  const given = Object.keys(node.named)
    .filter((key) => key !== 'timezone')
    .map((key) => [key, compileNamed(node, key, compile)] as const);
  return (context: Context): ReadonlyMap<string, number> | null => {
    const parts = new Map<string, number>();
    for (const [key, evaluate] of given) {
      const value = evaluate(context);
      if (isNullish(value)) return null;
      parts.set(key, readPart(value, key, node.at));
    }
    return parts;
  };
}

/** `{year, month, day, …}` or `{isoWeekYear, isoWeek, isoDayOfWeek, …}`; parts carry over. */
const dateFromParts: ExpressionOperator = {
  name: '$dateFromParts',
  parse: (argument, scope, at) => {
    const isIso = isPlainObject(argument) && Object.hasOwn(argument, 'isoWeekYear');
    const keys = isIso
      ? { required: ['isoWeekYear'], optional: WEEK_KEYS }
      : { required: ['year'], optional: DAY_KEYS };
    return parseNamedParts('$dateFromParts', keys)(argument, scope, at);
  },
  compile: (node, compile) => {
    const { at } = node;
    const partsOf = compileParts(node, compile);
    const zoneOf = compileZone(node, compile);
    return (context) => {
      const parts = partsOf(context);
      const zone = zoneOf(context);
      if (parts === null || zone === null) return null;
      const part = (key: string, otherwise: number): number => parts.get(key) ?? otherwise;
      const year = part('year', part('isoWeekYear', 0));
      if (year < 1 || year > 9999) fail(at, '$dateFromParts takes the years 1 to 9999');
      const timeMs =
        part('hour', 0) * 3_600_000 +
        part('minute', 0) * 60_000 +
        part('second', 0) * 1000 +
        part('millisecond', 0);
      const local = parts.has('year')
        ? fromParts(year, part('month', 1), part('day', 1), timeMs)
        : fromIsoWeek(year, part('isoWeek', 1), part('isoDayOfWeek', 1), timeMs);
      return makeDate(fromLocal(zone, local), at);
    };
  },
};

export const DATE_PARTS: readonly ExpressionOperator[] = [
  datePart('$year', yearOf),
  datePart('$month', monthOf),
  datePart('$dayOfMonth', dayOfMonth),
  datePart('$dayOfYear', dayOfYear),
  datePart('$dayOfWeek', (local) => weekdayOf(local) + 1),
  datePart('$week', weekOf),
  datePart('$isoDayOfWeek', isoWeekday),
  datePart('$isoWeek', isoWeek),
  datePart('$isoWeekYear', (local) => BigInt(isoWeekYear(local))),
  datePart('$hour', hourOf),
  datePart('$minute', minuteOf),
  datePart('$second', secondOf),
  datePart('$millisecond', millisecondOf),
  dateToParts,
  dateFromParts,
];
