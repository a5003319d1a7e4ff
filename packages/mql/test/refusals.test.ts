import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FORBIDDEN_OPERATORS, UNSUPPORTED_OPERATORS } from '../src/expressions/registry.ts';
import { compileFilter, MqlError, parsePipeline } from '../src/index.ts';
import { UNSUPPORTED_FIELD_OPERATORS } from '../src/query/parse-query.ts';
import { FORBIDDEN_STAGES, UNSUPPORTED_STAGES } from '../src/stages/parse-stages.ts';

function refusal(stages: readonly unknown[], options = {}): MqlError {
  try {
    parsePipeline(stages, options);
  } catch (error) {
    if (error instanceof MqlError) return error;
    throw error;
  }
  return assert.fail(`${JSON.stringify(stages)} was taken`);
}

/** Ways to put a stage where an outer look would not find it. */
const HIDDEN: readonly (readonly [string, (stage: unknown) => unknown])[] = [
  ['0', (stage) => stage],
  ['0.$facet.x.1', (stage) => ({ $facet: { x: [{ $match: {} }, stage] } })],
];

test('stages that write or look elsewhere are refused with their place and what to do, nested too', () => {
  for (const [name] of [...FORBIDDEN_STAGES, ...UNSUPPORTED_STAGES]) {
    for (const [place, hide] of HIDDEN) {
      const { code, path, hint } = refusal([hide({ [name]: {} })]);
      assert.match(code, /forbidden|unsupported/, name);
      assert.equal(path, `${place}.${name}`);
      assert.ok(hint, name);
    }
  }
});

/** Ways to put an expression deep into a pipeline. */
const PLACES: readonly (readonly [string, (expression: unknown) => unknown])[] = [
  ['0.$set.x', (x) => ({ $set: { x } })],
  ['0.$match.$expr', (x) => ({ $match: { $expr: x } })],
  ['0.$match.a.$elemMatch.$expr', (x) => ({ $match: { a: { $elemMatch: { $expr: x } } } })],
  ['0.$group._id', (x) => ({ $group: { _id: x } })],
  ['0.$group.s.$sum', (x) => ({ $group: { _id: null, s: { $sum: x } } })],
  [
    '0.$facet.f.0.$set.x.$map.in',
    (x) => ({ $facet: { f: [{ $set: { x: { $map: { input: [], in: x } } } }] } }),
  ],
  [
    '0.$setWindowFields.output.r.$sum',
    (x) => ({ $setWindowFields: { output: { r: { $sum: x } } } }),
  ],
];

test('operators that run code or chance are refused wherever they stand', () => {
  for (const name of [...FORBIDDEN_OPERATORS.keys(), ...UNSUPPORTED_OPERATORS.keys()]) {
    for (const [place, put] of PLACES) {
      const { code, path, hint } = refusal([put({ [name]: {} })]);
      assert.match(code, /forbidden|unsupported/, name);
      assert.equal(path, `${place}.${name}`);
      assert.ok(hint, name);
    }
  }
  for (const name of UNSUPPORTED_FIELD_OPERATORS.keys()) {
    assert.equal(refusal([{ $match: { a: { [name]: {} } } }]).code, 'unsupported');
  }
  const accumulator = refusal([{ $group: { _id: 1, a: { $accumulator: {} } } }]);
  assert.deepEqual([accumulator.code, accumulator.path], ['forbidden', '0.$group.a.$accumulator']);
  assert.equal(refusal([{ $match: { $where: 'true' } }]).path, '0.$match.$where');
});

test('what is not the same every time is refused in filters', () => {
  assert.equal(refusal([{ $sample: { size: 1 } }]).code, 'forbidden');
  assert.equal(
    refusal([{ $facet: { a: [{ $sample: { size: 1 } }] } }]).path,
    '0.$facet.a.0.$sample',
  );
  assert.ok(parsePipeline([{ $sample: { size: 1 } }], { purpose: 'query' }));
  for (const variable of ['$$NOW', '$$CLUSTER_TIME']) {
    const { path, hint } = refusal([{ $set: { x: { $subtract: [variable, 1] } } }]);
    assert.equal(path, '0.$set.x.$subtract.0');
    assert.match(hint ?? '', /candidate\.jd/);
  }
});

const HISTORY = {
  $lookup: { from: 'ZTF_alerts_aux', localField: 'objectId', foreignField: '_id', as: 'aux' },
};

test('the own history may be looked up as long as it is the own one', () => {
  const n = { $size: { $arrayElemAt: ['$aux.prv_candidates', 0] } };
  const stages = [{ $match: { a: 1 } }, { $set: { b: 2 } }, HISTORY, { $project: { _id: 0, n } }];
  assert.deepEqual(compileFilter(parsePipeline(stages)).run({ a: 1, prv_candidates: [1, 2] }), {
    n: 2,
  });
  for (const before of [
    { $project: { candid: 1 } },
    { $unset: 'prv_candidates' },
    { $set: { 'fp_hists.x': 1 } },
    { $unwind: '$prv_candidates' },
  ]) {
    const { code, path } = refusal([before, HISTORY]);
    assert.deepEqual([code, path], ['forbidden', '1.$lookup']);
  }
});
