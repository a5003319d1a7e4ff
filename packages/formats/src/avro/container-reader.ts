import { AvroError } from './avro-error.ts';
import { ByteReader, READ_FAILURE } from './byte-reader.ts';
import { diagnoseDecoding } from './decode-diagnosis.ts';
import { type AvroSchema, parseSchema } from './schema.ts';

const MAGIC = [0x4f, 0x62, 0x6a, 0x01];
const SYNC_BYTES = 16;
const DEFAULT_HEADERS = 8;

/** Raw DEFLATE (RFC 1951) of one block, given by the caller where wanted. */
export type Inflate = (bytes: Uint8Array) => Uint8Array;

/**
 * What a container says about itself. The same object is given again for every container whose
 * header bytes are the same (sync marker apart), so a decoder may be kept in a WeakMap by it.
 */
export interface ContainerHeader {
  /** The schema text as stored: UTF-8 bytes. */
  readonly schemaBytes: Uint8Array;
  readonly schemaJson: string;
  /** Parsed when first asked for. @throws AvroError as parseSchema does */
  readonly schema: AvroSchema;
  /** `null` (not compressed) or `deflate`; anything else is refused. */
  readonly codec: string;
  /** All metadata, `avro.schema` and `avro.codec` included. */
  readonly metadata: ReadonlyMap<string, Uint8Array>;
}

export interface ContainerBlock {
  /** Number of records in the block. */
  readonly count: number;
  /** Their bytes one after another: a view of the input, unless compressed. */
  readonly bytes: Uint8Array;
  /** Offset in the container of the first byte after the block and its sync marker. */
  readonly end: number;
}

export interface Container {
  readonly header: ContainerHeader;
  readonly schemaJson: string;
  readonly codec: string;
  readonly metadata: ReadonlyMap<string, Uint8Array>;
  readonly sync: Uint8Array;
  /** May be iterated more than once. @throws AvroError while iterating: `truncated`, `not_avro` */
  readonly blocks: Iterable<ContainerBlock>;
}

export interface ContainerReaderOptions {
  readonly inflate?: Inflate;
  /** How many different headers to remember (default 8). */
  readonly headers?: number;
}

/**
 * Reads Avro Object Container Files (Avro 1.11, "Object Container Files").
 *
 * Survey packets repeat a schema text of tens of kilobytes for one small record, so the reader
 * compares the header's bytes with the last few it saw before it decodes anything.
 */
export class ContainerReader {
  private readonly known: KnownHeader[] = [];
  private readonly inflate: Inflate | null;
  private readonly maxKnown: number;

  constructor(options: ContainerReaderOptions = {}) {
    this.inflate = options.inflate ?? null;
    this.maxKnown = options.headers ?? DEFAULT_HEADERS;
  }

  /** @throws AvroError `not_avro`, `truncated`, `wrong_schema`, `unsupported_codec` */
  open(bytes: Uint8Array): Container {
    const { header, end } = this.headerOf(bytes);
    if (end + SYNC_BYTES > bytes.length) {
      throw truncated(bytes, end + SYNC_BYTES, 'the header');
    }
    const sync = bytes.subarray(end, end + SYNC_BYTES);
    const { inflate } = this;
    return {
      header,
      schemaJson: header.schemaJson,
      codec: header.codec,
      metadata: header.metadata,
      sync,
      blocks: { [Symbol.iterator]: () => readBlocks(bytes, end, header, inflate) },
    };
  }

  /**
   * The bytes of the record of a container that holds exactly one, as alert packets do.
   *
   * @throws AvroError also `bad_value` without a record, `trailing` with anything more
   */
  readSingleRecord(bytes: Uint8Array): { header: ContainerHeader; record: Uint8Array } {
    const { header, end } = this.headerOf(bytes);
    const first = readBlocks(bytes, end, header, this.inflate).next();
    if (first.done || first.value.count === 0) {
      throw new AvroError('bad_value', 'the packet holds no record');
    }
    const block = first.value;
    if (block.count !== 1) {
      throw new AvroError('trailing', `the packet holds ${block.count} records rather than one`);
    }
    if (block.end !== bytes.length) {
      const extra = bytes.length - block.end;
      throw new AvroError('trailing', `${extra} bytes follow the packet's one record`, {
        offset: block.end,
      });
    }
    return { header, record: block.bytes };
  }

  private headerOf(bytes: Uint8Array): KnownHeader {
    for (const candidate of this.known) {
      if (startsWith(bytes, candidate.bytes)) return candidate;
    }
    const end = findHeaderEnd(bytes);
    const copy = bytes.slice(0, end);
    const known = { header: new LazyHeader(copy), bytes: copy, end };
    checkCodec(known.header.codec, this.inflate);
    this.known.unshift(known);
    if (this.known.length > this.maxKnown) this.known.pop();
    return known;
  }
}

/** Opens one container without remembering its header; see ContainerReader. */
export function openContainer(bytes: Uint8Array, options: ContainerReaderOptions = {}): Container {
  return new ContainerReader(options).open(bytes);
}

interface KnownHeader {
  readonly header: ContainerHeader;
  readonly bytes: Uint8Array;
  /** Offset of the sync marker. */
  readonly end: number;
}

class LazyHeader implements ContainerHeader {
  readonly metadata: ReadonlyMap<string, Uint8Array>;
  readonly schemaBytes: Uint8Array;
  readonly schemaJson: string;
  readonly codec: string;
  private parsed: AvroSchema | null = null;

  constructor(headerBytes: Uint8Array) {
    this.metadata = readMetadata(headerBytes);
    const schemaBytes = this.metadata.get('avro.schema');
    if (schemaBytes === undefined) {
      throw new AvroError('not_avro', 'the container has no avro.schema');
    }
    this.schemaBytes = schemaBytes;
    this.schemaJson = textOf(schemaBytes, 'avro.schema');
    const codec = this.metadata.get('avro.codec');
    this.codec = codec === undefined ? 'null' : textOf(codec, 'avro.codec');
  }

  get schema(): AvroSchema {
    this.parsed ??= parseSchema(this.schemaJson);
    return this.parsed;
  }
}

function findHeaderEnd(bytes: Uint8Array): number {
  for (let i = 0; i < MAGIC.length; i++) {
    if (bytes[i] !== MAGIC[i]) {
      if (i === bytes.length && i > 0) throw truncated(bytes, null, 'the header');
      throw new AvroError('not_avro', 'the bytes are not an Avro container', { offset: i });
    }
  }
  return walkMetadata(bytes, null);
}

function readMetadata(bytes: Uint8Array): ReadonlyMap<string, Uint8Array> {
  const metadata = new Map<string, Uint8Array>();
  walkMetadata(bytes, metadata);
  return metadata;
}

/** Reads the metadata map that follows the magic and gives the offset of its end. */
function walkMetadata(bytes: Uint8Array, into: Map<string, Uint8Array> | null): number {
  const reader = new ByteReader();
  reader.open(bytes, MAGIC.length);
  try {
    for (let n = reader.readBlockCount(2, 1); n !== 0; n = reader.readBlockCount(2, 1)) {
      for (let i = 0; i < n; i++) {
        const key = reader.readString();
        const value = reader.readBytes();
        into?.set(key, value);
      }
    }
  } catch (error) {
    if (error !== READ_FAILURE) throw error;
    throw new AvroError(
      'truncated',
      `the packet ends at byte ${bytes.length}, or is damaged, in the header near byte ${reader.pos}`,
      { offset: reader.pos },
    );
  }
  return reader.pos;
}

function* readBlocks(
  bytes: Uint8Array,
  syncAt: number,
  header: ContainerHeader,
  inflate: Inflate | null,
): Generator<ContainerBlock, void, undefined> {
  const reader = new ByteReader();
  if (syncAt + SYNC_BYTES > bytes.length) throw truncated(bytes, syncAt + SYNC_BYTES, 'the header');
  reader.open(bytes, syncAt + SYNC_BYTES);
  for (let number = 1; reader.pos < bytes.length; number++) {
    const where = `block ${number}`;
    const count = readSize(reader, where);
    const size = readSize(reader, where);
    const start = reader.pos;
    const end = start + size;
    if (end + SYNC_BYTES > bytes.length) {
      const path = count === 1 ? fieldAtEnd(header, bytes, start) : null;
      const place = path === null ? where : `${where} while reading ${path}`;
      throw truncated(bytes, end + SYNC_BYTES, place, path);
    }
    for (let i = 0; i < SYNC_BYTES; i++) {
      if (bytes[end + i] !== bytes[syncAt + i]) {
        throw new AvroError('bad_value', `${where} does not end with the container's sync marker`, {
          offset: end,
        });
      }
    }
    const stored = bytes.subarray(start, end);
    reader.pos = end + SYNC_BYTES;
    const content = header.codec === 'null' ? stored : inflateBlock(stored, inflate, where);
    yield { count, bytes: content, end: reader.pos };
  }
}

function readSize(reader: ByteReader, where: string): number {
  let value: bigint;
  try {
    value = reader.readLong();
  } catch {
    throw truncated(reader.bytes, null, where);
  }
  if (value < 0n || value > BigInt(Number.MAX_SAFE_INTEGER)) {
    throw new AvroError('bad_value', `${where} has an impossible size of ${value}`, {
      offset: reader.pos,
    });
  }
  return Number(value);
}

function inflateBlock(stored: Uint8Array, inflate: Inflate | null, where: string): Uint8Array {
  if (inflate === null) throw unsupported('deflate');
  try {
    return inflate(stored);
  } catch (cause) {
    throw new AvroError('bad_value', `${where} cannot be decompressed`, { cause });
  }
}

function checkCodec(codec: string, inflate: Inflate | null): void {
  if (codec === 'null' || (codec === 'deflate' && inflate !== null)) return;
  throw unsupported(codec);
}

function unsupported(codec: string): AvroError {
  const name = JSON.stringify(codec.slice(0, 40));
  return new AvroError(
    'unsupported_codec',
    `the container is compressed with ${name}, which is not read here`,
  );
}

/** The field that is cut off in a record that begins at `start`, or null when that is unclear. */
function fieldAtEnd(header: ContainerHeader, bytes: Uint8Array, start: number): string | null {
  if (header.codec !== 'null') return null;
  try {
    const found = diagnoseDecoding(header.schema, bytes, start);
    return found.code === 'truncated' ? found.path : null;
  } catch (error) {
    // The schema may be unusable; that the packet is cut short is still what to report.
    if (error instanceof AvroError) return null;
    throw error;
  }
}

function truncated(
  bytes: Uint8Array,
  needed: number | null,
  where: string,
  path: string | null = null,
): AvroError {
  const of = needed === null ? '' : ` of ${needed}`;
  return new AvroError('truncated', `the packet ends at byte ${bytes.length}${of}, in ${where}`, {
    offset: bytes.length,
    ...(path === null ? {} : { path }),
  });
}

function textOf(bytes: Uint8Array, key: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new AvroError('bad_value', `${key} is not valid UTF-8 text`, { cause });
  }
}

type Compare = (a: Uint8Array, b: Uint8Array) => number;
/** Node's memcmp where there is one; a browser compares byte by byte. */
const nativeCompare: Compare | null =
  (globalThis as { Buffer?: { compare?: Compare } }).Buffer?.compare ?? null;

function startsWith(bytes: Uint8Array, prefix: Uint8Array): boolean {
  const size = prefix.length;
  if (bytes.length < size) return false;
  if (nativeCompare !== null) return nativeCompare(bytes.subarray(0, size), prefix) === 0;
  for (let i = 0; i < size; i++) {
    if (bytes[i] !== prefix[i]) return false;
  }
  return true;
}
