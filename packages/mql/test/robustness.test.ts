import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { EXPRESSION_OPERATORS } from '../src/expressions/registry.ts';
import { compileFilter, MqlError, parsePipeline } from '../src/index.ts';
import { parseText } from '../src/parse-text.ts';

const DOCUMENT = {
  a: 1.5,
  b: [1, 2n, 'x', null, [3], { jd: 4, b: [] }],
  candidate: { jd: 2459000.5, isdiffpos: 't', drb: null },
  list: [{ jd: 1, a: [{ b: 2 }] }, { jd: 2 }, 7],
};

const names = fc.constantFrom(
  'a',
  'b',
  'candidate',
  'candidate.jd',
  'list.a.b',
  'b.5.jd',
  '',
  'a.',
  'x',
  'input',
  'in',
  'cond',
  'vars',
  'if',
  'then',
  'else',
  'branches',
  'constructor',
);
const operators = fc.constantFrom(
  ...EXPRESSION_OPERATORS.keys(),
  '$exists',
  '$elemMatch',
  '$all',
  '$nin',
  '$nor',
  '$expr',
  '$mod',
  '$type',
  '$size',
  '$nope',
);
const leaf = fc.oneof(
  fc.constantFrom(
    0,
    1,
    -1,
    2.5,
    true,
    false,
    null,
    'x',
    '$',
    '$$',
    '$$ROOT',
    '$$REMOVE',
    '$$this.jd',
    '$b.',
    5n,
  ),
  names.map((name) => `$${name}`),
);
const { tree } = fc.letrec((tie) => ({
  tree: fc.oneof(
    { maxDepth: 6, withCrossShrink: true },
    leaf,
    tie('list'),
    tie('call'),
    tie('object'),
  ),
  list: fc.array(tie('tree'), { maxLength: 3 }),
  call: fc.tuple(operators, tie('tree')).map(([operator, argument]) => ({ [operator]: argument })),
  object: fc.dictionary(fc.oneof(names, operators), tie('tree'), { maxKeys: 3 }),
}));
const stage = fc
  .tuple(
    fc.constantFrom(
      '$match',
      '$project',
      '$addFields',
      '$set',
      '$unset',
      '$replaceRoot',
      '$replaceWith',
      '$sort',
    ),
    tree,
  )
  .map(([name, argument]) => ({ [name]: argument }));

function rethrowOthers(error: unknown): void {
  if (!(error instanceof MqlError)) throw error;
}

test('whatever is given, only MqlErrors are thrown', () => {
  fc.assert(
    fc.property(fc.array(stage, { minLength: 1, maxLength: 3 }), (stages) => {
      try {
        compileFilter(parsePipeline(stages), { maxSteps: 1000 }).run(DOCUMENT);
      } catch (error) {
        rethrowOthers(error);
      }
    }),
    { numRuns: 2000 },
  );
});

test('whatever an operator is given, only MqlErrors are thrown', () => {
  const call = fc.tuple(operators, fc.array(leaf, { maxLength: 3 }));
  fc.assert(
    fc.property(call, ([operator, argument]) => {
      try {
        compileFilter(parsePipeline([{ $set: { r: { [operator]: argument } } }])).run(DOCUMENT);
      } catch (error) {
        rethrowOthers(error);
      }
    }),
    { numRuns: 2000 },
  );
});

function toText(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) =>
    typeof item === 'bigint' ? Number(item) : item,
  );
}

test('the lenient reader agrees with JSON.parse on JSON, and refuses noise with MqlError', () => {
  fc.assert(
    fc.property(fc.json({ stringUnit: 'binary', maxDepth: 3 }), fc.nat(), (json, cut) => {
      assert.equal(toText(parseText(json)), toText(JSON.parse(json)));
      try {
        parseText(json.slice(0, cut % (json.length + 1)));
      } catch (error) {
        rethrowOthers(error);
      }
    }),
  );
});

test('a pipeline that nests too deeply is refused, not a crash', () => {
  let deep: unknown = 1;
  for (let level = 0; level < 20_000; level += 1) deep = { $not: [deep] };
  assert.throws(() => parsePipeline([{ $set: { x: deep } }]), MqlError);
  assert.throws(() => parsePipeline(`${'['.repeat(20_000)}`), MqlError);
});
