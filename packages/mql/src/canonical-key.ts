import { type Context, spend } from './context.ts';
import { isPlainObject, MaxKey, MinKey, ObjectId, Regex } from './values.ts';

function numberKey(value: number | bigint): string {
  if (typeof value === 'bigint') return `n${value}`;
  if (Number.isInteger(value)) {
    return Number.isSafeInteger(value) ? `n${value + 0}` : `n${BigInt(value)}`;
  }
  return `n${value}`;
}

function objectKey(value: object, context: Context): string {
  if (Array.isArray(value)) {
    spend(context, value.length);
    return `[${value.map((item) => canonicalKey(item, context)).join()}]`;
  }
  if (isPlainObject(value)) {
    const names = Object.keys(value);
    spend(context, names.length);
    const fields = names.map(
      (name) => `${JSON.stringify(name)}:${canonicalKey(value[name], context)}`,
    );
    return `{${fields.join()}}`;
  }
  if (value instanceof Date) return `d${value.getTime()}`;
  if (value instanceof ObjectId) return `o${value.hex}`;
  if (value instanceof Uint8Array) return `x${value.join('.')}`;
  if (value instanceof Regex) return `r${JSON.stringify([value.pattern, value.options])}`;
  if (value instanceof MinKey) return '<';
  return value instanceof MaxKey ? '>' : '?';
}

/** A text that two values share exactly where BSON's order holds them equal: 1, 1n and 1.0 do. */
export function canonicalKey(value: unknown, context: Context): string {
  switch (typeof value) {
    case 'number':
    case 'bigint':
      return numberKey(value);
    case 'string':
      return JSON.stringify(value);
    case 'boolean':
      return value ? 't' : 'f';
    case 'object':
      return value === null ? '0' : objectKey(value, context);
    default:
      return '-';
  }
}
