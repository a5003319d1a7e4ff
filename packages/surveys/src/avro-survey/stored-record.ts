import {
  type AvroField,
  type AvroRecordSchema,
  canonicalForm,
  parseSchema,
  schemaFingerprint,
} from '@fritz/formats';
import { withoutNull } from '../nullable.ts';
import { asSent, fromJson, toJson } from '../stored-values.ts';
import type { AvroSurvey, PacketRecord } from './avro-survey.ts';
import { dotted, fitsColumn, OWN_COLUMNS, type StoredField, storedFields } from './columns.ts';

/** The name that a stored packet schema goes by, whatever its writer called it. */
const STORED_NAME = 'alert';

type Row = Readonly<Record<string, unknown>>;

/** A field as one writer sends it: in a column, or (null) among the extra ones. */
interface SentField extends AvroField {
  readonly path: string;
  readonly stored: StoredField | null;
}

/** A field of the packet: a value, or a record whose fields are looked at one by one. */
interface SentPart extends SentField {
  readonly inner: readonly SentField[] | null;
}

/**
 * The schema of a packet, but for its histories and stamps, as one writer sends it. With it an
 * alert's stored columns become the very record that was decoded: a field that the writer does not
 * have is missing, not null, and what has no column comes from `extra`.
 */
export class StoredRecord {
  readonly fingerprint: bigint;
  /** Canonical JSON. */
  readonly text: string;
  private readonly parts: readonly SentPart[];
  private readonly columnFields: readonly StoredField[];

  constructor(survey: AvroSurvey, schema: AvroRecordSchema) {
    const known = storedFields(survey);
    const part = (record: string | null, field: AvroField): SentField => {
      const path = dotted(record, field.name);
      const stored = known.get(path) ?? null;
      const fits = stored !== null && fitsColumn(field.schema, stored.column);
      return { ...field, path, stored: fits ? stored : null };
    };
    const kept = unique(schema.fields).filter(({ name }) => !isLeftOut(survey, name));
    this.parts = kept.map((field) => {
      const inner = withoutNull(field.schema).schema;
      const isOpen = inner.type === 'record' && survey.records[field.name] !== undefined;
      const fields = isOpen ? unique(inner.fields).map((one) => part(field.name, one)) : null;
      return { ...part(null, field), inner: fields };
    });
    const sent = this.parts.flatMap((one) => one.inner ?? [one]);
    this.columnFields = [...known.values()].filter(({ isKey }) => !isKey);
    this.hasExtra = sent.some(({ stored }) => stored === null);
    this.sentPaths = new Set(sent.flatMap(({ path, stored }) => (stored ? [path] : [])));
    const text = { type: 'record', name: STORED_NAME, fields: kept } as const;
    this.text = canonicalForm(text);
    this.fingerprint = schemaFingerprint(text);
  }

  private readonly hasExtra: boolean;
  private readonly sentPaths: ReadonlySet<string>;

  /** The packet schema that a stored text is; null where it is one of light curves. */
  static parse(survey: AvroSurvey, text: string): StoredRecord | null {
    const schema = parseSchema(text);
    return schema.type === 'record' && schema.name === STORED_NAME
      ? new StoredRecord(survey, schema)
      : null;
  }

  /** The values for the survey's own columns, in their order; see `alertColumns`. */
  values(packet: PacketRecord, jd: number, hasJd: boolean): unknown[] {
    const values: unknown[] = hasJd ? [] : [jd];
    for (const { record, field } of this.columnFields) {
      if (!this.sentPaths.has(dotted(record, field))) values.push(null);
      else values.push(valueAt(packet, record, field));
    }
    values.push(this.hasExtra ? this.extraOf(packet) : null, this.fingerprint);
    return values;
  }

  /** The record as it was sent, in the order of its fields; of a row's columns those it has. */
  read(row: Row): Record<string, unknown> {
    const packet: Record<string, unknown> = {};
    for (const part of this.parts) {
      if (part.inner === null) setField(packet, part, row);
      else packet[part.name] = readRecord(part.inner, row);
    }
    return packet;
  }

  private extraOf(packet: PacketRecord): Record<string, unknown> | null {
    const extra: Record<string, unknown> = {};
    for (const part of this.parts) {
      for (const { name, path, stored } of part.inner ?? [part]) {
        if (stored) continue;
        const value = valueAt(packet, part.inner ? part.name : null, name);
        if (value !== null && value !== undefined) extra[path] = toJson(value);
      }
    }
    return Object.keys(extra).length > 0 ? extra : null;
  }
}

/** The columns of a stored alert that its document needs whatever filters read. */
export function alwaysColumns(survey: AvroSurvey): readonly string[] {
  const fields = storedFields(survey);
  const named = survey.always.flatMap((path) => fields.get(path)?.column.name ?? []);
  const top = [...fields.values()].filter(({ record, isKey }) => record === null && !isKey);
  const own = OWN_COLUMNS.map(({ name }) => name);
  return ['ra', 'dec', 'jd', ...named, ...top.map(({ column }) => column.name), ...own];
}

function isLeftOut({ histories, stamps }: AvroSurvey, name: string): boolean {
  const lists = [histories.detections, histories.forced];
  return lists.includes(name) || Object.values(stamps).includes(name);
}

function unique(fields: readonly AvroField[]): AvroField[] {
  return [...new Map(fields.map((field) => [field.name, field])).values()];
}

function valueAt(packet: PacketRecord, record: string | null, field: string): unknown {
  if (record === null) return packet[field] ?? null;
  return (packet[record] as PacketRecord | null | undefined)?.[field] ?? null;
}

/** A record that may be null is null where all its columns are. */
function readRecord(fields: readonly SentField[], row: Row): Record<string, unknown> | null {
  const record: Record<string, unknown> = {};
  for (const field of fields) setField(record, field, row);
  const isThere = Object.values(record).some((value) => value !== null);
  return isThere ? record : null;
}

function setField(into: Record<string, unknown>, field: SentField, row: Row): void {
  const { name, path, schema, stored } = field;
  if (stored === null) {
    const extra = row.extra as Row | null | undefined;
    into[name] = fromJson(extra?.[path] ?? null, schema);
    return;
  }
  const value = row[stored.column.name];
  // A column that was not asked for: nobody reads the field.
  if (value !== undefined) into[name] = asSent(value, schema);
}
