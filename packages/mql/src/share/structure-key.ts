import { isPlainObject, type PlainObject } from '../values.ts';

const identities = new WeakMap<object, number>();
let lastIdentity = 0;

function identityOf(value: object): number {
  let identity = identities.get(value);
  if (identity === undefined) {
    lastIdentity += 1;
    identity = lastIdentity;
    identities.set(value, identity);
  }
  return identity;
}

function keyOfArray(value: readonly unknown[]): string {
  let key = '[';
  for (const item of value) key += `${structureKey(item)},`;
  return `${key}]`;
}

function keyOfPlainObject(value: PlainObject): string {
  let key = '{';
  for (const name of Object.keys(value))
    key += `${JSON.stringify(name)}:${structureKey(value[name])},`;
  return `${key}}`;
}

function keyOfObject(value: object): string {
  if (Array.isArray(value)) return keyOfArray(value);
  if (value instanceof Map) return `M${structureKey([...value])}`;
  if (value instanceof Set) return `S${structureKey([...value])}`;
  if (value instanceof Date) return `d${value.getTime()}`;
  if (value instanceof Uint8Array) return `x${value.join('.')}`;
  return isPlainObject(value) ? keyOfPlainObject(value) : `@${identityOf(value)}`;
}

/**
 * A text that parts of a tree share only where they are the same in every way: 1 and 1n differ, and
 * so do 0 and −0. Values of a class of ours are told apart by their identity.
 */
export function structureKey(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value);
    case 'number':
      return Object.is(value, -0) ? '-0' : String(value);
    case 'bigint':
      return `${value}n`;
    case 'object':
      return value === null ? '~' : keyOfObject(value);
    case 'function':
      return `@${identityOf(value)}`;
    default:
      return String(value);
  }
}
