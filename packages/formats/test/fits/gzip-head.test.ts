import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  constants,
  createGunzip,
  createInflateRaw,
  type Gunzip,
  gzipSync,
  type InflateRaw,
} from 'node:zlib';
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

const headBytes = 64;

/** What zlib gives of the first 64 bytes: null where it finds damage before it has them. */
function zlibHead(stream: Gunzip | InflateRaw, bytes: Uint8Array): Promise<number[] | null> {
  return new Promise((resolve) => {
    const head: number[] = [];
    stream.on('data', (chunk: Buffer) => {
      head.push(...chunk);
      if (head.length >= headBytes) resolve(head.slice(0, headBytes));
    });
    stream.once('end', () => resolve(head));
    stream.on('error', () => resolve(null));
    stream.end(bytes);
  });
}

/** Zlib reads a symbol further than what it was asked for: what it refuses there, we do next. */
function assertSameVerdict(bytes: Uint8Array, expected: number[] | null, what: string): void {
  const head = readGzipHead(bytes, headBytes);
  if (expected === null && head?.length === headBytes) {
    assert.equal(readGzipHead(bytes, headBytes + 1), null, what);
  } else assert.deepEqual(head && [...head], expected, what);
}

/** Deflated in blocks of every kind: with codes of its own, with the fixed ones, and stored. */
const packings = {
  dynamic: gzipSync(Buffer.from('SIMPLE  = T / by the pipeline of 2026-10-12, 63x63 '.repeat(9))),
  fixed: gzipSync(Buffer.from('SIMPLE  = T '.repeat(9)), { strategy: constants.Z_FIXED }),
  stored: gzipSync(Buffer.from('SIMPLE  = T '.repeat(9)), { level: 0 }),
};
const headerBytes = 10;

for (const [kind, packed] of Object.entries(packings)) {
  test(`each damaged byte is judged as zlib judges it: ${kind}`, async () => {
    let refused = 0;
    for (let at = 0; at < packed.length; at++) {
      // Each bit by itself, and all of them.
      for (const mask of [1, 2, 4, 8, 16, 32, 64, 128, 255]) {
        const bytes = Uint8Array.from(packed);
        bytes[at] = (bytes[at] ?? 0) ^ mask;
        // Deflate alone: that the sum at the end is wrong, a look at the head does not find.
        const expected =
          at < headerBytes
            ? await zlibHead(createGunzip({ chunkSize: headBytes }), bytes)
            : await zlibHead(
                createInflateRaw({ chunkSize: headBytes }),
                bytes.subarray(headerBytes),
              );
        assertSameVerdict(bytes, expected, `byte ${at} ^ ${mask}`);
        if (expected === null) refused += 1;
      }
    }
    assert.ok(refused >= 50, `${refused} kinds of damage show in the head`);
  });

  test(`a file cut anywhere is judged as zlib judges it: ${kind}`, async () => {
    // No bytes at all are no gzip, of which zlib says nothing.
    assert.equal(readGzipHead(new Uint8Array(0), headBytes), null);
    for (let cut = 1; cut <= packed.length; cut++) {
      const bytes = packed.subarray(0, cut);
      const head = readGzipHead(bytes, headBytes);
      const expected = await zlibHead(createGunzip({ chunkSize: headBytes }), bytes);
      assert.deepEqual(head && [...head], expected, `the first ${cut} bytes`);
    }
  });
}

test('several damaged bytes of the codes are judged as zlib judges them', async () => {
  const packed = packings.dynamic;
  const change = fc.tuple(fc.integer({ min: headerBytes, max: 40 }), fc.nat(255));
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 2, maxLength: 8 }), async (changes) => {
      const bytes = Uint8Array.from(packed);
      for (const [at, value] of changes) bytes[at] = value;
      const stream = createInflateRaw({ chunkSize: headBytes });
      const expected = await zlibHead(stream, bytes.subarray(headerBytes));
      assertSameVerdict(bytes, expected, String(changes));
    }),
    { numRuns: 2000 },
  );
});

/** Bits in deflate's order; a code's own bits stand the other way round, most significant first. */
function packBits(fields: readonly (readonly [value: number, bits: number])[]): Uint8Array {
  const bits = fields.flatMap(([value, count]) =>
    Array.from({ length: count }, (_, i) => (value >> i) & 1),
  );
  const bytes = new Uint8Array(Math.ceil(bits.length / 8));
  for (const [i, bit] of bits.entries()) bytes[i >> 3] = (bytes[i >> 3] ?? 0) | (bit << (i & 7));
  return bytes;
}

test('codes that leave bits without a meaning are refused, as zlib refuses them', async () => {
  const [zeros, none, two] = [[0b0, 1] as const, [0b01, 2] as const, [0b11, 2] as const];
  const codeLengths = [0, 0, 1, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2];
  const deflated = packBits([
    // The last block; 257 literals and 1 distance, whose lengths are 18 (zeros), 0 or 2.
    ...([
      [1, 1],
      [2, 2],
      [0, 5],
      [0, 5],
      [codeLengths.length - 4, 4],
    ] as const),
    ...codeLengths.map((length) => [length, 3] as const),
    // Two codes of two bits, A and the end: half of what two bits can say.
    ...[zeros, [65 - 11, 7] as const, two, zeros, [127, 7] as const, zeros, [52 - 11, 7] as const],
    ...[two, none, [0b00, 2] as const, [0b00, 2] as const, [0b10, 2] as const],
  ]);
  const file = Buffer.concat([packings.fixed.subarray(0, headerBytes), deflated]);
  assert.equal(await zlibHead(createInflateRaw({ chunkSize: headBytes }), deflated), null);
  assert.equal(readGzipHead(file, headBytes), null);
});
