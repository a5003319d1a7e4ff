/** Puts simulated packets on disk the way ZTF hands them out: single files, or one tar a night. */
import { createWriteStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { SimulatedPacket } from './night.ts';

export interface WriteOptions {
  /** `files`: one `<candid>.avro` each; `tar`, `tar.gz`: all of them in one archive. */
  readonly layout: 'files' | 'tar' | 'tar.gz';
  /** Name of the archive without its ending, `alerts` by default. */
  readonly name?: string;
}

export interface WrittenNight {
  /** The folder, or the archive file. */
  readonly path: string;
  readonly packets: number;
  /** Of the packets themselves. */
  readonly bytes: number;
}

const TAR_BLOCK_BYTES = 512;
const FILE_MODE = '0000644';
const MAX_USTAR_SIZE = 8 ** 11;

/** A ustar header for a plain file (POSIX.1-2017, pax, "ustar Interchange Format"). */
function tarHeader(fileName: string, sizeBytes: number, mtimeS: number): Uint8Array {
  if (sizeBytes >= MAX_USTAR_SIZE) throw new RangeError(`${fileName} is too large for a tar`);
  const header = new Uint8Array(TAR_BLOCK_BYTES);
  const put = (text: string, offset: number) => {
    for (let i = 0; i < text.length; i++) header[offset + i] = text.charCodeAt(i);
  };
  put(fileName, 0);
  put(FILE_MODE, 100);
  put('0000000', 108);
  put('0000000', 116);
  put(sizeBytes.toString(8).padStart(11, '0'), 124);
  put(mtimeS.toString(8).padStart(11, '0'), 136);
  put('        ', 148);
  put('0', 156);
  put('ustar', 257);
  put('00', 263);
  let sum = 0;
  for (const byte of header) sum += byte;
  put(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return header;
}

const UNIX_EPOCH_JD = 2440587.5;
const SECONDS_PER_DAY = 86400;

function* tarBlocks(packets: Iterable<SimulatedPacket>, count: (p: SimulatedPacket) => void) {
  for (const packet of packets) {
    count(packet);
    // The archive's dates are those of the exposures: writing it twice gives the same file.
    const mtimeS = Math.floor((packet.jd - UNIX_EPOCH_JD) * SECONDS_PER_DAY);
    yield tarHeader(`${packet.candid}.avro`, packet.bytes.length, mtimeS);
    yield packet.bytes;
    const rest = packet.bytes.length % TAR_BLOCK_BYTES;
    if (rest > 0) yield new Uint8Array(TAR_BLOCK_BYTES - rest);
  }
  yield new Uint8Array(2 * TAR_BLOCK_BYTES);
}

/**
 * Writes packets into `dir` (made if missing), holding one at a time in memory. Existing files of
 * the same names are overwritten.
 */
export async function writeNightFiles(
  dir: string,
  packets: Iterable<SimulatedPacket>,
  options: WriteOptions,
): Promise<WrittenNight> {
  const { layout, name = 'alerts' } = options;
  await mkdir(dir, { recursive: true });
  let written = 0;
  let bytes = 0;
  const count = (packet: SimulatedPacket) => {
    written++;
    bytes += packet.bytes.length;
  };
  if (layout === 'files') {
    for (const packet of packets) {
      count(packet);
      await writeFile(join(dir, `${packet.candid}.avro`), packet.bytes);
    }
    return { path: dir, packets: written, bytes };
  }
  const path = join(dir, `${name}.${layout}`);
  const source = Readable.from(tarBlocks(packets, count));
  if (layout === 'tar') await pipeline(source, createWriteStream(path));
  else await pipeline(source, createGzip({ level: 1 }), createWriteStream(path));
  return { path, packets: written, bytes };
}
