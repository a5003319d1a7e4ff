import { compareValues, typeRank } from '../compare.ts';
import { compileExpression } from '../compile-expression.ts';
import { type Context, spend } from '../context.ts';
import { Membership } from '../membership.ts';
import { isLong } from '../numbers.ts';
import { compileRegex } from '../regex/matcher.ts';
import type { BitTest, Comparison, Query, Test } from '../tree.ts';
import { isPlainObject, isTruthy, MaxKey, MinKey, Regex, typeName } from '../values.ts';
import { matchFrom, type ValueTest } from './match-path.ts';

/** Decides whether a value (a document, or an element inside `$elemMatch`) matches. */
export type Match = (value: unknown, context: Context) => boolean;

const HOLDS: Readonly<Record<Comparison, (order: number) => boolean>> = {
  $eq: (order) => order === 0,
  $gt: (order) => order > 0,
  $gte: (order) => order >= 0,
  $lt: (order) => order < 0,
  $lte: (order) => order <= 0,
};

function isNaNValue(value: unknown): boolean {
  return typeof value === 'number' && Number.isNaN(value);
}

/** Null, minKey and maxKey have rules of their own; NaN equals itself and is not ordered. */
function compileSpecialComparison(operator: Comparison, wanted: unknown): ValueTest | null {
  const includesEqual = operator === '$eq' || operator === '$gte' || operator === '$lte';
  if (wanted === null || wanted === undefined) {
    return (value) => includesEqual && (value === null || value === undefined);
  }
  if (isNaNValue(wanted)) return (value) => includesEqual && isNaNValue(value);
  if (wanted instanceof MinKey || wanted instanceof MaxKey) {
    const holds = HOLDS[operator];
    return (value) => value !== undefined && holds(compareValues(value, wanted));
  }
  return null;
}

function compileNumberComparison(operator: Comparison, wanted: number): ValueTest {
  const onNumbers: Readonly<Record<Comparison, (value: number | bigint) => boolean>> = {
    $eq: (value) => value === wanted || (value >= wanted && value <= wanted),
    $gt: (value) => value > wanted,
    $gte: (value) => value >= wanted,
    $lt: (value) => value < wanted,
    $lte: (value) => value <= wanted,
  };
  const holds = onNumbers[operator];
  return (value) => (typeof value === 'number' || typeof value === 'bigint') && holds(value);
}

/** Queries compare within a type only. */
function compileComparison(operator: Comparison, wanted: unknown): ValueTest {
  const special = compileSpecialComparison(operator, wanted);
  if (special !== null) return special;
  if (typeof wanted === 'number') return compileNumberComparison(operator, wanted);
  const rank = typeRank(wanted);
  const holds = HOLDS[operator];
  return (value) =>
    !isNaNValue(value) && typeRank(value) === rank && holds(compareValues(value, wanted));
}

/** A regex matches text, and the very same regex. */
function compileRegexTest({ pattern, options }: Regex, at: string): ValueTest {
  const matcher = compileRegex(pattern, options, at);
  return (value, context) => {
    if (typeof value === 'string') return matcher.test(value, context);
    return value instanceof Regex && value.pattern === pattern && value.options === options;
  };
}

function compileIn(values: readonly unknown[], at: string): ValueTest {
  const patterns = values
    .filter((value) => value instanceof Regex)
    .map((regex) => compileRegexTest(regex, at));
  const plain = values.filter((value) => !(value instanceof Regex));
  // To a query what is missing is null.
  const known = new Membership(plain.includes(null) ? [...plain, undefined] : plain);
  if (patterns.length === 0) return (value, context) => known.has(value, context);
  return (value, context) => {
    if (known.has(value, context)) return true;
    spend(context, patterns.length);
    return patterns.some((matches) => matches(value, context));
  };
}

function compileType(types: readonly string[]): ValueTest {
  const wanted = new Set(types);
  if (wanted.has('number')) for (const name of ['int', 'long', 'double']) wanted.add(name);
  return (value) => wanted.has(typeName(value));
}

function compileMod(divisor: bigint, remainder: bigint): ValueTest {
  const isSmall = divisor >= -(2n ** 31n) && divisor < 2n ** 31n;
  const small = Number(divisor);
  return (value) => {
    if (typeof value === 'number') {
      if (!Number.isFinite(value)) return false;
      if (isSmall && Number.isSafeInteger(value)) return value % small === Number(remainder);
      return BigInt(Math.trunc(value)) % divisor === remainder;
    }
    return typeof value === 'bigint' && value % divisor === remainder;
  };
}

/** Longs as two's complement, of which there is no end of sign bits; doubles where integral. */
function compileBits(mask: bigint, wanted: BitTest): ValueTest {
  return (value) => {
    const isWhole = typeof value === 'number' && Number.isInteger(value);
    if (typeof value !== 'bigint' && !isWhole) return false;
    const bits = BigInt(value);
    if (!isLong(bits)) return false;
    const set = bits & mask;
    switch (wanted) {
      case 'allSet':
        return set === mask;
      case 'allClear':
        return set === 0n;
      case 'anySet':
        return set !== 0n;
      case 'anyClear':
        return set !== mask;
    }
  };
}

function compileElemMatch(query: Query, wantsDocuments: boolean): ValueTest {
  const match = compileQuery(query);
  return (value, context) => {
    if (!Array.isArray(value)) return false;
    spend(context, value.length);
    for (const item of value) {
      // An array inside is seen as a document whose fields are its indices.
      const candidate = wantsDocuments && Array.isArray(item) ? { ...item } : item;
      if (wantsDocuments && !isPlainObject(candidate)) continue;
      if (match(candidate, context)) return true;
    }
    return false;
  };
}

/** Compiles the test of one value. */
export function compileTest(test: Test): ValueTest {
  switch (test.kind) {
    case 'compare':
      return compileComparison(test.operator, test.value);
    case 'in':
      return compileIn(test.values, test.at);
    case 'regex':
      return compileRegexTest(new Regex(test.pattern, test.options), test.at);
    case 'exists':
      return (value) => value !== undefined;
    case 'type':
      return compileType(test.types);
    case 'size':
      return (value) => Array.isArray(value) && value.length === test.size;
    case 'mod':
      return compileMod(test.divisor, test.remainder);
    case 'bits':
      return compileBits(test.mask, test.wanted);
    case 'elemMatchObject':
      return compileElemMatch(test.query, true);
    case 'elemMatchValue':
      return compileElemMatch(test.query, false);
  }
}

/** Tests of an array as such, not of its elements. */
export const WHOLE_ARRAY_TESTS: ReadonlySet<Test['kind']> = new Set([
  'size',
  'elemMatchObject',
  'elemMatchValue',
]);

function compileField(fields: readonly string[], leaf: Test): Match {
  const test = compileTest(leaf);
  if (fields.length === 0) return test;
  const path = { fields, expandsLeaf: !WHOLE_ARRAY_TESTS.has(leaf.kind), test };
  return (value, context) => matchFrom(path, value, 0, context);
}

/** Compiles a query to a closure over the value to match. */
export function compileQuery(query: Query): Match {
  switch (query.kind) {
    case 'and': {
      const parts = query.parts.map(compileQuery);
      return (value, context) => parts.every((part) => part(value, context));
    }
    case 'or': {
      const parts = query.parts.map(compileQuery);
      return (value, context) => parts.some((part) => part(value, context));
    }
    case 'nor': {
      const parts = query.parts.map(compileQuery);
      return (value, context) => !parts.some((part) => part(value, context));
    }
    case 'not': {
      const part = compileQuery(query.part);
      return (value, context) => !part(value, context);
    }
    case 'always':
      return () => query.value;
    case 'field':
      return compileField(query.fields, query.test);
    case 'expr': {
      const evaluate = compileExpression(query.expression);
      return (_value, context) => isTruthy(evaluate(context));
    }
  }
}
