const BLOCK = 512;
/** Longest name record (GNU long name or pax header) that is believed. */
const MAX_NAME_RECORD_BYTES = 1 << 20;

/** One regular file of a tar archive. */
export interface TarMember {
  readonly name: string;
  /** The number of the file within its archive, from 0, counting files only. */
  readonly index: number;
  /** Size as the header tells it. */
  readonly size: number;
  /** Null when the member was passed over. */
  readonly bytes: Uint8Array | null;
}

interface TarHeader {
  readonly name: string;
  readonly size: number;
  readonly type: string;
}

type Body =
  | { kind: 'keep' | 'record'; header: TarHeader; bytes: Buffer; filled: number }
  | { kind: 'pass'; header: TarHeader; left: number };

/**
 * Reads a tar stream (POSIX ustar and pax, GNU long names) as its chunks come and gives each member
 * once it is complete, so that everything before a break in the archive is delivered. Members
 * that `wants` refuses are passed over without being held in memory.
 */
export class TarParser {
  readonly #wants: (name: string, size: number) => boolean;
  readonly #block = Buffer.alloc(BLOCK);
  #blockFilled = 0;
  #body: Body | null = null;
  #padding = 0;
  #index = 0;
  #zeroBlocks = 0;
  #nextName: string | null = null;
  #nextSize: number | null = null;

  constructor(wants: (name: string, size: number) => boolean) {
    this.#wants = wants;
  }

  /** Whether the archive's end mark (a block of zeros) has been read. */
  get ended(): boolean {
    return this.#zeroBlocks > 0;
  }

  /** Takes the next chunk; yields the members it completes. Throws on bytes that are no tar header. */
  *push(chunk: Uint8Array): Generator<TarMember> {
    let at = 0;
    while (at < chunk.length) {
      if (this.#body !== null) {
        at += this.#fillBody(this.#body, chunk.subarray(at));
      } else if (this.#padding > 0) {
        const step = Math.min(this.#padding, chunk.length - at);
        this.#padding -= step;
        at += step;
      } else {
        const step = Math.min(BLOCK - this.#blockFilled, chunk.length - at);
        this.#block.set(chunk.subarray(at, at + step), this.#blockFilled);
        this.#blockFilled += step;
        at += step;
        if (this.#blockFilled === BLOCK) this.#startMember();
      }
      const member = this.#finishBody();
      if (member !== null) yield member;
    }
  }

  #fillBody(body: Body, chunk: Uint8Array): number {
    if (body.kind === 'pass') {
      const step = Math.min(body.left, chunk.length);
      body.left -= step;
      return step;
    }
    const step = Math.min(body.bytes.length - body.filled, chunk.length);
    body.bytes.set(chunk.subarray(0, step), body.filled);
    body.filled += step;
    return step;
  }

  #startMember(): void {
    this.#blockFilled = 0;
    if (this.#block.every((byte) => byte === 0)) {
      this.#zeroBlocks += 1;
      return;
    }
    this.#zeroBlocks = 0;
    const plain = readHeader(this.#block);
    if ('xgLK'.includes(plain.type)) {
      if (plain.size > MAX_NAME_RECORD_BYTES) throw new Error('a name record is too long');
      this.#body = keep('record', plain);
      return;
    }
    const header = {
      name: this.#nextName ?? plain.name,
      size: this.#nextSize ?? plain.size,
      type: plain.type,
    };
    this.#nextName = null;
    this.#nextSize = null;
    const wanted = isFile(header.type) && this.#wants(header.name, header.size);
    this.#body = wanted ? keep('keep', header) : { kind: 'pass', header, left: header.size };
  }

  /** Closes the body when it is whole; gives the member when it was a file. */
  #finishBody(): TarMember | null {
    const body = this.#body;
    if (body === null) return null;
    if (body.kind === 'pass' ? body.left > 0 : body.filled < body.bytes.length) return null;
    this.#body = null;
    this.#padding = (BLOCK - (body.header.size % BLOCK)) % BLOCK;
    if (body.kind === 'record') {
      this.#readRecord(body.header.type, body.bytes);
      return null;
    }
    if (!isFile(body.header.type)) return null;
    const { name, size } = body.header;
    const index = this.#index;
    this.#index += 1;
    return { name, index, size, bytes: body.kind === 'keep' ? body.bytes : null };
  }

  #readRecord(type: string, bytes: Buffer): void {
    if (type === 'L') this.#nextName = cString(bytes);
    if (type !== 'x') return;
    const fields = readPax(bytes);
    this.#nextName = fields.get('path') ?? this.#nextName;
    const size = fields.get('size');
    if (size !== undefined) this.#nextSize = Number(size);
  }
}

function keep(kind: 'keep' | 'record', header: TarHeader): Body {
  // A slab of its own: a packet that outlives its batch must not hold its neighbours.
  return { kind, header, bytes: Buffer.allocUnsafeSlow(header.size), filled: 0 };
}

/** Regular files: type `0`, the old NUL, and contiguous files. */
function isFile(type: string): boolean {
  return type === '0' || type === '\0' || type === '7';
}

/** The ustar header of POSIX.1-1988, with GNU's base-256 sizes. */
function readHeader(block: Buffer): TarHeader {
  let sum = 0;
  for (let i = 0; i < BLOCK; i += 1) sum += i >= 148 && i < 156 ? 32 : (block[i] ?? 0);
  if (readNumber(block.subarray(148, 156)) !== sum) throw new Error('not a tar header');
  const name = cString(block.subarray(0, 100));
  const isUstar = block.toString('latin1', 257, 263) === 'ustar\0';
  const prefix = isUstar ? cString(block.subarray(345, 500)) : '';
  return {
    name: prefix === '' ? name : `${prefix}/${name}`,
    size: readNumber(block.subarray(124, 136)),
    type: block.toString('latin1', 156, 157),
  };
}

function readNumber(field: Buffer): number {
  const first = field[0] ?? 0;
  if ((first & 0x80) !== 0) {
    let value = first & 0x7f;
    for (const byte of field.subarray(1)) value = value * 256 + byte;
    return value;
  }
  const digits = cString(field).trim();
  return digits === '' ? 0 : Number.parseInt(digits, 8);
}

function cString(bytes: Buffer): string {
  const end = bytes.indexOf(0);
  return bytes.toString('utf8', 0, end < 0 ? bytes.length : end);
}

/** The records `length key=value\n` of a pax header (POSIX.1-2001). */
function readPax(bytes: Buffer): Map<string, string> {
  const fields = new Map<string, string>();
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(32, at);
    const length = space < 0 ? Number.NaN : Number(bytes.toString('latin1', at, space));
    if (!(length > 0)) break;
    const record = bytes.toString('utf8', space + 1, at + length - 1);
    const equals = record.indexOf('=');
    fields.set(record.slice(0, equals), record.slice(equals + 1));
    at += length;
  }
  return fields;
}
