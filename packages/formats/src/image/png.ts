/**
 * A small PNG encoder: 8 bits per channel, no filter, one IDAT.
 * Source: PNG Specification, third edition (W3C 2025), sections 5, 9 and 11; CRC of annex D.
 */

export type PngChannels = 'gray' | 'rgb' | 'rgba';

export interface PngImage {
  width: number;
  height: number;
  channels: PngChannels;
  /** Top row first, width × height × (1, 3 or 4) bytes. */
  data: Uint8Array | Uint8ClampedArray;
}

/** zlib format (RFC 1950), e.g. Node's `zlib.deflateSync`. */
export type Deflate = (bytes: Uint8Array) => Uint8Array;

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
const COLOUR_TYPES: Record<PngChannels, { type: number; bytes: number }> = {
  gray: { type: 0, bytes: 1 },
  rgb: { type: 2, bytes: 3 },
  rgba: { type: 6, bytes: 4 },
};
const CRC_TABLE = buildCrcTable();

/** @throws RangeError if a side is not 1 to 2^31 − 1 or the data do not fit the size. */
export function encodePng(image: PngImage, deflate: Deflate): Uint8Array<ArrayBuffer> {
  const { width, height, channels, data } = image;
  const colour = COLOUR_TYPES[channels];
  if (![width, height].every((side) => Number.isInteger(side) && side > 0 && side < 2 ** 31)) {
    throw new RangeError(`a PNG cannot be ${width} × ${height}`);
  }
  const rowBytes = width * colour.bytes;
  if (data.length !== rowBytes * height) {
    throw new RangeError(`${width} × ${height} ${channels} is not ${data.length} bytes`);
  }
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header[8] = 8;
  header[9] = colour.type;
  const chunks = [
    SIGNATURE,
    encodeChunk('IHDR', header),
    encodeChunk('IDAT', deflate(prefixRows(data, rowBytes, height))),
    encodeChunk('IEND', new Uint8Array()),
  ];
  const png = new Uint8Array(chunks.reduce((size, chunk) => size + chunk.length, 0));
  let offset = 0;
  for (const chunk of chunks) {
    png.set(chunk, offset);
    offset += chunk.length;
  }
  return png;
}

/** Each row begins with its filter's number, 0 for none. */
function prefixRows(
  data: Uint8Array | Uint8ClampedArray,
  rowBytes: number,
  height: number,
): Uint8Array {
  const rows = new Uint8Array((rowBytes + 1) * height);
  for (let row = 0; row < height; row++) {
    const source = data.subarray(row * rowBytes, (row + 1) * rowBytes);
    rows.set(source, row * (rowBytes + 1) + 1);
  }
  return rows;
}

function encodeChunk(type: string, content: Uint8Array): Uint8Array {
  const chunk = new Uint8Array(content.length + 12);
  const view = new DataView(chunk.buffer);
  view.setUint32(0, content.length);
  for (let i = 0; i < 4; i++) chunk[4 + i] = type.charCodeAt(i);
  chunk.set(content, 8);
  view.setUint32(content.length + 8, crc32(chunk.subarray(4, content.length + 8)));
  return chunk;
}

function buildCrcTable(): Uint32Array {
  return Uint32Array.from({ length: 256 }, (_, byte) => {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? 0xedb88320 ^ (crc >>> 1) : crc >>> 1;
    return crc;
  });
}

/** The checksum of a chunk (ISO/IEC 15948, annex D). */
export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (CRC_TABLE[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}
