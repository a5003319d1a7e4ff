/** A small simulated sky, decoded, for the tests of the simulator. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { compileDecoder, type FitsImage, openContainer, readFitsStamp } from '@fritz/formats';
import { type SimulatedPacket, type SimulationOptions, simulateNight } from '../../src/index.ts';

export type Fields = Readonly<Record<string, unknown>>;

export interface DecodedPacket {
  readonly source: SimulatedPacket;
  readonly record: Fields;
  readonly candidate: Fields;
  readonly past: readonly Fields[];
  readonly forced: readonly Fields[];
}

const NO_FIELDS: readonly Fields[] = [];
let decoder: ReturnType<typeof compileDecoder> | null = null;

export function decodeRecord(bytes: Uint8Array): Fields {
  const container = openContainer(bytes);
  const [block] = [...container.blocks];
  if (!block) throw new Error('the packet holds no block');
  decoder ??= compileDecoder(container.header.schema);
  return decoder.decodeExact(block.bytes).value as Fields;
}

export function decodePacket(source: SimulatedPacket): DecodedPacket {
  const record = decodeRecord(source.bytes);
  return {
    source,
    record,
    candidate: record.candidate as Fields,
    past: (record.prv_candidates as readonly Fields[] | null) ?? NO_FIELDS,
    forced: (record.fp_hists as readonly Fields[] | null) ?? NO_FIELDS,
  };
}

export function playNights(options: SimulationOptions): DecodedPacket[] {
  return [...simulateNight(options)].map(decodePacket);
}

export type StampName = 'cutoutScience' | 'cutoutTemplate' | 'cutoutDifference';

export function readStamp(record: Fields, name: StampName): FitsImage {
  const stamp = record[name] as { readonly stampData: Uint8Array };
  return readFitsStamp(stamp.stampData, gunzipSync);
}

/** A number field; fails on anything else. */
export function numberOf(fields: Fields, name: string): number {
  const value = fields[name];
  if (typeof value !== 'number') throw new TypeError(`${name} is ${String(value)}, not a number`);
  return value;
}

/** Records of real packets of one night, or null where the sample data is not at hand. */
export function readRealPackets(night: string): readonly Uint8Array[] | null {
  const root = process.env.FRITZ_SHARED ?? resolve(import.meta.dirname, '../../../../../shared');
  const folder = join(root, 'data/ztf', night);
  if (!existsSync(folder)) return null;
  return readdirSync(folder).map((file) => readFileSync(join(folder, file)));
}
