import type { AvroRecordSchema } from '@fritz/formats';
import { withoutNull } from '../nullable.ts';
import type {
  AlertWords,
  Column,
  DocumentNeeds,
  DocumentSchema,
  FieldColumn,
  ObjectCurve,
  SeenAlert,
  SurveyAdapter,
} from '../survey.ts';
import { documentNeeds } from '../ztf/document-needs.ts';
import type { AvroSurvey } from './avro-survey.ts';
import { alertColumns, dotted, type StoredField, storedFields } from './columns.ts';
import { AvroCurve, type CurvePlan, planCurve } from './curve.ts';
import { AvroCurveSchemas } from './curve-schema.ts';
import { alertDocument, documentSchema } from './document.ts';
import { type AvroAlert, PacketReader } from './packet-reader.ts';
import { alwaysColumns } from './stored-record.ts';

type Row = Readonly<Record<string, unknown>>;

/** Beyond every candid. */
const ALL_CANDIDS = { since: 0n, before: 9_223_372_036_854_775_807n };

/** The adapter of a survey that is declared. */
export class AvroAdapter implements SurveyAdapter<AvroAlert> {
  readonly name: string;
  readonly partitionCandids: bigint;
  readonly columns: readonly Column[];
  readonly wordColumns: readonly string[];
  readonly listedFields = null;
  readonly documentSchema: DocumentSchema;
  readonly lazyFields: readonly string[];
  readonly schemas: AvroCurveSchemas;
  private readonly survey: AvroSurvey;
  private readonly fields: ReadonlyMap<string, StoredField>;
  private readonly hasJd: boolean;
  private readonly reader: PacketReader;
  private readonly plans = new WeakMap<DocumentNeeds, CurvePlan>();

  constructor(survey: AvroSurvey) {
    this.survey = survey;
    this.name = survey.name;
    this.partitionCandids = survey.partitionCandids;
    this.fields = storedFields(survey);
    this.columns = alertColumns(this.fields);
    this.hasJd = [...this.fields.values()].some(({ column }) => column.name === 'jd');
    this.wordColumns = this.ownColumns(survey.wordFields, []);
    this.documentSchema = documentSchema(survey);
    const forced = survey.histories.forced === null ? [] : ['fp_hists'];
    this.lazyFields = ['prv_candidates', ...forced, 'properties'];
    this.schemas = new AvroCurveSchemas(survey);
    this.reader = new PacketReader(survey);
  }

  decode(bytes: Uint8Array): AvroAlert {
    return this.reader.read(bytes);
  }

  learnWriter(schemaId: number, schemaText: string): void {
    this.reader.learnWriter(schemaId, schemaText);
  }

  values(alert: AvroAlert): readonly unknown[] {
    return alert.schema.record.values(alert.packet, alert.jd, this.hasJd);
  }

  candidateOf(row: Row): Record<string, unknown> {
    const document = alertDocument(this.survey, this.seenAlert(row), false);
    return document.candidate as Record<string, unknown>;
  }

  seenAlert(row: Row): SeenAlert {
    const known = row as unknown as KeyColumns;
    const { candid, object_id: objectId, programid: programId, ra, dec, jd } = known;
    const packet = this.schemas.record(known.alert_schema).read(row);
    return { candid, objectId, programId, ra, dec, jd, packet };
  }

  wordsOf(row: Row): AlertWords {
    // A list may be of alerts whose schema nobody here has learned: columns go by their fields.
    const packet: Record<string, Record<string, unknown>> = {};
    for (const path of this.survey.wordFields) {
      const stored = this.fields.get(path);
      if (!stored?.record) continue;
      const record = packet[stored.record] ?? {};
      packet[stored.record] = record;
      record[stored.field] = row[stored.column.name] ?? null;
    }
    return this.survey.words(packet);
  }

  columnsFor(reads: readonly (readonly string[] | null)[]): readonly string[] {
    const wanted = new Set(alwaysColumns(this.survey));
    for (const paths of reads) {
      if (paths === null) return this.columns.map(({ name }) => name);
      for (const path of paths) for (const name of this.columnsAt(path)) wanted.add(name);
    }
    return this.columns.map(({ name }) => name).filter((name) => wanted.has(name));
  }

  columnAt(path: string): FieldColumn | null {
    if (path === 'objectId') return { column: { name: 'object_id', type: 'text' }, extraKey: null };
    if (path === 'candid') return { column: { name: 'candid', type: 'int8' }, extraKey: null };
    const [head, field, ...deeper] = path.split('.');
    const [part] = Object.entries(this.survey.shown).find(([, name]) => name === head) ?? [];
    if (part === undefined || deeper.length > 0) return null;
    const stored = this.fields.get(field === undefined ? part : dotted(part, field));
    if (!stored) return null;
    const { column, isKey } = stored;
    return { column, extraKey: isKey ? null : dotted(stored.record, stored.field) };
  }

  candidsOf(): { since: bigint; before: bigint } {
    return ALL_CANDIDS;
  }

  needs(reads: readonly (readonly string[] | null)[]): DocumentNeeds {
    const needs = documentNeeds(reads);
    return this.survey.histories.forced === null ? { ...needs, forced: null } : needs;
  }

  reach(): bigint {
    // A candid does not tell the time: a point may be in any bundle of the object.
    return 0n;
  }

  historySince(): bigint {
    return 0n;
  }

  curve(stored: Uint8Array | null, needs: DocumentNeeds, since = 0n): ObjectCurve<AvroAlert> {
    let plan = this.plans.get(needs);
    if (!plan) {
      plan = planCurve(this.survey, needs);
      this.plans.set(needs, plan);
    }
    return new AvroCurve(this.survey, { stored, since }, this.schemas, plan);
  }

  /** The columns that a path of the document is made of. */
  private columnsAt(path: string): string[] {
    const [head, field] = path.split('.');
    if (head === 'properties') return this.propertyColumns();
    const [record] = Object.entries(this.survey.shown).find(([, name]) => name === head) ?? [];
    if (record === undefined) return [];
    const ofRecord = [...this.fields.values()].filter((one) => one.record === record);
    if (field === undefined) return ofRecord.map(({ column }) => column.name);
    const stored = this.fields.get(dotted(record, field));
    return stored ? [stored.column.name, ...this.witnessOf(record)] : [];
  }

  /** What the alert's own point and its flags are made of. */
  private propertyColumns(): string[] {
    const { properties, pointKeys, photometryFields, keys, shown } = this.survey;
    const [candidate = ''] = Object.entries(shown).find(([, name]) => name === 'candidate') ?? [];
    const ofPoint = [...pointKeys.detection, ...photometryFields.detection];
    const paths = [...ofPoint.map((field) => dotted(candidate, field)), ...properties.from];
    const records = new Set(paths.flatMap((path) => this.fields.get(path)?.record ?? []));
    const witnesses = [...records].flatMap((record) => this.witnessOf(record));
    return this.ownColumns(
      paths.filter((path) => !(path in keys)),
      witnesses,
    );
  }

  /** A column of a record that is never null where the record is there. */
  private witnessOf(record: string): string[] {
    const part = this.survey.schema.fields.find(({ name }) => name === record);
    const schema = part && withoutNull(part.schema).schema;
    const firm = (schema as AvroRecordSchema).fields.find(
      (one) => !withoutNull(one.schema).nullable,
    );
    return firm ? this.ownColumns([dotted(record, firm.name)], []) : [];
  }

  private ownColumns(paths: readonly string[], more: readonly string[]): string[] {
    return [...paths.flatMap((path) => this.fields.get(path)?.column.name ?? []), ...more];
  }
}

interface KeyColumns {
  readonly candid: bigint;
  readonly object_id: string;
  readonly programid: number;
  readonly ra: number;
  readonly dec: number;
  readonly jd: number;
  readonly alert_schema: bigint;
}
