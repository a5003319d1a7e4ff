/**
 * The first bytes of a gzipped file, without a decompressor: gzip is RFC 1952, deflate RFC 1951. To
 * look at 9 bytes of each of a night's thirty million stamps, setting up zlib costs ten times what the
 * look does. Whoever wants the whole file uses zlib.
 */

const CODE_LENGTH_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
const LENGTH_BASE = [
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131,
  163, 195, 227, 258,
];
const LENGTH_BITS = [
  0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
];
const DISTANCE_BASE = [
  1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049,
  3073, 4097, 6145, 8193, 12289, 16385, 24577,
];
const MAX_CODE_BITS = 15;
const END_OF_BLOCK = 256;

/** Thrown within this file where the bytes are no deflate, or end. */
const DAMAGED = Symbol('damaged deflate');

/** A canonical Huffman code: how many codes have each length, and the symbols in their order. */
class HuffmanCode {
  readonly counts = new Uint16Array(MAX_CODE_BITS + 1);
  private readonly offsets = new Uint16Array(MAX_CODE_BITS + 1);
  readonly symbols: Uint16Array;
  private readonly mayBeSingle: boolean;

  /** @param mayBeSingle whether it may have one symbol alone, of one bit */
  constructor(size: number, mayBeSingle = true) {
    this.symbols = new Uint16Array(size);
    this.mayBeSingle = mayBeSingle;
  }

  /** Builds the code of these lengths, of symbols from 0 on; 0 for one that does not occur. */
  build(lengths: Uint8Array, from: number, to: number): void {
    const { counts, offsets, symbols } = this;
    counts.fill(0);
    for (let i = from; i < to; i++) counts[lengths[i] ?? 0] = (counts[lengths[i] ?? 0] ?? 0) + 1;
    counts[0] = 0;
    let left = 1;
    let longest = 0;
    for (let bits = 1; bits <= MAX_CODE_BITS; bits++) {
      left = left * 2 - (counts[bits] ?? 0);
      if (left < 0) throw DAMAGED;
      offsets[bits] = (offsets[bits - 1] ?? 0) + (bits === 1 ? 0 : (counts[bits - 1] ?? 0));
      if ((counts[bits] ?? 0) > 0) longest = bits;
    }
    // Bits without a meaning, as zlib takes them: no code at all, or one of a single bit.
    if (left > 0 && longest > (this.mayBeSingle ? 1 : 0)) throw DAMAGED;
    for (let i = from; i < to; i++) {
      const bits = lengths[i] ?? 0;
      if (bits === 0) continue;
      const at = offsets[bits] ?? 0;
      symbols[at] = i - from;
      offsets[bits] = at + 1;
    }
  }
}

/** Reads bits, and keeps the tables for the next file. */
class HeadReader {
  private bytes: Uint8Array = new Uint8Array(0);
  private at = 0;
  private bitBuffer = 0;
  private bitCount = 0;
  private readonly lengths = new Uint8Array(320);
  private readonly codeLengths = new HuffmanCode(19, false);
  private readonly literals = new HuffmanCode(288);
  private readonly distances = new HuffmanCode(32);

  /** Fills `head` from a raw deflate stream; fewer bytes where the stream ends. @returns how many */
  inflate(bytes: Uint8Array, start: number, head: Uint8Array): number {
    this.bytes = bytes;
    this.at = start;
    this.bitBuffer = 0;
    this.bitCount = 0;
    let filled = 0;
    for (let isLast = false; !isLast && filled < head.length; ) {
      isLast = this.bits(1) === 1;
      const kind = this.bits(2);
      if (kind === 0) filled = this.stored(head, filled);
      else {
        if (kind === 1) this.fixedCodes();
        else if (kind === 2) this.dynamicCodes();
        else throw DAMAGED;
        filled = this.compressed(head, filled);
      }
    }
    return filled;
  }

  private bits(count: number): number {
    while (this.bitCount < count) {
      const byte = this.bytes[this.at++];
      if (byte === undefined) throw DAMAGED;
      this.bitBuffer |= byte << this.bitCount;
      this.bitCount += 8;
    }
    const value = this.bitBuffer & ((1 << count) - 1);
    this.bitBuffer >>>= count;
    this.bitCount -= count;
    return value;
  }

  /** Bit by bit: codes of one length are numbers that follow on those of the shorter ones. */
  private symbol({ counts, symbols }: HuffmanCode): number {
    let code = 0;
    let first = 0;
    let index = 0;
    for (let bits = 1; bits <= MAX_CODE_BITS; bits++) {
      code |= this.bits(1);
      const count = counts[bits] ?? 0;
      if (code - first < count) return symbols[index + code - first] ?? 0;
      index += count;
      first = (first + count) << 1;
      code <<= 1;
    }
    throw DAMAGED;
  }

  private stored(head: Uint8Array, filled: number): number {
    this.bitBuffer = 0;
    this.bitCount = 0;
    const length = this.bits(16);
    if (this.bits(16) !== (~length & 0xffff)) throw DAMAGED;
    const take = Math.min(length, head.length - filled);
    if (this.at + take > this.bytes.length) throw DAMAGED;
    head.set(this.bytes.subarray(this.at, this.at + take), filled);
    this.at += take;
    return filled + take;
  }

  private fixedCodes(): void {
    const { lengths } = this;
    lengths.fill(8, 0, 144).fill(9, 144, 256).fill(7, 256, 280).fill(8, 280, 288).fill(5, 288, 320);
    this.literals.build(lengths, 0, 288);
    this.distances.build(lengths, 288, 320);
  }

  private dynamicCodes(): void {
    const { lengths } = this;
    const literals = this.bits(5) + 257;
    const distances = this.bits(5) + 1;
    const codes = this.bits(4) + 4;
    if (literals > 286 || distances > 30) throw DAMAGED;
    lengths.fill(0, 0, 19);
    for (let i = 0; i < codes; i++) lengths[CODE_LENGTH_ORDER[i] ?? 0] = this.bits(3);
    this.codeLengths.build(lengths, 0, 19);
    const total = literals + distances;
    for (let i = 0; i < total; ) i = this.codeLength(i, total);
    if (lengths[END_OF_BLOCK] === 0) throw DAMAGED;
    this.literals.build(lengths, 0, literals);
    this.distances.build(lengths, literals, total);
  }

  /** Reads one length or a run of them from `i` on. @returns where the next one stands */
  private codeLength(i: number, total: number): number {
    const { lengths } = this;
    const symbol = this.symbol(this.codeLengths);
    if (symbol < 16) {
      lengths[i] = symbol;
      return i + 1;
    }
    if (symbol === 16 && i === 0) throw DAMAGED;
    const value = symbol === 16 ? (lengths[i - 1] ?? 0) : 0;
    const run =
      symbol === 16 ? 3 + this.bits(2) : symbol === 17 ? 3 + this.bits(3) : 11 + this.bits(7);
    if (i + run > total) throw DAMAGED;
    lengths.fill(value, i, i + run);
    return i + run;
  }

  private compressed(head: Uint8Array, start: number): number {
    let filled = start;
    while (filled < head.length) {
      const symbol = this.symbol(this.literals);
      if (symbol === END_OF_BLOCK) return filled;
      if (symbol < END_OF_BLOCK) {
        head[filled++] = symbol;
        continue;
      }
      const length = LENGTH_BASE[symbol - 257];
      if (length === undefined) throw DAMAGED;
      const end = Math.min(
        filled + length + this.bits(LENGTH_BITS[symbol - 257] ?? 0),
        head.length,
      );
      const code = this.symbol(this.distances);
      const base = DISTANCE_BASE[code];
      if (base === undefined) throw DAMAGED;
      const distance = base + this.bits(code < 4 ? 0 : (code >> 1) - 1);
      if (distance > filled) throw DAMAGED;
      for (; filled < end; filled++) head[filled] = head[filled - distance] ?? 0;
    }
    return filled;
  }
}

const reader = new HeadReader();

/**
 * The first `count` bytes of a gzipped file, fewer where it is shorter; null where the bytes are no
 * gzip that can be read so far.
 */
export function readGzipHead(bytes: Uint8Array, count: number): Uint8Array | null {
  const start = deflateStart(bytes);
  if (start === null) return null;
  const head = new Uint8Array(count);
  try {
    return head.subarray(0, reader.inflate(bytes, start, head));
  } catch (error) {
    if (error === DAMAGED) return null;
    throw error;
  }
}

const FLAG = { headerCrc: 2, extra: 4, name: 8, comment: 16, reserved: 0xe0 };

/** Where the compressed data begin, after the header of the first member (RFC 1952, section 2.3). */
function deflateStart(bytes: Uint8Array): number | null {
  const flags = bytes[3] ?? FLAG.reserved;
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b || bytes[2] !== 8 || flags & FLAG.reserved)
    return null;
  let at = 10;
  if (flags & FLAG.extra) at += 2 + (bytes[at] ?? 0) + 256 * (bytes[at + 1] ?? 0);
  for (const flag of [FLAG.name, FLAG.comment]) {
    if (!(flags & flag)) continue;
    const end = bytes.indexOf(0, at);
    if (end < 0) return null;
    at = end + 1;
  }
  if (flags & FLAG.headerCrc) at += 2;
  return at < bytes.length ? at : null;
}
