import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { compileFilter, type MqlDocument, parsePipeline } from '../src/index.ts';

/** A document whose `history` counts how often it is read. */
function watched(fields: Record<string, unknown>): { document: MqlDocument; reads: () => number } {
  let count = 0;
  const document: MqlDocument = { ...fields };
  Object.defineProperty(document, 'history', {
    enumerable: true,
    get() {
      count += 1;
      return [{ m: 18 }, { m: 20 }];
    },
  });
  return { document, reads: () => count };
}

function compile(stages: readonly object[], costly: readonly string[] = ['history']) {
  return compileFilter(parsePipeline(JSON.stringify(stages)), { costly });
}

test('a cheap cut after a costly field is made first, whatever stage stands between', () => {
  const peak = { $max: '$history.m' };
  const cuts: readonly object[][] = [
    [{ $addFields: { peak } }, { $match: { 'c.mag': { $lt: 17 }, peak: { $gt: 19 } } }],
    [{ $addFields: { peak } }, { $match: { peak: { $gt: 19 } } }, { $match: { 'c.mag': 17 } }],
    [{ $project: { peak, mag: '$c.mag' } }, { $match: { mag: { $lt: 17 }, peak: { $gt: 19 } } }],
    [{ $project: { peak, c: 1 } }, { $match: { $expr: { $and: [{ $lt: ['$c.mag', 17] }] } } }],
    [
      { $addFields: { age: { $subtract: ['$c.mag', 1] } } },
      { $match: { age: { $lt: 0 } } },
      { $match: { 'history.m': 18 } },
    ],
  ];
  for (const stages of cuts) {
    const { document, reads } = watched({ c: { mag: 18 } });
    assert.equal(compile(stages).run(document), null);
    assert.equal(reads(), 0, JSON.stringify(stages));
  }
});

test('a condition on a costly computed field stays behind it', () => {
  const { document, reads } = watched({ c: { mag: 16 } });
  const stages = [
    { $project: { peak: { $max: '$history.m' }, mag: '$c.mag' } },
    { $match: { mag: { $lt: 17 }, $expr: { $gt: ['$peak', { $add: ['$mag', 3] }] } } },
  ];
  assert.deepEqual(compile(stages).run(document), { peak: 20, mag: 16 });
  assert.ok(reads() > 0);
});

const value = fc.oneof(
  fc.integer({ min: -2, max: 3 }),
  fc.constantFrom(null, 'a', true),
  fc.array(fc.integer({ min: -2, max: 3 }), { maxLength: 3 }),
);
const name = fc.constantFrom('a', 'b', 'c', 'd');
const path = fc.oneof(
  name,
  name.map((top) => `${top}.x`),
);
const expression = fc.oneof(
  path.map((one) => `$${one}`),
  fc.tuple(path, fc.integer({ min: -2, max: 3 })).map(([one, n]) => ({ $gt: [`$${one}`, n] })),
  path.map((one) => ({ $ifNull: [`$${one}`, 7] })),
  name.map((one) => ({
    $size: { $ifNull: [{ $cond: [{ $isArray: `$${one}` }, `$${one}`, []] }, []] },
  })),
);
const condition = fc.oneof(
  fc.tuple(path, value).map(([one, v]) => ({ [one]: v })),
  fc.tuple(path, fc.integer({ min: -2, max: 3 })).map(([one, n]) => ({ [one]: { $lte: n } })),
  path.map((one) => ({ [one]: { $exists: false } })),
  fc.tuple(expression, expression).map((pair) => ({ $expr: { $and: [{ $ne: pair }] } })),
);
const computed = fc.tuple(name, expression).map(([one, e]) => ({ [one]: e }));
const stage = fc.oneof(
  fc.array(condition, { minLength: 1, maxLength: 2 }).map((all) => ({ $match: { $and: all } })),
  computed.map((fields) => ({ $addFields: fields })),
  fc.tuple(name, computed).map(([kept, fields]) => ({ $project: { [kept]: 1, ...fields } })),
);
const document = fc.record(
  {
    a: value,
    b: fc.oneof(value, fc.record({ x: value })),
    c: fc.oneof(value, fc.array(fc.record({ x: value }), { maxLength: 2 })),
    d: value,
  },
  { requiredKeys: [] },
);

test('conditions that are tried early change no result', () => {
  fc.assert(
    fc.property(fc.array(stage, { minLength: 1, maxLength: 5 }), document, (stages, input) => {
      let expected: MqlDocument | null = input;
      for (const one of stages) if (expected) expected = compile([one], []).run(expected);
      for (const costly of [[], ['a'], ['a', 'b']]) {
        assert.deepEqual(compile(stages, costly).run(input), expected);
      }
    }),
    { numRuns: 2000 },
  );
});
