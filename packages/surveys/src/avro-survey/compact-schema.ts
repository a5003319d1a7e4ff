import type { AvroField, AvroPrimitive, AvroRecordSchema, AvroSchema } from '@fritz/formats';

/**
 * Fields of a record from a compact table: `name:type` with one of Avro's primitive types, and a
 * `?` after it for a field that may be null. Names and types are a survey's published interface.
 */
export function compactFields(table: string): AvroField[] {
  const fields = new Map<string, AvroField>();
  for (const entry of table.trim().split(/\s+/)) {
    const [name = '', written = ''] = entry.split(':');
    const type = { type: written.replace('?', '') as AvroPrimitive };
    // A name that comes twice (WINTER's sgmag1) is one field: decoding gives the last value.
    fields.set(name, { name, schema: written.endsWith('?') ? nullable(type) : type });
  }
  return [...fields.values()];
}

export function compactRecord(name: string, table: string): AvroRecordSchema {
  return { type: 'record', name, fields: compactFields(table) };
}

export function nullable(schema: AvroSchema): AvroSchema {
  return { type: 'union', branches: [{ type: 'null' }, schema] };
}
