import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Column, ColumnType } from '@fritz/surveys';
import type { ClientBase } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { jsonbText, plainText } from './json-text.ts';

const HEADER = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
const TRAILER = Buffer.from([0xff, 0xff]);
const CHUNK_BYTES = 256 * 1024;

/** Chunks that were sent, for the next rows: fresh memory costs more than filling it. */
const spareChunks: Buffer[] = [];
const MAX_SPARE_CHUNKS = 128;

function takeChunk(): Buffer {
  return spareChunks.pop() ?? Buffer.allocUnsafeSlow(CHUNK_BYTES);
}

/**
 * A value in a column's type: boolean, number, bigint, string, bytes (in pieces, if need be), a
 * JSON value, or null.
 */
export type CopyValue = unknown;

/** Rows in PostgreSQL's binary COPY format (documentation of COPY, "Binary Format"). */
export class BinaryRows {
  private readonly columns: readonly Column[];
  private bytes = takeChunk();
  private at = 0;
  private readonly full: Buffer[] = [];

  constructor(columns: readonly Column[]) {
    this.columns = columns;
    this.raw(HEADER);
  }

  add(values: readonly CopyValue[]): void {
    const { columns } = this;
    this.room(2);
    this.at = this.bytes.writeInt16BE(columns.length, this.at);
    for (let i = 0; i < columns.length; i++) {
      const column = columns[i];
      const value = values[i];
      if (value === null || value === undefined || !column) {
        this.room(4);
        this.at = this.bytes.writeInt32BE(-1, this.at);
      } else this.write(column.type, value);
    }
  }

  /** The chunks that are full, to be sent. */
  takeFull(): readonly Buffer[] {
    return this.full.splice(0);
  }

  /** The last chunks; the writer is spent. */
  finish(): readonly Buffer[] {
    this.raw(TRAILER);
    this.full.push(this.bytes.subarray(0, this.at));
    return this.full;
  }

  /** Gives the memory of chunks that were sent to later rows. */
  static recycle(chunks: readonly Buffer[]): void {
    for (const { buffer } of chunks) {
      if (spareChunks.length >= MAX_SPARE_CHUNKS) return;
      if (buffer.byteLength === CHUNK_BYTES) spareChunks.push(Buffer.from(buffer));
    }
  }

  private write(type: ColumnType, value: CopyValue): void {
    switch (type) {
      case 'float4':
        this.room(8);
        this.at = this.bytes.writeInt32BE(4, this.at);
        this.at = this.bytes.writeFloatBE(value as number, this.at);
        return;
      case 'float8':
        this.room(12);
        this.at = this.bytes.writeInt32BE(8, this.at);
        this.at = this.bytes.writeDoubleBE(value as number, this.at);
        return;
      case 'int8':
        this.room(12);
        this.at = this.bytes.writeInt32BE(8, this.at);
        this.at = this.bytes.writeBigInt64BE(BigInt(value as bigint), this.at);
        return;
      case 'int4':
        this.room(8);
        this.at = this.bytes.writeInt32BE(4, this.at);
        this.at = this.bytes.writeInt32BE(value as number, this.at);
        return;
      case 'int2':
        this.room(6);
        this.at = this.bytes.writeInt32BE(2, this.at);
        this.at = this.bytes.writeInt16BE(value as number, this.at);
        return;
      case 'bool':
        this.room(5);
        this.at = this.bytes.writeInt32BE(1, this.at);
        this.at = this.bytes.writeUInt8(value === true ? 1 : 0, this.at);
        return;
      case 'text':
        this.text(value as string);
        return;
      case 'jsonb':
        this.json(jsonbText(value));
        return;
      case 'bytea':
        this.blob(value as Uint8Array | readonly Uint8Array[]);
    }
  }

  private text(value: string): void {
    const clean = plainText(value);
    this.room(4 + 3 * clean.length);
    const length = this.bytes.write(clean, this.at + 4, 'utf8');
    this.bytes.writeInt32BE(length, this.at);
    this.at += 4 + length;
  }

  private json(text: string): void {
    const bytes = Buffer.from(text, 'utf8');
    this.room(5);
    this.at = this.bytes.writeInt32BE(bytes.length + 1, this.at);
    this.at = this.bytes.writeUInt8(1, this.at);
    this.raw(bytes);
  }

  private blob(value: Uint8Array | readonly Uint8Array[]): void {
    const pieces = value instanceof Uint8Array ? [value] : value;
    this.room(4);
    this.at = this.bytes.writeInt32BE(
      pieces.reduce((sum, { length }) => sum + length, 0),
      this.at,
    );
    for (const piece of pieces) this.raw(piece);
  }

  private raw(value: Uint8Array): void {
    this.room(value.length);
    this.bytes.set(value, this.at);
    this.at += value.length;
  }

  private room(needed: number): void {
    if (this.at + needed <= this.bytes.length) return;
    this.full.push(this.bytes.subarray(0, this.at));
    this.bytes = needed > CHUNK_BYTES ? Buffer.allocUnsafeSlow(needed) : takeChunk();
    this.at = 0;
  }
}

/** Sends rows by COPY as they are made; the table and column names are ours, never a user's. */
export async function copyRows(
  client: ClientBase,
  table: string,
  columns: readonly Column[],
  rows: Iterable<readonly CopyValue[]>,
): Promise<void> {
  const names = columns.map((column) => `"${column.name}"`).join(', ');
  const stream = client.query(copyFrom(`COPY ${table} (${names}) FROM STDIN (FORMAT binary)`));
  const sent: Buffer[] = [];
  await pipeline(Readable.from(chunksOf(columns, rows, sent)), stream);
  // After an error the chunks may still be on their way; then they are not used again.
  BinaryRows.recycle(sent);
}

/** @param sent takes every chunk that was handed out */
function* chunksOf(
  columns: readonly Column[],
  rows: Iterable<readonly CopyValue[]>,
  sent: Buffer[],
): Generator<Buffer> {
  const writer = new BinaryRows(columns);
  for (const row of rows) {
    writer.add(row);
    for (const chunk of writer.takeFull()) {
      sent.push(chunk);
      yield chunk;
    }
  }
  for (const chunk of writer.finish()) {
    sent.push(chunk);
    yield chunk;
  }
}
