import { canonicalKey } from '../canonical-key.ts';
import { type Context, spend } from '../context.ts';
import { fail, refuse } from '../errors.ts';
import { average, extreme, standardDeviation, sum } from '../expressions/accumulators.ts';
import { callNode } from '../expressions/define.ts';
import { mergeObjects } from '../expressions/objects.ts';
import { isPlainObject, typeName } from '../values.ts';
import { type Accumulator, simple } from './define.ts';

function nullForMissing(value: unknown): unknown {
  return value === undefined ? null : value;
}

/** Each value once, missing ones not at all, in the order of their first. */
function addToSet(values: readonly unknown[], context: Context): unknown[] {
  const seen = new Set<string>();
  return values.filter((value) => {
    if (value === undefined) return false;
    const key = canonicalKey(value, context);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

const count: Accumulator = {
  name: '$count',
  parse: (argument, _scope, at) => {
    if (!isPlainObject(argument) || Object.keys(argument).length > 0) {
      refuse(at, '$count takes an empty object: {$count: {}}');
    }
    return callNode('$count', at, {});
  },
  compile: () => ({ take: () => null, finish: (taken) => taken.length }),
};

/** In a group an array is one value, not a list of values. */
export const BASIC: readonly Accumulator[] = [
  simple('$sum', sum),
  simple('$avg', average),
  simple('$min', extreme(-1)),
  simple('$max', extreme(1)),
  simple('$stdDevPop', standardDeviation(0)),
  simple('$stdDevSamp', standardDeviation(1)),
  simple('$first', (values) => nullForMissing(values[0])),
  simple('$last', (values) => nullForMissing(values.at(-1))),
  simple('$push', (values) => values.filter((value) => value !== undefined)),
  simple('$addToSet', (values, _at, context) => addToSet(values, context)),
  simple('$mergeObjects', (values, at) => mergeObjects(values, at)),
  simple('$concatArrays', concatenate),
  simple('$setUnion', (values, at, context) => addToSet(concatenate(values, at, context), context)),
  count,
];

function concatenate(values: readonly unknown[], at: string, context: Context): unknown[] {
  return values.flatMap((value): readonly unknown[] => {
    if (value === undefined) return [];
    if (!Array.isArray(value)) return fail(at, `needs arrays, not ${typeName(value)}`);
    spend(context, value.length);
    return value;
  });
}
