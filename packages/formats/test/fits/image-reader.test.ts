import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FitsError, type FitsErrorCode, FitsStampReader, readFitsImage } from '../../src/index.ts';
import { buildFits, type RawCard } from './fits-builder.ts';

function assertCode(bytes: Uint8Array, code: FitsErrorCode, maxPixels?: number): void {
  const options = maxPixels === undefined ? {} : { maxPixels };
  assert.throws(
    () => readFitsImage(bytes, options),
    (error) => error instanceof FitsError && error.code === code,
  );
}

function image(bitpix: string, data: Uint8Array, cards: RawCard[] = [], size = ['2', '1']) {
  return buildFits([
    {
      cards: [
        ['SIMPLE', 'T'],
        ['BITPIX', bitpix],
        ['NAXIS', String(size.length)],
        ...size.map((length, i): RawCard => [`NAXIS${i + 1}`, length]),
        ...cards,
      ],
      data,
    },
  ]);
}

const FLOATS = Uint8Array.of(0x3f, 0x80, 0, 0, 0xc0, 0x20, 0, 0); // 1, −2.5

test('every BITPIX is read, big-endian', () => {
  const cases: [bitpix: string, bytes: number[], expected: number[]][] = [
    ['8', [1, 255], [1, 255]],
    ['16', [0xff, 0xfe, 1, 0], [-2, 256]],
    ['32', [0xff, 0xff, 0xff, 0xff, 0x7f, 0xff, 0xff, 0xff], [-1, 2147483647]],
    ['64', [255, 255, 255, 255, 255, 255, 255, 253, 0, 0, 0, 1, 0, 0, 0, 0], [-3, 2 ** 32]],
    ['-32', [...FLOATS], [1, -2.5]],
    ['-64', [0x3f, 0xf0, 0, 0, 0, 0, 0, 0, 0x7f, 0xf8, 0, 0, 0, 0, 0, 0], [1, Number.NaN]],
  ];
  for (const [bitpix, bytes, expected] of cases) {
    const { width, height, pixels } = readFitsImage(image(bitpix, Uint8Array.from(bytes)));
    assert.deepEqual([width, height, ...pixels], [2, 1, ...expected], bitpix);
  }
});

test('BSCALE, BZERO and BLANK are applied; BLANK only to integers', () => {
  const scaled = image('16', Uint8Array.of(0x80, 0, 0, 1), [
    ['BSCALE', '2.0'],
    ['BZERO', '1.0D1'],
    ['BLANK', '-32768'],
  ]);
  assert.deepEqual([...readFitsImage(scaled).pixels], [Number.NaN, 12]);
  const unsigned = image('16', Uint8Array.of(0x80, 0, 0x7f, 0xff), [['BZERO', '32768']]);
  assert.deepEqual([...readFitsImage(unsigned).pixels], [0, 65535]);
  const floats = image('-32', FLOATS, [['BLANK', '1']]);
  assert.deepEqual([...readFitsImage(floats).pixels], [1, -2.5]);
});

test('header values: strings, quotes, comments, booleans, numbers, undefined, CONTINUE', () => {
  const { header } = readFitsImage(
    image('-32', FLOATS, [
      ['OBJECT', "'O''Neill / x'   / a comment"],
      ['EXPTIME', '3.0E+01 / s'],
      ['FLAG', 'F'],
      ['NOTHING', ''],
      ['LONG', "'first &'"],
      ['CONTINUE', null, "  'second&'"],
      ['CONTINUE', null, "  ' third' / comment"],
      ['COMMENT', null, 'one'],
      ['COMMENT', null, 'two'],
      ['HIERARCH', null, ' ESO DET = 7 / x'],
      ['FLAG', 'T'],
    ]),
  );
  assert.equal(header.get('OBJECT'), "O'Neill / x");
  assert.equal(header.get('EXPTIME'), 30);
  assert.equal(header.get('FLAG'), false);
  assert.equal(header.get('NOTHING'), null);
  assert.equal(header.get('LONG'), 'first second third');
  assert.equal(header.get('COMMENT'), 'one\ntwo');
  assert.equal(header.get('ESO DET'), 7);
});

test('the first image extension is found behind an empty primary and a table', () => {
  const bytes = buildFits([
    {
      cards: [
        ['SIMPLE', 'T'],
        ['BITPIX', '8'],
        ['NAXIS', '0'],
      ],
      data: new Uint8Array(),
    },
    {
      cards: [
        ['XTENSION', "'BINTABLE'"],
        ['BITPIX', '8'],
        ['NAXIS', '2'],
        ['NAXIS1', '3'],
        ['NAXIS2', '1000'],
        ['PCOUNT', '5'],
        ['GCOUNT', '1'],
      ],
      data: new Uint8Array(3005),
    },
    {
      cards: [
        ['XTENSION', "'IMAGE   '"],
        ['BITPIX', '-32'],
        ['NAXIS', '3'],
        ['NAXIS1', '1'],
        ['NAXIS2', '2'],
        ['NAXIS3', '1'],
        ['PCOUNT', '0'],
        ['GCOUNT', '1'],
      ],
      data: FLOATS,
    },
  ]);
  const { width, height, pixels } = readFitsImage(bytes);
  assert.deepEqual([width, height, ...pixels], [1, 2, 1, -2.5]);
});

test('what is malformed is refused with its code', () => {
  const good = image('-32', FLOATS);
  assertCode(new Uint8Array(), 'not_fits');
  assertCode(Uint8Array.of(0x1f, 0x8b, 8, 0), 'not_fits');
  assertCode(good.subarray(0, 500), 'truncated');
  assertCode(good.subarray(0, 2880), 'truncated');
  assertCode(good.subarray(0, 2880 + 7), 'truncated');
  assert.equal(readFitsImage(good.subarray(0, 2880 + 8)).pixels.length, 2);
  assertCode(image('24', FLOATS), 'bad_bitpix');
  assertCode(image("'8'", FLOATS), 'bad_bitpix');
  assertCode(image('-32', FLOATS, [], ['-2', '1']), 'bad_axes');
  assertCode(image('-32', FLOATS, [], ['1.5', '1']), 'bad_axes');
  assertCode(image('-32', FLOATS, [], ['2']), 'bad_axes');
  assertCode(image('-32', FLOATS, [], ['1', '1', '2']), 'bad_axes');
  assertCode(image('-32', FLOATS, [], ['1000000000', '1000000000']), 'too_large');
  assertCode(image('-32', FLOATS, [], ['8192', '8192']), 'truncated');
  assertCode(image('-32', FLOATS), 'too_large', 1);
  assertCode(image('8', FLOATS, [], []), 'no_image');
  assertCode(image('8', FLOATS, [], ['0', '5']), 'no_image');
});

test('a header without END or without its keywords is refused', () => {
  const endless = new Uint8Array(2880 * 3).fill(0x20);
  endless.set(new TextEncoder().encode('SIMPLE  =                    T'));
  assertCode(endless, 'truncated');
  const missing = buildFits([
    {
      cards: [
        ['SIMPLE', 'T'],
        ['NAXIS', '0'],
      ],
      data: FLOATS,
    },
  ]);
  assertCode(missing, 'bad_header');
});

test('a reader of stamps knows a header again, and another when it comes', () => {
  const reader = new FitsStampReader();
  const [one, other] = [image('-32', FLOATS), image('-32', FLOATS, [], ['1', '2'])];
  const scaled = image('16', Uint8Array.of(0, 1, 0, 2), [['BSCALE', '10']]);
  for (const bytes of [one, one, other, scaled, scaled, one]) {
    assert.deepEqual(reader.read(bytes), readFitsImage(bytes));
  }
  // The header alone, as it is known.
  assertCode(one.subarray(0, 2880), 'truncated');
  assert.throws(() => reader.read(one.subarray(0, 2880)), { code: 'truncated' });
  assert.throws(() => reader.read(one.subarray(0, 100)), { code: 'truncated' });
});
