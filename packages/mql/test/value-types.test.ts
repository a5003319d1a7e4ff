import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  checkTypes,
  compileFilter,
  type FieldType,
  type MqlDocument,
  MqlError,
  parsePipeline,
} from '../src/index.ts';

const field = (path: string, type: string, nullable = false): FieldType => ({
  path,
  type,
  nullable,
});
const SCHEMA: readonly FieldType[] = [
  field('id', 'long'),
  field('name', 'string'),
  field('c', 'object'),
  field('c.mag', 'double'),
  field('c.drb', 'float', true),
  field('c.isreal', 'bool'),
  field('c.band', 'string', true),
  field('h', 'list'),
  field('h.mag', 'double', true),
  field('h.band', 'string', true),
  field('tags', 'list'),
  field('any', 'any'),
];

function said(...stages: readonly object[]): readonly string[] {
  return checkTypes(parsePipeline(stages), SCHEMA).map(
    ({ path, message }) => `${path}: ${message}`,
  );
}

test('a constant of another type is told, with its place and what it may have been', () => {
  assert.deepEqual(
    said({ $match: { 'c.mag': { $lt: 'r' }, 'c.band': { $ne: 2 }, name: { $in: [2, 3] } } }),
    [
      '0.$match.c.mag.$lt: c.mag is a number, and "r" is a text: never true',
      '0.$match.c.band.$ne: c.band is a text, and 2 is a number: always true (write "2", with quotes)',
      '0.$match.name.$in: name is a text, and all of the list are of other types: never true',
    ],
  );
  assert.deepEqual(
    said({ $match: { 'h.mag': '19.5', 'c.mag': { $regex: 'r' }, name: { $size: 2 } } }),
    [
      '0.$match.h.mag: h.mag is a number, and "19.5" is a text: never true (write 19.5 without quotes)',
      '0.$match.c.mag.$regex: c.mag is a number, and only texts match a regex: never true',
      '0.$match.name.$size: name is a text, and only lists have a size: never true',
    ],
  );
  assert.deepEqual(said({ $match: { h: { $elemMatch: { mag: { $gt: '5' } } } } }), [
    '0.$match.h.$elemMatch.mag.$gt: mag is a number, and "5" is a text: never true (write 5 without quotes)',
  ]);
  assert.deepEqual(said({ $match: { $expr: { $gt: ['sg', 0.76] } } }), [
    '0.$match.$expr.$gt: "sg" is a text, and 0.76 is a number: $gt is always true (a field has a dollar: "$sg")',
  ]);
  assert.deepEqual(
    said(
      {
        $project: {
          m: '$c.mag',
          late: { $filter: { input: '$h', cond: { $eq: ['$$this.band', 1] } } },
        },
      },
      { $match: { m: 'x' } },
      { $set: { t: { $concat: ['$late.band', '$m'] } } },
    ),
    [
      '0.$project.late.$filter.cond.$eq: $$this.band is a text, and 1 is a number: $eq is never true (write "1", with quotes)',
      '1.$match.m: m is a number, and "x" is a text: never true',
      '2.$set.t.$concat: $concat takes texts, and $late.band is a list: it always fails',
    ],
  );
});

test('what may hold is not told: null, any, fields that are not known, and what became of them', () => {
  for (const stages of [
    [{ $match: { 'c.drb': null, name: { $ne: null }, any: 'r', 'any.0.x': 3, other: 4 } }],
    [{ $match: { 'c.mag': { $in: [1, '1', true] }, $expr: { $in: ['$name', [1, '1', true]] } } }],
    [{ $match: { 'c.drb': { $in: [0.5, null] }, h: { $size: 2 }, tags: 'a', 'h.0.mag': 5 } }],
    [{ $match: { $expr: { $and: [{ $eq: ['$c.drb', null] }, { $gt: ['$c.mag', '$name'] }] } } }],
    [{ $project: { name: { $size: '$h' } } }, { $match: { name: 3 } }],
    [{ $group: { _id: '$name', c: { $sum: 1 } } }, { $match: { c: 2 } }],
    [{ $unwind: '$h' }, { $match: { 'h.mag': 5, h: { $type: 'object' } } }],
    [{ $match: { 'c.mag': { $type: ['int', 'string'] }, 'c.band': { $type: 'null' } } }],
    [{ $set: { 'c.mag': 'x' } }, { $match: { 'c.mag': 'x' } }],
    [{ $match: { $expr: { $gt: [{ $toString: '$c.mag' }, '1'] } } }],
  ]) {
    assert.deepEqual(said(...stages), [], JSON.stringify(stages));
  }
});

const number = fc.oneof(
  fc.integer({ min: -2, max: 3 }),
  fc.constantFrom(0.5, Number.NaN, 19n, 2n ** 60n, Number.POSITIVE_INFINITY),
);
const text = fc.constantFrom('', 'a', 'r', '5', 'ZTF18');
const orNull = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null });
const anything = fc.oneof(
  number,
  text,
  fc.boolean(),
  fc.constant(null),
  fc.array(number, { maxLength: 2 }),
);
const documents: fc.Arbitrary<MqlDocument> = fc.record(
  {
    id: number,
    name: text,
    c: fc.record(
      { mag: number, isreal: fc.boolean(), drb: orNull(number), band: orNull(text) },
      { requiredKeys: ['mag', 'isreal'] },
    ),
    h: fc.array(fc.record({ mag: orNull(number), band: orNull(text) }, { requiredKeys: [] }), {
      maxLength: 3,
    }),
    tags: fc.array(anything, { maxLength: 3 }),
    any: anything,
  },
  { requiredKeys: ['id', 'name', 'c', 'h', 'tags'] },
);

/** Stages in front, and where the fields are behind them. */
const PREFIXES: readonly (readonly [stages: readonly object[], paths: readonly string[]])[] = [
  [
    [],
    [
      'id',
      'name',
      'c',
      'c.mag',
      'c.drb',
      'c.isreal',
      'c.band',
      'h',
      'h.mag',
      'h.0.band',
      'tags',
      'any',
    ],
  ],
  [
    [
      {
        $project: {
          m: '$c.mag',
          n: '$name',
          d: '$c.drb',
          ms: '$h.mag',
          'c.band': 1,
          h: { mag: 1 },
        },
      },
    ],
    ['m', 'n', 'd', 'ms', 'c.band', 'c', 'h', 'h.mag', 'name'],
  ],
  [
    [
      {
        $addFields: {
          first: { $arrayElemAt: ['$h', 0] },
          either: { $cond: ['$c.isreal', '$name', '$c.mag'] },
          given: { $ifNull: ['$c.drb', -1] },
          sum: { $add: ['$c.mag', '$id'] },
          bands: { $map: { input: '$h', as: 'p', in: '$$p.band' } },
          bright: { $filter: { input: '$h', cond: { $lt: ['$$this.mag', 2] } } },
          'c.mag': { $concat: ['$name', 'x'] },
          whole: { a: '$name', b: ['$c.band', 1] },
        },
      },
    ],
    [
      'first',
      'first.mag',
      'either',
      'given',
      'sum',
      'bands',
      'bright',
      'bright.band',
      'c.mag',
      'whole.a',
      'whole.b',
    ],
  ],
  [
    [{ $set: { h: { $slice: ['$h', 1] } } }, { $unwind: '$h' }],
    ['h', 'h.mag', 'h.band', 'name'],
  ],
  [[{ $replaceRoot: { newRoot: '$c' } }], ['mag', 'drb', 'band', 'isreal', 'name']],
];
const constants = fc.oneof(
  number,
  text,
  fc.boolean(),
  fc.constant(null),
  fc.array(number, { maxLength: 2 }),
  fc.constant({ mag: 1 }),
);
const comparison = fc.constantFrom('$eq', '$ne', '$gt', '$gte', '$lt', '$lte');

function conditions(path: string): fc.Arbitrary<object> {
  const literal = constants.map((value) => ({ $literal: value }));
  const written = fc.oneof(number, fc.constantFrom('', 'r', '5'), fc.boolean());
  return fc.oneof(
    fc.tuple(comparison, constants).map(([name, value]) => ({ [path]: { [name]: value } })),
    fc
      .tuple(comparison, constants)
      .map(([name, value]) => ({ [path]: { $not: { [name]: value } } })),
    fc.tuple(fc.constantFrom('$in', '$nin'), constants).map(([name, value]) => ({
      [path]: { [name]: [value] },
    })),
    fc.constantFrom(
      { [path]: { $regex: 'a' } },
      { [path]: { $size: 1 } },
      { [path]: { $mod: [2, 1] } },
      { [path]: { $type: 'string' } },
      { [path]: { $type: ['number', 'array'] } },
      { $expr: { $regexMatch: { input: `$${path}`, regex: 'a' } } },
      { $expr: { $concat: [`$${path}`, 'x'] } },
      { $expr: { $multiply: [`$${path}`, 2] } },
      { $expr: { $add: [`$${path}`, 1] } },
      { $expr: { $size: `$${path}` } },
    ),
    fc
      .tuple(fc.constantFrom('mag', 'band'), comparison, constants)
      .map(([name, operator, value]) => ({
        [path]: { $elemMatch: { [name]: { [operator]: value } } },
      })),
    fc
      .tuple(comparison, fc.oneof(written, literal), fc.boolean())
      .map(([name, value, isFirst]) => ({
        $expr: { [name]: isFirst ? [value, `$${path}`] : [`$${path}`, value] },
      })),
    written.map((value) => ({ $expr: { $in: [`$${path}`, [value]] } })),
  );
}

const cases = fc
  .constantFrom(...PREFIXES)
  .chain(([stages, paths]) =>
    fc
      .constantFrom(...paths)
      .chain((path) => conditions(path).map((condition) => [...stages, { $match: condition }])),
  );

/** Whether it passes; null where it fails. */
function passes(stages: readonly object[], document: MqlDocument): boolean | null {
  try {
    return compileFilter(parsePipeline(stages)).run(document) !== null;
  } catch (error) {
    if (error instanceof MqlError) return null;
    throw error;
  }
}

test('what is said holds for every document that obeys the schema', () => {
  let told = 0;
  fc.assert(
    fc.property(cases, fc.array(documents, { minLength: 5, maxLength: 5 }), (stages, all) => {
      const place = `${stages.length - 1}.`;
      const warnings = checkTypes(parsePipeline(stages), SCHEMA).filter(({ path }) =>
        path.startsWith(place),
      );
      for (const { path, message } of warnings) {
        // That it holds for each element does not say that there is one.
        if (path.includes('$elemMatch') && message.includes('always true')) continue;
        told += 1;
        for (const document of all) {
          // Of an unwound list without elements no document is left.
          const isThere = passes(stages.slice(0, -1), document) === true;
          const passed = passes(stages, document);
          if (/always true/.test(message)) assert.ok(passed === true || !isThere, message);
          else assert.notEqual(passed, true, message);
        }
      }
    }),
    { numRuns: Number(process.env.FRITZ_TYPE_RUNS ?? 1000) },
  );
  assert.ok(told > 150, `only ${told} warnings`);
});
