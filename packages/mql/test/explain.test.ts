import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  type ExplainedCondition,
  explainOne,
  Funnel,
  type MqlDocument,
  MqlError,
  type Pipeline,
  parsePipeline,
} from '../src/index.ts';
import { compileStraight } from '../src/straight.ts';
import { documents, pipelines } from './arbitrary-pipelines.ts';

function pipelineOf(...stages: object[]): Pipeline {
  return parsePipeline(stages);
}

function partsOf(condition: ExplainedCondition | null | undefined) {
  return condition?.parts.map(({ id, text, held, reached }) => [id, text, held, reached]);
}

const young = pipelineOf(
  { $match: { 'candidate.drb': { $gt: 0.5 }, 'candidate.ssdistnr': { $ne: 0 } } },
  {
    $project: {
      candid: 1,
      age: { $subtract: ['$candidate.jd', '$candidate.start'] },
      rock: { $and: [{ $gte: ['$candidate.ssdistnr', 0] }, { $lt: ['$candidate.ssdistnr', 12] }] },
    },
  },
  { $match: { rock: false, $expr: { $and: [{ $lt: ['$age', 5] }, { $gt: ['$age', 1] }] } } },
);

function alert(candidate: object, candid = 7n): MqlDocument {
  return { candid, candidate: { jd: 10, start: 2, drb: 0.9, ssdistnr: -999, ...candidate } };
}

test('each stage tells what went in and out, and each condition whether it held', () => {
  const explanation = explainOne(young, alert({}));
  assert.equal(explanation.outcome, 'rejected');
  assert.deepEqual(
    explanation.stages.map(({ name, at, outcome, documentsOut }) => [
      name,
      at,
      outcome,
      documentsOut,
    ]),
    [
      ['$match', '0.$match', 'passed', 1],
      ['$project', '1.$project', 'passed', 1],
      ['$match', '2.$match', 'rejected', 0],
    ],
  );
  const [first, second, third] = explanation.stages;
  assert.deepEqual(partsOf(first?.condition), [
    ['0/0', 'candidate.drb $gt 0.5', true, true],
    ['0/1', 'candidate.ssdistnr $ne 0', true, true],
  ]);
  assert.deepEqual(first?.condition?.parts[0]?.operands, [
    { text: 'candidate.drb', seen: { type: 'double', value: 0.9, length: null } },
  ]);
  assert.deepEqual(first?.condition?.parts[0]?.expected, { $gt: 0.5 });
  assert.deepEqual(second?.output, [{ candid: 7n, age: 8, rock: false }]);
  assert.deepEqual(second?.fields, { added: ['age', 'rock'], changed: [], removed: ['candidate'] });
  assert.deepEqual(partsOf(third?.condition?.parts[1]), [
    ['2/1/0', '$lt [$age, 5]', false, true],
    ['2/1/1', '$gt [$age, 1]', true, false],
  ]);
  assert.deepEqual(third?.condition?.parts[1]?.parts[0]?.operands, [
    { text: '$age', seen: { type: 'int', value: 8, length: null } },
  ]);
});

test('a test of a computed condition shows what that was made of', () => {
  const { stages } = explainOne(young, alert({ ssdistnr: 3 }));
  const rock = stages[2]?.condition?.parts[0];
  assert.equal(rock?.held, false);
  assert.deepEqual(partsOf(rock?.cause), [
    ['2/0=/0', '$gte [$candidate.ssdistnr, 0]', true, true],
    ['2/0=/1', '$lt [$candidate.ssdistnr, 12]', true, true],
  ]);
  assert.deepEqual(rock?.cause?.parts[1]?.operands[0]?.seen.value, 3);
});

test('a filter that stops early leaves the stages behind it out', () => {
  const { stages, output } = explainOne(young, alert({ drb: 0.1 }));
  assert.deepEqual(
    stages.map((stage) => [stage.outcome, stage.documentsIn]),
    [
      ['rejected', 1],
      ['skipped', 0],
      ['skipped', 0],
    ],
  );
  assert.equal(output, null);
});

test('an error names its operator; one that the stream does not come to is told as such', () => {
  const failing = pipelineOf({ $set: { n: { $abs: '$text' } } }, { $match: { n: 1, 'c.m': 2 } });
  const failed = explainOne(failing, { text: 'x', c: { m: 2 } });
  assert.deepEqual([failed.outcome, failed.error?.path], ['failed', '0.$set.n.$abs']);
  assert.equal(failed.stages[0]?.outcome, 'failed');
  const rejected = explainOne(failing, { text: 'x', c: { m: 3 } });
  assert.deepEqual([rejected.outcome, rejected.rejectedBeforeError], ['rejected', true]);
  assert.equal(rejected.error?.path, '0.$set.n.$abs');
});

test('a condition that throws beside others leaves their verdicts', () => {
  const { stages } = explainOne(
    pipelineOf({ $match: { $expr: { $or: [{ $abs: '$t' }, { $gt: ['$n', 1] }] } } }),
    { t: 'x', n: 2 },
  );
  assert.deepEqual(
    stages[0]?.condition?.parts.map(({ held, reached, error }) => [held, reached, error?.code]),
    [
      [null, true, 'runtime'],
      [true, false, undefined],
    ],
  );
});

test('long arrays are cut, and values that JSON has no form for are Extended JSON', () => {
  const history = Array.from({ length: 30 }, (_, jd) => ({ jd }));
  const { stages } = explainOne(pipelineOf({ $match: { n: 1 } }), {
    history,
    n: Number.NaN,
    at: new Date(0),
    stamp: new Uint8Array(9),
  });
  const [input] = stages[0]?.input ?? [];
  assert.deepEqual(Object(input?.history).at(-1), { $more: 10 });
  assert.deepEqual(
    [input?.n, input?.at],
    [{ $numberDouble: 'NaN' }, { $date: '1970-01-01T00:00:00.000Z' }],
  );
  assert.deepEqual(input?.stamp, { $binary: { length: 9 } });
});

test('the funnel counts each stage and each condition', () => {
  const funnel = new Funnel(young);
  const nights = [
    {},
    { start: 7 },
    { drb: 0.1, start: 7 },
    { ssdistnr: 3, start: 7 },
    { start: 'x' },
  ];
  const outcomes = nights.map(
    (candidate, index) => funnel.add(alert(candidate, BigInt(index))).outcome,
  );
  assert.deepEqual(outcomes, ['rejected', 'passed', 'rejected', 'rejected', 'failed']);
  const result = funnel.result();
  assert.deepEqual([result.documents, result.passed, result.rejected, result.failed], [5, 1, 3, 1]);
  assert.deepEqual(result.passing, [1n]);
  assert.deepEqual(
    result.failures.map(({ candid, error }) => [candid, error.path]),
    [[4n, '1.$project.age.$subtract']],
  );
  assert.deepEqual(
    result.stages.map(({ entered, survived, failed }) => [entered, survived, failed]),
    [
      [5, 4, 0],
      [4, 3, 1],
      [3, 1, 0],
    ],
  );
  const conditions = result.stages[2]?.conditions ?? [];
  assert.deepEqual(
    conditions.map(({ id, depth, reached, held, heldAlone }) => [
      id,
      depth,
      reached,
      held,
      heldAlone,
    ]),
    [
      ['2', 0, 3, 1, 1],
      ['2/0', 1, 3, 2, 2],
      ['2/1', 1, 2, 1, 2],
      ['2/1/0', 2, 2, 1, 2],
      ['2/1/1', 2, 1, 1, 3],
    ],
  );
  assert.ok(result.usPerDocument > 0);
});

/** The verdict of a condition from those of its parts, as evaluation in the written order goes. */
function assertConsistent(condition: ExplainedCondition): void {
  const { kind, parts, held } = condition;
  for (const part of parts) assertConsistent(part);
  if (kind === 'test') return;
  const reached = parts.filter((part) => part.reached).map((part) => part.held);
  if (!condition.reached) {
    assert.equal(reached.length, 0);
    return;
  }
  const expected = {
    and: !reached.includes(false),
    or: reached.includes(true),
    nor: !reached.includes(true),
    not: !reached[0],
  };
  assert.equal(held, reached.includes(null) ? null : expected[kind]);
}

test('explanations agree with the fast evaluation, and with the stages as written', () => {
  fc.assert(
    fc.property(pipelines, documents, (stages, document) => {
      const pipeline = parse(stages);
      if (pipeline === null) return;
      const explanation = explainOne(pipeline, document);
      const funnel = new Funnel(pipeline);
      assert.equal(funnel.add(document).outcome, explanation.outcome);
      const straight = attempt(() => compileStraight(pipeline).run(document));
      const last = explanation.stages.at(-1);
      if (straight === 'failed') assert.ok(explanation.error, 'the error is told');
      else assert.equal(explanation.outcome, straight);
      assert.equal(last?.outcome === 'passed', straight === 'passed');
      for (const { condition, outcome, documentsIn } of explanation.stages) {
        if (condition === null) continue;
        assertConsistent(condition);
        if (documentsIn > 1) continue;
        const held = outcome === 'failed' ? null : outcome === 'passed';
        assert.equal(condition.held, held);
      }
      const counts = funnel.result().stages;
      explanation.stages.forEach((stage, index) => {
        assert.equal(counts[index]?.entered === 1, stage.outcome !== 'skipped');
        assert.equal(counts[index]?.survived === 1, stage.outcome === 'passed');
      });
    }),
    { numRuns: 2000 },
  );
});

function parse(stages: readonly unknown[]): Pipeline | null {
  try {
    return parsePipeline(stages);
  } catch (error) {
    if (error instanceof MqlError) return null;
    throw error;
  }
}

function attempt(run: () => MqlDocument | null): 'passed' | 'rejected' | 'failed' {
  try {
    return run() === null ? 'rejected' : 'passed';
  } catch (error) {
    if (error instanceof MqlError) return 'failed';
    throw error;
  }
}

test('a funnel counts a document whose reading throws not in part, and then once', () => {
  const pipeline = parsePipeline([
    { $match: { 'candidate.drb': { $gt: 0.5 } } },
    { $project: { points: { $size: '$prv_candidates' } } },
    { $match: { points: { $gt: 0 } } },
  ]);
  const funnel = new Funnel(pipeline);
  let isAtHand = false;
  let reads = 0;
  const document = {
    candid: 1n,
    candidate: { drb: 0.9 },
    get prv_candidates() {
      if (!isAtHand) throw new Error('not at hand');
      reads += 1;
      return [{ jd: 1 }];
    },
  };
  assert.throws(() => funnel.add(document), /not at hand/);
  assert.equal(funnel.result().stages[0]?.entered, 0);
  isAtHand = true;
  const { outcome, output } = funnel.add(document);
  assert.deepEqual([outcome, output?.points], ['passed', 1]);
  const { documents, passed, stages } = funnel.result();
  assert.deepEqual([documents, passed, stages[0]?.entered, stages[2]?.survived], [1, 1, 1, 1]);
  // Once for the filter as the stream runs it, once stage by stage.
  assert.ok(reads <= 2, `${reads} reads`);
});
