import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { parseExact } from '@fritz/contract';
import { readBson, TableError } from '@fritz/formats';
import { UserError } from '../user-error.ts';

type Document = Readonly<Record<string, unknown>>;

/** A document of a dump, or why it is none. */
export type DumpEntry =
  | { readonly place: number; readonly document: Document }
  | { readonly place: number; readonly reason: string };

export interface DumpFile {
  entries(): AsyncGenerator<DumpEntry>;
  /** Bytes of the file that were read. */
  bytesRead(): number;
  readonly bytes: number;
}

/**
 * A file of documents: BSON as mongodump writes it, or lines of extended JSON, either gzipped.
 * @throws UserError for what cannot be read
 */
export async function openDumpFile(path: string): Promise<DumpFile> {
  const found = await stat(path).catch(() => null);
  if (!found?.isFile()) throw new UserError(`there is no file ${path}.`);
  let bytesRead = 0;
  const isGzip = await startsWith(path, [0x1f, 0x8b]);
  const openBytes = () => {
    const file = createReadStream(path);
    file.on('data', (chunk) => {
      bytesRead += chunk.length;
    });
    if (!isGzip) return file;
    const unpacked = createGunzip();
    file.on('error', (error) => unpacked.destroy(error));
    return file.pipe(unpacked);
  };
  const isJson = await beginsAsJson(openBytes);
  bytesRead = 0;
  const entries = () => (isJson ? jsonEntries(openBytes()) : bsonEntries(openBytes()));
  return { entries: () => named(path, entries()), bytesRead: () => bytesRead, bytes: found.size };
}

async function startsWith(path: string, magic: readonly number[]): Promise<boolean> {
  const handle = await open(path, 'r');
  try {
    const head = new Uint8Array(magic.length);
    await handle.read(head, 0, head.length, 0);
    return magic.every((byte, i) => head[i] === byte);
  } finally {
    await handle.close();
  }
}

/** A document of BSON begins with its length, whose third byte is small; text does not. */
async function beginsAsJson(openBytes: () => AsyncIterable<Buffer | string>): Promise<boolean> {
  for await (const piece of openBytes()) {
    const [first] = String(piece).trimStart();
    const bytes = Buffer.from(piece);
    return first === '{' && bytes[3] !== 0;
  }
  return true;
}

/** What goes wrong in a file, with its name. */
async function* named(path: string, entries: AsyncGenerator<DumpEntry>): AsyncGenerator<DumpEntry> {
  try {
    yield* entries;
  } catch (error) {
    if (error instanceof TableError) throw new UserError(`${path}: ${error.message}.`);
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code.startsWith('Z_')) throw new UserError(`${path}: what is compressed in it is damaged.`);
    throw error;
  }
}

async function* bsonEntries(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<DumpEntry> {
  let place = 0;
  for await (const document of readBson(bytes)) {
    place += 1;
    yield { place, document };
  }
}

async function* jsonEntries(bytes: NodeJS.ReadableStream): AsyncGenerator<DumpEntry> {
  let place = 0;
  for await (const line of createInterface({ input: bytes, crlfDelay: Number.POSITIVE_INFINITY })) {
    place += 1;
    if (line.trim() === '') continue;
    try {
      const value = fromExtended(parseExact(line));
      if (isDocument(value)) yield { place, document: value };
      else yield { place, reason: 'the line is no document' };
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      yield { place, reason: 'the line is not JSON: mongoexport without --jsonArray writes lines' };
    }
  }
}

/** Extended JSON, relaxed or canonical (MongoDB Extended JSON, version 2), as values. */
function fromExtended(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(fromExtended);
  if (!isDocument(value)) return value;
  const keys = Object.keys(value);
  const [key = ''] = keys;
  if (keys.length === 1 && key.startsWith('$')) return extended(key, value[key]);
  return Object.fromEntries(keys.map((name) => [name, fromExtended(value[name])]));
}

function extended(key: string, value: unknown): unknown {
  switch (key) {
    case '$numberLong':
      return BigInt(String(value));
    case '$numberInt':
    case '$numberDouble':
    case '$numberDecimal':
      return Number(value);
    case '$binary': {
      const text = isDocument(value) ? value.base64 : value;
      return new Uint8Array(Buffer.from(String(text), 'base64'));
    }
    default:
      // Dates and object ids: nothing of a packet is one.
      return null;
  }
}

function isDocument(value: unknown): value is Document {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
