import { readdirSync, readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const REPOSITORY = fileURLToPath(new URL('../../../../', import.meta.url));
const SHARED = resolve(REPOSITORY, process.env.FRITZ_SHARED ?? '../shared');
export const ZTF_DIRECTORY = resolve(SHARED, 'data/ztf');

/** Paths of the real ZTF packets, empty where the data are not there. */
export function listZtfPackets(): string[] {
  if (statSync(ZTF_DIRECTORY, { throwIfNoEntry: false }) === undefined) return [];
  return readdirSync(ZTF_DIRECTORY, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.avro'))
    .sort()
    .map((name) => resolve(ZTF_DIRECTORY, name));
}

/**
 * The gzipped stamps of a packet, found by their magic bytes, so that these tests need no Avro:
 * only the length in front of each, a zigzag varint (Avro 1.11, binary encoding).
 */
export function findStamps(path: string): Uint8Array[] {
  const bytes = readFileSync(path);
  const magic = Buffer.from([0x1f, 0x8b, 0x08]);
  const stamps: Uint8Array[] = [];
  for (let at = bytes.indexOf(magic); at >= 0; at = bytes.indexOf(magic, at + 3)) {
    const length = lengthBefore(bytes, at);
    if (length > 1000 && at + length <= bytes.length) stamps.push(bytes.subarray(at, at + length));
  }
  return stamps;
}

/** The varint's bytes but the last have their high bit set; the file name before has none. */
function lengthBefore(bytes: Uint8Array, end: number): number {
  let zigzag = bytes[end - 1] ?? 0;
  for (let at = end - 2; at >= end - 4 && (bytes[at] ?? 0) >= 0x80; at--) {
    zigzag = zigzag * 128 + ((bytes[at] ?? 0) & 0x7f);
  }
  return zigzag / 2;
}
