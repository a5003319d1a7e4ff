import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const SHARED = process.env.FRITZ_SHARED ?? join(import.meta.dirname, '../../../../../shared');
const FOLDER = join(SHARED, 'data/ztf');

/** Why tests on real packets are skipped, or false. */
export const withoutRealPackets: string | false = existsSync(FOLDER)
  ? false
  : `no real ZTF packets at ${FOLDER} (set FRITZ_SHARED)`;

/** The 36 real ZTF packets, oldest night first. */
export function realPackets(): readonly Uint8Array[] {
  return readdirSync(FOLDER)
    .sort()
    .flatMap((night) =>
      readdirSync(join(FOLDER, night))
        .sort()
        .map((file) => readFileSync(join(FOLDER, night, file))),
    );
}
