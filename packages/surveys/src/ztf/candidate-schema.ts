import {
  type AvroField,
  type AvroRecordSchema,
  type AvroSchema,
  canonicalForm,
  parseSchema,
  schemaFingerprint,
} from '@fritz/formats';
import { CANDIDATE_FIELDS, withoutNull } from './candidate-fields.ts';

/** The name that a stored candidate schema goes by: whatever the writer called it, it is the same. */
const STORED_NAME = 'candidate';

const COLUMNS = new Set(CANDIDATE_FIELDS.map((field) => field.name));

type Row = Readonly<Record<string, unknown>>;

/**
 * The schema of `candidate` as one writer sends it. With it an alert's stored columns become the
 * very record that was decoded: a field that the writer does not have is missing, not null, and a
 * 64-bit integer is one however small.
 */
export class CandidateSchema {
  readonly fingerprint: bigint;
  /** Canonical JSON. */
  readonly text: string;
  private readonly fields: readonly AvroField[];

  constructor(schema: AvroRecordSchema) {
    const stored = { ...schema, name: STORED_NAME };
    this.fields = schema.fields;
    this.text = canonicalForm(stored);
    this.fingerprint = schemaFingerprint(stored);
  }

  /** The candidate schema that a stored text is; null where it is one of light curves. */
  static parse(text: string): CandidateSchema | null {
    const schema = parseSchema(text);
    return schema.type === 'record' && schema.name === STORED_NAME
      ? new CandidateSchema(schema)
      : null;
  }

  /** The record as it was sent, in the order of its fields; of a row's columns those it has. */
  read(row: Row): Record<string, unknown> {
    const extra = row.extra as Row | null | undefined;
    const candidate: Record<string, unknown> = {};
    for (const { name, schema } of this.fields) {
      const isColumn = COLUMNS.has(name);
      const stored = isColumn ? row[name] : extra?.[name];
      // A column that was not asked for: nobody reads the field.
      if (stored === undefined && isColumn) continue;
      candidate[name] = isColumn ? asSent(stored, schema) : fromJson(stored ?? null, schema);
    }
    return candidate;
  }

  /** What no column keeps of a candidate, as JSON that `read` understands; null for nothing. */
  extraOf(candidate: Row): Record<string, unknown> | null {
    const extra = this.fields.filter(({ name }) => !COLUMNS.has(name));
    if (extra.length === 0) return null;
    return Object.fromEntries(extra.map(({ name }) => [name, toJson(candidate[name] ?? null)]));
  }
}

/** A column's value in the type that the writer used. */
function asSent(value: unknown, schema: AvroSchema): unknown {
  if (value === null) return null;
  const { type } = withoutNull(schema).schema;
  if (type === 'long' && typeof value === 'number') return BigInt(value);
  if (type === 'int' && typeof value === 'bigint') return Number(value);
  return value;
}

/** JSON has no NaN, no infinities, no −0 and no bytes: they are written as text. */
function toJson(value: unknown): unknown {
  if (typeof value === 'number') {
    if (Object.is(value, -0)) return '-0';
    return Number.isFinite(value) ? value : String(value);
  }
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(toJson);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, toJson(part)]));
}

function fromJson(value: unknown, schema: AvroSchema): unknown {
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
