import { TableError } from '../table/table.ts';

/** A file of which parts are read: some gigabytes need not be in memory. */
export interface Hdf5Source {
  readonly byteLength: number;
  /** As many bytes as asked for, fewer at the end alone. */
  read(from: number, count: number): Uint8Array;
}

/** What a damaged file asks for is not allocated. */
const MAX_PART_BYTES = 2 ** 28;
/** An address that is none. */
const UNDEFINED_WORD = 0xffffffff;

/** Numbers of a file, in its order of bytes. */
export class Hdf5Bytes {
  readonly #source: Hdf5Source;

  constructor(source: Hdf5Source) {
    this.#source = source;
  }

  /** @throws TableError `truncated` */
  view(from: number, count: number): DataView {
    const bytes = this.bytes(from, count);
    return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  bytes(from: number, count: number): Uint8Array {
    if (!Number.isSafeInteger(from) || from < 0 || count < 0 || count > MAX_PART_BYTES) {
      throw new TableError('bad_format', 'the HDF5 file points to where nothing can be');
    }
    const bytes = this.#source.read(from, count);
    if (bytes.length < count) {
      throw new TableError('truncated', 'the HDF5 file ends before what it points to');
    }
    return bytes;
  }

  get byteLength(): number {
    return this.#source.byteLength;
  }
}

/** An address or length of eight bytes; null for the one that says "none". */
export function readAddress(view: DataView, at: number): number | null {
  const [low, high] = [view.getUint32(at, true), view.getUint32(at + 4, true)];
  if (low === UNDEFINED_WORD && high === UNDEFINED_WORD) return null;
  if (high >= 2 ** 21) {
    throw new TableError('bad_format', 'the HDF5 file has a length beyond all reason');
  }
  return high * 2 ** 32 + low;
}

export function readLength(view: DataView, at: number): number {
  return readAddress(view, at) ?? Number.POSITIVE_INFINITY;
}
