import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import {
  FitsError,
  flipVertical,
  gunzipStream,
  readFitsImage,
  readFitsStamp,
  writeFitsImage,
} from '../../src/index.ts';

const float32 = fc.float({ noNaN: false });

test('what is written is read back: pixels, cards and padding', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 20 }),
      fc.array(float32, { minLength: 1, maxLength: 60 }),
      (width, values) => {
        const height = Math.ceil(values.length / width);
        const pixels = new Float32Array(width * height);
        pixels.set(values);
        const bytes = writeFitsImage({ width, height, pixels });
        assert.equal(bytes.length % 2880, 0);
        const image = readFitsImage(bytes);
        assert.deepEqual([image.width, image.height], [width, height]);
        assert.deepEqual([...image.pixels], [...pixels]);
      },
    ),
  );
});

test('doubles keep their precision, cards their values', () => {
  const bytes = writeFitsImage({
    width: 1,
    height: 1,
    pixels: Float64Array.of(Math.PI),
    cards: [
      { keyword: 'OBJECT', value: "O'Neill" },
      { keyword: 'EXPTIME', value: 1.5e-7, comment: 's' },
      { keyword: 'GOOD', value: true },
      { keyword: 'NONE', value: null },
    ],
  });
  const { pixels, header } = readFitsImage(bytes);
  assert.ok(pixels instanceof Float64Array);
  assert.equal(pixels[0], Math.PI);
  assert.equal(header.get('OBJECT'), "O'Neill");
  assert.equal(header.get('EXPTIME'), 1.5e-7);
  assert.equal(header.get('GOOD'), true);
  assert.equal(header.get('NONE'), null);
});

test('cards that cannot be written are refused', () => {
  const pixels = new Float32Array(1);
  const cards: [string, string | number][] = [
    ['lower', 1],
    ['TOOLONGKEY', 1],
    ['BITPIX', 8],
    ['NAXIS3', 1],
    ['OK', Number.NaN],
    ['OK', 'é'],
    ['OK', 'x'.repeat(80)],
  ];
  for (const [keyword, value] of cards) {
    assert.throws(
      () => writeFitsImage({ width: 1, height: 1, pixels, cards: [{ keyword, value }] }),
      (error) => error instanceof FitsError && error.code === 'bad_card',
      keyword,
    );
  }
  assert.throws(() => writeFitsImage({ width: 2, height: 1, pixels }), FitsError);
});

test('arbitrary damage gives an image or a FitsError, never another error', () => {
  const good = writeFitsImage({ width: 4, height: 4, pixels: new Float32Array(16) });
  const damage = fc.record({
    at: fc.integer({ min: 0, max: 500 }),
    byte: fc.integer({ min: 0, max: 255 }),
  });
  fc.assert(
    fc.property(
      fc.array(damage, { maxLength: 12 }),
      fc.integer({ min: 0, max: good.length }),
      (damages, length) => {
        const bytes = good.slice();
        for (const { at, byte } of damages) bytes[at] = byte;
        try {
          const { width, height, pixels } = readFitsImage(bytes.subarray(0, length));
          assert.equal(pixels.length, width * height);
        } catch (error) {
          assert.ok(error instanceof FitsError, String(error));
        }
      },
    ),
    { numRuns: 1000 },
  );
});

test('gzipped images are read through the given decompressor', async () => {
  const plain = writeFitsImage({ width: 1, height: 1, pixels: Float32Array.of(7) });
  const zipped = gzipSync(plain);
  assert.equal(readFitsStamp(zipped, gunzipSync).pixels[0], 7);
  assert.equal(readFitsStamp(plain, gunzipSync).pixels[0], 7);
  assert.deepEqual(await gunzipStream(zipped), plain);
  assert.throws(
    () => readFitsStamp(zipped.subarray(0, 20), gunzipSync),
    (error) => error instanceof FitsError && error.code === 'bad_gzip',
  );
});

test('flipVertical reverses the rows and leaves the original alone', () => {
  const pixels = Float32Array.of(1, 2, 3, 4, 5, 6);
  const flipped = flipVertical({ width: 2, height: 3, pixels });
  assert.deepEqual([...flipped.pixels], [5, 6, 3, 4, 1, 2]);
  assert.deepEqual([...pixels], [1, 2, 3, 4, 5, 6]);
  assert.throws(() => flipVertical({ width: 4, height: 3, pixels }), RangeError);
});
