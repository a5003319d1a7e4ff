import { AvroError } from './avro-error.ts';
import { ByteReader, MAX_EMPTY_VALUES, MAX_RECURSION } from './byte-reader.ts';
import type { AvroRecordSchema, AvroSchema } from './schema.ts';
import { expansionOf, isRecursive, minSizeOf } from './schema-size.ts';

/** Guards this walk's own stack against long chains of different records. */
const MAX_DEPTH = 800;

/**
 * Reads again, slowly and with the path in hand, what the compiled decoder could not read, and
 * says where it went wrong.
 *
 * @returns the error to throw; its offset is counted from the beginning of `bytes`
 */
export function diagnoseDecoding(schema: AvroSchema, bytes: Uint8Array, start: number): AvroError {
  const walk = new DiagnosisWalk(bytes, start);
  try {
    walk.value(schema, '', 0);
  } catch (error) {
    if (error instanceof AvroError) return error;
    throw error;
  }
  return new AvroError('bad_value', 'the bytes do not fit the schema', { offset: start });
}

class DiagnosisWalk {
  private readonly reader = new ByteReader();

  constructor(bytes: Uint8Array, start: number) {
    this.reader.open(bytes, start);
  }

  value(schema: AvroSchema, path: string, depth: number): void {
    if (depth > MAX_DEPTH) throw this.tooDeep(path);
    switch (schema.type) {
      case 'null':
        return;
      case 'boolean':
        this.boolean(path);
        return;
      case 'int':
        this.attempt(path, 'a 32-bit integer', () => this.reader.readInt());
        return;
      case 'enum':
        this.index(path, schema.symbols.length, 'symbol');
        return;
      case 'long':
        this.long(path);
        return;
      case 'float':
        this.advance(4, path);
        return;
      case 'double':
        this.advance(8, path);
        return;
      case 'fixed':
        this.advance(schema.size, path);
        return;
      case 'bytes':
        this.advance(this.size(path), path);
        return;
      case 'string':
        this.string(path);
        return;
      case 'record':
        this.record(schema, path, depth);
        return;
      case 'union': {
        const branch = schema.branches[this.branch(path, schema.branches.length)];
        if (branch !== undefined) this.value(branch, path, depth + 1);
        return;
      }
      case 'array':
        this.blocks(schema.items, false, path, depth);
        return;
      case 'map':
        this.blocks(schema.values, true, path, depth);
        return;
    }
  }

  private recursion = 0;
  private readonly recursive = new Map<AvroRecordSchema, boolean>();

  private record(schema: AvroRecordSchema, path: string, depth: number): void {
    let recursive = this.recursive.get(schema);
    if (recursive === undefined) {
      recursive = isRecursive(schema);
      this.recursive.set(schema, recursive);
    }
    if (recursive && ++this.recursion > MAX_RECURSION) throw this.tooDeep(path);
    for (const field of schema.fields) {
      this.value(field.schema, path === '' ? field.name : `${path}.${field.name}`, depth + 1);
    }
    if (recursive) this.recursion -= 1;
  }

  private tooDeep(path: string): AvroError {
    return this.error('too_large', path, `${label(path.slice(0, 200))} is nested too deep`);
  }

  private boolean(path: string): void {
    const byte = this.reader.bytes[this.reader.pos];
    this.advance(1, path);
    if (byte !== 0 && byte !== 1) {
      this.reader.pos -= 1;
      throw this.error('bad_value', path, `${label(path)} is neither true nor false`);
    }
  }

  private long(path: string): bigint {
    return this.attempt(path, 'a 64-bit integer', () => this.reader.readLong());
  }

  private size(path: string): number {
    const at = this.reader.pos;
    const size = this.long(path);
    if (size < 0n || size > BigInt(Number.MAX_SAFE_INTEGER)) {
      this.reader.pos = at;
      throw this.error('bad_value', path, `${label(path)} has an impossible size of ${size} bytes`);
    }
    return Number(size);
  }

  private string(path: string): void {
    const at = this.reader.pos;
    const size = this.size(path);
    this.advance(size, path);
    this.reader.pos = at;
    this.attempt(path, 'valid UTF-8 text', () => this.reader.readString());
  }

  private branch(path: string, count: number): number {
    if (count >= 64) return this.index(path, count, 'branch');
    const byte = this.reader.bytes[this.reader.pos];
    this.advance(1, path);
    if (byte === undefined || byte % 2 === 1 || byte >= count * 2) {
      this.reader.pos -= 1;
      throw this.error(
        'bad_value',
        path,
        `${label(path)} chooses a branch that its union of ${count} lacks`,
      );
    }
    return byte / 2;
  }

  private index(path: string, count: number, noun: string): number {
    const at = this.reader.pos;
    const index = this.attempt(path, `the number of a ${noun}`, () => this.reader.readInt());
    if (index < 0 || index >= count) {
      this.reader.pos = at;
      throw this.error('bad_value', path, `${label(path)} has ${noun} ${index}, of ${count}`);
    }
    return index;
  }

  private emptyValues = 0;

  private blocks(item: AvroSchema, keyed: boolean, path: string, depth: number): void {
    const min = minSizeOf(item) + (keyed ? 1 : 0);
    let done = 0;
    for (;;) {
      const at = this.reader.pos;
      let count = this.long(path);
      if (count === 0n) return;
      if (count < 0n) {
        count = -count;
        const size = this.size(path);
        if (size > this.left()) throw this.truncated(path, size);
      }
      if (count * BigInt(min) > BigInt(this.left())) {
        this.reader.pos = at;
        throw this.error(
          'truncated',
          path,
          `${label(path)} announces ${count} items at byte ${at}, more than the ${this.reader.length} bytes of the packet can hold`,
        );
      }
      if (min === 0) this.spend(count * BigInt(expansionOf(item)), path);
      for (let i = 0; i < Number(count); i++) {
        if (keyed) this.string(path);
        this.value(item, `${path}[${done}]`, depth + 1);
        done += 1;
      }
    }
  }

  private spend(values: bigint, path: string): void {
    if (values > BigInt(MAX_EMPTY_VALUES - this.emptyValues)) {
      throw this.error(
        'too_large',
        path,
        `${label(path)} holds more than ${MAX_EMPTY_VALUES} empty values`,
      );
    }
    this.emptyValues += Number(values);
  }

  private advance(size: number, path: string): void {
    if (size > this.left()) throw this.truncated(path, size);
    this.reader.pos += size;
  }

  private left(): number {
    return this.reader.length - this.reader.pos;
  }

  private attempt<T>(path: string, what: string, read: () => T): T {
    const at = this.reader.pos;
    try {
      return read();
    } catch {
      this.reader.pos = at;
      if (this.varintRunsOut(at)) throw this.truncated(path, null);
      throw this.error('bad_value', path, `${label(path)} at byte ${at} is not ${what}`);
    }
  }

  private varintRunsOut(at: number): boolean {
    const rest = this.reader.bytes.subarray(at, at + 10);
    return rest.length < 10 && rest.every((byte) => byte >= 0x80);
  }

  private truncated(path: string, size: number | null): AvroError {
    const { length, pos } = this.reader;
    const need = size === null || size < 9 ? '' : `, which takes ${size} bytes from byte ${pos}`;
    return this.error(
      'truncated',
      path,
      `the packet ends at byte ${length} while reading ${label(path)}${need}`,
    );
  }

  private error(
    code: 'truncated' | 'bad_value' | 'too_large',
    path: string,
    message: string,
  ): AvroError {
    return new AvroError(code, message, { path, offset: this.reader.pos });
  }
}

function label(path: string): string {
  return path === '' ? 'the value' : path;
}
