/** What HDF5 writes for “no address”. */
const NOWHERE = 0xffff_ffff_ffff_ffffn;
const encoder = new TextEncoder();

/** Bytes that grow; numbers are little-endian. */
export class FileBuilder {
  #bytes = new Uint8Array(4096);
  #view = new DataView(this.#bytes.buffer);
  length = 0;

  /** Room for so many bytes, from the next multiple of 8 on; its place. */
  allocate(size: number): number {
    const at = Math.ceil(this.length / 8) * 8;
    this.length = at + size;
    if (this.length > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(this.length, 2 * this.#bytes.length));
      larger.set(this.#bytes);
      this.#bytes = larger;
      this.#view = new DataView(larger.buffer);
    }
    return at;
  }

  put(at: number, bytes: Uint8Array): void {
    this.#bytes.set(bytes, at);
  }

  text(at: number, text: string): void {
    this.put(at, encoder.encode(text));
  }

  u8(at: number, ...values: number[]): void {
    this.put(at, Uint8Array.from(values));
  }

  u16(at: number, value: number): void {
    this.#view.setUint16(at, value, true);
  }

  u32(at: number, value: number): void {
    this.#view.setUint32(at, value, true);
  }

  /** A length or an address; null: none. */
  u64(at: number, value: number | null): void {
    this.#view.setBigUint64(at, value === null ? NOWHERE : BigInt(value), true);
  }

  /** The file as it is now. */
  get file(): Uint8Array {
    return this.#bytes.subarray(0, this.length);
  }
}

const pad = (length: number) => Math.ceil(length / 8) * 8;

export function padded(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pad(parts.reduce((sum, part) => sum + part.length, 0)));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** A header's message. */
export interface NewMessage {
  readonly type: number;
  readonly body: Uint8Array;
}

/** Writes an object's header, of version 1; its address. */
export function addHeader(builder: FileBuilder, messages: readonly NewMessage[]): number {
  const size = messages.reduce((sum, { body }) => sum + 8 + pad(body.length), 0);
  const at = builder.allocate(16 + size);
  builder.u8(at, 1, 0);
  builder.u16(at + 2, messages.length);
  builder.u32(at + 4, 1);
  builder.u32(at + 8, size);
  let place = at + 16;
  for (const { type, body } of messages) {
    builder.u16(place, type);
    builder.u16(place + 2, pad(body.length));
    builder.put(place + 8, body);
    place += 8 + pad(body.length);
  }
  return at;
}

/** How many names a group of version 1 has room for, in one leaf of its tree. */
const leafRoom = 8;
const internalK = 16;

/** Writes a group with what is in it, at most eight things; its address, and that of its parts. */
export function addGroup(
  builder: FileBuilder,
  items: ReadonlyMap<string, number>,
  attributes: readonly NewMessage[],
): { header: number; tree: number; heap: number } {
  const names = [...items.keys()].sort();
  if (names.length > leafRoom) throw new Error('a group has more than eight things');
  const offsets: number[] = [];
  let length = 8;
  for (const name of names) {
    offsets.push(length);
    length += pad(encoder.encode(name).length + 1);
  }
  const data = builder.allocate(length);
  for (const [at, name] of names.entries()) builder.text(data + (offsets[at] ?? 0), name);
  const heap = builder.allocate(32);
  builder.text(heap, 'HEAP');
  builder.u64(heap + 8, length);
  // No free room in it.
  builder.u64(heap + 16, 1);
  builder.u64(heap + 24, data);
  const leaf = builder.allocate(8 + 40 * leafRoom);
  builder.text(leaf, 'SNOD');
  builder.u8(leaf + 4, 1, 0);
  builder.u16(leaf + 6, names.length);
  for (const [at, name] of names.entries()) {
    builder.u64(leaf + 8 + 40 * at, offsets[at] ?? 0);
    builder.u64(leaf + 16 + 40 * at, items.get(name) ?? null);
  }
  const tree = builder.allocate(24 + 8 * (4 * internalK + 1));
  builder.text(tree, 'TREE');
  builder.u16(tree + 6, 1);
  builder.u64(tree + 8, null);
  builder.u64(tree + 16, null);
  builder.u64(tree + 32, leaf);
  builder.u64(tree + 40, offsets.at(-1) ?? 0);
  const body = new Uint8Array(16);
  const view = new DataView(body.buffer);
  view.setBigUint64(0, BigInt(tree), true);
  view.setBigUint64(8, BigInt(heap), true);
  return { header: addHeader(builder, [{ type: 17, body }, ...attributes]), tree, heap };
}

/** Writes the superblock, of version 0, into the room that was kept for it at the beginning. */
export function putSuperblock(
  builder: FileBuilder,
  root: { header: number; tree: number; heap: number },
): void {
  builder.u8(0, 0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0, 0, 8, 8, 0);
  builder.u16(16, leafRoom / 2);
  builder.u16(18, internalK);
  builder.u64(24, 0);
  builder.u64(32, null);
  builder.u64(40, builder.length);
  builder.u64(48, null);
  builder.u64(64, root.header);
  builder.u32(72, 1);
  builder.u64(80, root.tree);
  builder.u64(88, root.heap);
}
