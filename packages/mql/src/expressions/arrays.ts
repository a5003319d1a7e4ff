import { isEqual } from '../compare.ts';
import { type Context, spend } from '../context.ts';
import { fail } from '../errors.ts';
import { Membership } from '../membership.ts';
import { isInteger } from '../numbers.ts';
import type { Expression } from '../tree.ts';
import { isNullish, isNumeric, isTruthy, typeName } from '../values.ts';
import {
  ANY_NUMBER,
  argumentAt,
  binary,
  type ExpressionOperator,
  type Place,
  parsePositional,
  unary,
  variadic,
} from './define.ts';

/** An integer that fits 32 bits, or an error that names what it is for. */
export function int32(value: unknown, what: string, at: Place): number {
  if (isNumeric(value) && isInteger(value) && value >= -(2 ** 31) && value < 2 ** 31) {
    return Number(value);
  }
  return fail(at, `${what} must be a 32-bit integer, not ${typeName(value)}`);
}

/** An operator of one array: null for null or missing, an error for anything else. */
function ofArray(name: string, apply: (array: readonly unknown[]) => unknown): ExpressionOperator {
  return unary(name, (value, at) => {
    if (Array.isArray(value)) return apply(value);
    if (isNullish(value)) return null;
    return fail(at, `${name}'s argument must be an array, not ${typeName(value)}`);
  });
}

function elementAt(array: unknown, index: unknown, at: Place): unknown {
  if (isNullish(array) || isNullish(index)) return null;
  if (!Array.isArray(array)) {
    return fail(at, `$arrayElemAt's first argument must be an array, not ${typeName(array)}`);
  }
  return array.at(int32(index, "$arrayElemAt's index", at));
}

function concatenate(values: readonly unknown[], at: Place, context: Context): unknown {
  const result: unknown[] = [];
  for (const value of values) {
    if (isNullish(value)) return null;
    if (!Array.isArray(value)) fail(at, `$concatArrays needs arrays, not ${typeName(value)}`);
    spend(context, value.length);
    for (const item of value) result.push(item);
  }
  return result;
}

function indexOf(values: readonly unknown[], at: Place, context: Context): unknown {
  const [array, wanted, start, end] = values;
  if (isNullish(array)) return null;
  if (!Array.isArray(array)) {
    return fail(at, `$indexOfArray's first argument must be an array, not ${typeName(array)}`);
  }
  const from = values.length > 2 ? int32(start, "$indexOfArray's start", at) : 0;
  const to = values.length > 3 ? int32(end, "$indexOfArray's end", at) : array.length;
  if (from < 0 || to < 0) fail(at, "$indexOfArray's bounds must not be negative");
  const stop = Math.min(to, array.length);
  spend(context, Math.max(0, stop - from));
  for (let index = from; index < stop; index += 1) {
    if (isEqual(array[index], wanted)) return index;
  }
  return -1;
}

function slice(values: readonly unknown[], at: Place): unknown {
  const [array, first, second] = values;
  if (isNullish(array) || isNullish(first)) return null;
  if (!Array.isArray(array)) fail(at, `$slice needs an array, not ${typeName(array)}`);
  if (values.length === 2) {
    const count = int32(first, "$slice's count", at);
    return count >= 0 ? array.slice(0, count) : array.slice(count);
  }
  const position = int32(first, "$slice's position", at);
  if (isNullish(second)) return null;
  const count = int32(second, "$slice's count", at);
  if (count <= 0) fail(at, "$slice's count must be positive");
  const start = position < 0 ? Math.max(0, array.length + position) : position;
  return array.slice(start, start + count);
}

function range(values: readonly unknown[], at: Place, context: Context): unknown {
  const start = int32(values[0], "$range's start", at);
  const end = int32(values[1], "$range's end", at);
  const step = values.length > 2 ? int32(values[2], "$range's step", at) : 1;
  if (step === 0) fail(at, "$range's step must not be 0");
  spend(context, Math.max(0, Math.ceil((end - start) / step)));
  const result: number[] = [];
  for (let value = start; step > 0 ? value < end : value > end; value += step) result.push(value);
  return result;
}

function booleanElements(value: unknown, name: string, at: Place): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return fail(at, `${name}'s argument must be an array, not ${typeName(value)}`);
}

/** The values of a list that is written out; null for one that depends on the document. */
function constantsOf(node: Expression): readonly unknown[] | null {
  if (node.kind === 'constant') return Array.isArray(node.value) ? node.value : null;
  if (node.kind !== 'array') return null;
  const values = node.items.flatMap((item) => (item.kind === 'constant' ? [item.value] : []));
  return values.length === node.items.length ? values.map((value) => value ?? null) : null;
}

const inOperator: ExpressionOperator = {
  name: '$in',
  parse: parsePositional('$in', { min: 2, max: 2 }),
  compile: (node, compile) => {
    const { at } = node;
    const value = compile(argumentAt(node, 0));
    const constants = constantsOf(argumentAt(node, 1));
    if (constants !== null) {
      const known = new Membership(constants);
      return (context) => known.has(value(context), context);
    }
    const list = compile(argumentAt(node, 1));
    return (context) => {
      const wanted = value(context);
      const array = list(context);
      if (!Array.isArray(array)) {
        return fail(at, `$in requires an array as a second argument, not ${typeName(array)}`);
      }
      spend(context, array.length);
      for (const item of array) if (isEqual(item, wanted)) return true;
      return false;
    };
  },
};

export const ARRAYS: readonly ExpressionOperator[] = [
  binary('$arrayElemAt', elementAt),
  variadic('$concatArrays', ANY_NUMBER, concatenate),
  variadic('$indexOfArray', { min: 2, max: 4 }, indexOf),
  variadic('$slice', { min: 2, max: 3 }, slice),
  variadic('$range', { min: 2, max: 3 }, range),
  inOperator,
  unary('$isArray', (value) => Array.isArray(value)),
  unary('$size', (value, at) => booleanElements(value, '$size', at).length),
  unary('$anyElementTrue', (value, at) =>
    booleanElements(value, '$anyElementTrue', at).some(isTruthy),
  ),
  unary('$allElementsTrue', (value, at) =>
    booleanElements(value, '$allElementsTrue', at).every(isTruthy),
  ),
  ofArray('$first', (array) => array[0]),
  ofArray('$last', (array) => array.at(-1)),
  ofArray('$reverseArray', (array) => array.toReversed()),
];
