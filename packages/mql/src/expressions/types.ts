import { fail } from '../errors.ts';
import { isLong } from '../numbers.ts';
import { isAlwaysDouble } from '../static-types.ts';
import { isNullish, isNumeric, ObjectId, typeName } from '../values.ts';
import { toDate } from './date-text.ts';
import {
  type ExpressionOperator,
  firstArgument,
  type Place,
  parsePositional,
  unary,
} from './define.ts';

type Conversion = (value: unknown, at: Place) => unknown;

/** `$toX`: null for null and missing; the conversion gets the rest. */
function conversion(name: string, convert: Conversion): ExpressionOperator {
  return unary(name, (value, at) => (isNullish(value) ? null : convert(value, at)));
}

function refuseConversion(value: unknown, target: string, at: Place): never {
  return fail(at, `cannot convert ${typeName(value)} to ${target}`);
}

/** As C++ prints a double with %.17g shortened: JavaScript's text, Infinity and NaN included. */
export function toText(value: unknown, at: Place): string {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
      return Object.is(value, -0) ? '-0' : String(value);
    case 'bigint':
    case 'boolean':
      return String(value);
    default:
      if (value instanceof Date) return value.toISOString();
      if (value instanceof ObjectId) return value.hex;
      return refuseConversion(value, 'string', at);
  }
}

const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;
const SPECIAL = /^([+-]?)(inf|infinity|nan)$/i;

function textToDouble(text: string, at: Place): number {
  if (DECIMAL.test(text)) {
    const value = Number(text);
    // Too large for a double, or so small that it becomes 0: an error, as underflow is to MongoDB.
    const isLost = value === 0 && /[1-9]/.test(text.split(/e/i)[0] ?? '');
    if (Number.isFinite(value) && !isLost) return value;
  }
  const special = SPECIAL.exec(text);
  if (special?.[2]?.toLowerCase() === 'nan') return Number.NaN;
  if (special) return special[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return fail(at, `failed to parse number '${text}' in $convert`);
}

export function toDouble(value: unknown, at: Place): number {
  if (isNumeric(value)) return Number(value);
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'string') return textToDouble(value, at);
  if (value instanceof Date) return value.getTime();
  return refuseConversion(value, 'double', at);
}

/** Doubles are cut towards zero; text must be a plain decimal integer. */
function toExactInteger(value: unknown, target: string, at: Place): bigint {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'boolean') return value ? 1n : 0n;
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) return fail(at, `cannot convert ${value} to ${target}`);
    return BigInt(Math.trunc(value));
  }
  if (typeof value === 'string') {
    if (/^[+-]?\d{1,40}$/.test(value)) return BigInt(value.replace('+', ''));
    return fail(at, `failed to parse number '${value}' in $convert`);
  }
  return refuseConversion(value, target, at);
}

export function toInt(value: unknown, at: Place): number {
  const exact = toExactInteger(value, 'int', at);
  if (exact < -(2n ** 31n) || exact >= 2n ** 31n) fail(at, 'conversion would overflow an int');
  return Number(exact);
}

export function toLong(value: unknown, at: Place): bigint {
  if (value instanceof Date) return BigInt(value.getTime());
  const exact = toExactInteger(value, 'long', at);
  if (!isLong(exact)) fail(at, 'conversion would overflow a long');
  return exact;
}

export function toBool(value: unknown): boolean {
  return typeof value === 'boolean' ? value : !isNumeric(value) || (value !== 0 && value !== 0n);
}

export function toObjectId(value: unknown, at: Place): ObjectId {
  if (value instanceof ObjectId) return value;
  if (typeof value === 'string' && /^[0-9a-fA-F]{24}$/.test(value)) return new ObjectId(value);
  if (typeof value === 'string') return fail(at, `'${value}' is no ObjectId: 24 digits are`);
  return refuseConversion(value, 'objectId', at);
}

/** What is known to be a double says so, even where its value is integral. */
const typeOperator: ExpressionOperator = {
  name: '$type',
  parse: parsePositional('$type', { min: 1, max: 1 }),
  compile: (node, compile) => {
    const operand = firstArgument(node);
    const argument = compile(operand);
    if (!isAlwaysDouble(operand)) return (context) => typeName(argument(context));
    return (context) => {
      const value = argument(context);
      return typeof value === 'number' ? 'double' : typeName(value);
    };
  },
};

export const TYPES: readonly ExpressionOperator[] = [
  typeOperator,
  unary('$isNumber', (value) => isNumeric(value)),
  conversion('$toString', toText),
  conversion('$toDouble', toDouble),
  conversion('$toInt', toInt),
  conversion('$toLong', toLong),
  conversion('$toBool', toBool),
  conversion('$toDate', toDate),
  conversion('$toObjectId', toObjectId),
];
