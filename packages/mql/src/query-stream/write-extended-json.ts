import { isPlainObject, MaxKey, MinKey, ObjectId, Regex } from '../values.ts';

/** Which numbers of a document are doubles: `true`, or those below these fields. */
export type Doubles = true | ReadonlyMap<string, Doubles>;

/** Fields that are doubles, by their dotted paths. */
export function doublesAt(paths: Iterable<string>): ReadonlyMap<string, Doubles> {
  const root = new Map<string, Doubles>();
  for (const path of paths) {
    let node = root;
    const names = path.split('.');
    for (const name of names.slice(0, -1)) {
      const known = node.get(name);
      const next = known instanceof Map ? known : new Map<string, Doubles>();
      node.set(name, next);
      node = next;
    }
    node.set(names.at(-1) ?? '', true);
  }
  return root;
}

/**
 * Relaxed Extended JSON v2, as `bson.json_util.dumps` writes it: 64-bit integers as they are, and
 * doubles with a point where it is known that they are doubles.
 *
 * Source: MongoDB Extended JSON (v2) specification, relaxed format.
 */
export function writeExtendedJson(value: unknown, doubles: Doubles | null = null): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value);
    case 'number':
      return writeNumber(value, doubles === true);
    case 'bigint':
    case 'boolean':
      return String(value);
    case 'object':
      return value === null ? 'null' : writeObject(value, doubles);
    default:
      return 'null';
  }
}

function writeNumber(value: number, isDouble: boolean): string {
  if (!Number.isFinite(value)) return `{"$numberDouble": "${value}"}`;
  if (Object.is(value, -0)) return '-0.0';
  if (!Number.isInteger(value)) return String(value);
  if (isDouble || !Number.isSafeInteger(value)) {
    const text = String(value);
    return text.includes('e') ? text : `${text}.0`;
  }
  return String(value);
}

const MOST_NAMES = 5000;
const names = new Map<string, string>();

/** A field's name with its colon: they are few, and come again with each document. */
function written(name: string): string {
  const known = names.get(name);
  if (known !== undefined) return known;
  const text = `${JSON.stringify(name)}: `;
  if (names.size < MOST_NAMES) names.set(name, text);
  return text;
}

function writeObject(value: object, doubles: Doubles | null): string {
  if (Array.isArray(value)) {
    let text = '[';
    for (let i = 0; i < value.length; i++) {
      text += `${i === 0 ? '' : ', '}${writeExtendedJson(value[i], doubles)}`;
    }
    return `${text}]`;
  }
  if (isPlainObject(value)) {
    let text = '{';
    for (const name of Object.keys(value)) {
      const field = value[name];
      if (field === undefined) continue;
      const below = doubles instanceof Map ? (doubles.get(name) ?? null) : null;
      text += `${text === '{' ? '' : ', '}${written(name)}${writeExtendedJson(field, below)}`;
    }
    return `${text}}`;
  }
  return writeTyped(value);
}

function writeTyped(value: object): string {
  if (value instanceof Date) return `{"$date": ${writeDate(value)}}`;
  if (value instanceof ObjectId) return `{"$oid": "${value.hex}"}`;
  if (value instanceof Uint8Array) {
    const base64 = Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64');
    return `{"$binary": {"base64": "${base64}", "subType": "00"}}`;
  }
  if (value instanceof Regex) {
    const { pattern, options } = value;
    return `{"$regularExpression": ${JSON.stringify({ pattern, options })}}`;
  }
  if (value instanceof MinKey) return '{"$minKey": 1}';
  if (value instanceof MaxKey) return '{"$maxKey": 1}';
  return 'null';
}

/** Relaxed for the years that four digits hold, else milliseconds. */
function writeDate(date: Date): string {
  const time = date.getTime();
  const year = date.getUTCFullYear();
  if (year < 1970 || year > 9999) return `{"$numberLong": "${time}"}`;
  return `"${date.toISOString().replace('.000Z', 'Z')}"`;
}
