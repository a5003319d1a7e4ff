import {
  type AvroField,
  type AvroRecordSchema,
  canonicalForm,
  parseSchema,
  schemaFingerprint,
} from '@fritz/formats';
import { asSent, fromJson, toJson } from '../stored-values.ts';
import { CANDIDATE_FIELDS } from './candidate-fields.ts';

/** The name that a stored candidate schema goes by: whatever the writer called it, it is the same. */
const STORED_NAME = 'candidate';

const COLUMNS = new Set(CANDIDATE_FIELDS.map((field) => field.name));

type Row = Readonly<Record<string, unknown>>;

/** A field of a record, and how it is read of a stored row. */
export interface SentField {
  readonly name: string;
  read(row: Row): unknown;
}

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

  /** Those of the record's fields that are named, in its order, each as `read` gives it of a row. */
  fieldsAmong(names: ReadonlySet<string>): readonly SentField[] {
    return this.fields
      .filter(({ name }) => names.has(name))
      .map(({ name, schema }) => {
        if (COLUMNS.has(name)) return { name, read: (row) => asSent(row[name], schema) };
        const read = ({ extra }: Row) => fromJson((extra as Row | null)?.[name] ?? null, schema);
        return { name, read };
      });
  }

  /** What no column keeps of a candidate, as JSON that `read` understands; null for nothing. */
  extraOf(candidate: Row): Record<string, unknown> | null {
    const extra = this.fields.filter(({ name }) => !COLUMNS.has(name));
    if (extra.length === 0) return null;
    return Object.fromEntries(extra.map(({ name }) => [name, toJson(candidate[name] ?? null)]));
  }
}
