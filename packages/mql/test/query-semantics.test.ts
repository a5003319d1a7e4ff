import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeExtendedJson } from '../src/extended-json.ts';
import { compileFilter, type MqlDocument, MqlError, parsePipeline } from '../src/index.ts';
import { parseText } from '../src/parse-text.ts';
import { FIELD_OPERATORS } from '../src/query/parse-query.ts';
import { isPlainObject } from '../src/values.ts';

function read(text: string): MqlDocument {
  const document = decodeExtendedJson(parseText(text));
  assert.ok(isPlainObject(document));
  return document;
}

/** [query, documents that match, documents that do not]. */
type Row = readonly [query: string, yes: readonly string[], no: readonly string[]];

const ROWS: readonly Row[] = [
  [
    '{a: {$eq: 1}}',
    ['{a: 1}', '{a: [0, 1]}', '{a: NumberLong(1)}'],
    ['{a: "1"}', '{a: [[1]]}', '{}'],
  ],
  ['{a: [1, 2]}', ['{a: [1, 2]}', '{a: [[1, 2]]}'], ['{a: [2, 1]}', '{a: 1}']],
  ['{a: {b: 1, c: 2}}', ['{a: {b: 1, c: 2}}'], ['{a: {c: 2, b: 1}}', '{a: {b: 1, c: 2, d: 3}}']],
  ['{a: {$ne: 1}}', ['{a: 2}', '{}', '{a: [2]}'], ['{a: 1}', '{a: [1, 2]}']],
  [
    '{a: {$gt: 1}}',
    ['{a: 2}', '{a: [0, 5]}'],
    ['{a: 1}', '{a: "x"}', '{a: true}', '{a: null}', '{}'],
  ],
  ['{a: {$gte: 1}}', ['{a: 1}'], ['{a: 0}', '{a: NaN}']],
  ['{a: {$lt: "b"}}', ['{a: "a"}'], ['{a: 1}', '{a: null}']],
  ['{a: {$lte: null}}', ['{a: null}', '{}'], ['{a: 0}']],
  ['{a: {$gt: 1, $lt: 3}}', ['{a: [0, 5]}', '{a: 2}'], ['{a: [0]}']],
  ['{a: null}', ['{a: null}', '{}', '{a: [1, null]}'], ['{a: 0}', '{a: []}']],
  [
    '{"a.b": null}',
    ['{a: 4}', '{a: [{}]}', '{}', '{a: {}}'],
    ['{a: []}', '{a: [null]}', '{a: [1]}', '{a: {b: 1}}'],
  ],
  [
    '{a: {$in: [1, null, /^x/]}}',
    ['{a: 1}', '{}', '{a: "xy"}', '{a: ["no", "x"]}'],
    ['{a: 2}', '{a: "yx"}'],
  ],
  ['{a: {$nin: [1, 2]}}', ['{a: 3}', '{}', '{a: "1"}'], ['{a: 1}', '{a: [3, 2]}']],
  [
    '{"x.0": {$exists: true}}',
    ['{x: [1]}', '{x: {"0": 1}}', '{x: [null]}'],
    ['{x: []}', '{x: 1}', '{}'],
  ],
  ['{a: {$exists: false}}', ['{}', '{b: 1}'], ['{a: null}']],
  [
    '{a: {$type: "number"}}',
    ['{a: 1}', '{a: 1.5}', '{a: ["x", 2]}'],
    ['{a: "1"}', '{}', '{a: []}'],
  ],
  ['{a: {$type: ["array", "null"]}}', ['{a: []}', '{a: null}'], ['{}', '{a: 1}']],
  ['{a: {$size: 2}}', ['{a: [1, [2, 3]]}'], ['{a: [1]}', '{a: "xx"}', '{}']],
  ['{a: {$mod: [4, -1]}}', ['{a: -5}', '{a: -1}'], ['{a: 3}', '{a: "x"}']],
  ['{a: {$mod: [4.9, 1]}}', ['{a: 5.9}', '{a: [9]}'], ['{a: 4}']],
  ['{a: {$all: [1, [2]]}}', ['{a: [1, [2], 3]}'], ['{a: [1]}']],
  ['{a: {$all: [1]}}', ['{a: 1}'], ['{a: []}']],
  ['{a: {$all: []}}', [], ['{a: []}', '{}']],
  [
    '{a: {$all: [{$elemMatch: {b: 1}}, {$elemMatch: {c: 2}}]}}',
    ['{a: [{b: 1}, {c: 2}]}'],
    ['{a: [{b: 1}]}'],
  ],
  [
    '{a: {$elemMatch: {b: 1, c: 2}}}',
    ['{a: [{b: 1, c: 2}]}'],
    ['{a: [{b: 1}, {c: 2}]}', '{a: {b: 1, c: 2}}'],
  ],
  ['{a: {$elemMatch: {$gt: 1, $lt: 3}}}', ['{a: [0, 2]}'], ['{a: [0, 5]}', '{a: 2}']],
  ['{a: {$not: {$gt: 1}}}', ['{a: 1}', '{}', '{a: "x"}'], ['{a: 2}', '{a: [0, 5]}']],
  ['{a: {$not: /x/}}', ['{a: "y"}', '{}', '{a: 1}'], ['{a: "x"}', '{a: ["y", "x"]}']],
  [
    '{a: {$regex: "^ztf", $options: "i"}}',
    ['{a: "ZTF18"}', '{a: [1, "ztf"]}'],
    ['{a: "aztf"}', '{a: 1}', '{}'],
  ],
  ['{a: /B$/, b: {$ne: 1}}', ['{a: "aB"}'], ['{a: "aB", b: 1}', '{a: "ab"}']],
  ['{a: {$bitsAllSet: 6}}', ['{a: 7}', '{a: 6}', '{a: -2}'], ['{a: 2}', '{a: 6.5}', '{a: "6"}']],
  ['{a: {$bitsAllClear: [0, 1]}}', ['{a: 4}', '{a: 0}'], ['{a: 5}']],
  ['{a: {$bitsAnySet: 3}}', ['{a: 2}'], ['{a: 4}']],
  ['{a: {$bitsAnyClear: 3}}', ['{a: 2}', '{a: 4}'], ['{a: 3}']],
  ['{$and: [{a: 1}, {b: {$exists: false}}]}', ['{a: 1}'], ['{a: 1, b: 0}', '{}']],
  ['{$or: [{a: 1}, {b: 2}]}', ['{a: 1}', '{b: 2}'], ['{}']],
  ['{$nor: [{a: 1}, {b: 2}]}', ['{}', '{a: 2}'], ['{a: 1}', '{b: 2}']],
  [
    '{$expr: {$gt: ["$a", "$b"]}}',
    ['{a: 2, b: 1}', '{a: 1}', '{a: "x", b: 9}'],
    ['{a: 1, b: 2}', '{b: 1}'],
  ],
  ['{$comment: "all", a: 1}', ['{a: 1}'], ['{}']],
  ['{}', ['{}'], []],
  // Paths: an index is a place in an array, or a field of a document in it.
  [
    '{"a.b": 1}',
    ['{a: {b: 1}}', '{a: [{b: 2}, {b: 1}]}', '{a: {b: [1]}}'],
    ['{a: [[{b: 1}]]}', '{"a.b": 1}'],
  ],
  ['{"a.1.b": 1}', ['{a: [0, {b: 1}]}', '{a: [{"1": {b: 1}}]}'], ['{a: [{b: 1}]}']],
];

test('queries match what MongoDB matches', () => {
  for (const [query, yes, no] of ROWS) {
    const filter = compileFilter(parsePipeline(`[{$match: ${query}}]`));
    for (const document of yes) assert.ok(filter.run(read(document)), `${query} on ${document}`);
    for (const document of no) {
      assert.equal(filter.run(read(document)), null, `${query} on ${document}`);
    }
  }
});

test('each query operator has a row', () => {
  const text = ROWS.map(([query]) => query).join();
  const missing = [...FIELD_OPERATORS.keys()].filter((name) => !text.includes(name));
  assert.deepEqual(missing, []);
});

test('what is malformed is refused with its place', () => {
  const wrong: readonly (readonly [query: string, path: string])[] = [
    ['{a: {$in: 1}}', '0.$match.a.$in'],
    ['{a: {$size: -1}}', '0.$match.a.$size'],
    ['{a: {$mod: [0, 1]}}', '0.$match.a.$mod'],
    ['{a: {$not: {}}}', '0.$match.a.$not'],
    ['{a: {$gt: /x/}}', '0.$match.a.$gt'],
    ['{a: {$ne: /x/}}', '0.$match.a.$ne'],
    ['{a: {$options: "i"}}', '0.$match.a.$options'],
    ['{a: {$regex: "("}}', '0.$match.a.$regex'],
    ['{a: {$in: [/(?=x)/]}}', '0.$match.a.$in.0'],
    ['{a: {$type: "numbr"}}', '0.$match.a.$type'],
    ['{a: {$elemMatch: 1}}', '0.$match.a.$elemMatch'],
    ['{a: {$elemMatch: {$or: [{$expr: true}]}}}', '0.$match.a.$elemMatch'],
    ['{$text: {$search: "x"}}', '0.$match.$text'],
    ['{a: {$date: "soon"}}', '0.$match.a.$date'],
    ['{a: {$bitsAllSet: -1}}', '0.$match.a.$bitsAllSet'],
    ['{$or: []}', '0.$match.$or'],
    ['{$or: [{a: {$gtt: 1}}]}', '0.$match.$or.0.a.$gtt'],
    ['{$expr: {$nope: 1}}', '0.$match.$expr.$nope'],
    ['{$gt: 1}', '0.$match.$gt'],
  ];
  for (const [query, path] of wrong) {
    assert.throws(
      () => parsePipeline(`[{$match: ${query}}]`),
      (error) => error instanceof MqlError && error.path === path,
      query,
    );
  }
});
