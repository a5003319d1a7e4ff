import { isPlainObject, MaxKey, MinKey, ObjectId, Regex, typeName } from '../values.ts';
import type { JsonObject, JsonValue, SeenValue } from './types.ts';

/** Elements of an array, and characters of a text, that are shown. */
const SHOWN_ELEMENTS = 20;
const SHOWN_CHARACTERS = 500;
const SHOWN_DEPTH = 12;

function shorten(text: string): string {
  return text.length <= SHOWN_CHARACTERS ? text : `${text.slice(0, SHOWN_CHARACTERS)}…`;
}

function numberToJson(value: number): JsonValue {
  return Number.isFinite(value) ? value : { $numberDouble: String(value) };
}

function arrayToJson(values: readonly unknown[], depth: number): JsonValue {
  const shown = values.slice(0, SHOWN_ELEMENTS).map((value) => convert(value, depth + 1));
  const left = values.length - shown.length;
  return left > 0 ? [...shown, { $more: left }] : shown;
}

function objectToJson(value: object, depth: number): JsonValue {
  if (Array.isArray(value)) return arrayToJson(value, depth);
  if (value instanceof Date) return { $date: dateText(value) };
  if (value instanceof ObjectId) return { $oid: value.hex };
  if (value instanceof Regex) {
    return { $regularExpression: { pattern: value.pattern, options: value.options } };
  }
  if (value instanceof Uint8Array) return { $binary: { length: value.length } };
  if (value instanceof MinKey) return { $minKey: 1 };
  if (value instanceof MaxKey) return { $maxKey: 1 };
  if (!isPlainObject(value)) return { $unknown: typeName(value) };
  const fields = Object.entries(value).filter(([, part]) => part !== undefined);
  return Object.fromEntries(fields.map(([name, part]) => [name, convert(part, depth + 1)]));
}

function dateText(date: Date): JsonValue {
  const ms = date.getTime();
  return Number.isNaN(ms) ? null : date.toISOString();
}

function convert(value: unknown, depth: number): JsonValue {
  switch (typeof value) {
    case 'string':
      return shorten(value);
    case 'boolean':
    case 'bigint':
      return value;
    case 'number':
      return numberToJson(value);
    case 'object':
      if (value === null) return null;
      return depth > SHOWN_DEPTH ? { $more: 1 } : objectToJson(value, depth);
    default:
      return null;
  }
}

/** A value for JSON, the beginning of what is long. */
export function toJson(value: unknown): JsonValue {
  return convert(value, 0);
}

/** A document for JSON. */
export function documentToJson(document: Readonly<Record<string, unknown>>): JsonObject {
  const fields = Object.entries(document).filter(([, value]) => value !== undefined);
  return Object.fromEntries(fields.map(([name, value]) => [name, convert(value, 1)]));
}

export function toSeen(value: unknown): SeenValue {
  const hasLength = Array.isArray(value) || typeof value === 'string';
  return {
    type: typeName(value),
    value: toJson(value),
    length: hasLength ? value.length : null,
  };
}
