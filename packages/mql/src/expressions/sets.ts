import { compareValues } from '../compare.ts';
import { type Context, spend } from '../context.ts';
import { fail } from '../errors.ts';
import { isNullish, typeName } from '../values.ts';
import { ANY_NUMBER, type Arity, type ExpressionOperator, type Place, variadic } from './define.ts';

/** A list in BSON order without repeats, so that sets are merged instead of searched. */
function toSet(list: readonly unknown[], context: Context): readonly unknown[] {
  spend(context, list.length * Math.ceil(Math.log2(list.length + 2)));
  const sorted = [...list].sort(compareValues);
  return sorted.filter(
    (item, index) => index === 0 || compareValues(item, sorted[index - 1]) !== 0,
  );
}

function has(set: readonly unknown[], wanted: unknown): boolean {
  let low = 0;
  let high = set.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const order = compareValues(set[middle], wanted);
    if (order === 0) return true;
    if (order < 0) low = middle + 1;
    else high = middle - 1;
  }
  return false;
}

type Lists = readonly (readonly unknown[])[];

/** An operator of arrays taken as sets; `takesNull`: one null or missing makes the result null. */
function ofSets(
  name: string,
  { arity, takesNull }: { readonly arity: Arity; readonly takesNull: boolean },
  apply: (lists: Lists, context: Context) => unknown,
): ExpressionOperator {
  return variadic(name, arity, (values, at: Place, context) => {
    if (takesNull && values.some(isNullish)) return null;
    const lists = values.map((value): readonly unknown[] =>
      Array.isArray(value) ? value : fail(at, `${name} needs arrays, not ${typeName(value)}`),
    );
    return apply(lists, context);
  });
}

function intersect(lists: Lists, context: Context): readonly unknown[] {
  const [first = [], ...others] = lists.map((list) => toSet(list, context));
  return first.filter((item) => others.every((other) => has(other, item)));
}

function isSubset([part = [], whole = []]: Lists, context: Context): boolean {
  const set = toSet(whole, context);
  return toSet(part, context).every((item) => has(set, item));
}

/** What is in the first only, each once, in the first's order. */
function subtract([from = [], without = []]: Lists, context: Context): readonly unknown[] {
  const kept = toSet(from, context);
  const dropped = toSet(without, context);
  const left = kept.filter((item) => !has(dropped, item));
  const order = (item: unknown): number =>
    from.findIndex((other) => compareValues(item, other) === 0);
  spend(context, left.length * from.length);
  return left
    .map((item) => ({ item, position: order(item) }))
    .sort((a, b) => a.position - b.position)
    .map(({ position }) => from[position]);
}

function areEqual(lists: Lists, context: Context): boolean {
  const [first = [], ...others] = lists.map((list) => toSet(list, context));
  return others.every((other) => compareValues(first, other) === 0);
}

const PAIR: Arity = { min: 2, max: 2 };

export const SETS: readonly ExpressionOperator[] = [
  ofSets('$setUnion', { arity: ANY_NUMBER, takesNull: true }, (lists, context) =>
    toSet(lists.flat(), context),
  ),
  ofSets('$setIntersection', { arity: ANY_NUMBER, takesNull: true }, intersect),
  ofSets('$setDifference', { arity: PAIR, takesNull: true }, subtract),
  ofSets('$setIsSubset', { arity: PAIR, takesNull: false }, isSubset),
  ofSets(
    '$setEquals',
    { arity: { min: 2, max: Number.POSITIVE_INFINITY }, takesNull: false },
    areEqual,
  ),
];
