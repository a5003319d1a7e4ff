import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { compareValues } from '../src/compare.ts';
import { type MqlDocument, MqlError, parsePipeline } from '../src/index.ts';
import { FilterSet, type FilterSource } from '../src/share/filter-set.ts';
import { compileStraight } from '../src/straight.ts';
import { documents, pipelines } from './arbitrary-pipelines.ts';

type Result = { output: MqlDocument | null } | { error: MqlError };

function attempt(run: () => MqlDocument | null): Result {
  try {
    return { output: run() };
  } catch (error) {
    if (error instanceof MqlError) return { error };
    throw error;
  }
}

function parse(stages: readonly unknown[]): FilterSource[] {
  try {
    return [{ pipeline: parsePipeline(stages), options: { costly: ['list'] } }];
  } catch (error) {
    if (error instanceof MqlError) return [];
    throw error;
  }
}

/** The same fields in the same order, at every level. */
function assertSame(actual: MqlDocument, expected: MqlDocument): void {
  assert.deepEqual(actual, expected);
  assert.equal(compareValues(actual, expected), 0, 'the order of the fields');
}

/**
 * What passes, passes with the same output; what is rejected is rejected; and an error either
 * comes up in both, at the same place, or a condition that was tried early has rejected before.
 */
function assertAgrees(fast: Result, straight: Result): void {
  if ('error' in fast) {
    assert.ok('error' in straight, `only the fast evaluation failed: ${fast.error.message}`);
    assert.deepEqual(
      [fast.error.path, fast.error.message],
      [straight.error.path, straight.error.message],
    );
  } else if (fast.output === null) {
    assert.ok('error' in straight || straight.output === null, 'the fast evaluation lost it');
  } else {
    assert.ok('output' in straight && straight.output !== null, 'only the fast evaluation passed');
    assertSame(fast.output, straight.output);
  }
}

const sets = fc.array(pipelines, { minLength: 1, maxLength: 5 });

test('a set of filters gives what each gives alone, stage by stage', () => {
  const seen = { passed: 0, rejected: 0, failed: 0 };
  fc.assert(
    fc.property(sets, fc.array(documents, { minLength: 1, maxLength: 4 }), (all, inputs) => {
      const sources = all.flatMap(parse);
      const set = new FilterSet([...sources, ...sources.slice(0, 1)]);
      const straights = sources.map(({ pipeline, options }) => compileStraight(pipeline, options));
      for (const input of inputs) {
        set.begin(input);
        straights.forEach((straight, index) => {
          const expected = attempt(() => straight.run(input));
          assertAgrees(
            attempt(() => set.run(index)),
            expected,
          );
          if ('error' in expected) seen.failed += 1;
          else if (expected.output === null) seen.rejected += 1;
          else seen.passed += 1;
        });
      }
    }),
    { numRuns: Number(process.env.FRITZ_FUZZ_RUNS ?? 3000) },
  );
  assert.ok(Math.min(seen.passed, seen.rejected, seen.failed) > 100, JSON.stringify(seen));
});

test('the steps of a filter do not depend on the filters beside it, nor on their order', () => {
  fc.assert(
    fc.property(sets, documents, (all, input) => {
      const sources = all.flatMap(parse);
      const together = new FilterSet(sources);
      const steps = (set: FilterSet, index: number): number => {
        attempt(() => set.run(index));
        return set.steps;
      };
      for (const order of [sources.keys().toArray(), sources.keys().toArray().reverse()]) {
        together.begin(input);
        for (const index of order) {
          const source = sources[index];
          if (source === undefined) continue;
          const alone = new FilterSet([source]);
          alone.begin(input);
          assert.equal(steps(together, index), steps(alone, 0));
        }
      }
    }),
    { numRuns: 1000 },
  );
});

function sourceOf(...stages: object[]): FilterSource {
  return { pipeline: parsePipeline(stages), options: {} };
}

/** A document whose history is made when it is read, and counts how often that is. */
function lazyDocument(history: () => unknown): { document: MqlDocument; reads: () => number } {
  let count = 0;
  const document: MqlDocument = { c: { mag: 18 } };
  Object.defineProperty(document, 'history', {
    enumerable: true,
    get() {
      count += 1;
      return history();
    },
  });
  return { document, reads: () => count };
}

const bright = { $filter: { input: '$history', as: 'p', cond: { $lt: ['$$p.m', 19] } } };

test('identical filters run once, and what two compute is computed once', () => {
  const one = sourceOf(
    { $set: { n: { $size: bright } } },
    { $match: { n: 2 } },
    { $project: { n: 1 } },
  );
  const same = sourceOf(
    { $set: { n: { $size: bright } } },
    { $match: { n: 2 } },
    { $project: { n: 1 } },
  );
  const other = sourceOf({ $match: { $expr: { $gt: [{ $size: bright }, 5] } } });
  const set = new FilterSet([one, same, other]);
  assert.equal(set.distinct, 2);
  const { document, reads } = lazyDocument(() => [{ m: 18 }, { m: 20 }, { m: 17 }]);
  set.begin(document);
  assert.deepEqual(set.run(0), { n: 2 });
  const before = reads();
  assert.equal(set.run(1), set.run(0));
  assert.equal(set.run(2), null);
  assert.equal(reads(), before, 'the history was gone through once');
});

test('history that is missing stops only whom it concerns, and is asked for again', () => {
  class Missing extends Error {}
  let isThere = false;
  const history = () => {
    if (!isThere) throw new Missing();
    return [{ m: 18 }];
  };
  const set = new FilterSet([
    {
      ...sourceOf({ $match: { $expr: { $eq: [{ $size: bright }, 1] } } }),
      options: { costly: ['history'] },
    },
    sourceOf({ $match: { 'c.mag': 18 } }, { $project: { m: '$c.mag' } }),
    { ...sourceOf({ $project: { n: { $size: bright } } }), options: { costly: ['history'] } },
  ]);
  const { document } = lazyDocument(history);
  set.begin(document);
  assert.throws(() => set.run(0), Missing);
  assert.deepEqual(set.run(1), { m: 18 });
  assert.throws(() => set.run(2), Missing);
  isThere = true;
  set.begin(document);
  assert.ok(set.run(0));
  assert.deepEqual(set.run(2), { n: 1 });
});

test('a long, a text or an array among the numbers of a history changes nothing', () => {
  const points = [{ m: 18 }, { m: 3n }, { m: 'x' }, { m: null }, {}, { m: [1] }, { m: Number.NaN }];
  const stages = [
    {
      $set: {
        low: { $size: bright },
        in: {
          $anyElementTrue: [{ $map: { input: '$history', in: { $in: ['$$this.m', [18, 'x']] } } }],
        },
      },
    },
    { $match: { low: { $gte: 0 } } },
    {
      $project: {
        low: 1,
        in: 1,
        mags: {
          $map: { input: '$history', in: { $cond: [{ $gt: ['$$this.m', 17] }, '$$this.m', 0] } },
        },
      },
    },
  ];
  for (let size = 0; size <= points.length; size += 1) {
    const input = { history: points.slice(0, size) };
    const set = new FilterSet([sourceOf(...stages)]);
    set.begin(input);
    const expected = compileStraight(parsePipeline(stages)).run(input);
    assert.deepEqual(set.run(0), expected);
  }
});

test('a pipeline that is too deep to be restated runs as it is written', () => {
  const deep = Array.from({ length: 3000 }, (_, index) => ({
    $set: { a: { $add: ['$a', index % 2] } },
  }));
  const set = new FilterSet([
    sourceOf({ $match: { a: 1 } }),
    sourceOf(...deep, { $match: { a: 1501 } }),
  ]);
  set.begin({ a: 1 });
  assert.deepEqual(set.run(0), { a: 1 });
  assert.deepEqual(set.run(1), { a: 1501 });
});
