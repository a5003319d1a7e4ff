import { isPlainObject, MaxKey, MinKey, ObjectId, Regex } from './values.ts';

function toDate(value: unknown): Date | null {
  if (isPlainObject(value)) return toDate(decodeExtendedJson(value));
  const given = typeof value === 'bigint' ? Number(value) : value;
  if (typeof given !== 'string' && typeof given !== 'number') return null;
  const date = new Date(given);
  return Number.isNaN(date.getTime()) ? null : date;
}

const OBJECT_ID = /^[0-9a-fA-F]{24}$/;

function toLong(text: unknown): bigint | null {
  return typeof text === 'string' && /^-?\d+$/.test(text) ? BigInt(text) : null;
}

/** A number as its text says; undefined where the text is none. */
function toNumber(text: unknown): number | undefined {
  if (typeof text !== 'string') return undefined;
  const value = Number(text.replace('inf', 'Infinity'));
  return Number.isNaN(value) && text !== 'NaN' ? undefined : value;
}

/** The value that an object of Extended JSON v2 stands for; undefined where it is an ordinary one. */
function decodeTyped(key: string, value: unknown): unknown {
  switch (key) {
    case '$numberLong':
      return toLong(value) ?? undefined;
    case '$numberInt':
    case '$numberDouble':
    // There are no decimals here: the nearest double stands for one.
    case '$numberDecimal':
      return toNumber(value);
    case '$date':
      return toDate(value) ?? undefined;
    case '$oid':
      return typeof value === 'string' && OBJECT_ID.test(value) ? new ObjectId(value) : undefined;
    case '$minKey':
      return value === 1 ? new MinKey() : undefined;
    case '$maxKey':
      return value === 1 ? new MaxKey() : undefined;
    case '$regularExpression':
      return toRegex(value);
    default:
      return undefined;
  }
}

function toRegex(value: unknown): Regex | undefined {
  if (!isPlainObject(value)) return undefined;
  const { pattern, options } = value;
  if (typeof pattern !== 'string' || typeof options !== 'string') return undefined;
  return new Regex(pattern, options);
}

/** An integral double: a number of JavaScript would not say that it is one. */
export function isIntegralDouble(value: unknown): value is { readonly $numberDouble: string } {
  if (!isPlainObject(value) || Object.keys(value).join() !== '$numberDouble') return false;
  return Number.isSafeInteger(toNumber(value.$numberDouble));
}

/**
 * Replaces the typed wrappers of Extended JSON v2 (`$numberLong`, `$date`, …) by their values.
 *
 * @param keepsDoubles leaves integral doubles as they stand, for expressions to know the type
 */
export function decodeExtendedJson(value: unknown, keepsDoubles = false): unknown {
  if (Array.isArray(value)) return value.map((item) => decodeExtendedJson(item, keepsDoubles));
  if (!isPlainObject(value) || (keepsDoubles && isIntegralDouble(value))) return value;
  const keys = Object.keys(value);
  const [only] = keys;
  if (keys.length === 1 && only?.startsWith('$')) {
    const typed = decodeTyped(only, value[only]);
    if (typed !== undefined) return typed;
  }
  return Object.fromEntries(keys.map((key) => [key, decodeExtendedJson(value[key], keepsDoubles)]));
}
