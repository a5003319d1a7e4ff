import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkPipeline } from '../src/features/filters/editor/check-pipeline.ts';
import { completePipeline } from '../src/features/filters/editor/complete-pipeline.ts';
import { EXAMPLE_PIPELINE } from '../src/features/filters/editor/example-pipeline.ts';
import { findPlaces, placeOf } from '../src/features/filters/editor/pipeline-places.ts';
import { tidyPipelineText } from '../src/features/filters/editor/tidy-pipeline.ts';
import { costWords, durationWords } from '../src/features/filters/filter-cost-words.ts';
import { diffLines } from '../src/features/filters/runs/line-diff.ts';

const fields = [
  { path: 'candidate', type: 'object', nullable: false },
  { path: 'candidate.drb', type: 'float', nullable: true },
  { path: 'candidate.magpsf', type: 'float', nullable: false },
  { path: 'prv_candidates', type: 'list', nullable: false },
  { path: 'prv_candidates.jd', type: 'double', nullable: true },
];

/** The marked words of a text. */
function marked(text: string): string[] {
  return checkPipeline(text, fields).map(({ from, to }) => text.slice(from, to));
}

test('an error is marked where it stands', () => {
  assert.deepEqual(marked('[{"$match": {"candidate.drb": {"$gt": 0.9}}}]'), []);
  assert.deepEqual(marked('[{"$match": {"candidate.drb": {"$gtt": 0.9}}}]'), ['"$gtt"']);
  assert.deepEqual(marked("[{'$match': {'candidate.magpfs': {'$lt': 18}}}]"), ['candidate.magpfs']);
  assert.deepEqual(marked('[{"$mach": {}}]'), ['"$mach"']);
  const two = '[{"$match": {"candidate.a": 1}},\n {"$match": {"candidate.b": 1}}]';
  assert.deepEqual(marked(two), ['candidate.a', 'candidate.b']);
  const [syntax] = checkPipeline('[{"$match": {"candidate.drb": }}]', fields);
  assert.match(syntax?.message ?? '', /line 1/);
  assert.deepEqual(checkPipeline('  ', fields), []);
  const odd = checkPipeline(
    '[{"$match": {"candidate.magpsf": {"$lt": "r"}, "candidate.a": 1}}]',
    fields,
  );
  assert.deepEqual(
    odd.map(({ isWarning, message }) => [isWarning, message.slice(0, 24)]),
    [
      [false, "alerts have no field 'ca"],
      [true, 'candidate.magpsf is a nu'],
    ],
  );
  assert.deepEqual(marked('[{"$match": {"candidate.magpsf": {"$lt": "r"}}}]'), ['"$lt"']);
});

test('places are found in what people paste, and in what is not well-formed', () => {
  const text = "[ # mine\n {'$project': {a: {'$add': [1, '$candidate.drb'],},}}, ]";
  const places = findPlaces(text);
  const at = (path: string) => {
    const place = placeOf(path, places);
    return place && text.slice(place.from, place.to);
  };
  assert.equal(at('0.$project.a.$add.1'), "'$candidate.drb'");
  assert.equal(at('0.$project.a.$add'), "'$add'");
  assert.equal(at('0.$project.a.nowhere.near'), 'a');
  for (const broken of ['[', '{', '[{]', '[{"a"', '[{"a":', ']', '{{{', '[[[', '"', '[}{]']) {
    assert.ok(findPlaces(broken) instanceof Map, broken);
  }
});

test('what may be written depends on where one is', () => {
  const labels = (before: string, isAsked = false) =>
    completePipeline(before, fields, isAsked)?.suggestions.map(({ label }) => label) ?? [];
  assert.ok(labels('[{"$ma').includes('$match'));
  assert.ok(!labels('[{"$ma').includes('$gt'));
  assert.ok(labels('[{"$match": {"cand').includes('candidate.drb'));
  assert.ok(labels('[{"$match": {"candidate.drb": {"$g').includes('$gte'));
  assert.ok(!labels('[{"$match": {"candidate.drb": {"$g').includes('$abs'));
  assert.ok(labels('[{"$project": {"a": {"$su').includes('$subtract'));
  assert.ok(labels('[{"$project": {"a": "$cand').includes('$candidate.magpsf'));
  assert.ok(labels('[{"$group": {"_id": 1, "n": {"$su').includes('$sum'));
  assert.deepEqual(labels('[{"$match": {"candidate.drb": '), []);
  const { from } = completePipeline('[{"$match": {"candidate.m', fields, false) ?? {};
  assert.equal(from, '[{"$match": {"'.length);
});

test('a diff tells the lines of each side alone', () => {
  const lines = diffLines('a\nb\nc', 'a\nx\nc\nd');
  assert.deepEqual(
    lines.map(({ kind, text }) => `${kind} ${text}`),
    ['same a', 'removed b', 'added x', 'same c', 'added d'],
  );
  assert.deepEqual(
    lines.map(({ before, after }) => [before, after]),
    [
      [1, 1],
      [2, null],
      [null, 2],
      [3, 3],
      [null, 4],
    ],
  );
  assert.ok(diffLines('a\nb', 'a\nb').every(({ kind }) => kind === 'same'));
});

test('tidying changes the layout alone, and no digit', () => {
  assert.equal(tidyPipelineText('[{"a":1}]'), '[\n  {\n    "a": 1\n  }\n]');
  assert.equal(tidyPipelineText('[{'), '[{');
  const long = '[{"$match":{"candid":1127561445515015011}}]';
  assert.equal(tidyPipelineText(long), long);
});

test('what an evaluation costs is told in words, with its share of the budget', () => {
  assert.deepEqual([4.25, 42.3, 3400, 25_000].map(durationWords), [
    '4.3 µs',
    '42 µs',
    '3.4 ms',
    '25 ms',
  ]);
  const counts = { evaluated: 20, passed: 4, rejected: 14, failed: 2, autosaved: 0, failures: [] };
  const cost = { us_mean: 400, us_max: 901, steps_mean: 49.7, steps_max: 900 };
  assert.equal(
    costWords({ ...counts, ...cost, steps_budget: 1_000_000 }),
    '400 µs an alert, 901 µs at most · 50 steps, 900 at most (0.090 % of what one may take)',
  );
});

test('the example that one may begin with is right', () => {
  assert.deepEqual(checkPipeline(EXAMPLE_PIPELINE, fields), []);
});
