import type { AvroRecordSchema, AvroSchema } from '@fritz/formats';
import { parseSchema } from '@fritz/formats';
import type { Column } from '../survey.ts';
import { CandidateSchema } from './candidate-schema.ts';
import { PROPERTY_CANDIDATE_FIELDS } from './properties.ts';
import { ZTF_ALERT_SCHEMA_4_02 } from './schema/ztf-4-02.ts';

/** The columns of a stored alert that its document needs whatever filters read. */
export interface SeenColumns {
  readonly object_id: string;
  readonly candid: bigint;
  readonly programid: number;
  readonly ra: number;
  readonly dec: number;
  readonly jd: number;
  readonly schemavsn: string;
  readonly publisher: string;
}

const ALWAYS = ['ra', 'dec', 'jd', 'schemavsn', 'publisher', 'candidate_schema'];

/** Of the table's columns those that filters with these reads come to look at; see `columnsFor`. */
export function columnsOfReads(
  reads: readonly (readonly string[] | null)[],
  columns: readonly Column[],
): readonly string[] {
  const wanted = new Set(ALWAYS);
  for (const paths of reads) {
    for (const path of paths ?? ['candidate']) {
      const [head, field] = path.split('.');
      if (head === 'properties') for (const name of PROPERTY_CANDIDATE_FIELDS) wanted.add(name);
      if (head !== 'candidate') continue;
      if (field === undefined) return columns.map(({ name }) => name);
      // What no column has its own is among the extra fields.
      wanted.add(columns.some(({ name }) => name === field) ? field : 'extra');
    }
  }
  return columns.map(({ name }) => name).filter((name) => wanted.has(name));
}

let before: { readonly old: CandidateSchema; readonly current: CandidateSchema } | null = null;

/**
 * The schema of an alert that was stored when schemas of candidates were not yet kept: the
 * survey's own, before version 3.3 without the fields that came with that.
 */
export function schemaBefore(row: Readonly<Record<string, unknown>>): CandidateSchema {
  before ??= readSchemas();
  return Number(row.schemavsn) < 3.3 ? before.old : before.current;
}

function readSchemas() {
  const whole = candidateOf(parseSchema(ZTF_ALERT_SCHEMA_4_02));
  const fields = whole.fields.filter(({ name }) => name !== 'drb' && name !== 'drbversion');
  return {
    old: new CandidateSchema({ ...whole, fields }),
    current: new CandidateSchema(whole),
  };
}

function candidateOf(packet: AvroSchema): AvroRecordSchema {
  const field =
    packet.type === 'record' ? packet.fields.find(({ name }) => name === 'candidate') : undefined;
  if (field?.schema.type !== 'record') throw new Error('the ZTF schema has no candidate record');
  return field.schema;
}
