import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  compileFilter,
  FilterSet,
  type MqlDocument,
  MqlError,
  parsePipeline,
} from '../src/index.ts';
import { compileStraight } from '../src/straight.ts';

function overrun(run: () => unknown): MqlError {
  try {
    run();
  } catch (error) {
    if (error instanceof MqlError) return error;
    throw error;
  }
  throw new assert.AssertionError({ message: 'it was not stopped' });
}

function range(count: number): object {
  return { $range: [0, count] };
}

/** Loops within loops, the innermost over what all of them go through: 1000^depth additions. */
function nested(depth: number, outer: readonly string[] = []): object {
  const all = [...outer, `$$v${depth}`];
  const body = depth === 1 ? { $add: all } : nested(depth - 1, all);
  return { $map: { input: range(1000), as: `v${depth}`, in: body } };
}

const HOSTILE: Readonly<Record<string, readonly object[]>> = {
  'loops in loops': [{ $match: { $expr: { $gt: [{ $size: nested(3) }, 0] } } }],
  'a long range': [{ $match: { $expr: { $gt: [{ $size: range(2_000_000_000) }, 0] } } }],
  'a list that doubles': [
    {
      $match: {
        $expr: {
          $reduce: {
            input: range(60),
            initialValue: [1],
            in: { $concatArrays: ['$$value', '$$value'] },
          },
        },
      },
    },
  ],
  'a text that doubles': [
    {
      $match: {
        $expr: {
          $reduce: { input: range(60), initialValue: 'x', in: { $concat: ['$$value', '$$value'] } },
        },
      },
    },
  ],
  'a value compared that holds itself twice, sixty times over': [
    {
      $match: {
        $expr: {
          $let: {
            vars: {
              deep: {
                $reduce: { input: range(60), initialValue: [1], in: ['$$value', '$$value'] },
              },
              same: {
                $reduce: {
                  input: range(60),
                  initialValue: { $literal: [1] },
                  in: ['$$value', '$$value'],
                },
              },
            },
            in: { $eq: ['$$deep', '$$same'] },
          },
        },
      },
    },
  ],
  'regexes that the filter makes, each another': [
    {
      $match: {
        $expr: {
          $anyElementTrue: {
            $map: {
              input: range(30_000),
              in: {
                $regexMatch: {
                  input: 'aaaa',
                  regex: { $concat: ['((a?){50}b)*', { $toString: '$$this' }, '(?i)[x-z]{1,200}'] },
                },
              },
            },
          },
        },
      },
    },
  ],
  'regexes out of a field that the filter sets, of nothing over and over': [
    { $set: { pattern: '(?:){50}{1000}{1000}{1000}' } },
    {
      $match: {
        $expr: {
          $allElementsTrue: {
            $map: {
              input: range(100_000),
              in: { $regexMatch: { input: { $toString: '$$this' }, regex: '$pattern' } },
            },
          },
        },
      },
    },
  ],
  'a text of characters that no table knows, against many': [
    {
      $match: {
        $expr: {
          $regexMatch: {
            input: {
              $reduce: {
                input: range(13),
                initialValue: 'é',
                in: { $concat: ['$$value', '$$value'] },
              },
            },
            regex: `[${'αβ'.repeat(7000)}]{2}$`,
          },
        },
      },
    },
  ],
  'a text against many captures': [
    {
      $match: {
        $expr: {
          $regexFind: {
            input: {
              $reduce: {
                input: range(13),
                initialValue: 'a',
                in: { $concat: ['$$value', '$$value'] },
              },
            },
            regex: `${'()'.repeat(1000)}b`,
          },
        },
      },
    },
  ],
  'an output that grows': [
    { $project: { list: { $map: { input: range(900_000), in: { a: '$$this', b: '$$this' } } } } },
  ],
};

for (const [name, stages] of Object.entries(HOSTILE)) {
  test(`stopped within its budget: ${name}`, () => {
    const filter = compileFilter(parsePipeline(stages));
    const start = performance.now();
    const error = overrun(() => filter.run({}));
    const elapsedMs = performance.now() - start;
    assert.equal(error.code, 'budget');
    assert.ok(elapsedMs < 2000, `took ${elapsedMs} ms`);
  });
}

test('a replay is stopped at the same step, alone or beside others', () => {
  const pipeline = parsePipeline([
    { $match: { $expr: { $size: '$n' } } },
    { $set: { m: nested(3) } },
  ]);
  const alone = new FilterSet([{ pipeline, options: {} }]);
  const beside = new FilterSet([
    { pipeline: parsePipeline([{ $match: { $expr: { $size: nested(2) } } }]), options: {} },
    { pipeline, options: {} },
  ]);
  const steps = [alone, beside, alone].map((set) => {
    const index = set.distinct - 1;
    set.begin({ n: [1] });
    for (let before = 0; before < index; before += 1) overrun(() => set.run(before));
    overrun(() => set.run(index));
    return set.steps;
  });
  assert.equal(new Set(steps).size, 1, steps.join());
});

test('the clock stops what its steps do not measure', () => {
  const wide = { $add: Array.from({ length: 2000 }, () => '$$this') };
  const pipeline = parsePipeline([
    { $match: { $expr: { $size: { $map: { input: range(400_000), in: wide } } } } },
  ]);
  for (const filter of [
    compileFilter(pipeline, { maxMs: 30 }),
    compileStraight(pipeline, { maxMs: 30 }),
  ]) {
    const start = performance.now();
    const error = overrun(() => filter.run({}));
    assert.match(`${error.code} ${error.message}`, /^budget the filter took longer than 30 ms/);
    assert.ok(performance.now() - start < 2000);
  }
});

test('the next document gets the whole budget again', () => {
  const pipeline = parsePipeline([
    { $match: { $expr: { $size: { $map: { input: { $range: [0, '$n'] }, in: '$$this' } } } } },
  ]);
  const filter = compileFilter(pipeline, { maxSteps: 1000 });
  const run = (n: number): MqlDocument | null => filter.run({ n });
  for (let again = 0; again < 5; again += 1) {
    assert.deepEqual(run(400), { n: 400 });
    assert.match(overrun(() => run(600)).message, /more than 1000 steps/);
  }
});
