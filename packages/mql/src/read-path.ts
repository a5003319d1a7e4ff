import { type Context, spend } from './context.ts';
import { isPlainObject, type PlainObject } from './values.ts';

/** Reads one field of a document, never what JavaScript objects inherit. */
export function readField(object: PlainObject, name: string): unknown {
  const value = object[name];
  if (typeof value === 'function' || name === '__proto__') {
    return Object.hasOwn(object, name) ? value : undefined;
  }
  return value;
}

/** The elements of an array that are documents, each followed down the rest of the path. */
export function readArrayPath(
  array: readonly unknown[],
  fields: readonly string[],
  index: number,
  context: Context,
): unknown[] {
  spend(context, array.length);
  const result: unknown[] = [];
  const last = index + 1 === fields.length ? fields[index] : undefined;
  for (const item of array) {
    if (!isPlainObject(item)) continue;
    const value =
      last !== undefined ? readField(item, last) : readPath(item, fields, index, context);
    if (value !== undefined) result.push(value);
  }
  return result;
}

/** Follows `fields` from `index` on; arrays on the way are mapped over, one level deep. */
export function readPath(
  start: unknown,
  fields: readonly string[],
  index: number,
  context: Context,
): unknown {
  let value = start;
  for (let at = index; at < fields.length; at += 1) {
    if (Array.isArray(value)) return readArrayPath(value, fields, at, context);
    if (!isPlainObject(value)) return undefined;
    value = readField(value, fields[at] ?? '');
  }
  return value;
}
