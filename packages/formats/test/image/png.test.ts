import assert from 'node:assert/strict';
import { test } from 'node:test';
import { crc32, deflateSync, inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { encodePng, type PngChannels } from '../../src/index.ts';

interface Decoded {
  width: number;
  height: number;
  colourType: number;
  rows: Uint8Array[];
}

/** A decoder for unfiltered 8-bit images that checks every chunk's CRC with zlib's. */
function decodePng(png: Uint8Array, bytesPerPixel: number): Decoded {
  const bytes = Buffer.from(png);
  assert.equal(bytes.toString('latin1', 0, 8), '\x89PNG\r\n\x1a\n');
  const chunks = new Map<string, Buffer>();
  for (let at = 8; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    const end = at + 8 + length;
    assert.equal(bytes.readUInt32BE(end), crc32(bytes.subarray(at + 4, end)));
    chunks.set(bytes.toString('latin1', at + 4, at + 8), bytes.subarray(at + 8, end));
    at = end + 4;
  }
  assert.deepEqual([...chunks.keys()], ['IHDR', 'IDAT', 'IEND']);
  const header = chunks.get('IHDR') ?? Buffer.alloc(0);
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  assert.deepEqual([header[8], header[10], header[11], header[12]], [8, 0, 0, 0]);
  const raw = inflateSync(chunks.get('IDAT') ?? Buffer.alloc(0));
  const stride = width * bytesPerPixel + 1;
  assert.equal(raw.length, stride * height);
  const rows = Array.from({ length: height }, (_, row) => {
    assert.equal(raw[row * stride], 0);
    return raw.subarray(row * stride + 1, (row + 1) * stride);
  });
  return { width, height, colourType: header[9] ?? -1, rows };
}

const FORMATS: [channels: PngChannels, bytes: number, colourType: number][] = [
  ['gray', 1, 0],
  ['rgb', 3, 2],
  ['rgba', 4, 6],
];

test('an encoded image decodes to the same bytes', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...FORMATS),
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 1, max: 12 }),
      fc.infiniteStream(fc.integer({ min: 0, max: 255 })),
      ([channels, bytes, colourType], width, height, values) => {
        const data = Uint8Array.from(values.take(width * height * bytes));
        const decoded = decodePng(encodePng({ width, height, channels, data }, deflateSync), bytes);
        assert.deepEqual([decoded.width, decoded.height], [width, height]);
        assert.equal(decoded.colourType, colourType);
        assert.deepEqual(Uint8Array.from(Buffer.concat(decoded.rows)), data);
      },
    ),
  );
});

test('sizes that cannot be are refused', () => {
  const data = new Uint8Array(4);
  for (const [width, height] of [
    [0, 4],
    [1.5, 2],
    [5, 1],
    [-2, -2],
  ] as const) {
    assert.throws(
      () => encodePng({ width, height, channels: 'gray', data }, deflateSync),
      RangeError,
    );
  }
});
