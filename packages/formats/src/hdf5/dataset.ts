/**
 * The values of a dataset: in one piece, or in chunks that a B-tree tells, packed by filters.
 * Source: HDF5 File Format Specification 3.0, III.A.1 (B-trees, version 1), IV.A.2.i (data layout) and
 * IV.A.2.l (filter pipeline).
 */
import { TableError } from '../table/table.ts';
import { type Hdf5Bytes, readAddress, readLength } from './bytes.ts';
import { type Hdf5Type, parseDatatype } from './datatype.ts';
import type { HeaderMessage } from './object-header.ts';

/** Unpacks what zlib packed; no more than so many bytes come of it. */
export type Inflate = (bytes: Uint8Array, maxBytes: number) => Uint8Array;

const DATASPACE = 1;
const DATATYPE = 3;
const LAYOUT = 8;
const FILTERS = 11;

const DEFLATE = 1;
const SHUFFLE = 2;
const FLETCHER32 = 3;
const FILTER_NAMES: Readonly<Record<number, string>> = {
  4: 'SZIP',
  305: 'LZO',
  307: 'bzip2',
  32000: 'LZF',
  32001: 'Blosc',
  32015: 'Zstandard',
};

const MAX_RANK = 8;
const MAX_CHUNKS = 10_000_000;

interface Filter {
  readonly id: number;
  readonly values: readonly number[];
}

interface Chunk {
  /** The first row of it. */
  readonly row: number;
  readonly address: number;
  readonly bytes: number;
  /** Filters that were left out for it, a bit each. */
  readonly mask: number;
}

type Layout =
  | { readonly kind: 'compact'; readonly bytes: Uint8Array }
  | { readonly kind: 'contiguous'; readonly address: number | null }
  | {
      readonly kind: 'chunked';
      readonly tree: number | null;
      readonly dimensions: readonly number[];
    };

/** Rows of a dataset: records of a table, or the first dimension of an array. */
export class Hdf5Dataset {
  readonly type: Hdf5Type;
  readonly shape: readonly number[];
  /** Bytes of a row. */
  readonly rowBytes: number;
  readonly #file: Hdf5Bytes;
  readonly #layout: Layout;
  readonly #filters: readonly Filter[];
  readonly #inflate: Inflate;
  #chunks: readonly Chunk[] | null = null;
  #last: { readonly chunk: Chunk; readonly bytes: Uint8Array } | null = null;

  constructor(file: Hdf5Bytes, messages: readonly HeaderMessage[], inflate: Inflate) {
    const body = (kind: number) => messages.find((one) => one.kind === kind)?.body ?? null;
    const [space, type, layout] = [body(DATASPACE), body(DATATYPE), body(LAYOUT)];
    if (!space || !type || !layout) {
      throw new TableError('bad_format', 'the HDF5 file has a dataset that is not described');
    }
    this.#file = file;
    this.#inflate = inflate;
    this.shape = parseShape(space);
    this.type = parseDatatype(type).type;
    this.rowBytes = this.shape.slice(1).reduce((product, one) => product * one, this.type.size);
    this.#layout = parseLayout(layout);
    this.#filters = parseFilters(body(FILTERS));
  }

  get rows(): number {
    return this.shape[0] ?? 1;
  }

  /** The bytes of rows, one after the other. @throws TableError */
  read(from: number, to: number): Uint8Array {
    const last = Math.min(to, this.rows);
    const count = Math.max(0, last - from);
    const { rowBytes } = this;
    const layout = this.#layout;
    if (count === 0) return new Uint8Array(0);
    if (layout.kind === 'compact') return layout.bytes.subarray(from * rowBytes, last * rowBytes);
    if (layout.kind === 'contiguous') {
      if (layout.address === null) return new Uint8Array(count * rowBytes);
      return this.#file.bytes(layout.address + from * rowBytes, count * rowBytes);
    }
    return this.#readChunks(layout, from, last);
  }

  #readChunks(layout: Extract<Layout, { kind: 'chunked' }>, from: number, to: number): Uint8Array {
    const { rowBytes } = this;
    const [chunkRows = 0, ...others] = layout.dimensions;
    if (chunkRows <= 0 || others.some((size, i) => size !== this.shape[i + 1])) {
      throw new TableError('unsupported', 'chunks that are parts of rows are not read');
    }
    this.#chunks ??=
      layout.tree === null ? [] : readTree(this.#file, layout.tree, this.shape.length);
    const rows = new Uint8Array((to - from) * rowBytes);
    let at = firstWithin(this.#chunks, from, chunkRows);
    for (; at < this.#chunks.length; at++) {
      const chunk = this.#chunks[at];
      if (!chunk || chunk.row >= to) break;
      const bytes = this.#unpack(chunk, chunkRows * rowBytes);
      const first = Math.max(from, chunk.row);
      const end = Math.min(to, chunk.row + chunkRows);
      rows.set(
        bytes.subarray((first - chunk.row) * rowBytes, (end - chunk.row) * rowBytes),
        (first - from) * rowBytes,
      );
    }
    return rows;
  }

  #unpack(chunk: Chunk, wanted: number): Uint8Array {
    if (this.#last?.chunk === chunk) return this.#last.bytes;
    let bytes = this.#file.bytes(chunk.address, chunk.bytes);
    for (let i = this.#filters.length - 1; i >= 0; i--) {
      const filter = this.#filters[i];
      if (!filter || (chunk.mask & (1 << i)) !== 0) continue;
      if (filter.id === DEFLATE) bytes = this.#inflate(bytes, wanted + 4);
      else if (filter.id === FLETCHER32) bytes = bytes.subarray(0, Math.max(0, bytes.length - 4));
      else if (filter.id === SHUFFLE) bytes = unshuffle(bytes, filter.values[0] ?? this.type.size);
      else {
        const name = FILTER_NAMES[filter.id] ?? `filter ${filter.id}`;
        throw new TableError(
          'unsupported',
          `the HDF5 file is packed by ${name}: repack it with zlib (h5repack -f GZIP=4, or ptrepack --complib=zlib)`,
        );
      }
    }
    if (bytes.length < wanted) {
      throw new TableError('truncated', 'a chunk of the HDF5 file is shorter than it should be');
    }
    this.#last = { chunk, bytes };
    return bytes;
  }
}

/** The first chunk that reaches to a row. */
function firstWithin(chunks: readonly Chunk[], row: number, chunkRows: number): number {
  let low = 0;
  let high = chunks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((chunks[middle]?.row ?? 0) + chunkRows > row) high = middle;
    else low = middle + 1;
  }
  return low;
}

function parseShape(body: Uint8Array): number[] {
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  if (body.length < 4) throw new TableError('bad_format', 'the HDF5 file has no shape');
  const [version, rank] = [view.getUint8(0), view.getUint8(1)];
  const at = version === 1 ? 8 : 4;
  if (rank > MAX_RANK || body.length < at + 8 * rank) {
    throw new TableError('bad_format', 'the HDF5 file has a shape that cannot be');
  }
  return Array.from({ length: rank }, (_, i) => readLength(view, at + 8 * i));
}

function parseLayout(body: Uint8Array): Layout {
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  if (body.length < 4 || view.getUint8(0) !== 3) {
    throw new TableError(
      'unsupported',
      'the HDF5 file lays its data out in a way that is not read',
    );
  }
  const kind = view.getUint8(1);
  if (kind === 0) {
    return { kind: 'compact', bytes: body.subarray(4, 4 + view.getUint16(2, true)) };
  }
  if (kind === 1 && body.length >= 10) return { kind: 'contiguous', address: readAddress(view, 2) };
  const rank = view.getUint8(2);
  if (kind !== 2 || rank > MAX_RANK + 1 || body.length < 11 + 4 * rank) {
    throw new TableError('bad_format', 'the HDF5 file has a layout that cannot be');
  }
  // The last one is the size of a value.
  const dimensions = Array.from({ length: rank - 1 }, (_, i) => view.getUint32(11 + 4 * i, true));
  return { kind: 'chunked', tree: readAddress(view, 3), dimensions };
}

function parseFilters(body: Uint8Array | null): Filter[] {
  if (body === null || body.length < 2) return [];
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  const [version, count] = [view.getUint8(0), view.getUint8(1)];
  const filters: Filter[] = [];
  let at = version === 1 ? 8 : 2;
  for (let i = 0; i < count && at + 8 <= body.length; i++) {
    const id = view.getUint16(at, true);
    const isNamed = version === 1 || id >= 256;
    const nameBytes = isNamed ? view.getUint16(at + 2, true) : 0;
    const values = view.getUint16(at + (isNamed ? 6 : 4), true);
    at += (isNamed ? 8 : 6) + (version === 1 ? Math.ceil(nameBytes / 8) * 8 : nameBytes);
    if (at + 4 * values > body.length) break;
    const given = Array.from({ length: values }, (_, v) => view.getUint32(at + 4 * v, true));
    filters.push({ id, values: given });
    at += 4 * values + (version === 1 && values % 2 === 1 ? 4 : 0);
  }
  return filters;
}

/** The chunks below a node, in order. */
function readTree(file: Hdf5Bytes, root: number, rank: number): Chunk[] {
  const chunks: Chunk[] = [];
  const keyBytes = 8 + 8 * (rank + 1);
  const visit = (address: number, depth: number): void => {
    const head = file.view(address, 24);
    const isNode = [0x54, 0x52, 0x45, 0x45].every((letter, i) => head.getUint8(i) === letter);
    if (!isNode || head.getUint8(4) !== 1 || depth > 32) {
      throw new TableError('bad_format', 'the HDF5 file has an index of chunks that is none');
    }
    const level = head.getUint8(5);
    const entries = head.getUint16(6, true);
    const view = file.view(address + 24, entries * (keyBytes + 8));
    for (let i = 0; i < entries; i++) {
      const at = i * (keyBytes + 8);
      const child = readAddress(view, at + keyBytes);
      if (child === null) continue;
      if (level > 0) visit(child, depth + 1);
      else {
        const row = readLength(view, at + 8);
        const [bytes, mask] = [view.getUint32(at, true), view.getUint32(at + 4, true)];
        chunks.push({ row, address: child, bytes, mask });
      }
      if (chunks.length > MAX_CHUNKS) {
        throw new TableError('too_large', 'the HDF5 file has chunks beyond all reason');
      }
    }
  };
  visit(root, 0);
  return chunks.toSorted((a, b) => a.row - b.row);
}

/** Puts together what was sorted by the place of bytes in their values. */
function unshuffle(bytes: Uint8Array, size: number): Uint8Array {
  if (size <= 1) return bytes;
  const values = Math.floor(bytes.length / size);
  const plain = new Uint8Array(bytes.length);
  for (let b = 0; b < size; b++) {
    for (let i = 0; i < values; i++) plain[i * size + b] = bytes[b * values + i] ?? 0;
  }
  plain.set(bytes.subarray(values * size), values * size);
  return plain;
}
