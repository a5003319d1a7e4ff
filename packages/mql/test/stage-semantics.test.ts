import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ACCUMULATORS } from '../src/accumulators/registry.ts';
import { decodeExtendedJson } from '../src/extended-json.ts';
import { compileAggregation, type MqlDocument, MqlError, parsePipeline } from '../src/index.ts';
import { parseText } from '../src/parse-text.ts';
import { STAGES } from '../src/stages/parse-stages.ts';
import { isPlainObject } from '../src/values.ts';
import { WINDOW_FUNCTIONS } from '../src/windows/functions.ts';

/** Points of three light curves; the third has no band. */
const POINTS = `[
  {_id: 1, b: 'g', t: 1, m: 18}, {_id: 2, b: 'r', t: 2, m: 17.5}, {_id: 3, b: 'g', t: 3, m: 19},
  {_id: 4, b: 'g', t: 4}, {_id: 5, t: 5, m: [1, 2]}, {_id: 6, b: null, t: 6, m: 'faint'},
]`;

function read(text: string): unknown {
  return decodeExtendedJson(parseText(text));
}

function run(pipeline: string, documents: string): readonly MqlDocument[] {
  const given = read(documents);
  const all = Array.isArray(given) ? given.filter(isPlainObject) : [];
  return compileAggregation(parsePipeline(pipeline, { purpose: 'query' })).run(all);
}

type Row = readonly [pipeline: string, documents: string, expected: string];

const STAGE_ROWS: readonly Row[] = [
  // $match and $project: computed fields beside inclusions; missing ones are left out.
  [
    '[{$match: {m: 17.5}}, {$project: {_id: 0, m: 1, x: {$add: ["$t", 1]}, y: "$no"}}]',
    POINTS,
    '[{m: 17.5, x: 3}]',
  ],
  [
    '[{$project: {"a.b": 1}}]',
    '[{_id: 1, a: [{b: 1, c: 2}, 3, {c: 4}]}, {a: 5}]',
    '[{_id: 1, a: [{b: 1}, {}]}, {}]',
  ],
  ['[{$project: {"a.b": 0, _id: 0}}]', '[{_id: 1, a: [{b: 1, c: 2}, 3]}]', '[{a: [{c: 2}, 3]}]'],
  ['[{$project: {a: 1, b: 0}}]', '[{}]', 'error'],
  // $addFields sets a path on each element of an array, and makes documents of scalars.
  [
    '[{$addFields: {"a.b": 9}}]',
    '[{a: [{c: 1}, 2]}, {a: 3}, {}]',
    '[{a: [{c: 1, b: 9}, {b: 9}]}, {a: {b: 9}}, {a: {b: 9}}]',
  ],
  ['[{$set: {x: "$y", y: 1}}]', '[{y: 2}]', '[{y: 1, x: 2}]'],
  [
    '[{$set: {a: "$$REMOVE"}}, {$unset: ["b", "c.d"]}]',
    '[{a: 1, b: 2, c: {d: 3, e: 4}}]',
    '[{c: {e: 4}}]',
  ],
  ['[{$replaceRoot: {newRoot: "$o"}}]', '[{o: {a: 1}}]', '[{a: 1}]'],
  ['[{$replaceWith: {$mergeObjects: [{z: 0}, "$$ROOT"]}}]', '[{a: 1}]', '[{z: 0, a: 1}]'],
  ['[{$replaceWith: "$no"}]', '[{}]', 'error'],
  // $unwind: what is no array counts as one element; null, missing and [] go, unless they are kept.
  [
    '[{$unwind: "$a"}]',
    '[{a: [1, 2]}, {a: 3}, {a: []}, {a: null}, {}]',
    '[{a: 1}, {a: 2}, {a: 3}]',
  ],
  [
    '[{$unwind: {path: "$a", includeArrayIndex: "i", preserveNullAndEmptyArrays: true}}]',
    '[{a: [7]}, {a: []}]',
    '[{a: 7, i: 0}, {i: null}]',
  ],
  // $group: one key merges null with missing, a document of keys does not; arrays stay whole.
  [
    '[{$group: {_id: "$b", n: {$sum: 1}}}]',
    POINTS,
    '[{_id: "g", n: 3}, {_id: "r", n: 1}, {_id: null, n: 2}]',
  ],
  [
    '[{$group: {_id: {b: "$b"}}}]',
    POINTS,
    '[{_id: {b: "g"}}, {_id: {b: "r"}}, {_id: {}}, {_id: {b: null}}]',
  ],
  ['[{$group: {_id: "$x"}}]', '[{x: 1}, {x: NumberLong(1)}, {x: 1.5}]', '[{_id: 1}, {_id: 1.5}]'],
  ['[{$group: {_id: null, a: {$sum: "$x", $avg: "$x"}}}]', '[{}]', 'error'],
  // $sort: missing ties with null, [] is below, arrays count by their minimum or, descending, maximum.
  [
    '[{$sort: {a: 1}}, {$project: {a: 0}}]',
    '[{i: 1, a: [5, 0]}, {i: 2}, {i: 3, a: []}, {i: 4, a: null}, {i: 5, a: "x"}]',
    '[{i: 3}, {i: 2}, {i: 4}, {i: 1}, {i: 5}]',
  ],
  [
    '[{$sort: {a: -1, i: -1}}]',
    '[{i: 1, a: [5, 0]}, {i: 2, a: 4}, {i: 3, a: 4}]',
    '[{i: 1, a: [5, 0]}, {i: 3, a: 4}, {i: 2, a: 4}]',
  ],
  ['[{$sort: {a: 1, b: 1}}]', '[{a: [1], b: [2]}]', 'error'],
  ['[{$skip: 1}, {$limit: 2}, {$project: {_id: 1}}]', POINTS, '[{_id: 2}, {_id: 3}]'],
  ['[{$limit: 0}]', '[]', 'error'],
  // $count of nothing is no document.
  ['[{$match: {b: "g"}}, {$count: "n"}]', POINTS, '[{n: 3}]'],
  ['[{$match: {b: "z"}}, {$count: "n"}]', POINTS, '[]'],
  ['[{$sortByCount: "$b"}, {$limit: 2}]', POINTS, '[{_id: "g", count: 3}, {_id: null, count: 2}]'],
  [
    '[{$bucket: {groupBy: "$t", boundaries: [0, 3, 5], default: "late", output: {ids: {$push: "$_id"}}}}]',
    POINTS,
    '[{_id: 0, ids: [1, 2]}, {_id: 3, ids: [3, 4]}, {_id: "late", ids: [5, 6]}]',
  ],
  ['[{$bucket: {groupBy: "$t", boundaries: [0, 3]}}]', POINTS, 'error'],
  [
    '[{$bucketAuto: {groupBy: "$t", buckets: 2}}]',
    POINTS,
    '[{_id: {min: 1, max: 4}, count: 3}, {_id: {min: 4, max: 6}, count: 3}]',
  ],
  [
    '[{$facet: {n: [{$count: "n"}], g: [{$match: {b: "r"}}, {$project: {_id: 1}}], none: [{$match: {_id: 99}}]}}]',
    POINTS,
    '[{n: [{n: 6}], g: [{_id: 2}], none: []}]',
  ],
  ['[{$facet: {a: [{$facet: {b: []}}]}}]', '[]', 'error'],
  ['[{$sample: {size: 9}}, {$count: "n"}]', POINTS, '[{n: 6}]'],
  [
    '[{$lookup: {from: "ZTF_alerts_aux", localField: "objectId", foreignField: "_id", as: "aux"}}, {$project: {aux: 1}}]',
    '[{objectId: "Z", prv_candidates: [1], candidate: 1}]',
    '[{aux: [{_id: "Z", prv_candidates: [1]}]}]',
  ],
];

/** Accumulators over the points, in one group: [specification, result]. */
const ACCUMULATOR_ROWS: readonly (readonly [string, string])[] = [
  ['{$sum: "$m"}', '54.5'],
  ['{$avg: "$m"}', '18.166666666666668'],
  ['{$min: "$m"}', '17.5'],
  ['{$max: "$m"}', '[1, 2]'],
  ['{$stdDevPop: "$t"}', '1.707825127659933'],
  ['{$stdDevSamp: {$multiply: ["$t", 2]}}', '3.7416573867739413'],
  ['{$first: "$m"}', '18'],
  ['{$last: "$no"}', 'null'],
  ['{$push: "$m"}', '[18, 17.5, 19, [1, 2], "faint"]'],
  ['{$addToSet: "$b"}', '["g", "r", null]'],
  ['{$mergeObjects: {$cond: ["$no", 1, {last: "$t"}]}}', '{last: 6}'],
  ['{$count: {}}', '6'],
  ['{$concatArrays: {$cond: [{$isArray: "$m"}, "$m", ["$t"]]}}', '[1, 2, 3, 4, 1, 2, 6]'],
  ['{$setUnion: {$cond: [{$isArray: "$m"}, "$m", ["$t"]]}}', '[1, 2, 3, 4, 6]'],
  ['{$firstN: {input: "$m", n: 4}}', '[18, 17.5, 19, null]'],
  ['{$lastN: {input: "$t", n: 2}}', '[5, 6]'],
  ['{$minN: {input: "$m", n: 2}}', '[17.5, 18]'],
  ['{$maxN: {input: "$t", n: 2}}', '[6, 5]'],
  ['{$top: {sortBy: {t: -1}, output: "$_id"}}', '6'],
  [
    '{$topN: {sortBy: {b: 1, t: -1}, output: ["$_id", "$b"], n: 3}}',
    '[[6, null], [5, null], [4, "g"]]',
  ],
  ['{$bottom: {sortBy: {m: 1}, output: "$m"}}', '"faint"'],
  ['{$bottomN: {sortBy: {t: 1}, output: "$t", n: 2}}', '[5, 6]'],
  ['{$median: {input: "$t", method: "approximate"}}', '3'],
  ['{$percentile: {input: "$t", p: [0.5, 0.9], method: "approximate"}}', '[3, 6]'],
];

/** Over documents {t: 1…4, v: 1, 3, null, 7}: [output, values]. */
const WINDOW_ROWS: readonly (readonly [string, string])[] = [
  ['{$sum: "$v", window: {documents: ["unbounded", "current"]}}', '[1, 4, 4, 11]'],
  ['{$avg: "$v", window: {documents: [-1, 1]}}', '[2, 2, 5, 7]'],
  ['{$sum: "$v", window: {range: [-1, 0]}}', '[1, 4, 3, 7]'],
  ['{$max: "$v"}', '[7, 7, 7, 7]'],
  ['{$push: "$t", window: {documents: [1, 2]}}', '[[2, 3], [3, 4], [4], []]'],
  ['{$rank: {}}', '[1, 2, 3, 4]'],
  ['{$denseRank: {}}', '[1, 2, 3, 4]'],
  ['{$documentNumber: {}}', '[1, 2, 3, 4]'],
  ['{$shift: {output: "$v", by: -1, default: "none"}}', '["none", 1, 3, null]'],
  ['{$derivative: {input: "$t"}, window: {documents: [-1, 0]}}', '[null, 1, 1, 1]'],
  ['{$integral: {input: "$t"}, window: {documents: ["unbounded", "current"]}}', '[0, 1.5, 4, 7.5]'],
  ['{$expMovingAvg: {input: "$v", alpha: 0.5}}', '[1, 2, 2, 4.5]'],
  ['{$covariancePop: ["$t", "$t"]}', '[1.25, 1.25, 1.25, 1.25]'],
  ['{$covarianceSamp: ["$t", "$t"], window: {documents: [-1, 0]}}', '[null, 0.5, 0.5, 0.5]'],
  ['{$locf: "$v"}', '[1, 3, 3, 7]'],
  ['{$linearFill: "$v"}', '[1, 3, 5, 7]'],
  ['{$derivative: {input: "$v"}, window: {documents: [-2, 0]}}', '[null, 2, null, 2]'],
  ['{$integral: {input: "$v"}}', 'error'],
  ['{$derivative: {input: "$s"}, window: {documents: [-1, 0]}}', '[null, null, null, null]'],
  ['{$rank: {}, window: {documents: [0, 1]}}', 'error'],
  ['{$sum: "$v", window: {documents: [1, -1]}}', 'error'],
];

function check(
  pipeline: string,
  documents: string,
  expected: string,
  part = (all: unknown) => all,
) {
  if (expected === 'error') assert.throws(() => run(pipeline, documents), MqlError, pipeline);
  else assert.deepEqual(part(run(pipeline, documents)), read(expected), pipeline);
}

test('stages do to documents what MongoDB does', () => {
  for (const [pipeline, documents, expected] of STAGE_ROWS) check(pipeline, documents, expected);
});

test('accumulators gather a group', () => {
  for (const [accumulator, expected] of ACCUMULATOR_ROWS) {
    check(`[{$group: {_id: null, r: ${accumulator}}}]`, POINTS, expected, (all) => {
      return Array.isArray(all) ? all[0]?.r : all;
    });
  }
  assert.throws(
    () => run('[{$group: {_id: 1, r: {$firstN: {input: 1, n: 0}}}}]', '[{}]'),
    MqlError,
  );
  const n = '{$firstN: {input: "$t", n: {$cond: [{$eq: ["$b", "g"]}, 1, 2]}}}';
  const groups = run(`[{$group: {_id: {b: "$b"}, r: ${n}}}, {$limit: 2}]`, POINTS);
  assert.deepEqual(groups, read('[{_id: {b: "g"}, r: [1]}, {_id: {b: "r"}, r: [2]}]'));
});

const SERIES = '[{t: 3, v: null}, {t: 1, v: 1}, {t: 4, v: 7}, {t: 2, v: 3}]';

test('window functions see their neighbours in the order', () => {
  for (const [output, expected] of WINDOW_ROWS) {
    const pipeline = `[{$setWindowFields: {sortBy: {t: 1}, output: {r: ${output}}}}]`;
    check(pipeline, SERIES, expected, (all) => Array.isArray(all) && all.map((one) => one.r));
  }
  const fill = '[{$setWindowFields: {sortBy: {t: 1}, output: {r: {$linearFill: "$v"}}}}]';
  check(fill, '[{t: 1, v: 1}, {t: 1}, {t: 2, v: 3}]', 'error');
  check(fill, '[{t: 1, v: 1}, {t: ISODate("2026-01-01"), v: 3}]', 'error');
  const ties = '[{p: 2, x: 1}, {p: 1, x: 2}, {p: 1, x: 2}, {p: 1, x: 3}]';
  const ranks = `[{$setWindowFields: {partitionBy: "$p", sortBy: {x: 1}, output: {
    "o.rank": {$rank: {}}, dense: {$denseRank: {}}, n: {$count: {}}}}}]`;
  assert.deepEqual(
    run(ranks, ties).map(({ p, o, dense, n }) => [p, o, dense, n]),
    [
      [1, { rank: 1 }, 1, 3],
      [1, { rank: 1 }, 1, 3],
      [1, { rank: 3 }, 2, 3],
      [2, { rank: 1 }, 1, 1],
    ],
  );
  const dates =
    '[{d: ISODate("2026-01-01T00:00:00Z"), v: 0}, {d: ISODate("2026-01-01T00:30:00Z"), v: 1}]';
  const rate = '{$derivative: {input: "$v", unit: "hour"}, window: {range: [-1, 0], unit: "hour"}}';
  const rates = run(`[{$setWindowFields: {sortBy: {d: 1}, output: {r: ${rate}}}}]`, dates);
  assert.deepEqual(
    rates.map(({ r }) => r),
    [null, 2],
  );
});

test('each stage, accumulator and window function has a row', () => {
  const text = (rows: readonly (readonly string[])[]) => rows.map(([first]) => first).join();
  const windows = `${text(WINDOW_ROWS)}$setWindowFields`;
  const missing = [
    ...[...STAGES.keys()].filter(
      (name) =>
        !`${text(STAGE_ROWS)}${windows}`.includes(`{${name}:`) && name !== '$setWindowFields',
    ),
    ...[...ACCUMULATORS.keys()].filter((name) => !text(ACCUMULATOR_ROWS).includes(`{${name}:`)),
    ...[...WINDOW_FUNCTIONS.keys()].filter((name) => !windows.includes(`{${name}:`)),
  ];
  assert.deepEqual(missing, []);
});
