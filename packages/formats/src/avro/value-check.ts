import { AvroError } from './avro-error.ts';
import type { AvroSchema } from './schema.ts';

const MAX_DEPTH = 1000;

/**
 * Compares a value with a schema, slowly and with the path in hand.
 *
 * @returns what is wrong first: `null_not_allowed` for a null or missing value, else `bad_value`;
 *   null when the value can be encoded
 */
export function findBadValue(schema: AvroSchema, value: unknown, path = ''): AvroError | null {
  return check(schema, value, path, 0);
}

/** The first branch of a union that the value fits, or -1. A missing value counts as null. */
export function chooseBranch(branches: readonly AvroSchema[], value: unknown): number {
  return branches.findIndex((branch) => check(branch, value, '', 0) === null);
}

function check(schema: AvroSchema, value: unknown, path: string, depth: number): AvroError | null {
  if (depth > MAX_DEPTH) return refuse('bad_value', path, 'is nested too deep');
  if (schema.type === 'union') return checkUnion(schema.branches, value, path, depth);
  if (value === null || value === undefined) {
    if (schema.type === 'null') return null;
    const problem = value === null ? 'must not be null' : 'is missing and must not be null';
    return refuse('null_not_allowed', path, problem);
  }
  switch (schema.type) {
    case 'record':
      if (!isPlainObject(value)) break;
      for (const field of schema.fields) {
        const inner = path === '' ? field.name : `${path}.${field.name}`;
        const bad = check(field.schema, value[field.name], inner, depth + 1);
        if (bad !== null) return bad;
      }
      return null;
    case 'array':
      if (!Array.isArray(value)) break;
      return firstBad(value.entries(), schema.items, path, depth);
    case 'map':
      if (!isPlainObject(value)) break;
      for (const key of Object.keys(value)) {
        if (!key.isWellFormed())
          return refuse('bad_value', path, 'has a key that is not valid text');
      }
      return firstBad(Object.entries(value), schema.values, path, depth);
    default:
      if (fitsScalar(schema, value)) return null;
  }
  return refuse('bad_value', path, `must be ${describe(schema)}, not ${describeValue(value)}`);
}

function checkUnion(
  branches: readonly AvroSchema[],
  value: unknown,
  path: string,
  depth: number,
): AvroError | null {
  let first: AvroError | null = null;
  for (const branch of branches) {
    const bad = check(branch, value, path, depth + 1);
    if (bad === null) return null;
    // The complaint of the null branch says nothing about a value that is present.
    if (branch.type !== 'null') first ??= bad;
  }
  return first ?? refuse('bad_value', path, 'fits no branch of its union');
}

function firstBad(
  entries: Iterable<[string | number, unknown]>,
  schema: AvroSchema,
  path: string,
  depth: number,
): AvroError | null {
  for (const [key, item] of entries) {
    const bad = check(schema, item, `${path}[${key}]`, depth + 1);
    if (bad !== null) return bad;
  }
  return null;
}

function fitsScalar(schema: AvroSchema, value: unknown): boolean {
  switch (schema.type) {
    case 'boolean':
      return typeof value === 'boolean';
    case 'int':
      return typeof value === 'number' && value === (value | 0);
    case 'long':
      return typeof value === 'bigint'
        ? BigInt.asIntN(64, value) === value
        : Number.isSafeInteger(value);
    case 'float':
      return isFloat(value);
    case 'double':
      return typeof value === 'number';
    case 'string':
      return typeof value === 'string' && value.isWellFormed();
    case 'bytes':
      return value instanceof Uint8Array;
    case 'fixed':
      return value instanceof Uint8Array && value.length === schema.size;
    case 'enum':
      return typeof value === 'string' && schema.symbols.includes(value);
    default:
      return false;
  }
}

/** Whether a value can be stored as float32 without becoming infinite (it may be rounded). */
function isFloat(value: unknown): boolean {
  return (
    typeof value === 'number' && (!Number.isFinite(value) || Number.isFinite(Math.fround(value)))
  );
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !ArrayBuffer.isView(value)
  );
}

function describe(schema: AvroSchema): string {
  switch (schema.type) {
    case 'int':
      return 'a 32-bit integer';
    case 'long':
      return 'a 64-bit integer (bigint, or a number up to 2^53)';
    case 'float':
      return 'a number within float32';
    case 'double':
      return 'a number';
    case 'string':
      return 'valid text';
    case 'fixed':
      return `${schema.size} bytes`;
    case 'enum':
      return `one of ${schema.symbols.join(', ')}`;
    case 'null':
      return 'null';
    default:
      return `${schema.type === 'array' ? 'an' : 'a'} ${schema.type}`;
  }
}

function describeValue(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 40));
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean') {
    return String(value);
  }
  if (value instanceof Uint8Array) return `${value.length} bytes`;
  return Array.isArray(value) ? 'an array' : `a value of type ${typeof value}`;
}

function refuse(code: 'bad_value' | 'null_not_allowed', path: string, problem: string): AvroError {
  return new AvroError(code, `${path === '' ? 'the value' : path} ${problem}`, { path });
}
