import { AvroError } from './avro-error.ts';
import { ByteReader, READ_FAILURE } from './byte-reader.ts';
import { diagnoseDecoding } from './decode-diagnosis.ts';
import { DecoderSource, type Projection } from './decoder-source.ts';
import type { AvroSchema } from './schema.ts';

/**
 * A decoded value: long → bigint, int, float and double → number, bytes and fixed → a view of the
 * input (not a copy), enum → its symbol, map → object, union → the value of its branch.
 */
export type AvroValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | readonly AvroValue[]
  | AvroObject;
export interface AvroObject {
  readonly [field: string]: AvroValue;
}

/** Byte ranges in the input: `[start0, end0, start1, end1, …]`, one pair per item. */
export type AvroSpans = Readonly<Record<string, Int32Array>>;

export interface Decoded {
  readonly value: AvroValue;
  /** Offset of the first byte after the value. */
  readonly end: number;
  /** For each field named in `spans` that the schema has. */
  readonly spans: AvroSpans;
}

export interface DecoderOptions {
  /** The fields wanted; others are skipped over and absent. Names unknown to the schema are ignored. */
  readonly fields?: Projection;
  /**
   * Names of top-level fields whose byte ranges are wanted: one range per item of an array, one
   * for any other value, none for a null. The field need not be among `fields`.
   */
  readonly spans?: readonly string[];
  /** Leaves fields that are null out of the objects. False by default. */
  readonly omitNulls?: boolean;
  /** With `omitNulls`: a number that the writer puts in nullable fields for want of a value. */
  readonly absent?: number;
}

/** Not re-entrant across threads, reusable for any number of values. */
export interface Decoder {
  readonly schema: AvroSchema;
  /**
   * Reads one value that begins at byte `start` (default 0); what follows it is left alone.
   *
   * @throws AvroError `truncated`, `bad_value` or `too_large`, with the field's path and the byte
   */
  decode(bytes: Uint8Array, start?: number): Decoded;
  /** Like `decode`, but the value must end where the bytes end. @throws AvroError also `trailing` */
  decodeExact(bytes: Uint8Array, start?: number): Decoded;
  /** Reads values one after another up to the end of the bytes, such as stored spans. */
  decodeAll(bytes: Uint8Array, start?: number): AvroValue[];
}

const NO_SPANS: Record<string, Int32Array> = {};

/**
 * Makes a decoder for a schema, as generated code (`new Function`). Compile once, keep it.
 *
 * @throws AvroError `wrong_schema` when spans are asked of a schema that is not a record
 */
export function compileDecoder(schema: AvroSchema, options: DecoderOptions = {}): Decoder {
  const spans = options.spans ?? [];
  if (spans.length > 0 && schema.type !== 'record') {
    throw new AvroError('wrong_schema', 'spans are for the fields of a record');
  }
  const writer = new DecoderSource(spans, options.omitNulls ?? false, options.absent ?? null);
  const source = writer.write(schema, options.fields ?? true);
  const reader = new ByteReader();
  const read = new Function('r', 'shapes', source)(reader, writer.shapes) as () => AvroValue;
  return new CompiledDecoder(schema, reader, read);
}

class CompiledDecoder implements Decoder {
  readonly schema: AvroSchema;
  private readonly reader: ByteReader;
  private readonly read: () => AvroValue;

  constructor(schema: AvroSchema, reader: ByteReader, read: () => AvroValue) {
    this.schema = schema;
    this.reader = reader;
    this.read = read;
  }

  decode(bytes: Uint8Array, start = 0): Decoded {
    const { reader } = this;
    reader.open(bytes, start);
    reader.spans = NO_SPANS;
    const value = this.readOne(bytes, start);
    return { value, end: reader.pos, spans: reader.spans };
  }

  decodeExact(bytes: Uint8Array, start = 0): Decoded {
    const decoded = this.decode(bytes, start);
    if (decoded.end !== bytes.length) {
      const extra = bytes.length - decoded.end;
      throw new AvroError(
        'trailing',
        `${extra} bytes follow the value, which ends at byte ${decoded.end}`,
        {
          offset: decoded.end,
        },
      );
    }
    return decoded;
  }

  decodeAll(bytes: Uint8Array, start = 0): AvroValue[] {
    const { reader } = this;
    reader.open(bytes, start);
    const values: AvroValue[] = [];
    while (reader.pos < bytes.length) {
      const before = reader.pos;
      values.push(this.readOne(bytes, before));
      if (reader.pos === before) {
        throw new AvroError(
          'trailing',
          `the values take no bytes, yet bytes follow byte ${before}`,
          {
            offset: before,
          },
        );
      }
    }
    return values;
  }

  private readOne(bytes: Uint8Array, start: number): AvroValue {
    const { reader } = this;
    try {
      const value = this.read();
      if (reader.pos <= reader.length) return value;
    } catch (error) {
      if (error !== READ_FAILURE && !(error instanceof RangeError)) throw error;
    }
    throw diagnoseDecoding(this.schema, bytes, start);
  }
}
