import { AvroError } from './avro-error.ts';
import { ByteWriter, WRITE_FAILURE } from './byte-writer.ts';
import { EncoderSource } from './encoder-source.ts';
import type { AvroSchema } from './schema.ts';
import { chooseBranch, findBadValue } from './value-check.ts';

/**
 * Writes values of one schema, whose shapes are those that decoders give; a long may also be a
 * safe integer, and a missing (undefined) value counts as null. Floats are rounded to float32.
 */
export interface Encoder {
  readonly schema: AvroSchema;
  /**
   * @returns a new array with the value's bytes
   * @throws AvroError `null_not_allowed` or `bad_value`, with the field's path
   */
  encode(value: unknown): Uint8Array<ArrayBuffer>;
  /** Adds the value to what was appended before; nothing is added when it throws. */
  append(value: unknown): void;
  /** Gives the appended values as one new array and starts anew. */
  take(): Uint8Array<ArrayBuffer>;
}

/** Makes an encoder for a schema, as generated code (`new Function`). Compile once, keep it. */
export function compileEncoder(schema: AvroSchema): Encoder {
  const source = new EncoderSource();
  const body = source.write(schema);
  const writer = new ByteWriter();
  const make = new Function('w', 'choose', 'unions', body);
  const write = make(writer, chooseBranch, source.unions) as (value: unknown) => void;
  return new CompiledEncoder(schema, writer, write);
}

class CompiledEncoder implements Encoder {
  readonly schema: AvroSchema;
  private readonly writer: ByteWriter;
  private readonly write: (value: unknown) => void;

  constructor(schema: AvroSchema, writer: ByteWriter, write: (value: unknown) => void) {
    this.schema = schema;
    this.writer = writer;
    this.write = write;
  }

  encode(value: unknown): Uint8Array<ArrayBuffer> {
    const { writer } = this;
    const start = writer.pos;
    this.append(value);
    const bytes = writer.bytes.slice(start, writer.pos);
    writer.pos = start;
    return bytes;
  }

  append(value: unknown): void {
    const { writer } = this;
    const start = writer.pos;
    try {
      this.write(value);
    } catch (error) {
      writer.pos = start;
      if (error !== WRITE_FAILURE && !(error instanceof RangeError)) throw error;
      throw (
        findBadValue(this.schema, value) ??
        new AvroError('bad_value', 'the value does not fit the schema', { cause: error })
      );
    }
  }

  take(): Uint8Array<ArrayBuffer> {
    const bytes = this.writer.take();
    this.writer.pos = 0;
    return bytes;
  }
}
