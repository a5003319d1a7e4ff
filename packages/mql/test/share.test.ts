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
