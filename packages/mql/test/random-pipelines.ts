import fc from 'fast-check';
import type { MqlDocument } from '../src/index.ts';

/** Documents and pipelines that mostly make sense, so that most of them run to the end. */

const number = fc.oneof(
  fc.integer({ min: -3, max: 5 }),
  fc.constantFrom(0.5, 2.25, -1.5, 1e6, 17.375),
);
const word = fc.constantFrom('a', 'b', 'Ab', 'abc', '', 'x y');
const scalar = fc.oneof(
  { weight: 4, arbitrary: number },
  { weight: 2, arbitrary: word },
  { weight: 1, arbitrary: fc.constantFrom(null, true, false) },
);
const inner = fc.record({ x: fc.oneof(number, fc.constant(null)), y: word }, { requiredKeys: [] });

export const document: fc.Arbitrary<MqlDocument> = fc.record(
  {
    a: fc.oneof(number, fc.constant(null)),
    b: word,
    c: fc.array(number, { maxLength: 4 }),
    d: fc.array(inner, { maxLength: 3 }),
    e: fc.record({ x: number, y: word }, { requiredKeys: [] }),
    f: scalar,
  },
  { requiredKeys: [] },
);

/** Each document with an `_id` of its own. */
export const documents: fc.Arbitrary<readonly MqlDocument[]> = fc
  .array(document, { maxLength: 6 })
  .map((all) => all.map((one, index) => ({ _id: index, ...one })));

interface Expressions {
  readonly number: fc.Arbitrary<unknown>;
  readonly text: fc.Arbitrary<unknown>;
  readonly list: fc.Arbitrary<unknown>;
  readonly truth: fc.Arbitrary<unknown>;
}

const call =
  (name: string) =>
  (argument: unknown): object => ({ [name]: argument });

const choose = (...names: string[]) => fc.constantFrom(...names);

function applied(names: fc.Arbitrary<string>, argument: fc.Arbitrary<unknown>) {
  return fc.tuple(names, argument).map(([name, value]) => call(name)(value));
}

const isListOr = (value: unknown): object => ({ $cond: [{ $isArray: [value] }, value, []] });
const asText = (value: unknown): object => ({
  $cond: [{ $eq: [{ $type: value }, 'string'] }, value, 'none'],
});

const {
  number: numbers,
  text,
  list,
  truth,
} = fc.letrec<{
  number: unknown;
  text: unknown;
  list: unknown;
  truth: unknown;
}>((tie) => {
  const pair = fc.tuple(tie('number'), tie('number'));
  const safeList = tie('list').map(isListOr);
  const safeText = tie('text').map(asText);
  return {
    number: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      number,
      fc.constantFrom('$a', '$e.x', '$f', '$missing'),
      applied(choose('$add', '$subtract', '$multiply'), pair),
      applied(choose('$abs', '$floor', '$ceil', '$trunc'), tie('number')),
      applied(choose('$round'), fc.tuple(tie('number'), fc.integer({ min: -1, max: 2 }))),
      fc.tuple(tie('number'), fc.constantFrom(2, -4, 0.5)).map(call('$divide')),
      fc.tuple(tie('number'), fc.constantFrom(2, -3)).map(call('$mod')),
      applied(choose('$sum', '$avg', '$min', '$max', '$stdDevPop'), safeList),
      applied(choose('$size'), safeList),
      fc.tuple(safeList, fc.integer({ min: -2, max: 2 })).map(call('$arrayElemAt')),
      applied(choose('$first', '$last'), safeList),
      fc.tuple(tie('truth'), tie('number'), tie('number')).map(call('$cond')),
      fc.tuple(tie('number'), tie('number')).map(call('$ifNull')),
      fc.tuple(tie('number'), tie('number')).map(call('$cmp')),
      fc.tuple(safeList, tie('number')).map(call('$indexOfArray')),
      applied(choose('$strLenCP'), safeText),
      fc.tuple(safeList, tie('number')).map(([input, start]) => ({
        $reduce: {
          input,
          initialValue: start,
          in: { $add: ['$$value', { $ifNull: ['$$this', 0] }] },
        },
      })),
      fc.tuple(tie('number'), tie('number')).map(([x, y]) => ({
        $let: { vars: { x, y }, in: { $multiply: ['$$x', '$$y'] } },
      })),
    ),
    text: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      word.map((value) => call('$literal')(value)),
      fc.constantFrom('$b', '$e.y'),
      fc.tuple(safeText, safeText).map(call('$concat')),
      applied(choose('$toUpper', '$toLower'), safeText),
      safeText.map((input) => ({ $substrCP: [input, 1, 2] })),
      safeText.map((input) => ({ $trim: { input } })),
      fc.tuple(tie('truth'), tie('text'), tie('text')).map(call('$cond')),
    ),
    list: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      fc.constantFrom('$c', '$d.x', '$d', '$missing'),
      fc.array(tie('number'), { maxLength: 3 }),
      fc.tuple(safeList, safeList).map(call('$concatArrays')),
      applied(choose('$reverseArray'), safeList),
      fc.tuple(safeList, fc.integer({ min: 1, max: 3 })).map(call('$slice')),
      fc.tuple(safeList, tie('truth')).map(([input, cond]) => ({ $filter: { input, cond } })),
      fc.tuple(safeList, tie('number')).map(([input, n]) => ({
        $filter: { input, as: 'one', cond: { $gt: ['$$one', n] } },
      })),
      fc
        .tuple(safeList, tie('number'))
        .map(([input, n]) => ({ $map: { input, in: ['$$this', n] } })),
      fc.constant({ $map: { input: isListOr('$d'), as: 'p', in: '$$p.x' } }),
      fc.constant({ $range: [0, 3] }),
      fc
        .tuple(safeList, fc.constantFrom(1, -1))
        .map(([input, sortBy]) => ({ $sortArray: { input, sortBy } })),
      fc.tuple(safeList, safeList).map(call('$setIntersection')),
    ),
    truth: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      fc.boolean(),
      applied(choose('$gt', '$gte', '$lt', '$lte', '$eq', '$ne'), pair),
      applied(choose('$eq', '$ne', '$gt'), fc.tuple(tie('text'), tie('text'))),
      applied(choose('$and', '$or'), fc.array(tie('truth'), { minLength: 1, maxLength: 3 })),
      tie('truth').map((one) => ({ $not: [one] })),
      fc.tuple(tie('number'), safeList).map(call('$in')),
      applied(
        choose('$anyElementTrue', '$allElementsTrue'),
        safeList.map((one) => [one]),
      ),
      applied(
        choose('$isArray', '$isNumber'),
        tie('number').map((one) => one),
      ),
      safeText.map((input) => ({ $regexMatch: { input, regex: '^a' } })),
    ),
  };
});

export const expressions: Expressions = { number: numbers, text, list, truth };
export const expression = fc.oneof(numbers, text, list, truth);

const path = fc.constantFrom(
  'a',
  'b',
  'c',
  'd',
  'e',
  'f',
  'd.x',
  'e.x',
  'e.y',
  'c.0',
  'd.1.x',
  'z',
);

const condition = fc.oneof(
  fc.tuple(path, scalar).map(([one, value]) => ({ [one]: value })),
  fc
    .tuple(path, choose('$gt', '$gte', '$lt', '$lte', '$eq', '$ne'), scalar)
    .map(([one, name, value]) => ({ [one]: { [name]: value } })),
  fc
    .tuple(path, choose('$in', '$nin'), fc.array(scalar, { maxLength: 3 }))
    .map(([one, name, values]) => ({ [one]: { [name]: values } })),
  fc.tuple(path, fc.boolean()).map(([one, exists]) => ({ [one]: { $exists: exists } })),
  fc.tuple(path, number, number).map(([one, low, high]) => ({ [one]: { $gt: low, $lt: high } })),
  fc.tuple(path, number).map(([one, low]) => ({ [one]: { $not: { $gt: low } } })),
  fc.tuple(path, fc.integer({ min: 0, max: 3 })).map(([one, size]) => ({ [one]: { $size: size } })),
  number.map((low) => ({ d: { $elemMatch: { x: { $gt: low } } } })),
  number.map((low) => ({ c: { $elemMatch: { $gt: low, $lt: 4 } } })),
  fc.constantFrom('^a', 'b$', 'A').map((pattern) => ({ b: { $regex: pattern } })),
  truth.map((one) => ({ $expr: one })),
);

export const query = fc.oneof(
  condition,
  fc
    .tuple(choose('$and', '$or', '$nor'), fc.array(condition, { minLength: 1, maxLength: 3 }))
    .map(([name, parts]) => ({ [name]: parts })),
);

const field = fc.constantFrom('a', 'b', 'c', 'e', 'f', 'g', 'e.x', 'g.h');
const computed = fc.tuple(field, expression).map(([name, value]) => ({ [name]: value }));
const top = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g');
const sortKeys = fc.oneof(
  fc.constantFrom({ a: 1, _id: 1 }, { b: -1, _id: 1 }, { 'e.x': 1, f: -1, _id: 1 }),
  fc.constant({ _id: -1 }),
);

/** A number or a boolean would be a flag in $project. */
function asExpression(value: unknown): unknown {
  return typeof value === 'object' ? value : { $cond: [true, value, null] };
}

/** Stages of one document each. */
export const documentStage: fc.Arbitrary<object> = fc.oneof(
  query.map((one) => ({ $match: one })),
  computed.map((fields) => ({ $addFields: fields })),
  fc
    .tuple(fc.subarray(['a', 'b', 'c', 'd.x', 'f']), fc.constantFrom('g', 'r'), expression)
    .map(([kept, name, value]) => ({
      $project: { ...Object.fromEntries(kept.map((one) => [one, 1])), [name]: asExpression(value) },
    })),
  fc.tuple(top).map(([name]) => ({ $unset: name })),
  fc.constantFrom('d.x', 'e', 'c').map((name) => ({ $project: { [name]: 0 } })),
  fc.tuple(numbers, list).map(([a, c]) => ({ $replaceWith: { _id: '$_id', a, c, old: '$f' } })),
);

const output = fc.oneof(
  applied(choose('$sum', '$avg', '$min', '$max', '$first', '$last', '$push', '$addToSet'), numbers),
  fc.constant({ $count: {} }),
);

const groupKey = fc.oneof(
  fc.constantFrom(null, '$a', '$b', '$f', '$e.y'),
  fc.constant({ a: '$a', b: '$b' }),
);

const unwind = fc.oneof(
  fc.constantFrom('$c', '$d', '$a'),
  fc.constantFrom('$c', '$d').map((name) => ({
    path: name,
    includeArrayIndex: 'i',
    preserveNullAndEmptyArrays: true,
  })),
);

/** Stages that see the documents together. */
export const setStage: fc.Arbitrary<object> = fc.oneof(
  unwind.map((one) => ({ $unwind: one })),
  fc.tuple(groupKey, output, output).map(([_id, r, s]) => ({ $group: { _id, r, s } })),
  sortKeys.map((keys) => ({ $sort: keys })),
  fc.integer({ min: 1, max: 4 }).map((count) => ({ $limit: count })),
  fc.integer({ min: 0, max: 3 }).map((count) => ({ $skip: count })),
  fc.constant({ $count: 'n' }),
  output.map((r) => ({
    $bucket: { groupBy: '$a', boundaries: [-10, 0, 3, 10], default: 'other', output: { r } },
  })),
  fc
    .tuple(documentStage, output)
    .map(([stage, r]) => ({ $facet: { one: [stage], two: [{ $group: { _id: '$b', r } }] } })),
  output.map((r) => ({
    $setWindowFields: {
      partitionBy: '$b',
      sortBy: { _id: 1 },
      output: { w: { ...r, window: { documents: [-1, 0] } } },
    },
  })),
);

export const stage = fc.oneof(
  { weight: 3, arbitrary: documentStage },
  { weight: 2, arbitrary: setStage },
);

export const pipeline = fc.array(stage, { minLength: 1, maxLength: 4 });
