import type { AvroSchema } from '@fritz/formats';
import { withoutNull } from '../nullable.ts';

/** Whether a record schema has all of these dotted fields. */
export function hasMarks(schema: AvroSchema, marks: readonly string[]): boolean {
  return marks.every((mark) => hasField(schema, mark.split('.')));
}

function hasField(schema: AvroSchema, path: readonly string[]): boolean {
  const [name, ...rest] = path;
  if (name === undefined) return true;
  const record = withoutNull(schema).schema;
  if (record.type !== 'record') return false;
  const field = record.fields.find((one) => one.name === name);
  return field !== undefined && hasField(field.schema, rest);
}
