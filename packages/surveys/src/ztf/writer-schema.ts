import {
  type AvroArraySchema,
  type AvroObject,
  type AvroRecordSchema,
  type AvroSchema,
  canonicalForm,
  compileDecoder,
  compileEncoder,
  type Decoder,
  type Encoder,
  type Projection,
  parseSchema,
  schemaFingerprint,
} from '@fritz/formats';
import { withoutNull } from '../nullable.ts';
import { PacketError } from '../survey.ts';
import { CANDIDATE_FIELDS, type CandidateField } from './candidate-fields.ts';
import { CandidateSchema } from './candidate-schema.ts';

/** The arrays of a packet that are its object's history; all points of a light curve are in them. */
export const HISTORY_FIELDS = ['prv_candidates', 'fp_hists'] as const;
export type HistoryField = (typeof HISTORY_FIELDS)[number];

const PACKET_FIELDS = ['schemavsn', 'publisher', 'objectId', 'candid', 'candidate'];

/** What forced photometry has where there is no value. */
const NO_VALUE = -99999;

/** The schema of a light curve's points as one writer sends them, and its readers. */
export class CurveSchema {
  readonly fingerprint: bigint;
  /** Canonical JSON: a record with those of `HISTORY_FIELDS` that the writer has. */
  readonly text: string;
  readonly has: ReadonlySet<HistoryField>;
  private readonly schema: AvroRecordSchema;
  private readonly decoders = new WeakMap<object, Decoder>();

  constructor(schema: AvroRecordSchema) {
    this.schema = schema;
    this.text = canonicalForm(schema);
    this.fingerprint = schemaFingerprint(schema);
    this.has = new Set(HISTORY_FIELDS.filter((name) => schema.fields.some((f) => f.name === name)));
  }

  static parse(text: string): CurveSchema {
    const schema = parseSchema(text);
    if (schema.type !== 'record') throw new Error('a stored light-curve schema is not a record');
    return new CurveSchema(schema);
  }

  /** Decodes a light curve's points, fields without a value left out; the decoder of each projection object is kept. */
  decode(body: Uint8Array, projection: CurveProjection): DecodedPoints {
    let decoder = this.decoders.get(projection);
    if (!decoder) {
      decoder = compileDecoder(this.schema, {
        fields: projection,
        omitNulls: true,
        absent: NO_VALUE,
      });
      this.decoders.set(projection, decoder);
    }
    return decoder.decode(body).value as DecodedPoints;
  }
}

export type CurveProjection = { readonly [field in HistoryField]?: Projection };
export interface DecodedPoints {
  readonly prv_candidates?: readonly AvroObject[];
  readonly fp_hists?: readonly AvroObject[];
}

/** One version of the packet schema as some file carries it, checked against what we store. */
export class WriterSchema {
  readonly decoder: Decoder;
  readonly curve: CurveSchema;
  /** Writes a `candidate` as the point of a history that it will be in later packets. */
  readonly encodeOwnPoint: Encoder;
  /** Reads what identifies one point of a history. */
  readonly keys: Readonly<Record<HistoryField, Decoder | null>>;
  /** How the alert itself is read again from its columns. */
  readonly candidate: CandidateSchema;

  constructor(schema: AvroSchema) {
    if (schema.type !== 'record') {
      throw new PacketError('wrong_schema', 'the file holds no records, so no ZTF alert');
    }
    const candidate = checkPacket(schema);
    checkCandidate(candidate);
    this.candidate = new CandidateSchema(candidate);
    this.decoder = compileDecoder(schema, {
      spans: HISTORY_FIELDS,
      fields: packetProjection(schema),
    });
    const arrays = historyArrays(schema);
    this.curve = new CurveSchema({
      type: 'record',
      name: 'light_curve',
      fields: [...arrays].map(([name, array]) => ({ name, schema: array })),
    });
    this.keys = {
      prv_candidates: keyDecoder(arrays, 'prv_candidates'),
      fp_hists: keyDecoder(arrays, 'fp_hists'),
    };
    const point = arrays.get('prv_candidates')?.items;
    if (point?.type !== 'record') {
      throw new PacketError(
        'wrong_schema',
        'this is no ZTF alert: prv_candidates holds no records',
      );
    }
    this.encodeOwnPoint = compileEncoder(point);
  }
}

/** What tells two points of a history apart. */
export const POINT_KEYS = {
  prv_candidates: ['jd', 'fid', 'pid', 'programid', 'candid'],
  fp_hists: ['jd', 'fid', 'pid', 'programid'],
} as const satisfies Record<HistoryField, readonly string[]>;

export function projectionOf(fields: readonly string[]): Projection {
  return Object.fromEntries(fields.map((field) => [field, true]));
}

function keyDecoder(arrays: ReadonlyMap<HistoryField, AvroArraySchema>, name: HistoryField) {
  const items = arrays.get(name)?.items;
  return items ? compileDecoder(items, { fields: projectionOf(POINT_KEYS[name]) }) : null;
}

/**
 * The whole packet, but of its history only the dates: thousands of points that live as long as
 * their batch would keep the garbage collector busy. They are read again when they are merged.
 */
function packetProjection(schema: AvroRecordSchema): Projection {
  const wanted: Record<string, Projection> = projectionOf(
    schema.fields.map((field) => field.name),
  ) as Record<string, Projection>;
  for (const name of HISTORY_FIELDS) wanted[name] = projectionOf(['jd']);
  return wanted;
}

function checkPacket(schema: AvroRecordSchema): AvroRecordSchema {
  const fields = new Map(schema.fields.map((field) => [field.name, field.schema]));
  const absent = [...PACKET_FIELDS, 'prv_candidates'].filter((name) => !fields.has(name));
  if (absent.length > 0) {
    throw new PacketError(
      'wrong_schema',
      `this is no ZTF alert: the record "${schema.name}" has no ${absent.join(', ')}`,
    );
  }
  const candidate = fields.get('candidate');
  if (candidate?.type !== 'record') {
    throw new PacketError('wrong_schema', 'this is no ZTF alert: its candidate is not a record');
  }
  return candidate;
}

function checkCandidate(candidate: AvroRecordSchema): void {
  for (const known of CANDIDATE_FIELDS) {
    const field = candidate.fields.find((one) => one.name === known.name);
    if (!field) {
      if (known.nullable) continue;
      throw new PacketError('wrong_schema', `this is no ZTF alert: candidate has no ${known.name}`);
    }
    const sent = withoutNull(field.schema).schema;
    if (!fits(sent, known.avro)) {
      throw new PacketError(
        'wrong_schema',
        `candidate.${known.name} should be ${known.avro}, but this file says ${sent.type}`,
      );
    }
  }
}

/** Whether values of the sent type keep their value in the column of the known one. */
function fits(sent: AvroSchema, known: CandidateField['avro']): boolean {
  if (sent.type === known || sent.type === 'null') return true;
  if (known === 'long') return sent.type === 'int';
  return known === 'double' && (sent.type === 'float' || sent.type === 'int');
}

const KEY_TYPES = {
  jd: 'double',
  fid: 'int',
  pid: 'long',
  programid: 'int',
  candid: 'long',
} as const;

/** What identifies a point must be there: every point, except a candid, which limits have not. */
function checkPointKeys(history: HistoryField, point: AvroRecordSchema): void {
  for (const key of POINT_KEYS[history]) {
    const field = point.fields.find((one) => one.name === key);
    const { schema, nullable } = field
      ? withoutNull(field.schema)
      : { schema: null, nullable: false };
    if (!schema || !fits(schema, KEY_TYPES[key]) || (nullable && key !== 'candid')) {
      throw new PacketError(
        'wrong_schema',
        `this is no ZTF alert: the points of ${history} have no ${key} of type ${KEY_TYPES[key]}`,
      );
    }
  }
}

function historyArrays(schema: AvroRecordSchema): Map<HistoryField, AvroArraySchema> {
  const arrays = new Map<HistoryField, AvroArraySchema>();
  for (const name of HISTORY_FIELDS) {
    const field = schema.fields.find((one) => one.name === name);
    if (!field) continue;
    const array = withoutNull(field.schema).schema;
    if (array.type !== 'array' || array.items.type !== 'record') {
      throw new PacketError(
        'wrong_schema',
        `this is no ZTF alert: ${name} is not a list of records`,
      );
    }
    checkPointKeys(name, array.items);
    arrays.set(name, array);
  }
  return arrays;
}
