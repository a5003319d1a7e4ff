import { type TSchema, Type } from './schema.ts';

type Reader = (value: unknown) => unknown;

/**
 * Reads row ids that a body gives as texts of digits, as SkyPortal's clients may: the result is the
 * same value with numbers there. Null for a schema that has no row id.
 */
export function compileIdReader(schema: TSchema): Reader | null {
  if (isRowId(schema)) return readId;
  if (Type.IsUnion(schema)) return oneAfterAnother(schema.anyOf.map(compileIdReader));
  if (Type.IsObject(schema)) return ofFields(schema.properties);
  if (Type.IsTuple(schema)) {
    const readers = schema.items.map(compileIdReader);
    return readers.some((reader) => reader !== null)
      ? ofItems((value, index) => readers[index]?.(value) ?? value)
      : null;
  }
  if (!Type.IsArray(schema)) return null;
  const reader = compileIdReader(schema.items);
  return reader && ofItems(reader);
}

function isRowId(schema: TSchema): boolean {
  return Type.IsInteger(schema) && 'format' in schema && schema.format === 'int32';
}

/** What is no number stays, for the schema to refuse. */
function readId(value: unknown): unknown {
  return typeof value === 'string' && /^\s*\d{1,10}\s*$/.test(value) ? Number(value) : value;
}

function oneAfterAnother(readers: readonly (Reader | null)[]): Reader | null {
  const some = readers.filter((reader) => reader !== null);
  return some.length === 0 ? null : (value) => some.reduce((read, reader) => reader(read), value);
}

function ofFields(properties: Readonly<Record<string, TSchema>>): Reader | null {
  const readers = Object.entries(properties).flatMap(([name, property]) => {
    const reader = compileIdReader(property);
    return reader ? [[name, reader] as const] : [];
  });
  if (readers.length === 0) return null;
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    const fields: Record<string, unknown> = { ...value };
    for (const [name, reader] of readers) {
      if (Object.hasOwn(fields, name)) fields[name] = reader(fields[name]);
    }
    return fields;
  };
}

function ofItems(read: (value: unknown, index: number) => unknown): Reader {
  return (value) => (Array.isArray(value) ? value.map(read) : value);
}
