import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileFilter, type MqlDocument, parsePipeline } from '../src/index.ts';

/** What the filters of groups depend on, and what surprises people; each by its name. */
const DOCUMENT: MqlDocument = {
  candid: 1127561445515015011n,
  candidate: { jd: 2459000.5, magpsf: 18.25, isdiffpos: 't', drb: null, ssdistnr: -999 },
  prv_candidates: [
    { jd: 2458999.5, magpsf: 19, fid: 1, isdiffpos: 1 },
    { jd: 2458998.5, fid: 2, isdiffpos: '1' },
    { jd: 2458997.5, magpsf: 20, fid: 1, isdiffpos: true },
  ],
  cross_matches: { CLU_20190625: [{ name: 'MESSIER 031' }], Gaia_EDR3: [] },
};

function compute(expression: string): unknown {
  return compileFilter(parsePipeline(`[{$project: {_id: 0, r: ${expression}}}]`)).run(DOCUMENT)?.r;
}

function passes(query: string): boolean {
  return compileFilter(parsePipeline(`[{$match: ${query}}]`)).run(DOCUMENT) !== null;
}

test('a string is above every number: the "sg" without its dollar always passes', () => {
  assert.equal(compute('{$gt: ["sg", 0.76]}'), true);
  assert.equal(compute('{$lt: ["sg", 0.76]}'), false);
});

test('missing and null are below every number in expressions, and match no comparison in queries', () => {
  assert.equal(compute('{$lt: ["$candidate.drb", 0.5]}'), true);
  assert.equal(compute('{$lt: ["$candidate.rb", 0.5]}'), true);
  assert.equal(passes('{"candidate.drb": {$lt: 0.5}}'), false);
  assert.equal(passes('{"candidate.rb": {$lt: 0.5}}'), false);
});

test('arithmetic on missing is null, so that [null, x] compares as lower', () => {
  assert.equal(compute('{$subtract: ["$candidate.jd", "$candidate.t_now"]}'), null);
  assert.equal(compute('{$lt: [{$subtract: ["$t_now", 1]}, 0]}'), true);
});

test('a stage does not see the fields that it defines itself', () => {
  const filter = '[{$set: {t_now: "$candidate.jd", age: {$subtract: ["$t_now", 1]}}}]';
  const output = compileFilter(parsePipeline(filter)).run(DOCUMENT);
  assert.deepEqual([output?.t_now, output?.age], [2459000.5, null]);
});

test('$sum and $avg take no booleans', () => {
  const isBright = '{$map: {input: "$prv_candidates", in: {$lt: ["$$this.magpsf", 19.5]}}}';
  assert.equal(compute(`{$sum: ${isBright}}`), 0);
  assert.equal(compute(`{$avg: [${isBright}]}`), null);
});

test('$min and $max of one array go through it, of two arguments they do not', () => {
  assert.equal(compute('{$min: "$prv_candidates.magpsf"}'), 19);
  assert.equal(compute('{$max: ["$prv_candidates.magpsf"]}'), 20);
  assert.deepEqual(compute('{$max: ["$prv_candidates.magpsf", 99]}'), [19, 20]);
});

test('a path over an array of documents skips those without the field', () => {
  assert.deepEqual(compute('"$prv_candidates.magpsf"'), [19, 20]);
  const mapped = '{$map: {input: "$prv_candidates", in: "$$this.magpsf"}}';
  assert.deepEqual(compute(mapped), [19, null, 20]);
});

test('the index of the peak is looked for in a path that may have skipped some', () => {
  const peak = '{$indexOfArray: ["$prv_candidates.magpsf", {$max: "$prv_candidates.magpsf"}]}';
  assert.equal(compute(peak), 1);
  assert.equal(compute(`{$arrayElemAt: ["$prv_candidates.jd", ${peak}]}`), 2458998.5);
});

test('$round goes half to even on the exact value of the double', () => {
  assert.equal(compute('{$round: ["$candidate.magpsf", 1]}'), 18.2);
  assert.equal(compute('{$round: [2.5, 0]}'), 2);
  assert.equal(compute('{$round: [3.5]}'), 4);
  assert.equal(compute('{$round: [2.675, 2]}'), 2.67);
});

test('a dotted key makes a document, and a name may have spaces', () => {
  const filter =
    '[{$project: {_id: 0, "annotations.host g-r": "$candidate.magpsf", "annotations.x": 1}}]';
  assert.deepEqual(compileFilter(parsePipeline(filter)).run(DOCUMENT), {
    annotations: { 'host g-r': 18.25 },
  });
});

test('computed fields and inclusions mix', () => {
  const filter = '[{$project: {_id: 0, candid: 1, "candidate.jd": 1, m: "$candidate.magpsf"}}]';
  assert.deepEqual(compileFilter(parsePipeline(filter)).run(DOCUMENT), {
    candid: 1127561445515015011n,
    candidate: { jd: 2459000.5 },
    m: 18.25,
  });
});

test('isdiffpos is 1, "1", true or "t", which are four different values', () => {
  const positive = '{$filter: {input: "$prv_candidates", cond: {$in: ["$$this.isdiffpos", LIST]}}}';
  const count = (list: string) => compute(`{$size: ${positive.replace('LIST', list)}}`);
  assert.equal(count('[1]'), 1);
  assert.equal(count('[1, "1", true, "t"]'), 3);
  assert.equal(passes('{"candidate.isdiffpos": {$in: [1, "1", true, "t"]}}'), true);
});

test('an index in a query asks whether there is such an element', () => {
  assert.equal(passes('{"cross_matches.CLU_20190625.0": {$exists: true}}'), true);
  assert.equal(passes('{"cross_matches.Gaia_EDR3.0": {$exists: true}}'), false);
  assert.equal(passes('{"cross_matches.Milliquas.0": {$exists: true}}'), false);
});

test('$$ROOT is the document as the stage gets it', () => {
  const filter = '[{$project: {_id: 0, candid: 1}}, {$replaceWith: {all: "$$ROOT"}}]';
  assert.deepEqual(compileFilter(parsePipeline(filter)).run(DOCUMENT), {
    all: { candid: 1127561445515015011n },
  });
});

test('a candid stays exact, compared, computed with and as text', () => {
  assert.equal(passes('{candid: 1127561445515015011}'), true);
  assert.equal(passes('{candid: 1127561445515015010}'), false);
  assert.equal(compute('{$toString: "$candid"}'), '1127561445515015011');
  assert.equal(compute('{$add: ["$candid", 1]}'), 1127561445515015012n);
});

test('only exactly one document passes', () => {
  const count = (stages: string) => compileFilter(parsePipeline(`[${stages}]`)).run(DOCUMENT);
  assert.equal(count('{$unwind: "$prv_candidates"}'), null);
  assert.ok(count('{$unwind: "$prv_candidates"}, {$limit: 1}'));
  assert.ok(count('{$unwind: "$prv_candidates"}, {$match: {"prv_candidates.magpsf": 20}}'));
  const grouped = `{$unwind: "$prv_candidates"},
    {$group: {_id: "$prv_candidates.fid", n: {$sum: 1}, jd: {$max: "$prv_candidates.jd"}}},
    {$match: {n: {$gt: 1}}}`;
  assert.deepEqual(count(grouped), { _id: 1, n: 2, jd: 2458999.5 });
});
