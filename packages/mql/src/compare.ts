import { type Context, spend } from './context.ts';
import type { Numeric, PlainObject } from './values.ts';
import { isPlainObject, MaxKey, MinKey, ObjectId, Regex } from './values.ts';

/**
 * BSON's order across types (MongoDB manual, "Comparison/Sort Order"): minKey < missing < null <
 * numbers < string < object < array < binData < objectId < bool < date < regex < maxKey.
 */
export function typeRank(value: unknown): number {
  switch (typeof value) {
    case 'undefined':
      return 0;
    case 'number':
    case 'bigint':
      return 10;
    case 'string':
      return 15;
    case 'boolean':
      return 40;
    default:
      return objectRank(value);
  }
}

function objectRank(value: unknown): number {
  if (value === null) return 5;
  if (Array.isArray(value)) return 25;
  if (isPlainObject(value)) return 20;
  if (value instanceof Date) return 45;
  if (value instanceof ObjectId) return 35;
  if (value instanceof Uint8Array) return 30;
  if (value instanceof Regex) return 50;
  if (value instanceof MinKey) return -1;
  if (value instanceof MaxKey) return 127;
  return 20;
}

/** Exact for any mix of number and bigint; NaN equals itself and precedes every other number. */
export function compareNumbers(a: Numeric, b: Numeric): number {
  if (a < b) return -1;
  if (a > b) return 1;
  // JavaScript compares bigint with number by mathematical value, so only NaN is left.
  const isNanA = typeof a === 'number' && Number.isNaN(a);
  const isNanB = typeof b === 'number' && Number.isNaN(b);
  if (isNanA) return isNanB ? 0 : -1;
  return isNanB ? 1 : 0;
}

/** Order of code points, which is the order of UTF-8 bytes; UTF-16 units differ above U+D7FF. */
export function compareStrings(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index += 1) {
    const unitA = a.charCodeAt(index);
    const unitB = b.charCodeAt(index);
    if (unitA === unitB) continue;
    const isSurrogateA = unitA >= 0xd800 && unitA <= 0xdfff;
    const isSurrogateB = unitB >= 0xd800 && unitB <= 0xdfff;
    if (isSurrogateA !== isSurrogateB) {
      if (isSurrogateA) return unitB >= 0xe000 ? 1 : unitA - unitB;
      return unitA >= 0xe000 ? -1 : unitA - unitB;
    }
    return unitA - unitB;
  }
  return a.length - b.length;
}

/** The evaluation that comparisons are counted for; see countComparisonsFor. */
let counting: Context | null = null;

/**
 * Counts the comparisons of elements and fields as steps of an evaluation from here on; null: of
 * none. A filter can build a value that holds another twice, that one a third twice, and so on:
 * small to keep, but endless to compare.
 */
export function countComparisonsFor(context: Context | null): void {
  counting = context;
}

function countComparison(): void {
  if (counting !== null) spend(counting, 1);
}

function compareArrays(a: readonly unknown[], b: readonly unknown[]): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index += 1) {
    countComparison();
    const order = compareValues(a[index], b[index]);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

/** Field by field in their order: type, then name, then value; the shorter first. */
function compareObjects(a: PlainObject, b: PlainObject): number {
  const keysA = Object.keys(a);
  const keysB = Object.keys(b);
  const length = Math.min(keysA.length, keysB.length);
  for (let index = 0; index < length; index += 1) {
    countComparison();
    const keyA = keysA[index] ?? '';
    const keyB = keysB[index] ?? '';
    const order =
      typeRank(a[keyA]) - typeRank(b[keyB]) ||
      compareStrings(keyA, keyB) ||
      compareValues(a[keyA], b[keyB]);
    if (order !== 0) return order;
  }
  return keysA.length - keysB.length;
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  if (a.length !== b.length) return a.length - b.length;
  for (let index = 0; index < a.length; index += 1) {
    const order = (a[index] ?? 0) - (b[index] ?? 0);
    if (order !== 0) return order;
  }
  return 0;
}

function compareSameRank(a: object, b: object): number {
  if (Array.isArray(a) && Array.isArray(b)) return compareArrays(a, b);
  if (isPlainObject(a) && isPlainObject(b)) return compareObjects(a, b);
  if (a instanceof Date && b instanceof Date) return compareNumbers(a.getTime(), b.getTime());
  if (a instanceof ObjectId && b instanceof ObjectId) return compareStrings(a.hex, b.hex);
  if (a instanceof Uint8Array && b instanceof Uint8Array) return compareBytes(a, b);
  if (a instanceof Regex && b instanceof Regex) {
    return compareStrings(a.pattern, b.pattern) || compareStrings(a.options, b.options);
  }
  return 0;
}

/** BSON's total order over values of any type: negative, 0 or positive. */
export function compareValues(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return compareNumbers(a, b);
  const rank = typeRank(a) - typeRank(b);
  if (rank !== 0) return rank;
  if (typeof a === 'string' && typeof b === 'string') return compareStrings(a, b);
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b);
  if (typeof a === 'object' && typeof b === 'object' && a !== null && b !== null) {
    return compareSameRank(a, b);
  }
  const isNumberA = typeof a === 'number' || typeof a === 'bigint';
  const isNumberB = typeof b === 'number' || typeof b === 'bigint';
  return isNumberA && isNumberB ? compareNumbers(a, b) : 0;
}

export function isEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  const kind = typeof a;
  if (kind === typeof b && (kind === 'string' || kind === 'boolean')) return false;
  return compareValues(a, b) === 0;
}
