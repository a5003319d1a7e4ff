import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { parseExact } from '@fritz/contract';
import { decodeExtendedJson, type MqlDocument } from '@fritz/mql';

const pack = promisify(gzip);
const unpack = promisify(gunzip);

/** Lines of Extended JSON as they are kept: several packed texts behind each other are one, too. */
export function packLines(lines: readonly string[]): Promise<Buffer> {
  return pack(lines.join(''), { level: 1 });
}

/** The documents of packed lines. */
export async function unpackDocuments(packed: Uint8Array): Promise<MqlDocument[]> {
  const lines = (await unpack(packed)).toString('utf8').split('\n');
  // Each was written as an object.
  return lines.flatMap((line) =>
    line === '' ? [] : [decodeExtendedJson(parseExact(line)) as MqlDocument],
  );
}
