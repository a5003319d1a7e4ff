/** Tar archives. Source: POSIX.1-2017, pax, "ustar Interchange Format". */

export interface TarEntry {
  /** At most 100 bytes, with `/` between folders. */
  readonly name: string;
  readonly content: Uint8Array | string;
}

const BLOCK_BYTES = 512;
const MAX_NAME_BYTES = 100;
const MAX_BYTES = 8 ** 11;

/** Files as one archive. @throws RangeError for a name or a file that is too long for one */
export function writeTar(entries: readonly TarEntry[], modifiedS: number): Uint8Array<ArrayBuffer> {
  const text = new TextEncoder();
  const files = entries.map(({ name, content }) => ({
    name: text.encode(name),
    content: typeof content === 'string' ? text.encode(content) : content,
  }));
  const padded = (size: number) => Math.ceil(size / BLOCK_BYTES) * BLOCK_BYTES;
  const total = files.reduce((sum, { content }) => sum + BLOCK_BYTES + padded(content.length), 0);
  const archive = new Uint8Array(total + 2 * BLOCK_BYTES);
  let at = 0;
  for (const { name, content } of files) {
    archive.set(headerOf(name, content.length, modifiedS), at);
    archive.set(content, at + BLOCK_BYTES);
    at += BLOCK_BYTES + padded(content.length);
  }
  return archive;
}

function headerOf(name: Uint8Array, bytes: number, modifiedS: number): Uint8Array {
  if (name.length > MAX_NAME_BYTES || bytes >= MAX_BYTES) {
    throw new RangeError('a file is too large for a tar, or its name too long');
  }
  const header = new Uint8Array(BLOCK_BYTES);
  const put = (text: string, offset: number) => header.set(new TextEncoder().encode(text), offset);
  const octal = (value: number, digits: number) => value.toString(8).padStart(digits, '0');
  header.set(name, 0);
  put('0000644', 100);
  put('0000000', 108);
  put('0000000', 116);
  put(octal(bytes, 11), 124);
  put(octal(Math.max(0, Math.floor(modifiedS)), 11), 136);
  put('        ', 148);
  put('0', 156);
  put('ustar', 257);
  put('00', 263);
  const sum = header.reduce((total, byte) => total + byte, 0);
  put(`${octal(sum, 6)}\0 `, 148);
  return header;
}
