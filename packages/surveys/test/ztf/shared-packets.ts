import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const SHARED = process.env.FRITZ_SHARED ?? join(import.meta.dirname, '../../../../../shared');
const FOLDER = join(SHARED, 'data/ztf');

/** Why tests on real packets are skipped, or false. */
export const withoutPackets: string | false = existsSync(FOLDER)
  ? false
  : `no real ZTF packets at ${FOLDER} (set FRITZ_SHARED)`;

/** The 36 real packets by candid, oldest night first. */
export function realPackets(): ReadonlyMap<string, Uint8Array> {
  const packets = new Map<string, Uint8Array>();
  for (const night of readdirSync(FOLDER).sort()) {
    for (const file of readdirSync(join(FOLDER, night)).sort()) {
      packets.set(file.replace('.avro', ''), readFileSync(join(FOLDER, night, file)));
    }
  }
  return packets;
}
