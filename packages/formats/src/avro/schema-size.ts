import { AvroError } from './avro-error.ts';
import type { AvroRecordSchema, AvroSchema } from './schema.ts';

const MAX_EXPANSION = 100_000;
const MAX_RECORD_DEPTH = 200;

/** Number of values in one value of a schema, and levels of records, when records are opened. */
interface Expansion {
  readonly values: number;
  readonly depth: number;
}

const SCALAR: Expansion = { values: 1, depth: 0 };
const expansions = new WeakMap<AvroRecordSchema, Expansion>();
const minSizes = new WeakMap<AvroRecordSchema, number>();
const fixedSizes = new WeakMap<AvroRecordSchema, number | null>();

/** Number of values that one value of this schema holds at least, records opened. */
export function expansionOf(schema: AvroSchema): number {
  return expand(schema, new Set()).values;
}

/**
 * Refuses a schema whose values could not be read in bounded time, in any of its parts: records
 * that double at each level would need 2^n steps for zero bytes.
 *
 * @throws AvroError `too_large`, or `wrong_schema` for a record that must contain itself
 */
export function checkExpansion(schema: AvroSchema): void {
  const seen = new Set<AvroSchema>([schema]);
  try {
    // A Set's iteration also visits what is added meanwhile.
    for (const next of seen) {
      const { values, depth } = expand(next, new Set());
      if (values > MAX_EXPANSION || depth > MAX_RECORD_DEPTH) {
        throw new AvroError('too_large', `the schema expands to ${values} values, ${depth} deep`);
      }
      for (const child of childrenOf(next)) seen.add(child);
    }
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new AvroError('too_large', 'the schema is nested too deep', { cause });
  }
}

function expand(schema: AvroSchema, open: Set<AvroSchema>): Expansion {
  if (schema.type !== 'record') return SCALAR;
  const known = expansions.get(schema);
  if (known !== undefined) return known;
  if (open.has(schema)) {
    throw new AvroError('wrong_schema', `record ${schema.name} contains itself without an end`);
  }
  open.add(schema);
  let values = 1;
  let depth = 0;
  for (const field of schema.fields) {
    const inner = expand(field.schema, open);
    values += inner.values;
    depth = Math.max(depth, inner.depth);
  }
  open.delete(schema);
  const expansion = { values, depth: depth + 1 };
  expansions.set(schema, expansion);
  return expansion;
}

export function childrenOf(schema: AvroSchema): readonly AvroSchema[] {
  switch (schema.type) {
    case 'record':
      return schema.fields.map((field) => field.schema);
    case 'array':
      return [schema.items];
    case 'map':
      return [schema.values];
    case 'union':
      return schema.branches;
    default:
      return [];
  }
}

/** Fewest bytes that a value of this schema can take. */
export function minSizeOf(schema: AvroSchema): number {
  switch (schema.type) {
    case 'null':
      return 0;
    case 'float':
      return 4;
    case 'double':
      return 8;
    case 'fixed':
      return schema.size;
    case 'record':
      return remember(minSizes, schema, minSizeOfRecord);
    default:
      return 1;
  }
}

/** Exact number of bytes of every value of this schema, or null when it varies. */
export function fixedSizeOf(schema: AvroSchema): number | null {
  switch (schema.type) {
    case 'null':
      return 0;
    case 'boolean':
      return 1;
    case 'float':
      return 4;
    case 'double':
      return 8;
    case 'fixed':
      return schema.size;
    case 'record':
      return remember(fixedSizes, schema, fixedSizeOfRecord);
    default:
      return null;
  }
}

function minSizeOfRecord(record: AvroRecordSchema): number {
  return record.fields.reduce((sum, field) => sum + minSizeOf(field.schema), 0);
}

function fixedSizeOfRecord(record: AvroRecordSchema): number | null {
  let sum = 0;
  for (const field of record.fields) {
    const size = fixedSizeOf(field.schema);
    if (size === null) return null;
    sum += size;
  }
  return sum;
}

function remember<T>(
  known: WeakMap<AvroRecordSchema, T>,
  record: AvroRecordSchema,
  measure: (record: AvroRecordSchema) => T,
): T {
  let value = known.get(record);
  if (value === undefined) {
    value = measure(record);
    known.set(record, value);
  }
  return value;
}

/** Whether a record can hold a record of its own type, through a union, an array or a map. */
export function isRecursive(schema: AvroSchema): boolean {
  const seen = new Set<AvroSchema>();
  const waiting = [...childrenOf(schema)];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next === schema) return true;
    if (seen.has(next)) continue;
    seen.add(next);
    waiting.push(...childrenOf(next));
  }
  return false;
}
