import { AvroError } from './avro-error.ts';
import type { AvroSchema } from './schema.ts';

const MAX_EXPANSION = 100_000;

/**
 * Number of values that one value of this schema holds at least, records opened (a hostile schema
 * of records that double at each level would need 2^n steps for zero bytes).
 */
export function expansionOf(schema: AvroSchema): number {
  return expand(schema, new Map());
}

/**
 * Refuses a schema whose values could not be read in bounded time, in any of its parts.
 *
 * @throws AvroError `too_large`, or `wrong_schema` for a record that must contain itself
 */
export function checkExpansion(schema: AvroSchema): void {
  const sizes = new Map<AvroSchema, number>();
  const seen = new Set<AvroSchema>();
  const waiting: AvroSchema[] = [schema];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    if (expand(next, sizes) > MAX_EXPANSION) {
      throw new AvroError('too_large', `the schema expands to more than ${MAX_EXPANSION} values`);
    }
    waiting.push(...childrenOf(next));
  }
}

function expand(schema: AvroSchema, sizes: Map<AvroSchema, number>): number {
  if (schema.type !== 'record') return 1;
  const known = sizes.get(schema);
  if (known === -1) {
    throw new AvroError('wrong_schema', `record ${schema.name} contains itself without an end`);
  }
  if (known !== undefined) return known;
  sizes.set(schema, -1);
  let size = 1;
  for (const field of schema.fields) size += expand(field.schema, sizes);
  sizes.set(schema, size);
  return size;
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
      return schema.fields.reduce((sum, field) => sum + minSizeOf(field.schema), 0);
    case 'union':
      return 1;
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
    case 'record': {
      let sum = 0;
      for (const field of schema.fields) {
        const size = fixedSizeOf(field.schema);
        if (size === null) return null;
        sum += size;
      }
      return sum;
    }
    default:
      return null;
  }
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
