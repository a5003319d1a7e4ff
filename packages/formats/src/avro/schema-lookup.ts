import { AvroError } from './avro-error.ts';
import type { AvroSchema } from './schema.ts';

/**
 * The schema of the values that a span of `fieldName` holds: nullable unions and arrays opened.
 * With it, stored slices of a packet are read again.
 *
 * @returns null when the record has no such field
 * @throws AvroError `wrong_schema` when `schema` is not a record, or the field a general union
 */
export function spanSchema(schema: AvroSchema, fieldName: string): AvroSchema | null {
  if (schema.type !== 'record') throw new AvroError('wrong_schema', 'the schema is not a record');
  const field = schema.fields.findLast((candidate) => candidate.name === fieldName);
  if (field === undefined) return null;
  const value = withoutNull(field.schema, fieldName);
  return value.type === 'array' ? value.items : value;
}

function withoutNull(schema: AvroSchema, path: string): AvroSchema {
  if (schema.type !== 'union') return schema;
  const rest = schema.branches.filter((branch) => branch.type !== 'null');
  const [only] = rest;
  if (only === undefined || rest.length > 1) {
    throw new AvroError('wrong_schema', `${path} is a union of several types`, { path });
  }
  return only;
}
