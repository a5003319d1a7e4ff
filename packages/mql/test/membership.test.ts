import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isEqual } from '../src/compare.ts';
import { createContext } from '../src/context.ts';
import { compileFilter, FilterSet, MqlError, parsePipeline } from '../src/index.ts';
import { Membership } from '../src/membership.ts';

const edges = [
  0,
  -0,
  1,
  2 ** 53,
  2 ** 53 + 2,
  2 ** 62,
  2 ** 63,
  0.1,
  Number.NaN,
  Infinity,
  -Infinity,
];
const longs = [
  0n,
  1n,
  2n ** 53n,
  2n ** 53n + 1n,
  2n ** 62n,
  2n ** 62n + 1n,
  2n ** 63n - 1n,
  -(2n ** 63n),
];
const scalar = fc.oneof(
  fc.constantFrom<unknown>(...edges, ...longs, null, undefined, true, false, '', '1', 'a'),
  fc.integer({ min: -3, max: 3 }),
  fc.integer({ min: -3, max: 3 }).map(BigInt),
);
const value = fc.oneof(
  scalar,
  fc.constantFrom(0, 1, Number.NaN).map((ms) => new Date(ms)),
  fc.array(scalar, { maxLength: 2 }),
  fc.record({ a: scalar }),
);

test('a list holds what is equal to one of its values, across types of numbers', () => {
  fc.assert(
    fc.property(fc.array(value, { maxLength: 6 }), value, (list, wanted) => {
      const context = createContext(0, 1000);
      const expected = list.some((one) => isEqual(one, wanted));
      assert.equal(new Membership(list).has(wanted, context), expected);
    }),
    { numRuns: 5000 },
  );
});

test('64-bit numbers are told apart to the last digit, and found in a field of either type', () => {
  const candids = Array.from(
    { length: 50_000 },
    (_, n) => 2_800_000_000_000_000_001n + BigInt(2 * n),
  );
  const filter = compileFilter(parsePipeline([{ $match: { candid: { $in: candids } } }]));
  const out = compileFilter(parsePipeline([{ $match: { candid: { $nin: candids } } }]));
  for (const candid of [candids[0], candids.at(-1)]) {
    assert.deepEqual(filter.run({ candid }), { candid });
    assert.equal(out.run({ candid }), null);
  }
  const between = { candid: 2_800_000_000_000_000_002n };
  assert.equal(filter.run(between), null);
  assert.deepEqual(out.run(between), between);
  const small = compileFilter(parsePipeline([{ $match: { a: { $in: [1n, 2, -0] } } }]));
  for (const a of [1, 1n, 2n, 0, -0, 0n, [7, 2n]]) assert.ok(small.run({ a }), String(a));
  for (const a of [3, 3n, null, '1', true]) assert.equal(small.run({ a }), null, String(a));
});

function stepsOf(match: object, document: Readonly<Record<string, unknown>>): number {
  const set = new FilterSet([{ pipeline: parsePipeline([{ $match: match }]), options: {} }]);
  set.begin(document);
  set.run(0);
  return set.steps;
}

test('long lists of numbers cost nothing to look into; those of other values cost their steps', () => {
  const numbers = Array.from({ length: 20_000 }, (_, n) => n / 2);
  assert.ok(stepsOf({ a: { $in: numbers } }, { a: 9999.5 }) <= 1);
  assert.ok(stepsOf({ $expr: { $in: ['$a', numbers] } }, { a: 9999.5 }) <= 1);
  const dates = numbers.map((ms) => new Date(2 * ms));
  assert.ok(stepsOf({ a: { $in: dates } }, { a: new Date(19_999) }) >= 20_000);
  assert.ok(stepsOf({ $expr: { $in: ['$a', dates] } }, { a: new Date(-1) }) >= 20_000);
});

test('what looks simple and is not costs its filter, not those beside it', () => {
  const long = { $expr: { $gt: [{ $size: { $range: [0, '$n'] } }, 5] } };
  assert.ok(stepsOf(long, { n: 90_000 }) >= 90_000);
  const small = { $expr: { $gt: [{ $size: { $range: [0, '$n'] } }, 6] } };
  assert.equal(stepsOf(small, { n: 900 }), 0);
  const many = Array.from({ length: 2000 }, (_, n) => ({
    $expr: { $gte: [{ $size: { $range: [n * 1000, { $add: ['$n', n * 1000] }] } }, 0] },
  }));
  assert.throws(
    () => stepsOf({ $and: many }, { n: 900 }),
    (error) => error instanceof MqlError && error.code === 'budget',
  );
});

test('a condition beyond what the index allows it costs the same alone and beside others', () => {
  const pipelineOf = (limit: number) =>
    parsePipeline([{ $match: { $expr: { $gt: [{ $size: { $range: [0, '$n'] } }, limit] } } }]);
  const [first, second] = [pipelineOf(5), pipelineOf(6)].map((pipeline) => ({
    pipeline,
    options: {},
  }));
  assert.ok(first && second);
  const together = new FilterSet([first, second]);
  const alone = new FilterSet([second]);
  for (const n of [10, 900, 1100, 50_000, 900]) {
    together.begin({ n });
    together.run(0);
    together.run(1);
    alone.begin({ n });
    alone.run(0);
    assert.equal(together.steps, alone.steps, String(n));
  }
});

test('long lists in a loop are looked up, or cost the steps of the loop', () => {
  const history = Array.from({ length: 100 }, (_, n) => ({
    n: n % 2 === 0 ? n : BigInt(n),
    d: new Date(n),
  }));
  const among = (field: string, list: readonly unknown[]) => ({
    $expr: {
      $eq: [{ $size: { $filter: { input: '$h', cond: { $in: [`$$this.${field}`, list] } } } }, 50],
    },
  });
  const numbers = Array.from({ length: 20_000 }, (_, n) => n + 50);
  const run = (match: object): boolean =>
    compileFilter(parsePipeline([{ $match: match }])).run({ h: history }) !== null;
  assert.ok(run(among('n', numbers)));
  assert.ok(stepsOf(among('n', numbers), { h: history }) < 1000);
  const dates = numbers.slice(0, 2000).map((ms) => new Date(ms));
  assert.ok(run(among('d', dates)));
  assert.ok(stepsOf(among('d', dates), { h: history }) > 100_000);
});
