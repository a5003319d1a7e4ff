import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileFilter, MqlError, parsePipeline } from '../src/index.ts';

const LIST = { $range: [0, 3000] };
const doubled = (times: number): object => ({
  $reduce: {
    input: { $range: [0, times] },
    initialValue: 'aaaaaaaa',
    in: { $concat: ['$$value', '$$value'] },
  },
});

/** What looks small and is not; each has to stop by its steps, long before it fills the memory. */
const COSTLY: readonly (readonly [string, readonly object[]])[] = [
  ['unwind of unwind', [{ $set: { a: LIST, b: LIST } }, { $unwind: '$a' }, { $unwind: '$b' }]],
  [
    'windows of all',
    [
      { $set: { a: LIST } },
      { $unwind: '$a' },
      {
        $setWindowFields: {
          output: { all: { $push: '$a', window: { documents: ['unbounded', 'unbounded'] } } },
        },
      },
    ],
  ],
  [
    'groups pushed',
    [
      { $set: { a: LIST, b: LIST } },
      { $unwind: '$a' },
      { $group: { _id: null, all: { $push: '$$ROOT' } } },
      { $unwind: '$all' },
      { $unwind: '$all.b' },
    ],
  ],
  ['a text doubled', [{ $set: { x: { $strLenCP: doubled(40) } } }]],
  [
    'a text replaced',
    [{ $set: { x: { $replaceAll: { input: doubled(12), find: '', replacement: doubled(12) } } } }],
  ],
  [
    'a needle nearly found',
    [{ $set: { x: { $indexOfCP: [doubled(16), { $concat: [doubled(13), 'b'] }] } } }],
  ],
  [
    'a regex over a long text',
    [{ $set: { x: { $regexFind: { input: doubled(16), regex: '(a?){100}(a?){100}b' } } } }],
  ],
  [
    'a regex that finds all',
    [{ $set: { x: { $regexFindAll: { input: doubled(14), regex: 'a' } } } }],
  ],
  [
    'many sorts',
    [{ $set: { x: { $map: { input: LIST, in: { $sortArray: { input: LIST, sortBy: -1 } } } } } }],
  ],
];

test('a filter that costs too much is stopped by its steps', () => {
  for (const [what, stages] of COSTLY) {
    const filter = compileFilter(parsePipeline(stages), { maxSteps: 300_000, maxMs: 60_000 });
    const before = performance.now();
    assert.throws(
      () => filter.run({}),
      (error) => error instanceof MqlError && error.code === 'budget',
      what,
    );
    const elapsedMs = performance.now() - before;
    assert.ok(elapsedMs < 5000, `${what} took ${elapsedMs.toFixed(0)} ms`);
  }
});
