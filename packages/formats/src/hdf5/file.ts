/**
 * HDF5 files as PyTables, h5py and pandas write them: groups and datasets by their names.
 * Source: HDF5 File Format Specification 3.0, II.A (superblock) and III (groups).
 */
import { TableError } from '../table/table.ts';
import { readAttributes } from './attributes.ts';
import { Hdf5Bytes, type Hdf5Source, readAddress, readLength } from './bytes.ts';
import type { Hdf5Cell } from './cells.ts';
import { Hdf5Dataset, type Inflate } from './dataset.ts';
import { type HeaderMessage, readHeader } from './object-header.ts';
import { TextHeap } from './text-heap.ts';

const SIGNATURE = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];
const SYMBOL_TABLE = 17;
const LINK = 6;
const LINK_INFO = 2;
const MAX_ENTRIES = 100_000;

/** Whether the bytes begin as HDF5 does. */
export function isHdf5(head: Uint8Array): boolean {
  return SIGNATURE.every((byte, i) => head[i] === byte);
}

/** An open file; its parts are read when they are asked for. */
export class Hdf5File {
  readonly #bytes: Hdf5Bytes;
  readonly #root: number;
  readonly #inflate: Inflate;
  /** Texts of any length. */
  readonly texts: TextHeap;

  /** @throws TableError for what is no HDF5 file */
  constructor(source: Hdf5Source, inflate: Inflate) {
    this.#bytes = new Hdf5Bytes(source);
    this.texts = new TextHeap(this.#bytes);
    this.#inflate = inflate;
    if (!isHdf5(this.#bytes.bytes(0, 8)))
      throw new TableError('bad_format', 'this is no HDF5 file');
    const head = this.#bytes.view(0, 96);
    const version = head.getUint8(8);
    const widths = version < 2 ? [13, 14] : [9, 10];
    if (version > 3 || widths.some((at) => head.getUint8(at) !== 8)) {
      throw new TableError('unsupported', 'this kind of HDF5 file is not read');
    }
    const root = readAddress(head, version < 2 ? (version === 0 ? 64 : 68) : 36);
    if (root === null) throw new TableError('bad_format', 'the HDF5 file has no root');
    this.#root = root;
  }

  /** The names in a group; empty for what is none. */
  names(path = ''): string[] {
    const address = this.#find(path);
    return address === null ? [] : [...this.#entries(address).keys()];
  }

  /** A dataset by its path, `matches/sources`; null where there is none. */
  dataset(path: string): Hdf5Dataset | null {
    const address = this.#find(path);
    if (address === null) return null;
    const messages = readHeader(this.#bytes, address);
    if (!messages.some(({ kind }) => kind === 8)) return null;
    return new Hdf5Dataset(this.#bytes, messages, this.#inflate);
  }

  /** The attributes of a group or dataset that are single values; empty for what is none. */
  attributes(path = ''): ReadonlyMap<string, Hdf5Cell> {
    const address = this.#find(path);
    if (address === null) return new Map();
    return readAttributes(readHeader(this.#bytes, address), this.texts);
  }

  #find(path: string): number | null {
    let address: number = this.#root;
    for (const name of path.split('/').filter((part) => part !== '')) {
      const next = this.#entries(address).get(name);
      if (next === undefined) return null;
      address = next;
    }
    return address;
  }

  #entries(address: number): Map<string, number> {
    const messages = readHeader(this.#bytes, address);
    const table = messages.find(({ kind }) => kind === SYMBOL_TABLE)?.body;
    if (table && table.length >= 16) return this.#symbols(table);
    return this.#links(messages);
  }

  /** Of older groups: a B-tree of nodes, and a heap with the names. */
  #symbols(table: Uint8Array): Map<string, number> {
    const view = new DataView(table.buffer, table.byteOffset, table.byteLength);
    const [tree, heap] = [readLength(view, 0), readLength(view, 8)];
    const data = readLength(this.#bytes.view(heap, 32), 24);
    const found = new Map<string, number>();
    const visit = (address: number, depth: number): void => {
      const head = this.#bytes.view(address, 24);
      const entries = head.getUint16(6, true);
      if (head.getUint8(0) === 0x53) {
        const nodes = this.#bytes.view(address + 8, 40 * entries);
        for (let i = 0; i < entries; i++) {
          const name = this.#nameAt(data + readLength(nodes, 40 * i));
          found.set(name, readLength(nodes, 40 * i + 8));
        }
      } else {
        const children = this.#bytes.view(address + 24, 16 * entries + 8);
        if (depth > 32) throw new TableError('bad_format', 'the HDF5 file goes round in circles');
        for (let i = 0; i < entries; i++) visit(readLength(children, 16 * i + 8), depth + 1);
      }
      if (found.size > MAX_ENTRIES) {
        throw new TableError('too_large', 'the HDF5 file has a group beyond all reason');
      }
    };
    visit(tree, 0);
    return found;
  }

  #nameAt(address: number): string {
    const bytes = this.#bytes.bytes(address, Math.min(256, this.#bytes.byteLength - address));
    const end = bytes.indexOf(0);
    return new TextDecoder().decode(bytes.subarray(0, end < 0 ? bytes.length : end));
  }

  /** Of newer groups: a message a link, while there are few. */
  #links(messages: readonly HeaderMessage[]): Map<string, number> {
    const found = new Map<string, number>();
    for (const { kind, body } of messages) {
      const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
      if (kind === LINK_INFO && body.length >= 18 && readAddress(view, body.length - 16) !== null) {
        throw new TableError('unsupported', 'groups of so many entries are not read');
      }
      if (kind !== LINK || body.length < 4) continue;
      const flags = view.getUint8(1);
      // Hard links alone are within the file.
      if ((flags & 8) !== 0 && view.getUint8(2) !== 0) continue;
      const at =
        2 +
        ((flags & 8) !== 0 ? 1 : 0) +
        ((flags & 4) !== 0 ? 8 : 0) +
        ((flags & 16) !== 0 ? 1 : 0);
      const width = 2 ** (flags & 3);
      let length = 0;
      for (let i = 0; i < width; i++) length += (body[at + i] ?? 0) * 256 ** i;
      const start = at + width;
      if (start + length + 8 > body.length) continue;
      const name = new TextDecoder().decode(body.subarray(start, start + length));
      found.set(name, readLength(view, start + length));
    }
    return found;
  }
}
