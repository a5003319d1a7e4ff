import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeExtendedJson } from '../src/extended-json.ts';
import {
  compileAggregation,
  MaxKey,
  MinKey,
  MqlError,
  ObjectId,
  parsePipeline,
  Regex,
} from '../src/index.ts';
import { parseText } from '../src/parse-text.ts';

function read(text: string): unknown {
  return decodeExtendedJson(parseText(text));
}

const OID = '5ab9c3da31c2ab715d421285';

test('what the Mongo shell and Python write is understood', () => {
  const cases: readonly (readonly [string, unknown])[] = [
    ["{'a': True, 'b': False, 'c': None}", { a: true, b: false, c: null }],
    ['{a: 1, $b: [1, 2,], }', { a: 1, $b: [1, 2] }],
    ['// one\n[1, /* two */ 2 # three\n]', [1, 2]],
    ['ISODate("2020-03-17T00:00:00Z")', new Date('2020-03-17T00:00:00Z')],
    ["new Date('2020-03-17')", new Date('2020-03-17T00:00:00Z')],
    ['new Date(1584403200000)', new Date('2020-03-17T00:00:00Z')],
    ['datetime.datetime(2020, 3, 17, 12)', new Date('2020-03-17T12:00:00Z')],
    ['NumberLong("1127561445515015011")', 1127561445515015011n],
    ['NumberLong(5)', 5n],
    ['Int64(1127561445515015011)', 1127561445515015011n],
    ['NumberInt(5)', 5],
    ['NumberDecimal("0.5")', 0.5],
    ['Double("1e3")', 1000],
    ["float('inf')", Number.POSITIVE_INFINITY],
    [`ObjectId("${OID}")`, new ObjectId(OID)],
    ['/^ZTF\\d+[/]$/i', new Regex('^ZTF\\d+[/]$', 'i')],
    ["re.compile(r'^\\d', re.I)", new Regex('^\\d', 'i')],
    ['RegExp("a/b")', new Regex('a/b', '')],
    ['[MinKey(), MaxKey()]', [new MinKey(), new MaxKey()]],
    ['("a", "b")', ['a', 'b']],
    ['(1,)', [1]],
    ['(1)', 1],
    ['"a" \'b\'', 'ab'],
    ["u'é' ", 'é'],
    ['[-1.5e3, +2, .5, 1127561445515015011, 0]', [-1500, 2, 0.5, 1127561445515015011n, 0]],
    ['pipeline = [1];', [1]],
    ['const p = [1]', [1]],
    ['db.ZTF_alerts.aggregate([1], {allowDiskUse: true});', [1]],
    ['db.getCollection("ZTF_alerts").aggregate([1])', [1]],
  ];
  for (const [text, expected] of cases) assert.deepEqual(read(text), expected, text);
});

test('what is not understood is an error with its place', () => {
  const wrong: readonly (readonly [string, RegExp])[] = [
    ['[ISODate()]', /'ISODate\(…\)' has arguments that are not understood at line 1, column 2/],
    ['[\nTimestamp(1, 2)]', /'Timestamp\(…\)' is not understood here at line 2, column 1/],
    ['[x]', /'x' is not a value/],
    ['[/a]', /the regular expression does not end/],
    ['[1', /expected ',' or '\]'/],
    ['{a 1}', /expected ':'/],
    ['[1] 2', /expected the end of the text/],
    ['ObjectId("xyz")', /'ObjectId\(…\)' has arguments/],
  ];
  for (const [text, message] of wrong) {
    assert.throws(
      () => read(text),
      (error) => {
        assert.ok(error instanceof MqlError, text);
        assert.match(error.message, message);
        return true;
      },
    );
  }
});

test('a pipeline means the same in canonical Extended JSON, where each number is wrapped', () => {
  const wrap = (value: unknown): unknown => {
    if (typeof value === 'number') return { $numberDouble: value.toFixed(1) };
    if (Array.isArray(value)) return value.map(wrap);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, wrap(part)]));
  };
  const pipeline = [
    { $match: { t: { $gt: 0, $in: [1, 2, 3, 4] }, l: { $size: 2 }, m: { $mod: [2, 1] } } },
    { $project: { t: 1, l: 1, m: 1, x: { $literal: 5 }, y: { $slice: ['$l', 1] } } },
    { $addFields: { s: { $sortArray: { input: '$l', sortBy: -1 } }, r: { $round: ['$m', 0] } } },
    {
      $setWindowFields: {
        sortBy: { t: 1 },
        output: {
          w: { $sum: '$m', window: { documents: [-1, 0] } },
          n: { $shift: { output: '$t', by: 1, default: 9 } },
          e: { $expMovingAvg: { input: '$m', N: 2 } },
        },
      },
    },
    { $sort: { t: -1 } },
    { $skip: 1 },
    { $limit: 2 },
    { $group: { _id: { $floor: '$t' }, n: { $sum: 1 }, all: { $firstN: { input: '$w', n: 1 } } } },
    {
      $bucket: {
        groupBy: '$_id',
        boundaries: [0, 2, 8],
        default: -1,
        output: { n: { $sum: '$n' } },
      },
    },
  ];
  const documents = [1, 2, 3, 4].map((t) => ({ t, l: [t, 7], m: 3 }));
  const run = (stages: readonly unknown[]) =>
    compileAggregation(parsePipeline(stages)).run(documents);
  const canonical = wrap(pipeline);
  assert.ok(Array.isArray(canonical));
  assert.deepEqual(run(canonical), run(pipeline));
  assert.deepEqual(run(pipeline), [{ _id: 2, n: 2 }]);
});
