import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileFilter, findPartsRead, parsePipeline } from '../src/index.ts';

function readsOf(...stages: object[]): readonly string[] | null {
  return compileFilter(parsePipeline(JSON.stringify(stages)), { computedOnly: true }).reads;
}

const recent = {
  $filter: { input: '$prv_candidates', as: 'p', cond: { $gt: ['$$p.jd', '$candidate.jd'] } },
};

test('a loop over chosen elements reads what the choice and the loop look at', () => {
  const value = { $map: { input: recent, as: 'q', in: '$$q.magpsf' } };
  assert.deepEqual(readsOf({ $project: { value } }), [
    'candidate.jd',
    'prv_candidates.jd',
    'prv_candidates.magpsf',
  ]);
});

test('the number of chosen elements depends on what the choice looks at', () => {
  assert.deepEqual(readsOf({ $project: { n: { $size: recent } } }), [
    'candidate.jd',
    'prv_candidates.jd',
  ]);
  const all = { $filter: { input: '$prv_candidates', as: 'p', cond: true } };
  assert.deepEqual(readsOf({ $project: { n: { $size: all } } }), ['prv_candidates']);
});

test('chosen elements that are kept are read whole', () => {
  assert.deepEqual(readsOf({ $project: { recent } }), ['candidate.jd', 'prv_candidates']);
});

test('what is only passed on is not read, where the caller keeps the input', () => {
  assert.deepEqual(readsOf({ $match: { 'candidate.drb': { $gt: 0.5 } } }), ['candidate.drb']);
  const kept = compileFilter(parsePipeline([{ $match: { 'candidate.drb': { $gt: 0.5 } } }]));
  assert.equal(kept.reads, null);
});

test('a filter sees the same in a document that has only what it reads', () => {
  const points = [18.2, 19.5, 17.1].map((magpsf, i) => ({ jd: i, magpsf, fid: 1, rb: 0.5 }));
  const document = { candidate: { jd: 0.5, drb: 0.9, ra: 10 }, prv_candidates: points };
  const pipeline = [
    { $addFields: { n: { $size: recent }, best: { $min: '$prv_candidates.magpsf' } } },
    { $match: { n: { $gt: 1 }, best: { $lt: 18 } } },
  ];
  const filter = compileFilter(parsePipeline(JSON.stringify(pipeline)), { computedOnly: true });
  const narrow = {
    candidate: { jd: 0.5 },
    prv_candidates: points.map(({ jd, magpsf }) => ({ jd, magpsf })),
  };
  assert.deepEqual(filter.reads, ['candidate.jd', 'prv_candidates.jd', 'prv_candidates.magpsf']);
  assert.deepEqual(filter.run(document), { n: 2, best: 17.1 });
  assert.deepEqual(filter.run(narrow), filter.run(document));
});

test('the parts that any filter needs are the union of what each reads', () => {
  const score = { $match: { 'classifications.braai': { $gt: 0.5 } } };
  const match = { $match: { 'cross_matches.CLU_20190625.0': { $exists: true } } };
  const rate = { $project: { n: { $size: '$prv_candidates' } } };
  assert.deepEqual(findPartsRead([readsOf(score), readsOf(match)]), {
    detections: false,
    forced: false,
    catalogs: ['CLU_20190625'],
    scores: ['braai'],
  });
  assert.deepEqual(
    findPartsRead([readsOf(rate), readsOf({ $project: { all: '$classifications' } })]),
    {
      detections: true,
      forced: false,
      catalogs: [],
      scores: 'all',
    },
  );
  assert.equal(findPartsRead([readsOf(score), null]).catalogs, 'all');
});
