/**
 * BSON documents one after the other, as mongodump writes them.
 * Source: BSON specification 1.1.
 */
import { ByteSource } from '../table/byte-source.ts';
import { TableError } from '../table/table.ts';

/** 64-bit integers are bigints; what Fritz has no use for is null. */
export type BsonValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Date
  | Uint8Array
  | BsonValue[]
  | BsonDocument;
export interface BsonDocument {
  [name: string]: BsonValue;
}

/** MongoDB's limit, and what mongodump adds to it. */
const MAX_DOCUMENT_BYTES = 17 << 20;
const MAX_DEPTH = 200;

/** Documents until the bytes end. @throws TableError for what is no BSON */
export async function* readBson(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<BsonDocument> {
  const source = new ByteSource(pieces);
  for (;;) {
    const head = await source.read(4);
    if (head.length === 0) return;
    if (head.length < 4) throw new TableError('truncated', 'the file ends within a document');
    const size = new DataView(head.buffer, head.byteOffset, 4).getInt32(0, true);
    if (size < 5 || size > MAX_DOCUMENT_BYTES) {
      throw new TableError('bad_format', `this is no BSON: a document of ${size} bytes`);
    }
    const rest = await source.readExactly(size - 4, 'a document');
    const bytes = new Uint8Array(size);
    bytes.set(head);
    bytes.set(rest, 4);
    yield decodeBson(bytes);
  }
}

/** @throws TableError for what is no document */
export function decodeBson(bytes: Uint8Array): BsonDocument {
  const reader = new BsonReader(bytes);
  try {
    return reader.document(0);
  } catch (error) {
    // Beyond the end of the bytes.
    if (error instanceof RangeError) {
      throw new TableError('bad_format', 'a BSON document is damaged', { cause: error });
    }
    throw error;
  }
}

class BsonReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #text = new TextDecoder();
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  document(depth: number): BsonDocument {
    const found: BsonDocument = Object.create(null);
    for (const [name, value] of this.#elements(depth)) found[name] = value;
    return found;
  }

  *#elements(depth: number): Generator<[string, BsonValue]> {
    if (depth > MAX_DEPTH) throw new TableError('too_large', 'a BSON document is nested too deep');
    const end = this.#at + this.#int32();
    for (;;) {
      const kind = this.#view.getUint8(this.#at++);
      if (kind === 0) break;
      yield [this.#name(), this.#value(kind, depth)];
    }
    if (this.#at !== end) throw new TableError('bad_format', 'a BSON document is damaged');
  }

  #value(kind: number, depth: number): BsonValue {
    switch (kind) {
      case 0x01:
        return this.#view.getFloat64(this.#skip(8), true);
      case 0x02:
        return this.#string();
      case 0x03:
        return this.document(depth + 1);
      case 0x04:
        return [...this.#elements(depth + 1)].map(([, value]) => value);
      case 0x05:
        return this.#binary();
      case 0x07:
        return hexOf(this.#bytes.subarray(this.#skip(12), this.#at));
      case 0x08:
        return this.#view.getUint8(this.#skip(1)) !== 0;
      case 0x09:
        return new Date(Number(this.#view.getBigInt64(this.#skip(8), true)));
      case 0x06:
      case 0x0a:
        return null;
      case 0x10:
        return this.#view.getInt32(this.#skip(4), true);
      case 0x11:
      case 0x12:
        return this.#view.getBigInt64(this.#skip(8), true);
      default:
        throw new TableError('unsupported', `a BSON value of type ${kind} is not read`);
    }
  }

  #int32(): number {
    return this.#view.getInt32(this.#skip(4), true);
  }

  #skip(count: number): number {
    const at = this.#at;
    if (at + count > this.#bytes.length || count < 0) throw new RangeError('beyond the document');
    this.#at = at + count;
    return at;
  }

  #name(): string {
    const end = this.#bytes.indexOf(0, this.#at);
    if (end < 0) throw new RangeError('beyond the document');
    const name = this.#text.decode(this.#bytes.subarray(this.#at, end));
    this.#at = end + 1;
    return name;
  }

  #string(): string {
    const length = this.#int32();
    const at = this.#skip(length);
    return this.#text.decode(this.#bytes.subarray(at, at + Math.max(0, length - 1)));
  }

  #binary(): Uint8Array {
    const length = this.#int32();
    this.#skip(1);
    const at = this.#skip(length);
    return this.#bytes.slice(at, at + length);
  }
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
