import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EXPRESSION_OPERATORS } from '../src/expressions/registry.ts';
import { compileFilter, MqlError, ObjectId, parsePipeline } from '../src/index.ts';
import { parseText } from '../src/parse-text.ts';

/** An error at parse or at run time. */
const ERROR = Symbol('error');
const MISSING = undefined;

const date = (text: string): Date => new Date(text);
const OID = '5ab9c3da31c2ab715d421285';

const DOCUMENT = {
  i: 7,
  neg: -7,
  d: 2.5,
  long: 1127561445515015011n,
  nan: Number.NaN,
  s: 'Café ∫ 42',
  t: true,
  f: false,
  n: null,
  e: [],
  list: [3, 1, 2],
  mixed: [1, 'a', null, 2],
  docs: [{ m: 1, k: 'x' }, { m: 2 }, { k: 'y' }],
  o: { a: 1, b: { c: [4] }, 'x y': 5 },
  when: date('2026-03-29T01:30:15.123Z'),
  oid: new ObjectId(OID),
};

type Row = readonly [expression: string, expected: unknown];

/** Each in the words that people write, evaluated on DOCUMENT. */
const ROWS: readonly Row[] = [
  // Comparison: BSON's order across types; missing < null < number < string < object < array < bool.
  ['{$cmp: ["$i", "$d"]}', 1],
  ['{$eq: ["$i", {$numberLong: "7"}]}', true],
  ['{$ne: ["$missing", null]}', true],
  ['{$gt: ["sg", 0.76]}', true],
  ['{$gte: ["$nan", "$nan"]}', true],
  ['{$lt: ["$missing", 5]}', true],
  ['{$lt: ["$n", -1e300]}', true],
  ['{$lt: ["$nan", -1e300]}', true],
  ['{$lte: [[1, 2], [1, 3]]}', true],
  // Logic: only false, 0, null and missing are false.
  ['{$and: ["", [], {}]}', true],
  ['{$and: []}', true],
  ['{$or: [0, null, "$missing", false]}', false],
  ['{$not: ["$e"]}', false],
  ['{$cond: {if: "$n", then: 1, else: 2}}', 2],
  ['{$cond: ["$s", 1, {$divide: [1, 0]}]}', 1],
  ['{$switch: {branches: [{case: "$f", then: 1}, {case: 1, then: 2}]}}', 2],
  ['{$switch: {branches: [{case: false, then: 1}]}}', ERROR],
  ['{$ifNull: ["$missing", "$n", 3]}', 3],
  ['{$let: {vars: {x: "$i", y: 2}, in: {$multiply: ["$$x", "$$y"]}}}', 14],
  // Numbers: null and missing make null, other types an error.
  ['{$add: ["$i", "$missing"]}', null],
  ['{$add: ["$i", "$s"]}', ERROR],
  ['{$add: ["$when", 1000]}', date('2026-03-29T01:30:16.123Z')],
  ['{$add: ["$long", 1]}', 1127561445515015012n],
  ['{$add: [0.1, 0.2]}', 0.30000000000000004],
  ['{$subtract: ["$when", "$when"]}', 0n],
  ['{$subtract: [null, 1]}', null],
  ['{$multiply: ["$i", 0.5]}', 3.5],
  ['{$divide: ["$i", 2]}', 3.5],
  ['{$divide: ["$i", 0]}', ERROR],
  ['{$divide: [null, 0]}', null],
  ['{$mod: ["$neg", 3]}', -1],
  ['{$pow: [2, 0.5]}', Math.SQRT2],
  ['{$pow: [0, -1]}', ERROR],
  ['{$abs: "$neg"}', 7],
  ['{$ceil: "$d"}', 3],
  ['{$floor: -2.5}', -3],
  ['{$round: [2.5]}', 2],
  ['{$round: [2.25, 1]}', 2.2],
  ['{$round: [2.45, 1]}', 2.5],
  ['{$round: [1234, -2]}', 1200],
  ['{$trunc: [-2.78, 1]}', -2.7],
  ['{$exp: 0}', 1],
  ['{$ln: 1}', 0],
  ['{$log: [8, 2]}', 3],
  ['{$log10: 0}', ERROR],
  ['{$log10: 1000}', 3],
  ['{$sqrt: "$i"}', Math.sqrt(7)],
  ['{$sqrt: -1}', ERROR],
  ['{$bitAnd: [12, 10]}', 8],
  ['{$bitOr: [12, 10]}', 14],
  ['{$bitXor: [12, {$numberLong: "10"}]}', 6n],
  ['{$bitNot: 5}', -6],
  ['{$bitNot: 2.5}', ERROR],
  // Trigonometry.
  ['{$sin: 0}', 0],
  ['{$cos: 0}', 1],
  ['{$tan: 0}', 0],
  ['{$asin: 1}', Math.PI / 2],
  ['{$acos: 1}', 0],
  ['{$acos: 2}', ERROR],
  ['{$atan: 1}', Math.PI / 4],
  ['{$atan2: [1, -1]}', (3 * Math.PI) / 4],
  ['{$sinh: 0}', 0],
  ['{$cosh: 0}', 1],
  ['{$tanh: 0}', 0],
  ['{$asinh: 0}', 0],
  ['{$acosh: 1}', 0],
  ['{$atanh: 0}', 0],
  ['{$degreesToRadians: 180}', Math.PI],
  ['{$radiansToDegrees: {$acos: -1}}', 180],
  ['{$cos: "$missing"}', null],
  // Arrays.
  ['{$arrayElemAt: ["$list", -1]}', 2],
  ['{$arrayElemAt: ["$list", 9]}', MISSING],
  ['{$arrayElemAt: ["$missing", 0]}', null],
  ['{$concatArrays: ["$list", ["x"]]}', [3, 1, 2, 'x']],
  ['{$concatArrays: ["$list", "$n"]}', null],
  ['{$filter: {input: "$list", as: "x", cond: {$gt: ["$$x", 1]}}}', [3, 2]],
  ['{$filter: {input: "$list", cond: {$gt: ["$$this", 1]}, limit: 1}}', [3]],
  ['{$map: {input: "$docs", as: "x", in: "$$x.m"}}', [1, 2, null]],
  ['{$reduce: {input: "$list", initialValue: 0, in: {$add: ["$$value", "$$this"]}}}', 6],
  ['{$zip: {inputs: ["$list", ["a"]]}}', [[3, 'a']]],
  [
    '{$zip: {inputs: [[1, 2], ["a"]], useLongestLength: true, defaults: [0, "z"]}}',
    [
      [1, 'a'],
      [2, 'z'],
    ],
  ],
  ['{$indexOfArray: ["$list", 2]}', 2],
  ['{$indexOfArray: ["$list", {$max: "$list"}]}', 0],
  ['{$in: [2, "$list"]}', true],
  ['{$in: [2, "$missing"]}', ERROR],
  ['{$isArray: "$e"}', true],
  ['{$size: "$list"}', 3],
  ['{$size: "$missing"}', ERROR],
  ['{$first: "$list"}', 3],
  ['{$first: "$e"}', MISSING],
  ['{$last: "$list"}', 2],
  ['{$slice: ["$list", 1, 1]}', [1]],
  ['{$slice: ["$list", -2]}', [1, 2]],
  ['{$reverseArray: "$list"}', [2, 1, 3]],
  ['{$range: [0, 6, 2]}', [0, 2, 4]],
  ['{$range: [0, "$n"]}', ERROR],
  ['{$sortArray: {input: "$list", sortBy: -1}}', [3, 2, 1]],
  ['{$sortArray: {input: "$docs", sortBy: {m: -1}}}', [{ m: 2 }, { m: 1, k: 'x' }, { k: 'y' }]],
  ['{$firstN: {input: "$list", n: 2}}', [3, 1]],
  ['{$lastN: {input: "$list", n: 2}}', [1, 2]],
  ['{$minN: {input: "$mixed", n: 2}}', [1, 2]],
  ['{$maxN: {input: "$mixed", n: 2}}', ['a', 2]],
  ['{$anyElementTrue: [[null, 0, 5]]}', true],
  ['{$anyElementTrue: ["$missing"]}', ERROR],
  ['{$allElementsTrue: ["$e"]}', true],
  // Paths: over an array of documents they skip what is missing; an index is no part of one.
  ['"$docs.m"', [1, 2]],
  ['"$docs.0.m"', []],
  ['"$list.x"', []],
  ['"$o.b.c"', [4]],
  ['"$o.x y"', 5],
  ['"$$ROOT.i"', 7],
  ['"$$CURRENT.i"', 7],
  ['"$$REMOVE"', MISSING],
  // Accumulators as expressions: a lone array is gone through once; booleans and text do not count.
  ['{$min: "$list"}', 1],
  ['{$min: ["$list"]}', 1],
  ['{$max: "$list"}', 3],
  ['{$max: ["$list", 99]}', [3, 1, 2]],
  ['{$sum: "$mixed"}', 3],
  ['{$sum: [[true, false, true]]}', 0],
  ['{$sum: ["$i", "$list"]}', 7],
  ['{$avg: [[true, 4, "x"]]}', 4],
  ['{$avg: "$e"}', null],
  ['{$stdDevPop: [[2, 4, 4, 4, 5, 5, 7, 9]]}', 2],
  ['{$stdDevSamp: [[1, 3]]}', Math.SQRT2],
  ['{$stdDevSamp: [[1]]}', null],
  ['{$median: {input: [5, 1, 9], method: "approximate"}}', 5],
  ['{$percentile: {input: "$list", p: [0, 1], method: "approximate"}}', [1, 3]],
  // Objects.
  ['{$mergeObjects: ["$o", "$n", {a: 2}]}', { a: 2, b: { c: [4] }, 'x y': 5 }],
  ['{$literal: "$i"}', '$i'],
  ['{$literal: {$add: [1, 2]}}', { $add: [1, 2] }],
  ['{$getField: {field: "x y", input: "$o"}}', 5],
  ['{$setField: {field: "a.b", input: {}, value: 1}}', { 'a.b': 1 }],
  ['{$unsetField: {field: "b", input: "$o"}}', { a: 1, 'x y': 5 }],
  ['{$objectToArray: {a: 1}}', [{ k: 'a', v: 1 }]],
  ['{$arrayToObject: [[["a", 1], ["b", 2]]]}', { a: 1, b: 2 }],
  ['{a: "$missing", b: "$i"}', { b: 7 }],
  ['["$missing", "$i"]', [null, 7]],
  // Sets.
  ['{$setUnion: ["$list", [3, 4]]}', [1, 2, 3, 4]],
  ['{$setUnion: ["$list", null]}', null],
  ['{$setIntersection: ["$list", [2, 3.0, 9]]}', [2, 3]],
  ['{$setDifference: ["$list", [1]]}', [3, 2]],
  ['{$setEquals: ["$list", [1, 2, 3, 3]]}', true],
  ['{$setEquals: ["$list", null]}', ERROR],
  ['{$setIsSubset: [[1], "$list"]}', true],
  // Strings.
  ['{$concat: ["a", "b", "$s"]}', 'abCafé ∫ 42'],
  ['{$concat: ["a", "$n"]}', null],
  ['{$split: ["a-b-", "-"]}', ['a', 'b', '']],
  ['{$toLower: "$s"}', 'café ∫ 42'],
  ['{$toLower: "$n"}', ''],
  ['{$toUpper: "aé"}', 'Aé'],
  ['{$strcasecmp: ["AB", "ab"]}', 0],
  ['{$strLenCP: "$s"}', 9],
  ['{$strLenBytes: "$s"}', 12],
  ['{$substrCP: ["$s", 3, 3]}', 'é ∫'],
  ['{$substrBytes: ["$s", 0, 3]}', 'Caf'],
  ['{$substrBytes: ["$s", 0, 4]}', ERROR],
  ['{$substr: ["$i", 0, -1]}', '7'],
  ['{$indexOfCP: ["$s", "∫"]}', 5],
  ['{$indexOfBytes: ["$s", "∫"]}', 6],
  ['{$trim: {input: "  a "}}', 'a'],
  ['{$ltrim: {input: "xxa", chars: "x"}}', 'a'],
  ['{$rtrim: {input: "a  "}}', 'a'],
  ['{$replaceOne: {input: "aa$&", find: "a", replacement: {$literal: "$&"}}}', '$&a$&'],
  ['{$replaceAll: {input: "aa", find: "a", replacement: "b"}}', 'bb'],
  ['{$replaceAll: {input: "$n", find: "a", replacement: "b"}}', null],
  ['{$regexMatch: {input: "$s", regex: /^café/i}}', true],
  ['{$regexFind: {input: "$s", regex: "[0-9]+"}}', { match: '42', idx: 7, captures: [] }],
  [
    '{$regexFindAll: {input: "abab", regex: "(a)b"}}',
    [
      { match: 'ab', idx: 0, captures: ['a'] },
      { match: 'ab', idx: 2, captures: ['a'] },
    ],
  ],
  // Types.
  ['{$type: "$missing"}', 'missing'],
  ['{$type: "$long"}', 'long'],
  ['{$type: "$i"}', 'int'],
  ['{$type: {$divide: ["$i", 7]}}', 'double'],
  ['{$isNumber: "$s"}', false],
  ['{$toString: "$long"}', '1127561445515015011'],
  ['{$toDouble: "1e3"}', 1000],
  ['{$toInt: "7"}', 7],
  ['{$toInt: 3e9}', ERROR],
  ['{$toLong: "1127561445515015011"}', 1127561445515015011n],
  ['{$toBool: "false"}', true],
  ['{$toDate: {$numberLong: "0"}}', date('1970-01-01T00:00:00Z')],
  [`{$toObjectId: "${OID}"}`, new ObjectId(OID)],
  ['{$convert: {input: "x", to: "int", onError: -1}}', -1],
  ['{$convert: {input: "$n", to: "int", onNull: 0}}', 0],
  ['{$convert: {input: "1", to: "decimal"}}', ERROR],
  // Dates; 2026-03-29 01:30 UTC is after the change to summer time in Berlin, a Sunday.
  ['{$year: "$when"}', 2026],
  ['{$month: "$when"}', 3],
  ['{$dayOfMonth: {date: "$when", timezone: "America/New_York"}}', 28],
  ['{$dayOfYear: "$when"}', 88],
  ['{$dayOfWeek: "$when"}', 1],
  ['{$week: "$when"}', 13],
  ['{$isoDayOfWeek: "$when"}', 7],
  ['{$isoWeek: "$when"}', 13],
  ['{$isoWeekYear: {date: ISODate("2027-01-01T00:00:00Z")}}', 2026n],
  ['{$hour: {date: "$when", timezone: "Europe/Berlin"}}', 3],
  ['{$minute: {date: "$when", timezone: "+05:45"}}', 15],
  ['{$second: "$when"}', 15],
  ['{$millisecond: "$when"}', 123],
  ['{$year: "$oid"}', 2018],
  ['{$year: "$n"}', null],
  ['{$year: "$s"}', ERROR],
  ['{$hour: {date: "$when", timezone: "Mars/Olympus"}}', ERROR],
  [
    '{$dateToParts: {date: "$when", iso8601: true}}',
    {
      isoWeekYear: 2026,
      isoWeek: 13,
      isoDayOfWeek: 7,
      hour: 1,
      minute: 30,
      second: 15,
      millisecond: 123,
    },
  ],
  ['{$dateFromParts: {year: 2026, month: 14, day: 1}}', date('2027-02-01T00:00:00Z')],
  [
    '{$dateFromParts: {isoWeekYear: 2026, isoWeek: 13, isoDayOfWeek: 7, hour: 12, timezone: "Europe/Berlin"}}',
    date('2026-03-29T10:00:00Z'),
  ],
  [
    '{$dateToString: {date: "$when", format: "%Y-%m-%d %H:%M:%S.%L %j %U %V %z", timezone: "Europe/Berlin"}}',
    '2026-03-29 03:30:15.123 088 13 13 +0200',
  ],
  ['{$dateToString: {date: "$when", format: "%Q"}}', ERROR],
  [
    '{$dateFromString: {dateString: "2026-03-29", timezone: "America/New_York"}}',
    date('2026-03-29T04:00:00Z'),
  ],
  [
    '{$dateFromString: {dateString: "29 Mar 2026", format: "%d %b %Y"}}',
    date('2026-03-29T00:00:00Z'),
  ],
  ['{$dateFromString: {dateString: "soon", onError: "never"}}', 'never'],
  [
    '{$dateAdd: {startDate: ISODate("2026-01-31"), unit: "month", amount: 1}}',
    date('2026-02-28T00:00:00Z'),
  ],
  [
    '{$dateSubtract: {startDate: "$when", unit: "day", amount: 1, timezone: "Europe/Berlin"}}',
    date('2026-03-28T02:30:15.123Z'),
  ],
  ['{$dateDiff: {startDate: ISODate("2025-12-31T23:59:59Z"), endDate: "$when", unit: "year"}}', 1n],
  [
    '{$dateDiff: {startDate: ISODate("2026-03-28T23:30:00Z"), endDate: "$when", unit: "hour", timezone: "Europe/Berlin"}}',
    2n,
  ],
  ['{$dateTrunc: {date: "$when", unit: "quarter"}}', date('2026-01-01T00:00:00Z')],
  [
    '{$dateTrunc: {date: "$when", unit: "week", binSize: 2, startOfWeek: "monday"}}',
    date('2026-03-23T00:00:00Z'),
  ],
];

function evaluate(expression: string): unknown {
  const pipeline = parsePipeline(`[{$replaceWith: {r: ${expression}}}]`);
  return compileFilter(pipeline).run(DOCUMENT)?.r;
}

test('expressions have the values that MongoDB gives them', () => {
  for (const [expression, expected] of ROWS) {
    if (expected === ERROR) assert.throws(() => evaluate(expression), MqlError, expression);
    else if (typeof expected === 'number') {
      const actual = evaluate(expression);
      assert.ok(typeof actual === 'number', `${expression}: ${String(actual)}`);
      assert.ok(
        Math.abs(actual - expected) <= 1e-14 * Math.abs(expected),
        `${expression}: ${actual}`,
      );
    } else assert.deepEqual(evaluate(expression), expected, expression);
  }
});

test('each operator has a row', () => {
  const used = new Set(ROWS.flatMap(([expression]) => expression.match(/\$\w+/g) ?? []));
  const missing = [...EXPRESSION_OPERATORS.keys()].filter((name) => !used.has(name));
  assert.deepEqual(missing, []);
  for (const [expression] of ROWS) assert.ok(parseText(expression) !== undefined);
});
