/** Thrown by the fast path of encoders; the value check finds what is wrong and where. */
export const WRITE_FAILURE: unique symbol = Symbol('avro write failure');

const utf8 = new TextEncoder();
const scratch = new DataView(new ArrayBuffer(8));
const SHORT_STRING = 160;

/** A growing buffer with the writing half of Avro's primitives, shared by generated encoders. */
export class ByteWriter {
  bytes: Uint8Array<ArrayBuffer>;
  view: DataView;
  pos = 0;

  constructor(sizeBytes = 4096) {
    this.bytes = new Uint8Array(Math.max(16, sizeBytes));
    this.view = new DataView(this.bytes.buffer);
  }

  /** Makes room for `size` more bytes. */
  ensure(size: number): void {
    const needed = this.pos + size;
    if (needed <= this.bytes.length) return;
    const grown = new Uint8Array(Math.max(needed, this.bytes.length * 2));
    grown.set(this.bytes.subarray(0, this.pos));
    this.bytes = grown;
    this.view = new DataView(grown.buffer);
  }

  /** A copy of what was written so far. */
  take(): Uint8Array<ArrayBuffer> {
    return this.bytes.slice(0, this.pos);
  }

  fail(): never {
    throw WRITE_FAILURE;
  }

  writeByte(byte: number): void {
    this.ensure(1);
    this.bytes[this.pos++] = byte;
  }

  /** @param value an integer within 32 bits, checked by the caller */
  writeInt(value: number): void {
    this.ensure(5);
    let rest = ((value << 1) ^ (value >> 31)) >>> 0;
    while (rest >= 0x80) {
      this.bytes[this.pos++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    this.bytes[this.pos++] = rest;
  }

  /** @param value a bigint within 64 bits or a safe integer; anything else throws WRITE_FAILURE */
  writeLong(value: unknown): void {
    if (typeof value === 'number' && value === (value | 0)) {
      this.writeInt(value);
      return;
    }
    const exact = Number.isSafeInteger(value) ? BigInt(value as number) : value;
    if (typeof exact !== 'bigint' || BigInt.asIntN(64, exact) !== exact) throw WRITE_FAILURE;
    this.writeBigint(exact);
  }

  private writeBigint(value: bigint): void {
    this.ensure(10);
    scratch.setBigInt64(0, value, true);
    const w0 = scratch.getInt32(0, true);
    const w1 = scratch.getInt32(4, true);
    const sign = w1 >> 31;
    let low = ((w0 << 1) ^ sign) >>> 0;
    let high = (((w1 << 1) | (w0 >>> 31)) ^ sign) >>> 0;
    const b = this.bytes;
    while (high !== 0) {
      b[this.pos++] = (low & 0x7f) | 0x80;
      low = ((low >>> 7) | (high << 25)) >>> 0;
      high >>>= 7;
    }
    while (low >= 0x80) {
      b[this.pos++] = (low & 0x7f) | 0x80;
      low >>>= 7;
    }
    b[this.pos++] = low;
  }

  /** @param value a number that stays finite as float32, or not finite; else WRITE_FAILURE */
  writeFloat(value: unknown): void {
    if (typeof value !== 'number') throw WRITE_FAILURE;
    const rounded = Math.fround(value);
    // x - x is 0 for finite numbers alone.
    if (rounded - rounded !== 0 && value - value === 0) throw WRITE_FAILURE;
    this.ensure(4);
    this.view.setFloat32(this.pos, rounded, true);
    this.pos += 4;
  }

  writeDouble(value: unknown): void {
    if (typeof value !== 'number') throw WRITE_FAILURE;
    this.ensure(8);
    this.view.setFloat64(this.pos, value, true);
    this.pos += 8;
  }

  writeRaw(bytes: Uint8Array): void {
    this.ensure(bytes.length);
    this.bytes.set(bytes, this.pos);
    this.pos += bytes.length;
  }

  writeBytes(value: unknown): void {
    if (!(value instanceof Uint8Array)) throw WRITE_FAILURE;
    this.writeInt(value.length);
    this.writeRaw(value);
  }

  writeFixed(value: unknown, size: number): void {
    if (!(value instanceof Uint8Array) || value.length !== size) throw WRITE_FAILURE;
    this.writeRaw(value);
  }

  writeString(value: unknown): void {
    if (typeof value !== 'string') throw WRITE_FAILURE;
    if (value.length < SHORT_STRING && this.writeShortAscii(value)) return;
    // A lone surrogate would silently become U+FFFD.
    if (!value.isWellFormed()) throw WRITE_FAILURE;
    const encoded = utf8.encode(value);
    this.writeInt(encoded.length);
    this.writeRaw(encoded);
  }

  private writeShortAscii(value: string): boolean {
    const size = value.length;
    this.ensure(size + 5);
    const before = this.pos;
    this.writeInt(size);
    const b = this.bytes;
    const start = this.pos;
    for (let i = 0; i < size; i++) {
      const code = value.charCodeAt(i);
      if (code >= 0x80) {
        this.pos = before;
        return false;
      }
      b[start + i] = code;
    }
    this.pos = start + size;
    return true;
  }
}
