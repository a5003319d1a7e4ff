/**
 * What went wrong with an Avro schema, value or file.
 *
 * - `truncated`: the bytes end before the value does
 * - `bad_value`: the bytes (or the value to encode) are not what the schema says
 * - `wrong_schema`: the schema itself is not a valid Avro schema
 * - `trailing`: something follows where nothing should
 * - `not_avro`: not an Avro Object Container File
 * - `too_large`: a limit against hostile input was reached
 * - `null_not_allowed`: a null or missing value where the schema forbids it (encoding)
 * - `unsupported_codec`: the container is compressed in a way that cannot be read here
 */
export type AvroErrorCode =
  | 'truncated'
  | 'bad_value'
  | 'wrong_schema'
  | 'trailing'
  | 'not_avro'
  | 'too_large'
  | 'null_not_allowed'
  | 'unsupported_codec';

/** Where it went wrong: the field's path (`candidate.magpsf`, `prv_candidates[3].jd`) and the byte. */
export interface AvroErrorPlace {
  readonly path?: string;
  readonly offset?: number;
  readonly cause?: unknown;
}

/** The one error class of this folder; the message is meant to be read by a person. */
export class AvroError extends Error {
  override readonly name = 'AvroError';
  readonly code: AvroErrorCode;
  /** Path of the field being read or written, or null when unknown. */
  readonly path: string | null;
  /** Byte offset in the input, or null when it has no meaning. */
  readonly offset: number | null;

  constructor(code: AvroErrorCode, message: string, place: AvroErrorPlace = {}) {
    super(message, place.cause === undefined ? undefined : { cause: place.cause });
    this.code = code;
    this.path = place.path ?? null;
    this.offset = place.offset ?? null;
  }
}
