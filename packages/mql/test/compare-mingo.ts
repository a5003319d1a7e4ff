// npm run compare:mingo [-- pipelines] [-- --seed n]: generated pipelines, which mingo must make the
// same of; the first that it does not ends it, shrunk to the smallest.
import assert from 'node:assert/strict';
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { compareWithMingo } from './mingo-compare.ts';
import { documents, makePipelines } from './random-pipelines.ts';

const { values, positionals } = parseArgs({
  options: { seed: { type: 'string', default: '1' } },
  allowPositionals: true,
});
const count = Number(positionals[0] ?? 100_000);
const seed = Number(values.seed);
if (!Number.isSafeInteger(count) || !Number.isSafeInteger(seed) || count < 1) {
  console.error('usage: npm run compare:mingo -- [pipelines] [--seed n]');
  process.exit(2);
}

const { expression, query, pipeline } = makePipelines(true);
const generated = fc.oneof<fc.Arbitrary<readonly object[]>[]>(
  pipeline,
  expression.map((r) => [{ $replaceWith: { r } }]),
  query.map((match) => [{ $match: match }]),
);

const startedAt = performance.now();
let errors = 0;
let done = 0;
fc.assert(
  fc.property(generated, documents, (stages, given) => {
    const { ours, mingo } = compareWithMingo(stages, given);
    assert.deepEqual(ours, mingo);
    if (ours === 'error') errors += 1;
    done += 1;
    if (done % 10_000 === 0) console.log(`${done} of ${count} pipelines`);
  }),
  { numRuns: count, seed },
);
const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
console.log(`${count} generated pipelines in ${seconds} s: mingo makes the same of each`);
console.log(`${errors} of them end in an error with both`);
