import type { AvroSchema } from '@fritz/formats';
import { withoutNull } from './nullable.ts';

type Row = Readonly<Record<string, unknown>>;

/** A column's value in the type that the writer used. */
export function asSent(value: unknown, schema: AvroSchema): unknown {
  if (value === null) return null;
  const { type } = withoutNull(schema).schema;
  if (type === 'long' && typeof value === 'number') return BigInt(value);
  if (type === 'int' && typeof value === 'bigint') return Number(value);
  return value;
}

/** JSON has no NaN, no infinities, no −0 and no bytes: they are written as text. */
export function toJson(value: unknown): unknown {
  if (typeof value === 'number') {
    if (Object.is(value, -0)) return '-0';
    return Number.isFinite(value) ? value : String(value);
  }
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(toJson);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, toJson(part)]));
}

/** What `toJson` wrote, in the type that the writer used. */
export function fromJson(value: unknown, schema: AvroSchema): unknown {
  if (value === null) return null;
  switch (schema.type) {
    case 'long':
      return BigInt(value as number | bigint);
    case 'float':
    case 'double':
      return Number(value);
    case 'bytes':
    case 'fixed':
      return new Uint8Array(Buffer.from(String(value), 'base64'));
    case 'array':
      return (value as readonly unknown[]).map((item) => fromJson(item, schema.items));
    case 'map':
      return mapObject(value, () => schema.values);
    case 'record': {
      const fields = new Map(schema.fields.map((field) => [field.name, field.schema]));
      return mapObject(value, (name) => fields.get(name) ?? { type: 'null' });
    }
    case 'union': {
      const { schema: only } = withoutNull(schema);
      // Of several kinds of values each is what it looks like.
      return only.type === 'union' ? value : fromJson(value, only);
    }
    default:
      return value;
  }
}

function mapObject(value: unknown, schemaOf: (name: string) => AvroSchema) {
  return Object.fromEntries(
    Object.entries(value as Row).map(([name, part]) => [name, fromJson(part, schemaOf(name))]),
  );
}
