import { fail } from '../errors.ts';
import { add, fromBigInt, isInteger, multiply, power, remainder, subtract } from '../numbers.ts';
import { roundTo, truncateTo } from '../rounding.ts';
import { isAlwaysDouble } from '../static-types.ts';
import { isNullish, isNumeric, type Numeric, typeName } from '../values.ts';
import {
  ANY_NUMBER,
  binary,
  type ExpressionOperator,
  type Place,
  unary,
  variadic,
} from './define.ts';

/** An operator of one number: null for null or missing, an error for anything else. */
export function numeric(
  name: string,
  apply: (value: Numeric, at: Place) => Numeric,
): ExpressionOperator {
  return unary(name, (value, at) => {
    if (isNumeric(value)) return apply(value, at);
    if (isNullish(value)) return null;
    return fail(at, `${name} only supports numeric types, not ${typeName(value)}`);
  });
}

/** An operator of one double. */
export function onDouble(
  name: string,
  apply: (value: number, at: Place) => number,
): ExpressionOperator {
  return numeric(name, (value, at) => apply(Number(value), at));
}

/** An operator of two numbers: null where either is null or missing. */
export function numericPair(
  name: string,
  apply: (left: Numeric, right: Numeric, at: Place) => Numeric,
): ExpressionOperator {
  return binary(name, (left, right, at) => {
    if (isNumeric(left) && isNumeric(right)) return apply(left, right, at);
    if (isNullish(left) || isNullish(right)) return null;
    return fail(
      at,
      `${name} only supports numeric types, not ${typeName(left)} and ${typeName(right)}`,
    );
  });
}

/** A date moved by milliseconds, which round half away from zero. */
function shiftDate(date: Date, amountMs: Numeric, at: Place): Date {
  const ms = Number(amountMs);
  const shifted = new Date(date.getTime() + Math.sign(ms) * Math.floor(Math.abs(ms) + 0.5));
  if (Number.isNaN(shifted.getTime())) fail(at, 'the date is out of range');
  return shifted;
}

function addAll(values: readonly unknown[], at: Place): unknown {
  let total: Numeric = 0;
  let date: Date | null = null;
  for (const value of values) {
    if (isNumeric(value)) total = add(total, value);
    else if (isNullish(value)) return null;
    else if (value instanceof Date) {
      if (date !== null) fail(at, 'only one date is allowed in an $add expression');
      date = value;
    } else {
      fail(at, `$add only supports numeric or date types, not ${typeName(value)}`);
    }
  }
  return date === null ? total : shiftDate(date, total, at);
}

function multiplyAll(values: readonly unknown[], at: Place): unknown {
  let product: Numeric = 1;
  let isNull = false;
  for (const value of values) {
    if (isNumeric(value)) product = multiply(product, value);
    else if (isNullish(value)) isNull = true;
    else fail(at, `$multiply only supports numeric types, not ${typeName(value)}`);
  }
  return isNull ? null : product;
}

function subtractValues(left: unknown, right: unknown, at: Place): unknown {
  if (isNumeric(left) && isNumeric(right)) return subtract(left, right);
  if (isNullish(left) || isNullish(right)) return null;
  if (left instanceof Date) {
    if (right instanceof Date) return BigInt(left.getTime() - right.getTime());
    if (isNumeric(right)) return shiftDate(left, subtract(0, right), at);
  }
  return fail(at, `cannot $subtract ${typeName(right)} from ${typeName(left)}`);
}

function divide(left: Numeric, right: Numeric, at: Place): Numeric {
  if (Number(right) === 0) fail(at, 'cannot $divide by zero');
  return Number(left) / Number(right);
}

function modulo(left: Numeric, right: Numeric, at: Place): Numeric {
  if (Number(right) === 0) fail(at, 'cannot $mod by zero');
  return remainder(left, right);
}

function absolute(value: Numeric, at: Place): Numeric {
  if (typeof value === 'number') return Math.abs(value);
  const magnitude = value < 0n ? -value : value;
  if (typeof fromBigInt(magnitude) !== 'bigint') fail(at, 'cannot take $abs of the lowest long');
  return magnitude;
}

function raise(base: Numeric, exponent: Numeric, at: Place): Numeric {
  if (Number(base) === 0 && exponent < 0) fail(at, '$pow cannot raise 0 to a negative exponent');
  return power(base, exponent);
}

function positiveLogarithm(name: string, logarithm: (value: number) => number) {
  return onDouble(name, (value, at) => {
    if (value <= 0) fail(at, `${name}'s argument must be a positive number`);
    return logarithm(value);
  });
}

function logarithm(value: Numeric, base: Numeric, at: Place): Numeric {
  const x = Number(value);
  const b = Number(base);
  if (x <= 0) fail(at, "$log's argument must be a positive number");
  if (b <= 0 || b === 1) fail(at, "$log's base must be a positive number other than 1");
  return Math.log(x) / Math.log(b);
}

/** `[number, place]`: place is an integer from −20 to 100, 0 where it is not given. */
function placed(
  name: string,
  apply: (value: Numeric, place: number) => Numeric,
): ExpressionOperator {
  return variadic(name, { min: 1, max: 2 }, (values, at) => {
    const [value] = values;
    const place = values.length > 1 ? values[1] : 0;
    if (isNullish(value) || isNullish(place)) return null;
    if (!isNumeric(value)) fail(at, `${name} only supports numeric types, not ${typeName(value)}`);
    if (!isNumeric(place) || !isInteger(place)) fail(at, `${name}: the place must be an integer`);
    if (place < -20 || place > 100) fail(at, `${name}: the place must be from -20 to 100`);
    return apply(value, Number(place));
  });
}

function integral(name: string, apply: (value: number) => number): ExpressionOperator {
  return numeric(name, (value) => (typeof value === 'bigint' ? value : apply(value)));
}

function toDouble(value: unknown): unknown {
  return typeof value === 'bigint' ? Number(value) : value;
}

/** A double beside a long makes a double, also where its value is integral. */
function widening(operator: ExpressionOperator): ExpressionOperator {
  return {
    ...operator,
    compile: (node, compile) => {
      // A constant with a fraction makes a double by itself.
      const isWidened = node.args.some((part) => part.kind === 'call' && isAlwaysDouble(part));
      if (!isWidened) return operator.compile(node, compile);
      const evaluate = operator.compile(node, (argument) => {
        const value = compile(argument);
        return (context) => toDouble(value(context));
      });
      return (context) => toDouble(evaluate(context));
    },
  };
}

export const ARITHMETIC: readonly ExpressionOperator[] = [
  widening(variadic('$add', ANY_NUMBER, addAll)),
  widening(variadic('$multiply', ANY_NUMBER, multiplyAll)),
  widening(binary('$subtract', subtractValues)),
  numericPair('$divide', divide),
  widening(numericPair('$mod', modulo)),
  widening(numericPair('$pow', raise)),
  numericPair('$log', logarithm),
  numeric('$abs', absolute),
  integral('$ceil', Math.ceil),
  integral('$floor', Math.floor),
  onDouble('$exp', Math.exp),
  positiveLogarithm('$ln', Math.log),
  positiveLogarithm('$log10', Math.log10),
  onDouble('$sqrt', (value, at) => {
    if (value < 0) fail(at, "$sqrt's argument must be greater than or equal to 0");
    return Math.sqrt(value);
  }),
  placed('$round', roundTo),
  placed('$trunc', truncateTo),
];
