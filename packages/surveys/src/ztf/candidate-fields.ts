import { type AvroSchema, parseSchema } from '@fritz/formats';
import { withoutNull } from '../nullable.ts';
import type { Column, ColumnType } from '../survey.ts';
import { ZTF_ALERT_SCHEMA_4_02 } from './schema/ztf-4-02.ts';

/** A field of the survey's `candidate` record as the archive keeps it. */
export interface CandidateField {
  readonly name: string;
  readonly avro: 'int' | 'long' | 'float' | 'double' | 'string';
  /** False where every version of the schema promises a value. */
  readonly nullable: boolean;
}

/** Fields that came after version 3.2: an older packet is whole without them. */
const LATER_FIELDS = new Set(['drb', 'drbversion']);

const COLUMN_TYPES: Readonly<Record<CandidateField['avro'], ColumnType>> = {
  int: 'int4',
  long: 'int8',
  float: 'float4',
  double: 'float8',
  string: 'text',
};

function fieldOf(schema: AvroSchema, name: string): AvroSchema | null {
  if (schema.type !== 'record') return null;
  return schema.fields.find((field) => field.name === name)?.schema ?? null;
}

function readFields(): readonly CandidateField[] {
  const candidate = fieldOf(parseSchema(ZTF_ALERT_SCHEMA_4_02), 'candidate');
  if (candidate?.type !== 'record') throw new Error('the ZTF schema has no candidate record');
  return candidate.fields.map((field) => {
    const { schema, nullable } = withoutNull(field.schema);
    const avro = schema.type as CandidateField['avro'];
    return { name: field.name, avro, nullable: nullable || LATER_FIELDS.has(field.name) };
  });
}

/** All 103 fields of `candidate` in the survey's order. */
export const CANDIDATE_FIELDS: readonly CandidateField[] = readFields();

const KEY_FIELDS = new Set(['candid', 'programid']);

/** The columns of `candidate` in the alerts table: every field but the two that are key columns. */
export const CANDIDATE_COLUMNS: readonly Column[] = CANDIDATE_FIELDS.filter(
  (field) => !KEY_FIELDS.has(field.name),
).map((field) => ({ name: field.name, type: COLUMN_TYPES[field.avro] }));
