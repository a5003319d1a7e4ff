import { TextCache } from './text-cache.ts';

/** Deepest nesting of recursive records. */
export const MAX_RECURSION = 100;
/** Most values that take no bytes at all (such as an array of nulls) in one decoded record. */
export const MAX_EMPTY_VALUES = 1_000_000;

/**
 * Thrown by the fast path, which does not know where it is; the diagnosis finds the place.
 * A symbol, because building a stack trace for it would be wasted.
 */
export const READ_FAILURE: unique symbol = Symbol('avro read failure');

const texts = new TextCache();
const scratch = new DataView(new ArrayBuffer(8));
const smallLongs: readonly bigint[] = Array.from({ length: 256 }, (_, i) => {
  const half = BigInt(i >>> 1);
  return (i & 1) === 0 ? half : -half - 1n;
});
const EMPTY = new Uint8Array(0);

/**
 * The state that generated decoders share with their helpers: a position in some bytes.
 * Every method throws READ_FAILURE (or a RangeError from DataView) when the bytes are not good.
 */
export class ByteReader {
  bytes: Uint8Array = EMPTY;
  view: DataView = scratch;
  length = 0;
  pos = 0;
  depth = 0;
  emptyValues = 0;
  /** Byte size of the block that readBlockCount just opened, or -1 when the writer did not say. */
  blockSize = -1;
  spans: Record<string, Int32Array> = {};

  open(bytes: Uint8Array, start: number): void {
    // A Buffer or other subclass would make every load polymorphic and leak into the result.
    const plain =
      bytes.constructor === Uint8Array
        ? bytes
        : new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.bytes = plain;
    this.view = new DataView(plain.buffer, plain.byteOffset, plain.byteLength);
    this.length = plain.length;
    this.pos = start;
    this.depth = 0;
    this.emptyValues = 0;
  }

  fail(): never {
    throw READ_FAILURE;
  }

  readInt(): number {
    const b = this.bytes;
    let p = this.pos;
    let value = 0;
    for (let shift = 0; shift < 28; shift += 7) {
      const byte = b[p++];
      if (byte === undefined) throw READ_FAILURE;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) {
        this.pos = p;
        return (value >>> 1) ^ -(value & 1);
      }
    }
    const last = b[p++];
    if (last === undefined || last > 0x0f) throw READ_FAILURE;
    value |= last << 28;
    this.pos = p;
    return (value >>> 1) ^ -(value & 1);
  }

  readLong(): bigint {
    const b = this.bytes;
    let p = this.pos;
    let byte = b[p++];
    if (byte === undefined) throw READ_FAILURE;
    if (byte < 0x80) {
      this.pos = p;
      return smallLongs[byte] ?? 0n;
    }
    let low = byte & 0x7f;
    for (let shift = 7; shift < 28; shift += 7) {
      byte = b[p++];
      if (byte === undefined) throw READ_FAILURE;
      low |= (byte & 0x7f) << shift;
      if (byte < 0x80) {
        this.pos = p;
        return BigInt((low >>> 1) ^ -(low & 1));
      }
    }
    this.pos = p;
    return this.readLongRest(low);
  }

  /** The bytes of a long after its first 28 bits, which are in `low`. */
  private readLongRest(low: number): bigint {
    const b = this.bytes;
    let p = this.pos;
    let middle = 0;
    let high = 0;
    let byte: number | undefined = 0x80;
    for (let shift = 0; shift < 28 && byte >= 0x80; shift += 7) {
      byte = b[p++];
      if (byte === undefined) throw READ_FAILURE;
      middle |= (byte & 0x7f) << shift;
    }
    if (byte >= 0x80) {
      byte = b[p++];
      if (byte === undefined) throw READ_FAILURE;
      high = byte & 0x7f;
      if (byte >= 0x80) {
        byte = b[p++];
        if (byte === undefined || byte > 1) throw READ_FAILURE;
        high |= byte << 7;
      }
    }
    this.pos = p;
    const w0 = low | (middle << 28);
    const w1 = (middle >>> 4) | (high << 24);
    const sign = -(w0 & 1);
    scratch.setInt32(0, ((w0 >>> 1) | (w1 << 31)) ^ sign, true);
    scratch.setInt32(4, (w1 >>> 1) ^ sign, true);
    return scratch.getBigInt64(0, true);
  }

  skipVarint(): void {
    const b = this.bytes;
    let p = this.pos;
    for (let i = 0; i < 9; i++) {
      const byte = b[p++];
      if (byte === undefined) throw READ_FAILURE;
      if (byte < 0x80) {
        this.pos = p;
        return;
      }
    }
    const last = b[p++];
    if (last === undefined || last > 1) throw READ_FAILURE;
    this.pos = p;
  }

  /** A long that must be a count of bytes still present. */
  readLength(): number {
    const size = this.readSmallLong();
    if (size < 0 || size > this.length - this.pos) throw READ_FAILURE;
    return size;
  }

  /** A long as a number; beyond 2^53 it is only right in its sign and magnitude. */
  private readSmallLong(): number {
    const byte = this.bytes[this.pos];
    if (byte !== undefined && byte < 0x80) {
      this.pos++;
      return (byte >>> 1) ^ -(byte & 1);
    }
    return Number(this.readLong());
  }

  /**
   * Opens the next block of an array or map and gives its number of items, 0 at the end.
   * `minSize` is the fewest bytes per item, `cost` the number of values per item: items that take
   * no bytes are counted against a budget, so that no few bytes can ask for endless work.
   */
  readBlockCount(minSize: number, cost: number): number {
    let count = this.readSmallLong();
    this.blockSize = -1;
    if (count < 0) {
      count = -count;
      this.blockSize = this.readLength();
    }
    if (count * minSize > this.length - this.pos) throw READ_FAILURE;
    if (minSize === 0) {
      this.emptyValues += count * cost;
      if (this.emptyValues > MAX_EMPTY_VALUES) throw READ_FAILURE;
    }
    return count;
  }

  readBytes(): Uint8Array {
    const size = this.readLength();
    const start = this.pos;
    this.pos = start + size;
    return this.bytes.subarray(start, start + size);
  }

  readFixed(size: number): Uint8Array {
    const start = this.pos;
    if (size > this.length - start) throw READ_FAILURE;
    this.pos = start + size;
    return this.bytes.subarray(start, start + size);
  }

  readString(): string {
    const size = this.readLength();
    const start = this.pos;
    this.pos = start + size;
    try {
      return texts.decode(this.bytes, this.view, start, size);
    } catch {
      throw READ_FAILURE;
    }
  }
}
