import {
  AvroError,
  type AvroObject,
  type AvroRecordSchema,
  type AvroSchema,
  type ContainerHeader,
  ContainerReader,
  compileDecoder,
  compileEncoder,
  type Decoder,
  type Encoder,
  type Projection,
  parseSchema,
  readConfluentHeader,
} from '@fritz/formats';
import { angToPix, jdToMjd } from '@fritz/sky';
import { packetErrorOf } from '../packet-codes.ts';
import { type Alert, PacketError } from '../survey.ts';
import type { AlertIdentity, AvroSurvey, PacketRecord, PointKind } from './avro-survey.ts';
import { CurveSchema, historyLists, listName, notOurs } from './curve-schema.ts';
import { hasMarks } from './marks.ts';
import { readStamps } from './stamps.ts';
import { StoredRecord } from './stored-record.ts';

/** A point of a packet's history: what identifies it, and its bytes. */
export interface SentPoint {
  readonly kind: PointKind;
  readonly id: bigint | string;
  readonly bytes: Uint8Array;
}

export interface AvroAlert extends Alert {
  readonly packet: PacketRecord;
  readonly schema: WriterSchema;
  /** The alert's own detection as the point of a history. */
  readonly ownPoint: Uint8Array;
  /** Where the points of its history lie in the packet's bytes. */
  readonly spans: ReadonlyMap<PointKind, Int32Array>;
  readonly bytes: Uint8Array;
}

/** One version of the packet schema, checked against what we store. */
export class WriterSchema {
  readonly decoder: Decoder;
  readonly curve: CurveSchema;
  readonly record: StoredRecord;
  readonly encodeOwnPoint: Encoder;
  private readonly survey: AvroSurvey;
  private readonly keys = new Map<PointKind, Decoder>();

  constructor(survey: AvroSurvey, schema: AvroSchema) {
    if (schema.type !== 'record' || !hasMarks(schema, survey.marks)) {
      throw notOurs(survey, `it has not ${survey.marks.join(', ')}`);
    }
    this.survey = survey;
    const lists = historyLists(survey, schema);
    this.curve = new CurveSchema(survey, lists);
    this.record = new StoredRecord(survey, schema);
    const names = [...lists.keys()].map((kind) => listName(survey, kind) ?? '');
    this.decoder = compileDecoder(schema, { spans: names, fields: without(schema, names) });
    for (const [kind, list] of lists) {
      const fields = Object.fromEntries(survey.pointKeys[kind].map((key) => [key, true as const]));
      this.keys.set(kind, compileDecoder(list.items, { fields, omitNulls: true }));
    }
    // `historyLists` makes sure that there is one, and that it holds records.
    this.encodeOwnPoint = compileEncoder(lists.get('detection')?.items ?? { type: 'null' });
  }

  /** The points of an alert's history. */
  *pointsOf({ bytes, spans }: AvroAlert): Generator<SentPoint> {
    for (const [kind, decoder] of this.keys) {
      const ranges = spans.get(kind) ?? NO_SPANS;
      for (let i = 0; i < ranges.length; i += 2) {
        const key = decoder.decode(bytes, ranges[i]).value as AvroObject;
        const id = this.survey.pointId(key, kind);
        yield { kind, id, bytes: bytes.subarray(ranges[i], ranges[i + 1]) };
      }
    }
  }
}

const NO_SPANS = new Int32Array(0);
const OBJECT_ID = /^[A-Za-z0-9_;:+.-]{1,64}$/;
/** Julian dates of the years 1990 to 2100: outside them a clock was wrong. */
const JD_RANGE = { from: 2447892.5, to: 2488069.5 };

/**
 * Reads a survey's packets: Avro object containers with one record each, or bare records in
 * Confluent's wire format, whose schema a registry has; keeps what it compiled for each schema.
 */
export class PacketReader {
  private readonly survey: AvroSurvey;
  private readonly containers = new ContainerReader();
  private readonly byHeader = new WeakMap<ContainerHeader, WriterSchema>();
  private readonly byId = new Map<number, WriterSchema | PacketError>();

  constructor(survey: AvroSurvey) {
    this.survey = survey;
  }

  /** Makes a registry's schema known. One that is not the survey's refuses its packets, not itself. */
  learnWriter(id: number, text: string): void {
    try {
      this.byId.set(
        id,
        this.guard(() => new WriterSchema(this.survey, parseSchema(text))),
      );
    } catch (error) {
      if (!(error instanceof PacketError)) throw error;
      this.byId.set(id, error);
    }
  }

  /** @throws PacketError with a reason for a person */
  read(bytes: Uint8Array): AvroAlert {
    return this.guard(() => {
      const confluent = readConfluentHeader(bytes);
      if (confluent) {
        const record = bytes.subarray(confluent.start);
        return this.readRecord(this.writerOf(confluent.schemaId), record);
      }
      const { header, record } = this.containers.readSingleRecord(bytes);
      let schema = this.byHeader.get(header);
      if (!schema) {
        schema = new WriterSchema(this.survey, header.schema);
        this.byHeader.set(header, schema);
      }
      return this.readRecord(schema, record);
    });
  }

  private guard<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw error instanceof AvroError ? packetErrorOf(error) : error;
    }
  }

  private writerOf(schemaId: number): WriterSchema {
    const schema = this.byId.get(schemaId);
    if (schema instanceof WriterSchema) return schema;
    if (schema) throw schema;
    throw new PacketError(
      'unknown_schema',
      `the packet is in schema ${schemaId} of a registry: name it with --schema-registry`,
    );
  }

  private readRecord(schema: WriterSchema, record: Uint8Array): AvroAlert {
    const { survey } = this;
    const { value, spans } = schema.decoder.decodeExact(record);
    const whole = value as Record<string, unknown>;
    const stamps = readStamps(survey, whole);
    const packet = withoutStamps(survey, whole);
    const identity = survey.identify(packet);
    checkIdentity(identity);
    const found = schema.curve.kinds.map((kind) => {
      return [kind, spans[listName(survey, kind) ?? ''] ?? NO_SPANS] as const;
    });
    return {
      survey: survey.name,
      ...identity,
      mjd: jdToMjd(identity.jd),
      hpx: angToPix(29, identity.ra, identity.dec),
      ...stamps,
      packet,
      schema,
      ownPoint: encodeOwn(survey, schema, packet),
      spans: new Map(found),
      bytes: record,
    };
  }
}

function without(schema: AvroRecordSchema, names: readonly string[]): Projection {
  const kept = schema.fields.filter(({ name }) => !names.includes(name));
  return Object.fromEntries(kept.map(({ name }) => [name, true as const]));
}

function withoutStamps({ stamps }: AvroSurvey, whole: Record<string, unknown>): PacketRecord {
  const packet = { ...whole };
  for (const name of Object.values(stamps)) delete packet[name];
  return packet;
}

/** @throws PacketError where the history's points have what the alert has not */
function encodeOwn(survey: AvroSurvey, schema: WriterSchema, packet: PacketRecord): Uint8Array {
  try {
    return schema.encodeOwnPoint.encode(survey.ownPoint(packet));
  } catch (cause) {
    if (!(cause instanceof AvroError)) throw cause;
    const why = `the alert cannot be a point of ${survey.histories.detections}`;
    throw new PacketError('wrong_schema', `${why}: ${cause.message.trim()}`, { cause });
  }
}

function checkIdentity({ candid, objectId, programId, ra, dec, jd }: AlertIdentity): void {
  if (typeof candid !== 'bigint' || candid <= 0n) {
    throw new PacketError('bad_candid', `candid ${candid} is not a positive 64-bit integer`);
  }
  if (typeof objectId !== 'string' || !OBJECT_ID.test(objectId)) {
    throw new PacketError('bad_value', `objectId ${JSON.stringify(objectId)} is no object name`);
  }
  if (!(Number.isInteger(programId) && programId >= 0 && programId <= 32767)) {
    throw new PacketError('bad_value', `programid ${programId} is out of range`);
  }
  if (!(ra >= 0 && ra <= 360 && dec >= -90 && dec <= 90)) {
    throw new PacketError('bad_position', `ra ${ra}, dec ${dec} is no place on the sky`);
  }
  if (!(jd >= JD_RANGE.from && jd <= JD_RANGE.to)) {
    throw new PacketError('bad_time', `jd ${jd} is no date between 1990 and 2100`);
  }
}
