import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type AvroRecordSchema,
  compileDecoder,
  compileEncoder,
  openContainer,
} from '@fritz/formats';

const SHARED = process.env.FRITZ_SHARED ?? join(import.meta.dirname, '../../../../../shared');

/** Why tests on a survey's real packets are skipped, or false. */
export function withoutPackets(survey: string): string | false {
  const folder = join(SHARED, 'data', survey);
  return existsSync(folder) ? false : `no real packets at ${folder} (set FRITZ_SHARED)`;
}

/** A survey's real packets, by the name of their file. */
export function packetsOf(survey: string): readonly Uint8Array[] {
  const folder = join(SHARED, 'data', survey);
  const files = readdirSync(folder).filter((name) => name.endsWith('.avro'));
  return files.sort().map((name) => readFileSync(join(folder, name)));
}

type Fields = Record<string, unknown>;

/** A packet as its decoded record, and back as a bare record in some schema. */
export function openPacket(bytes: Uint8Array): { schema: AvroRecordSchema; record: Fields } {
  const { header, blocks } = openContainer(bytes);
  const [block] = blocks;
  if (header.schema.type !== 'record' || !block) throw new Error('the packet holds no record');
  const record = compileDecoder(header.schema).decode(block.bytes).value as Fields;
  return { schema: header.schema, record };
}

/** A record in Confluent's wire format: a zero byte, the schema's number, the bare record. */
export function confluentPacket(id: number, schema: AvroRecordSchema, record: Fields): Uint8Array {
  const head = Buffer.alloc(5);
  head.writeUInt32BE(id, 1);
  return Buffer.concat([head, compileEncoder(schema).encode(record)]);
}
