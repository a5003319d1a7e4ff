import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  checkFields,
  compileFilter,
  MqlError,
  parsePipeline,
  splitUpstream,
} from '../src/index.ts';

function errorOf(run: () => unknown): MqlError {
  try {
    run();
  } catch (error) {
    if (error instanceof MqlError) return error;
    throw error;
  }
  return assert.fail('no error');
}

function parseError(...pipeline: readonly unknown[]) {
  const { code, path, hint } = errorOf(() => parsePipeline(pipeline));
  return { code, path, hint };
}

function readsOf(...pipeline: readonly unknown[]) {
  return compileFilter(parsePipeline(pipeline)).reads;
}

test('an unknown name is an error with its place and a suggestion', () => {
  assert.deepEqual(parseError({ $match: { 'candidate.drb': { $gtt: 0.5 } } }), {
    code: 'unknown_operator',
    path: '0.$match.candidate.drb.$gtt',
    hint: 'did you mean $gt',
  });
  assert.deepEqual(parseError({ $match: { a: 1 } }, { $adFields: { a: 1 } }), {
    code: 'unknown_stage',
    path: '1.$adFields',
    hint: 'did you mean $addFields',
  });
  assert.deepEqual(parseError({ $project: { x: { $roud: ['$a', 2] } } }), {
    code: 'unknown_operator',
    path: '0.$project.x.$roud',
    hint: 'did you mean $round',
  });
  const loop = { $map: { input: '$a', as: 'cand', in: '$$cnad.jd' } };
  assert.deepEqual(parseError({ $project: { x: loop } }), {
    code: 'unknown_variable',
    path: '0.$project.x.$map.in',
    hint: 'did you mean $$cand',
  });
});

test('what may not run says what to do instead', () => {
  for (const stage of [{ $out: 'x' }, { $merge: 'x' }, { $lookup: {} }, { $unionWith: 'x' }]) {
    const error = parseError(stage);
    assert.equal(error.code, 'forbidden');
    assert.ok(error.hint);
  }
  assert.equal(parseError({ $match: { $where: 'true' } }).code, 'forbidden');
  assert.equal(parseError({ $project: { x: { $function: {} } } }).code, 'forbidden');
  assert.equal(parseError({ $match: { a: { $regex: '(?=x)' } } }).code, 'unsupported');
});

test('a filter that goes through too many elements stops with its stage', () => {
  const range = { $range: [0, 100] };
  const nested = {
    $map: { input: range, as: 'a', in: { $map: { input: range, as: 'b', in: 1 } } },
  };
  const pipeline = parsePipeline([{ $match: {} }, { $set: { x: { $ifNull: ['$y', nested] } } }]);
  const { code, path } = errorOf(() => compileFilter(pipeline, { maxSteps: 5000 }).run({}));
  assert.deepEqual({ code, path }, { code: 'budget', path: '1.$set' });
  assert.ok(compileFilter(pipeline).run({}));
});

test('a value that doubles at each step is stopped, whether compared or put out', () => {
  const double = (path: string) =>
    Array.from({ length: 60 }, () => ({ $set: { [path]: { a: `$${path}`, b: `$${path}` } } }));
  const out = compileFilter(parsePipeline(double('x')));
  assert.equal(errorOf(() => out.run({ x: 1 })).code, 'budget');
  const compared = [...double('x'), ...double('y'), { $match: { $expr: { $eq: ['$x', '$y'] } } }];
  const equal = compileFilter(parsePipeline([...compared, { $project: { z: 1 } }]));
  assert.equal(errorOf(() => equal.run({ x: 1, y: 1 })).code, 'budget');
  const list = { $concatArrays: ['$$value', '$$value'] };
  const reduce = { $reduce: { input: { $range: [0, 60] }, initialValue: ['$a'], in: list } };
  const grown = compileFilter(parsePipeline([{ $project: { n: { $size: reduce } } }]));
  assert.equal(errorOf(() => grown.run({ a: 1 })).code, 'budget');
});

test('a runtime error names the operator in the pipeline', () => {
  const filter = compileFilter(
    parsePipeline([{ $match: { $expr: { $gt: [{ $divide: [1, '$a'] }, 0] } } }]),
  );
  const { code, path } = errorOf(() => filter.run({ a: 0 }));
  assert.deepEqual({ code, path }, { code: 'runtime', path: '0.$match.$expr.$gt.0.$divide' });
  assert.ok(filter.run({ a: 2 }), 'the filter works on after an error');
});

test('a pasted filter may be Python, with comments and trailing commas, and integers are exact', () => {
  const filter = compileFilter(
    parsePipeline(`[
      {'$match': {'candid': 1127561445515015011, 'ok': True, 'none': None}},  # mine
      {"$project": {_id: 0, x: {$literal: '\\u00e9'}, }}, // done
    ]`),
  );
  assert.deepEqual(filter.run({ candid: 1127561445515015011n, ok: true }), { x: 'é' });
  assert.equal(filter.run({ candid: 1127561445515015012n, ok: true }), null);
  assert.match(errorOf(() => parsePipeline('[{"$match": {"a": }}]')).message, /line 1, column 19/);
});

test('Extended JSON of stored filters is decoded', () => {
  const text = '[{"$match": {"candid": {"$numberLong": "1127561445515015011"}}}]';
  assert.ok(compileFilter(parsePipeline(text)).run({ candid: 1127561445515015011n }));
});

test('fields named like members of JavaScript objects are ordinary fields', () => {
  const filter = compileFilter(
    parsePipeline([
      { $match: { constructor: null, 'a.toString': null } },
      { $project: { x: '$valueOf', hasOwnProperty: 1 } },
    ]),
  );
  assert.deepEqual(filter.run({ a: {} }), {});
  assert.equal(filter.run({ constructor: 1 }), null);
  assert.equal(parseError({ $set: { '__proto__.polluted': 1 } }).code, 'argument');
});

test('reads lists the paths of the input, the shortest where one holds another', () => {
  assert.deepEqual(
    readsOf(
      {
        $match: {
          'candidate.drb': { $gt: 0.5 },
          'cross_matches.CLU_20190625.0': { $exists: true },
        },
      },
      { $addFields: { m: { $avg: '$prv_candidates.magpsf' } } },
      {
        $project: {
          _id: 0,
          m: 1,
          candid: 1,
          age: { $map: { input: '$fp_hists', in: '$$this.jd' } },
        },
      },
      { $match: { 'other.field': 1 } },
    ),
    [
      'candid',
      'candidate.drb',
      'cross_matches.CLU_20190625',
      'fp_hists.jd',
      'prv_candidates.magpsf',
    ],
  );
  assert.equal(readsOf({ $match: { a: 1 } }), null);
  assert.equal(readsOf({ $project: { a: 0 } }), null);
  assert.equal(readsOf({ $project: { a: '$$ROOT' } }), null);
  assert.deepEqual(readsOf({ $replaceWith: { a: '$b.c' } }), ['b.c']);
});

test('reads sees through loops and through a history that is only narrowed', () => {
  const recent = { $filter: { input: '$prv_candidates', as: 'p', cond: { $lt: ['$$p.jd', 9] } } };
  const bright = { $map: { input: '$prv_candidates', as: 'p', in: { $lt: ['$$p.magpsf', '$m'] } } };
  const project = { $project: { _id: 0, bright, n: { $map: { input: '$fp_hists', in: 1 } } } };
  assert.deepEqual(readsOf({ $set: { prv_candidates: recent } }, project), [
    'fp_hists',
    'm',
    'prv_candidates.jd',
    'prv_candidates.magpsf',
  ]);
  assert.deepEqual(readsOf({ $project: { recent } }), ['prv_candidates']);
  assert.deepEqual(readsOf({ $set: { a: '$b' } }, { $project: { a: 1 } }), ['b']);
});

test('a path that alerts do not have is found, with the one that was meant', () => {
  const fields = [
    ...['candid', 'candidate.magpsf', 'candidate.drb', 'prv_candidates.jd'],
    ...['prv_candidates.magpsf', 'cross_matches'],
  ].map((path) => ({ path, type: 'any', nullable: true }));
  const check = (...stages: readonly unknown[]) =>
    checkFields(parsePipeline(stages), fields).map(({ path, hint, message }) => [
      path,
      hint,
      message.split(' (')[0],
    ]);
  assert.deepEqual(
    check(
      { $match: { 'candidate.drv': 1, 'cross_matches.Any.0.z': 1 } },
      {
        $set: { 'annotations.a': { $map: { input: '$prv_candidates', in: '$$this.magsf' } }, m: 1 },
      },
      { $project: { annotations: 1, m: 1, candid: 1, x: '$candidates.magpsf' } },
    ),
    [
      ['0.$match', 'did you mean candidate.drb', "alerts have no field 'candidate.drv'"],
      [
        '1.$set',
        'did you mean prv_candidates.magpsf',
        "alerts have no field 'prv_candidates.magsf'",
      ],
      ['2.$project', 'did you mean candidate', "alerts have no field 'candidates.magpsf'"],
    ],
  );
});

test('a cut runs before what it does not depend on, and after what it does', () => {
  const broken = { $set: { x: { $divide: [1, 0] } } };
  const filter = (match: unknown) => compileFilter(parsePipeline([broken, { $match: match }]));
  assert.equal(filter({ a: 1 }).run({ a: 2 }), null);
  assert.throws(() => filter({ x: 1 }).run({ a: 2 }), MqlError);
  assert.throws(() => filter({ $expr: { $eq: ['$$ROOT', 1] } }).run({ a: 2 }), MqlError);
});

const LOOKUP = {
  $lookup: { from: 'ZTF_alerts_aux', localField: 'objectId', foreignField: '_id', as: 'aux' },
};

function historyFilter(field: string, cond: unknown) {
  const input = { $arrayElemAt: [`$aux.${field}`, 0] };
  return { $filter: { input, as: 'item', cond } };
}

test('the upstream stages are split off and what they restrict is kept', () => {
  const cond = {
    $and: [
      { $in: ['$$item.programid', [1, 2]] },
      { $lt: [{ $subtract: ['$candidate.jd', '$$item.jd'] }, 30] },
    ],
  };
  const rest = [{ $project: { n: { $size: '$prv_candidates' }, f: { $size: '$fp_hists' } } }];
  const pipeline = [
    { $match: { candid: 5, 'candidate.programid': { $in: [1, 2] } } },
    { $project: { cutoutScience: 0, cutoutTemplate: 0, cutoutDifference: 0 } },
    LOOKUP,
    {
      $project: {
        cross_matches: { $arrayElemAt: ['$aux.cross_matches', 0] },
        prv_candidates: historyFilter('prv_candidates', cond),
        fp_hists: historyFilter('fp_hists', {
          $and: [...cond.$and, { $eq: ['$$item.procstatus', '0'] }],
        }),
        candidate: 1,
      },
    },
    ...rest,
  ];
  const split = splitUpstream(pipeline);
  assert.deepEqual([split.prefix.length, split.programIds, split.historyDays], [4, [1, 2], 30]);
  assert.deepEqual(split.rest, rest);
  const filter = compileFilter(parsePipeline(pipeline));
  const histories = {
    prv_candidates: [
      { jd: 90, programid: 1 },
      { jd: 60, programid: 1 },
      { jd: 99, programid: 3 },
    ],
    fp_hists: [
      { jd: 99, programid: 1, procstatus: '0' },
      { jd: 99, programid: 1, procstatus: '57' },
    ],
  };
  assert.deepEqual(filter.run({ candidate: { jd: 100, programid: 2 }, ...histories }), {
    n: 1,
    f: 1,
  });
  assert.equal(filter.run({ candidate: { jd: 100, programid: 3 }, ...histories }), null);
});

test('a look-up of anything else is no upstream', () => {
  const other = { $lookup: { ...LOOKUP.$lookup, from: 'Gaia_EDR3' } };
  assert.equal(splitUpstream([other, { $match: {} }]).prefix.length, 0);
  assert.equal(parseError(other).code, 'forbidden');
  assert.equal(parsePipeline([{ $match: { candid: 1 } }]).upstream, null);
});
