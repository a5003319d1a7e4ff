/**
 * The messages of an object's header.
 * Source: HDF5 File Format Specification 3.0, IV.A.1.a (version 1) and IV.A.1.b (version 2).
 */
import { TableError } from '../table/table.ts';
import { type Hdf5Bytes, readLength } from './bytes.ts';

export interface HeaderMessage {
  readonly kind: number;
  readonly body: Uint8Array;
}

const CONTINUATION = 16;
const MAX_MESSAGES = 10_000;
const SIGNATURE = 'OHDR';

export function readHeader(file: Hdf5Bytes, address: number): HeaderMessage[] {
  const head = file.view(address, 16);
  const isNewer = [...SIGNATURE].every((letter, i) => head.getUint8(i) === letter.charCodeAt(0));
  if (isNewer) return readNewHeader(file, address);
  if (head.getUint8(0) !== 1) {
    throw new TableError('bad_format', 'the HDF5 file has an object without a header');
  }
  const blocks = [{ from: address + 16, count: head.getUint32(8, true) }];
  return readBlocks(file, blocks, { headBytes: 8, tailBytes: 0 });
}

function readNewHeader(file: Hdf5Bytes, address: number): HeaderMessage[] {
  const flags = file.view(address, 6).getUint8(5);
  let at = address + 6 + ((flags & 32) !== 0 ? 16 : 0) + ((flags & 16) !== 0 ? 4 : 0);
  const width = 2 ** (flags & 3);
  const view = file.view(at, width);
  let count = 0;
  for (let i = 0; i < width; i++) count += view.getUint8(i) * 256 ** i;
  at += width;
  const headBytes = 4 + ((flags & 4) !== 0 ? 2 : 0);
  return readBlocks(file, [{ from: at, count }], { headBytes, tailBytes: 4 });
}

interface Block {
  readonly from: number;
  readonly count: number;
}

/** @param form what stands before a message, and at the end of a block that goes on elsewhere */
function readBlocks(
  file: Hdf5Bytes,
  blocks: Block[],
  { headBytes, tailBytes }: { headBytes: number; tailBytes: number },
): HeaderMessage[] {
  const messages: HeaderMessage[] = [];
  for (let next = 0; next < blocks.length; next++) {
    const block = blocks[next];
    if (!block) break;
    const view = file.view(block.from, block.count);
    let at = 0;
    while (at + headBytes <= block.count) {
      const isOld = headBytes === 8;
      const kind = isOld ? view.getUint16(at, true) : view.getUint8(at);
      const size = view.getUint16(at + (isOld ? 2 : 1), true);
      at += headBytes;
      if (at + size > block.count) break;
      const body = file.bytes(block.from + at, size);
      at += size;
      if (kind === CONTINUATION && size >= 16) {
        const pointer = new DataView(body.buffer, body.byteOffset, body.byteLength);
        const [from, count] = [readLength(pointer, 0), readLength(pointer, 8)];
        // Newer blocks begin with a signature and end with a checksum.
        const skipped = tailBytes === 0 ? 0 : 4;
        blocks.push({ from: from + skipped, count: count - skipped - tailBytes });
      } else messages.push({ kind, body });
      if (messages.length + blocks.length > MAX_MESSAGES) {
        throw new TableError('too_large', 'the HDF5 file has a header beyond all reason');
      }
    }
  }
  return messages;
}
