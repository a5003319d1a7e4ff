import {
  type AvroArraySchema,
  type AvroObject,
  type AvroRecordSchema,
  canonicalForm,
  compileDecoder,
  type Decoder,
  type Projection,
  parseSchema,
  schemaFingerprint,
} from '@fritz/formats';
import { withoutNull } from '../nullable.ts';
import { type CurveSchemas, PacketError } from '../survey.ts';
import type { AvroSurvey, PointKind } from './avro-survey.ts';
import { StoredRecord } from './stored-record.ts';

export type CurveProjection = { readonly [Kind in PointKind]?: Projection };

const STORED_NAME = 'light_curve';

/** The lists of points of a packet schema, by what they hold. */
export function historyLists(
  survey: AvroSurvey,
  schema: AvroRecordSchema,
): ReadonlyMap<PointKind, AvroArraySchema> {
  const lists = new Map<PointKind, AvroArraySchema>();
  for (const kind of ['detection', 'forced'] as const) {
    const name = listName(survey, kind);
    const field = schema.fields.find((one) => one.name === name);
    if (!field) continue;
    const list = withoutNull(field.schema).schema;
    if (list.type !== 'array' || list.items.type !== 'record') {
      throw notOurs(survey, `${name} is not a list of records`);
    }
    const { items } = list;
    for (const key of survey.pointKeys[kind]) {
      if (items.fields.some((one) => one.name === key)) continue;
      throw notOurs(survey, `the points of ${name} have no ${key}`);
    }
    lists.set(kind, list);
  }
  if (!lists.has('detection')) {
    throw notOurs(survey, `it has no ${survey.histories.detections}`);
  }
  return lists;
}

export function listName({ histories }: AvroSurvey, kind: PointKind): string | null {
  return kind === 'forced' ? histories.forced : histories.detections;
}

export function notOurs(survey: AvroSurvey, why: string): PacketError {
  return new PacketError('wrong_schema', `this is no ${survey.title} alert: ${why}`);
}

/** The schema of a light curve's points as one writer sends them. */
export class CurveSchema {
  readonly fingerprint: bigint;
  /** Canonical JSON: a record with the lists that the writer has. */
  readonly text: string;
  readonly kinds: readonly PointKind[];
  private readonly survey: AvroSurvey;
  private readonly schema: AvroRecordSchema;
  private readonly decoders = new WeakMap<object, Decoder>();

  constructor(survey: AvroSurvey, lists: ReadonlyMap<PointKind, AvroArraySchema>) {
    this.survey = survey;
    this.kinds = [...lists.keys()];
    this.schema = {
      type: 'record',
      name: STORED_NAME,
      fields: [...lists].map(([kind, schema]) => ({ name: listName(survey, kind) ?? '', schema })),
    };
    this.text = canonicalForm(this.schema);
    this.fingerprint = schemaFingerprint(this.schema);
  }

  static parse(survey: AvroSurvey, text: string): CurveSchema {
    const schema = parseSchema(text);
    if (schema.type !== 'record') throw new Error('a stored light-curve schema is not a record');
    return new CurveSchema(survey, historyLists(survey, schema));
  }

  /** Decodes points, fields without a value left out; each projection object's decoder is kept. */
  decode(body: Uint8Array, wanted: CurveProjection): ReadonlyMap<PointKind, readonly AvroObject[]> {
    const { survey } = this;
    let decoder = this.decoders.get(wanted);
    if (!decoder) {
      const fields: Record<string, Projection> = {};
      for (const kind of this.kinds) {
        const projection = wanted[kind];
        const name = listName(survey, kind);
        if (projection !== undefined && name !== null) fields[name] = projection;
      }
      decoder = compileDecoder(this.schema, { fields, omitNulls: true });
      this.decoders.set(wanted, decoder);
    }
    const decoded = decoder.decode(body).value as Readonly<Record<string, readonly AvroObject[]>>;
    return new Map(this.kinds.map((kind) => [kind, decoded[listName(survey, kind) ?? ''] ?? []]));
  }
}

/** The schemas that a survey's alerts and light curves are stored in, by fingerprint. */
export class AvroCurveSchemas implements CurveSchemas {
  private readonly survey: AvroSurvey;
  private readonly curves = new Map<bigint, CurveSchema>();
  private readonly records = new Map<bigint, StoredRecord>();

  constructor(survey: AvroSurvey) {
    this.survey = survey;
  }

  learn(schemaText: string): void {
    const record = StoredRecord.parse(this.survey, schemaText);
    if (record) this.addRecord(record);
    else this.add(CurveSchema.parse(this.survey, schemaText));
  }

  add(schema: CurveSchema): void {
    if (!this.curves.has(schema.fingerprint)) this.curves.set(schema.fingerprint, schema);
  }

  addRecord(schema: StoredRecord): void {
    if (!this.records.has(schema.fingerprint)) this.records.set(schema.fingerprint, schema);
  }

  has(fingerprint: bigint): boolean {
    return this.curves.has(fingerprint) || this.records.has(fingerprint);
  }

  known(): readonly (readonly [bigint, string])[] {
    return [...this.curves, ...this.records].map(([key, { text }]) => [key, text]);
  }

  /** How an alert that is stored was sent. @throws Error for a schema that nobody has learned */
  record(fingerprint: bigint): StoredRecord {
    return demand(this.records.get(fingerprint), fingerprint);
  }

  /** @throws Error when the schema was never stored: the archive is damaged */
  curve(fingerprint: bigint): CurveSchema {
    return demand(this.curves.get(fingerprint), fingerprint);
  }
}

function demand<T>(schema: T | undefined, fingerprint: bigint): T {
  if (!schema) throw new Error(`no stored schema has the fingerprint ${fingerprint}`);
  return schema;
}
