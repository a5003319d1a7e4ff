import type { Context } from '../context.ts';
import {
  addUnits,
  type Counting,
  countUnits,
  parseWeekday,
  truncateToUnits,
  UNITS,
} from '../dates/units.ts';
import { fail, refuse } from '../errors.ts';
import { isInteger } from '../numbers.ts';
import { suggestName } from '../suggest.ts';
import type { CallNode } from '../tree.ts';
import { isNullish, isNumeric, type Numeric, typeName } from '../values.ts';
import { dateMs, parseNamedParts, readZone } from './date-arguments.ts';
import { makeDate } from './date-text.ts';
import {
  type CompileExpression,
  compileNamed,
  type ExpressionOperator,
  type ParseScope,
  type Place,
} from './define.ts';

function parseCounted(operator: string, required: readonly string[], optional: readonly string[]) {
  const parse = parseNamedParts(operator, { required, optional: [...optional, 'timezone'] });
  return (argument: unknown, scope: ParseScope, at: string): CallNode => {
    const node = parse(argument, scope, at);
    const { unit } = node.named;
    if (unit?.kind === 'constant' && typeof unit.value === 'string') {
      const isKnown = UNITS.includes(unit.value);
      if (!isKnown) {
        refuse(`${at}.unit`, `'${unit.value}' is no unit of time`, suggestName(unit.value, UNITS));
      }
    }
    return node;
  };
}

function readUnit(value: unknown, at: Place): string {
  if (typeof value === 'string' && UNITS.includes(value)) return value;
  return fail(at, `a unit of time is one of ${UNITS.join(', ')}`);
}

function readWeekday(value: unknown, at: Place): number {
  const day = typeof value === 'string' ? parseWeekday(value) : null;
  return day ?? fail(at, 'startOfWeek is the name of a day');
}

/** Reads how a call counts, once it is known that nothing else of it is null. */
type ReadCounting = () => Counting;

/** How a call counts; null where unit, time zone or weekday are null or missing. */
function compileCounting(node: CallNode, compile: CompileExpression) {
  const { at } = node;
  const unitOf = compileNamed(node, 'unit', compile);
  const { timezone, startOfWeek } = node.named;
  const zoneOf = timezone ? compile(timezone) : () => 'UTC';
  const dayOf = startOfWeek ? compile(startOfWeek) : () => 'sunday';
  return (context: Context): ReadCounting | null => {
    const [unit, zone, day] = [unitOf(context), zoneOf(context), dayOf(context)];
    if (isNullish(unit) || isNullish(zone) || (unit === 'week' && isNullish(day))) return null;
    return () => ({
      unit: readUnit(unit, at),
      zone: readZone(zone, at),
      startOfWeek: unit === 'week' ? readWeekday(day, at) : 0,
    });
  };
}

function readAmount(value: unknown, name: string, at: Place): Numeric {
  if (isNumeric(value) && isInteger(value)) return value;
  return fail(at, `${name}'s amount must be a whole number, not ${typeName(value)}`);
}

/** `{startDate, unit, amount, timezone}`; `sign` −1 goes back. */
function dateAdd(name: string, sign: 1 | -1): ExpressionOperator {
  return {
    name,
    parse: parseCounted(name, ['startDate', 'unit', 'amount'], []),
    compile: (node, compile) => {
      const { at } = node;
      const start = compileNamed(node, 'startDate', compile);
      const amountOf = compileNamed(node, 'amount', compile);
      const countingOf = compileCounting(node, compile);
      return (context) => {
        const date = start(context);
        const amount = amountOf(context);
        const counting = countingOf(context);
        if (isNullish(date) || isNullish(amount) || counting === null) return null;
        const count = Number(readAmount(amount, name, at)) * sign;
        return makeDate(addUnits(dateMs(date, name, at), count, counting()), at);
      };
    },
  };
}

/** `{startDate, endDate, unit, timezone, startOfWeek}`. */
const dateDiff: ExpressionOperator = {
  name: '$dateDiff',
  parse: parseCounted('$dateDiff', ['startDate', 'endDate', 'unit'], ['startOfWeek']),
  compile: (node, compile) => {
    const { at } = node;
    const start = compileNamed(node, 'startDate', compile);
    const end = compileNamed(node, 'endDate', compile);
    const countingOf = compileCounting(node, compile);
    return (context) => {
      const first = start(context);
      const last = end(context);
      const counting = countingOf(context);
      if (isNullish(first) || isNullish(last) || counting === null) return null;
      const from = dateMs(first, '$dateDiff', at);
      return BigInt(countUnits(from, dateMs(last, '$dateDiff', at), counting()));
    };
  },
};

/** `{date, unit, binSize, timezone, startOfWeek}`. */
const dateTrunc: ExpressionOperator = {
  name: '$dateTrunc',
  parse: parseCounted('$dateTrunc', ['date', 'unit'], ['binSize', 'startOfWeek']),
  compile: (node, compile) => {
    const { at, named } = node;
    const dateOf = compileNamed(node, 'date', compile);
    const sizeOf = named.binSize ? compile(named.binSize) : () => 1;
    const countingOf = compileCounting(node, compile);
    return (context) => {
      const date = dateOf(context);
      const size = sizeOf(context);
      const counting = countingOf(context);
      if (isNullish(date) || isNullish(size) || counting === null) return null;
      if (!isNumeric(size) || !isInteger(size) || size < 1) {
        return fail(at, "$dateTrunc's binSize must be a positive whole number");
      }
      const ms = dateMs(date, '$dateTrunc', at);
      return makeDate(truncateToUnits(ms, Number(size), counting()), at);
    };
  },
};

export const DATE_ARITHMETIC: readonly ExpressionOperator[] = [
  dateAdd('$dateAdd', 1),
  dateAdd('$dateSubtract', -1),
  dateDiff,
  dateTrunc,
];
