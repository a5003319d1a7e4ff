import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { EXPRESSION_OPERATORS } from '../src/expressions/registry.ts';
import { compileFilter, type MqlDocument, MqlError, parsePipeline } from '../src/index.ts';
import { findReads } from '../src/reads.ts';
import { compileStraight } from '../src/straight.ts';
import { isPlainObject } from '../src/values.ts';
import { DOCUMENT, ROWS } from './expression-rows.ts';
import { document, makePipelines } from './random-pipelines.ts';

const { pipeline } = makePipelines(false);
const RUNS = Number(process.env.FRITZ_FUZZ_RUNS ?? 500);

/** A value with only what the paths name; arrays on the way are gone through. */
function narrow(value: unknown, paths: readonly (readonly string[])[]): unknown {
  if (paths.some((path) => path.length === 0)) return value;
  if (Array.isArray(value)) return value.map((item) => narrow(item, paths));
  // What is no document stays as it is: a filter may see that it is there, and no document.
  if (!isPlainObject(value)) return value;
  const kept: Record<string, unknown> = {};
  for (const [name, part] of Object.entries(value)) {
    const inside = paths.filter(([first]) => first === name).map((path) => path.slice(1));
    if (inside.length > 0) kept[name] = narrow(part, inside);
  }
  return kept;
}

function outcome(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    if (error instanceof MqlError) return `${error.code} at ${error.path}`;
    throw error;
  }
}

/** Runs a filter on a document, and on one that has only what the filter says that it reads. */
function checkReads(stages: string | readonly unknown[], input: MqlDocument): void {
  const filter = compileFilter(parsePipeline(stages), { computedOnly: true });
  if (filter.reads === null) return;
  const paths = filter.reads.map((path) => path.split('.'));
  const small = narrow(input, [...paths, ['_id']]);
  assert.ok(isPlainObject(small));
  // The input's own fields are kept by the caller: they are left out where it has them.
  const own = (output: MqlDocument | null) =>
    output && Object.entries(output).filter(([name]) => !Object.hasOwn(input, name));
  assert.deepEqual(
    outcome(() => own(filter.run(small))),
    outcome(() => own(filter.run(input))),
    `${JSON.stringify(stages)} reads ${filter.reads.join()}`,
  );
}

test('each operator sees the same in a document that has only what it reads', () => {
  for (const [expression] of ROWS) {
    try {
      parsePipeline(`[{$project: {_id: 0, r: ${expression}}}]`);
    } catch {
      continue;
    }
    checkReads(`[{$project: {_id: 0, r: ${expression}}}]`, DOCUMENT);
    checkReads(`[{$match: {$expr: {$gt: [${expression}, null]}}}, {$project: {i: 1}}]`, DOCUMENT);
  }
});

test('so does every pipeline, with stages that see many documents', () => {
  fc.assert(
    fc.property(pipeline, document, (stages, input) => {
      checkReads(stages, { _id: 1, ...input });
    }),
    { numRuns: RUNS },
  );
});

test('an operator that the analysis does not know reads everything', () => {
  const [set] = parsePipeline([{ $project: { r: { $abs: '$a' } } }]).stages;
  assert.ok(set?.kind === 'include');
  const call = set.projection.computed.get('r');
  assert.ok(call?.kind === 'call');
  const unknown = { ...call, operator: '$unheardOf' };
  assert.ok(!EXPRESSION_OPERATORS.has(unknown.operator));
  const projection = { ...set.projection, computed: new Map([['r', unknown]]) };
  assert.deepEqual(findReads([set], { passesInput: false }), ['a']);
  assert.equal(findReads([{ ...set, projection }], { passesInput: false }), null);
});

test('the order of evaluation changes no result, beside stages that see many documents either', () => {
  fc.assert(
    fc.property(pipeline, document, fc.boolean(), (stages, given, computedOnly) => {
      const input = { _id: 1, ...given };
      const parsed = parsePipeline(stages);
      const straight = outcome(() => compileStraight(parsed, { computedOnly }).run(input));
      const fast = outcome(() => compileFilter(parsed, { computedOnly, costly: ['d'] }).run(input));
      // Where the author's order ends in an error, an early cut may reject the document instead.
      if (typeof straight === 'string' && fast === null) return;
      assert.deepEqual(fast, straight, JSON.stringify(stages));
    }),
    { numRuns: RUNS },
  );
});
