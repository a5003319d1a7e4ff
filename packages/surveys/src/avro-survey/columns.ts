import type { AvroSchema } from '@fritz/formats';
import { withoutNull } from '../nullable.ts';
import type { Column, ColumnType } from '../survey.ts';
import type { AvroSurvey, KeyColumn } from './avro-survey.ts';

/** Where a field of the packet is stored. */
export interface StoredField {
  /** The record that the field is in; null for the packet itself. */
  readonly record: string | null;
  readonly field: string;
  readonly column: Column;
  /** Whether it is a key column, which every survey's table has. */
  readonly isKey: boolean;
}

/** Columns that no field has, which every alerts table of an Avro survey has. */
export const OWN_COLUMNS: readonly Column[] = [
  { name: 'extra', type: 'jsonb' },
  // The fingerprint of the schema that the alert was sent in.
  { name: 'alert_schema', type: 'int8' },
];

const JD: Column = { name: 'jd', type: 'float8' };

const TYPES: Readonly<Record<string, ColumnType>> = {
  int: 'int4',
  long: 'int8',
  float: 'float4',
  double: 'float8',
  string: 'text',
  boolean: 'bool',
};
const KEY_TYPES: Readonly<Record<KeyColumn, ColumnType>> = {
  candid: 'int8',
  object_id: 'text',
  programid: 'int2',
};

export const dotted = (record: string | null, field: string): string =>
  record === null ? field : `${record}.${field}`;

/** The fields of the survey's schema that have a column, by their dotted path. */
export function storedFields(survey: AvroSurvey): ReadonlyMap<string, StoredField> {
  const fields = new Map<string, StoredField>();
  const add = (record: string | null, field: string, schema: AvroSchema) => {
    const type = TYPES[withoutNull(schema).schema.type];
    if (!type) return;
    const path = dotted(record, field);
    const key = survey.keys[path];
    const prefix = record === null ? survey.topPrefix : (survey.records[record] ?? '');
    // SQL folds names to lower case: so a field is found by the name that its survey gives it.
    const name = key ?? `${prefix}${field.toLowerCase()}`;
    const column = { name, type: key ? KEY_TYPES[key] : type };
    fields.set(path, { record, field, column, isKey: key !== undefined });
  };
  for (const { name, schema } of survey.schema.fields) {
    const inner = withoutNull(schema).schema;
    if (inner.type !== 'record') add(null, name, schema);
    else for (const field of inner.fields) add(name, field.name, field.schema);
  }
  return fields;
}

/** The columns of the survey's alerts table after its key columns. */
export function alertColumns(fields: ReadonlyMap<string, StoredField>): readonly Column[] {
  const columns = [...fields.values()].flatMap(({ column, isKey }) => (isKey ? [] : [column]));
  const hasJd = columns.some(({ name }) => name === JD.name);
  return [...(hasJd ? [] : [JD]), ...columns, ...OWN_COLUMNS];
}

/** Whether values that are sent in this type come out of the column as they went in. */
export function fitsColumn(schema: AvroSchema, { type }: Column): boolean {
  const sent = withoutNull(schema).schema.type;
  if (TYPES[sent] === type || sent === 'null') return true;
  if (type === 'int2') return sent === 'int' || sent === 'long';
  return type === 'int8' && sent === 'int';
}
