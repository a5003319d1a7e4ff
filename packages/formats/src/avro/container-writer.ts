import { AvroError } from './avro-error.ts';
import { ByteWriter } from './byte-writer.ts';

const MAGIC = Uint8Array.of(0x4f, 0x62, 0x6a, 0x01);
const SYNC_BYTES = 16;

export interface ContainerContent {
  readonly schemaJson: string;
  /** Encoded records, in order; they are stored uncompressed, in one block. */
  readonly records: readonly Uint8Array[];
  /** 16 bytes that separate blocks; random when absent. */
  readonly sync?: Uint8Array;
  /** Further metadata; names beginning with `avro.` are reserved. */
  readonly metadata?: Readonly<Record<string, Uint8Array | string>>;
}

/**
 * Writes an Avro Object Container File (codec null).
 *
 * @throws AvroError `bad_value` for a sync marker that is not 16 bytes or a reserved metadata name
 */
export function writeContainer(content: ContainerContent): Uint8Array<ArrayBuffer> {
  const sync = content.sync ?? crypto.getRandomValues(new Uint8Array(SYNC_BYTES));
  if (sync.length !== SYNC_BYTES) throw new AvroError('bad_value', 'a sync marker has 16 bytes');
  const extra = Object.entries(content.metadata ?? {});
  const recordBytes = content.records.reduce((sum, record) => sum + record.length, 0);
  const writer = new ByteWriter(recordBytes + content.schemaJson.length + 1024);
  writer.writeRaw(MAGIC);
  writer.writeInt(2 + extra.length);
  writer.writeString('avro.codec');
  writer.writeString('null');
  writer.writeString('avro.schema');
  writer.writeString(content.schemaJson);
  for (const [key, value] of extra) {
    if (key.startsWith('avro.')) throw new AvroError('bad_value', `metadata ${key} is reserved`);
    writer.writeString(key);
    if (typeof value === 'string') writer.writeString(value);
    else writer.writeBytes(value);
  }
  writer.writeByte(0);
  writer.writeRaw(sync);
  if (content.records.length > 0) {
    writer.writeLong(content.records.length);
    writer.writeLong(recordBytes);
    for (const record of content.records) writer.writeRaw(record);
    writer.writeRaw(sync);
  }
  return writer.take();
}
