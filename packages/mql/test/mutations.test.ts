import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileFilter, parsePipeline } from '../src/index.ts';
import { readFilters, runMutations } from './mutations.ts';

const RUNS = Number(process.env.FRITZ_FUZZ_RUNS ?? 5000);

test('the filters that are mutated compile as they are', () => {
  for (const text of readFilters()) assert.ok(compileFilter(parsePipeline(text)));
});

test('mutated filters never crash the compiler: whatever is wrong is an error of its own', (context) => {
  const { compiled, ran, refused } = runMutations(RUNS, 1);
  const codes = [...refused].map(([code, count]) => `${code} ${count}`).join(', ');
  context.diagnostic(`${RUNS} mutations: ${compiled} compiled, ${ran} ran; refused: ${codes}`);
  assert.ok(compiled > RUNS / 20 && compiled < RUNS, 'mutations should spoil most, but not all');
});
