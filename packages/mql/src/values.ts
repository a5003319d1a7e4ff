/**
 * BSON values in JavaScript.
 *
 * - number: int, long or double. An integral number within ±(2^53 − 1), −0 excepted, is an
 *   integer (int where it fits 32 bits, else long); any other number is a double. Packets do not
 *   say more; what the pipeline itself says to be a double stays one (static-types.ts).
 * - bigint: long, exact. Results beyond 64 bits become doubles.
 * - undefined: missing. null: null. Date, string, boolean, Array, plain object as they are.
 * - Uint8Array: binData. Regex, ObjectId, MinKey and MaxKey: the classes below.
 */
export type Numeric = number | bigint;

export type PlainObject = Record<string, unknown>;

/** MongoDB's 12-byte id, as lower-case hexadecimal text. */
export class ObjectId {
  readonly hex: string;
  constructor(hex: string) {
    this.hex = hex.toLowerCase();
  }
}

/** A regular expression as it was written; `regex/` makes a matcher of it. */
export class Regex {
  readonly pattern: string;
  readonly options: string;
  constructor(pattern: string, options: string) {
    this.pattern = pattern;
    this.options = options;
  }
}

/** Sorts before everything else. */
export class MinKey {
  readonly kind = 'minKey';
}

/** Sorts after everything else. */
export class MaxKey {
  readonly kind = 'maxKey';
}

export type TypeName =
  | 'missing'
  | 'minKey'
  | 'null'
  | 'int'
  | 'long'
  | 'double'
  | 'string'
  | 'object'
  | 'array'
  | 'binData'
  | 'objectId'
  | 'bool'
  | 'date'
  | 'regex'
  | 'maxKey';

export function isNumeric(value: unknown): value is Numeric {
  return typeof value === 'number' || typeof value === 'bigint';
}

/** Missing or null. */
export function isNullish(value: unknown): value is null | undefined {
  return value === undefined || value === null;
}

/** A document (not an array, a date or another value that JavaScript keeps in an object). */
export function isPlainObject(value: unknown): value is PlainObject {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** True for a number that stands for an int or a long. */
export function isIntegerNumber(value: number): boolean {
  return Number.isSafeInteger(value) && !Object.is(value, -0);
}

function numberType(value: number): TypeName {
  if (!isIntegerNumber(value)) return 'double';
  return value === (value | 0) ? 'int' : 'long';
}

function objectType(value: object): TypeName {
  if (Array.isArray(value)) return 'array';
  if (isPlainObject(value)) return 'object';
  if (value instanceof Date) return 'date';
  if (value instanceof ObjectId) return 'objectId';
  if (value instanceof Uint8Array) return 'binData';
  if (value instanceof Regex) return 'regex';
  if (value instanceof MinKey) return 'minKey';
  if (value instanceof MaxKey) return 'maxKey';
  return 'object';
}

/** The BSON type's alias, as `$type` prints it. */
export function typeName(value: unknown): TypeName {
  switch (typeof value) {
    case 'undefined':
      return 'missing';
    case 'number':
      return numberType(value);
    case 'bigint':
      return 'long';
    case 'string':
      return 'string';
    case 'boolean':
      return 'bool';
    case 'object':
      return value === null ? 'null' : objectType(value);
    default:
      return 'missing';
  }
}

/** False for false, 0, null and missing; true for all else ("" and [] included). */
export function isTruthy(value: unknown): boolean {
  if (typeof value === 'boolean') return value;
  if (value === undefined || value === null) return false;
  return value !== 0 && value !== 0n;
}
