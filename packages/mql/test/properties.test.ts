import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { compareNumbers, compareStrings, compareValues } from '../src/compare.ts';
import { decodeExtendedJson } from '../src/extended-json.ts';
import { compileFilter, MaxKey, MinKey, ObjectId, parsePipeline } from '../src/index.ts';
import { roundTo } from '../src/rounding.ts';

const scalar = fc.oneof(
  fc.double(),
  fc.integer(),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.string({ unit: 'binary' }),
  fc.boolean(),
  fc.constantFrom(null, undefined, new MinKey(), new MaxKey(), new ObjectId('5f'.repeat(12))),
  fc.date({ noInvalidDate: true }),
  fc.uint8Array({ maxLength: 3 }),
);
const name = fc.constantFrom('a', 'b', 'candidate', 'jd', 'constructor', 'toString');
const value: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  any: fc.oneof({ depthSize: 'small' }, scalar, tie('list'), tie('object')),
  list: fc.array(tie('any'), { maxLength: 4 }),
  object: fc.dictionary(name, tie('any'), { maxKeys: 3, noNullPrototype: true }),
})).any;

test('comparison is a total order', () => {
  fc.assert(
    fc.property(value, value, value, (a, b, c) => {
      const [ab, bc, ac] = [compareValues(a, b), compareValues(b, c), compareValues(a, c)];
      assert.equal(compareValues(a, a), 0);
      assert.equal(Math.sign(ab), -Math.sign(compareValues(b, a)) || 0);
      if (ab <= 0 && bc <= 0) assert.ok(ac <= 0);
      if (ab === 0 && bc === 0) assert.equal(ac, 0);
    }),
    { numRuns: 3000 },
  );
});

test('a long and a double compare by their exact values', () => {
  const near = fc.tuple(
    fc.bigInt({ min: -(2n ** 62n), max: 2n ** 62n }),
    fc.integer({ min: -3, max: 3 }),
  );
  fc.assert(
    fc.property(near, ([long, offset]) => {
      const double = Number(long + BigInt(offset));
      const exact = BigInt(double) - long;
      assert.equal(compareNumbers(double, long), exact > 0n ? 1 : exact < 0n ? -1 : 0);
    }),
  );
  assert.equal(compareNumbers(9007199254740993n, 9007199254740992), 1);
});

test('strings compare as their UTF-8 bytes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
      const bytes = Buffer.compare(Buffer.from(a), Buffer.from(b));
      assert.equal(Math.sign(compareStrings(a, b)), bytes);
    }),
  );
});

/** The exact decimal value of a double as an integer over 10^1100. */
function exactUnits(x: number): bigint {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, Math.abs(x));
  const bits = view.getBigUint64(0);
  const field = bits >> 52n;
  const mantissa = (bits & (2n ** 52n - 1n)) + (field === 0n ? 0n : 2n ** 52n);
  const exponent = (field === 0n ? 1n : field) - 1075n;
  const units = 10n ** 1100n * mantissa;
  return exponent >= 0n ? units << exponent : units >> -exponent;
}

/** $round by exact rational arithmetic. */
function roundExactly(x: number, place: number): number {
  const unit = 10n ** BigInt(1100 - place);
  const units = exactUnits(x);
  const below = units / unit;
  const twice = (units % unit) * 2n;
  const up = twice > unit || (twice === unit && below % 2n === 1n);
  const magnitude = Number(`${below + (up ? 1n : 0n)}e${-place}`);
  return x < 0 ? -magnitude : magnitude;
}

test('$round goes half to even on the exact double', () => {
  const number = fc.oneof(
    fc.double({ min: -1e12, max: 1e12, noNaN: true }),
    fc.integer({ min: -40_000, max: 40_000 }).map((eighths) => eighths / 8),
    fc.integer({ min: -99_999, max: 99_999 }).map((thousandths) => thousandths / 1000),
  );
  fc.assert(
    fc.property(number, fc.integer({ min: -6, max: 8 }), (x, place) => {
      assert.equal(Number(roundTo(x, place)) + 0, roundExactly(x, place) + 0);
    }),
    { numRuns: 3000 },
  );
});

const STAGES: readonly unknown[] = [
  { $match: { a: { $ne: 5 } } },
  { $addFields: { 'a.b': 1, 'b.jd': '$candidate', n: { $size: { $ifNull: [null, []] } } } },
  { $project: { 'candidate.a': 0 } },
  {
    $set: {
      candidate: { $reverseArray: { $cond: [{ $isArray: '$candidate' }, '$candidate', []] } },
    },
  },
  { $unset: ['jd', 'a.jd'] },
  {
    $project: {
      a: 1,
      'b.a': 1,
      'b.b': { $literal: [1] },
      m: { $mergeObjects: ['$$ROOT', { z: 1 }] },
    },
  },
  { $replaceWith: { root: '$$ROOT', list: { $concatArrays: [['$a'], ['$b']] } } },
];

test('run never changes its input, and gives the same answer twice', () => {
  const document = fc.dictionary(name, value, { maxKeys: 5, noNullPrototype: true });
  fc.assert(
    fc.property(document, fc.subarray([...STAGES], { minLength: 1 }), (input, stages) => {
      const before = decodeExtendedJson(Object.entries(input));
      const filter = compileFilter(parsePipeline(stages));
      const first = filter.run(input);
      assert.equal(compareValues(Object.entries(input), before), 0);
      assert.equal(compareValues(filter.run(input), first), 0);
    }),
  );
});
