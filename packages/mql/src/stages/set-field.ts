import { isPlainObject, type PlainObject } from '../values.ts';

/**
 * A copy of the document with a value at a path; what is no document on the way becomes one, and
 * undefined takes the field out.
 */
export function withField(
  document: PlainObject,
  fields: readonly string[],
  value: unknown,
): PlainObject {
  const [name = '', ...rest] = fields;
  if (rest.length > 0) {
    const inner: unknown = Object.hasOwn(document, name) ? document[name] : undefined;
    return { ...document, [name]: withField(isPlainObject(inner) ? inner : {}, rest, value) };
  }
  if (value !== undefined) return { ...document, [name]: value };
  const { [name]: _dropped, ...others } = document;
  return others;
}

/** The value at a path through documents only: an array on the way leads nowhere. */
export function fieldAt(document: PlainObject, fields: readonly string[]): unknown {
  let value: unknown = document;
  for (const name of fields) {
    if (!isPlainObject(value) || !Object.hasOwn(value, name)) return undefined;
    value = value[name];
  }
  return value;
}
