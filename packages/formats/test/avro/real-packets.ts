import { existsSync, globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = process.env.FRITZ_SHARED ?? resolve(import.meta.dirname, '../../../../../shared');

export interface RealPacket {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Real alert packets of a survey, empty when the data is not on this machine. */
export function realPackets(survey: string, most = 1000): RealPacket[] {
  const folder = join(root, 'data', survey);
  if (!existsSync(folder)) return [];
  return globSync('**/*.avro', { cwd: folder })
    .sort()
    .slice(0, most)
    .map((name) => ({ name, bytes: new Uint8Array(readFileSync(join(folder, name))) }));
}

export const NO_DATA = 'the real packets are not here: set FRITZ_SHARED';
