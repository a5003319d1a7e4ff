import assert from 'node:assert/strict';
import { test } from 'node:test';
import { constants, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { readGzipHead } from '../../src/index.ts';

const strategies = [
  constants.Z_DEFAULT_STRATEGY,
  constants.Z_HUFFMAN_ONLY,
  constants.Z_RLE,
  constants.Z_FIXED,
];
/** Bytes that compress in every way: text with repeats, runs, noise. */
const contents = fc
  .array(
    fc.oneof(
      fc.uint8Array({ maxLength: 60 }),
      fc
        .tuple(fc.nat(255), fc.integer({ min: 1, max: 400 }))
        .map(([b, n]) => new Uint8Array(n).fill(b)),
      fc.constant(Buffer.from('SIMPLE  =                    T / written by the pipeline')),
    ),
    { maxLength: 12 },
  )
  .map((parts) => new Uint8Array(Buffer.concat(parts)));

test('the head is what zlib would give', () => {
  const options = fc.record({
    level: fc.integer({ min: 0, max: 9 }),
    strategy: fc.constantFrom(...strategies),
  });
  fc.assert(
    fc.property(contents, options, fc.integer({ min: 1, max: 3000 }), (content, how, count) => {
      const head = readGzipHead(gzipSync(content, how), count);
      assert.deepEqual(head && [...head], [...content.subarray(0, count)]);
    }),
    { numRuns: 1500 },
  );
});

test('long files of many blocks', () => {
  const content = Buffer.alloc(300_000, 'the quick brown fox ');
  for (let i = 0; i < content.length; i += 7) content[i] = (i * 2654435761) >>> 24;
  for (const level of [0, 1, 6, 9]) {
    const head = readGzipHead(gzipSync(content, { level }), 200_000);
    assert.ok(head && content.subarray(0, 200_000).equals(head), `level ${level}`);
  }
});

test('a header may have a name, a comment, extra fields and a check of its own', () => {
  const plain = gzipSync('SIMPLE  =');
  const extras = Buffer.concat([
    Buffer.from([3, 0, 7, 7, 7]),
    Buffer.from('a.fits\0of a stamp\0', 'latin1'),
    Buffer.from([1, 2]),
  ]);
  const flagged = Buffer.concat([plain.subarray(0, 10), extras, plain.subarray(10)]);
  flagged[3] = 2 + 4 + 8 + 16;
  assert.equal(String(Buffer.from(readGzipHead(flagged, 9) ?? [])), 'SIMPLE  =');
});

test('damaged bytes give a head or none, and no other harm', () => {
  const packed = gzipSync(Buffer.from('SIMPLE  =                    T'.repeat(40)));
  const change = fc.tuple(fc.nat(packed.length - 1), fc.nat(255));
  fc.assert(
    fc.property(
      fc.array(change, { minLength: 1, maxLength: 8 }),
      fc.nat(packed.length),
      (changes, cut) => {
        const bytes = Uint8Array.from(packed);
        for (const [at, value] of changes) bytes[at] = value;
        const head = readGzipHead(bytes.subarray(0, cut), 30);
        assert.ok(head === null || head.length <= 30);
      },
    ),
    { numRuns: 4000 },
  );
  assert.equal(readGzipHead(new Uint8Array(0), 9), null);
  assert.equal(readGzipHead(packed.subarray(0, 12), 9), null);
});
