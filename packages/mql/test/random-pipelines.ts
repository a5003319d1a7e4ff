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

const orZero = (value: unknown): object => ({ $ifNull: [value, 0] });
const ofSome = (name: string) => (value: unknown) => ({
  $cond: [{ $gt: [{ $size: value }, 0] }, { [name]: value }, null],
});

type Tie = (kind: keyof Expressions) => fc.Arbitrary<unknown>;

/** How expressions are made up of one another. */
interface Parts {
  readonly tie: Tie;
  readonly isPlain: boolean;
  /** A number that is compared. */
  readonly compared: fc.Arbitrary<unknown>;
  readonly safeList: fc.Arbitrary<unknown>;
  readonly numberList: fc.Arbitrary<unknown>;
  readonly safeText: fc.Arbitrary<unknown>;
}

function numberOf({ tie, isPlain, compared, safeList, numberList, safeText }: Parts) {
  const pair = fc.tuple(tie('number'), tie('number'));
  const places = fc.integer({ min: -1, max: 2 });
  const some = isPlain ? ofSome : call;
  return fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    number,
    isPlain ? fc.constantFrom('$a', '$e.x') : fc.constantFrom('$a', '$e.x', '$f', '$missing'),
    applied(choose('$add', '$subtract', '$multiply'), pair),
    applied(choose('$abs', '$floor', '$ceil'), tie('number')),
    tie('number').map((one) => ({ $trunc: isPlain ? [one, 0] : one })),
    ...(isPlain ? [] : [fc.tuple(tie('number'), places).map(call('$round'))]),
    fc.tuple(tie('number'), fc.constantFrom(2, -4, 0.5)).map(call('$divide')),
    fc.tuple(compared, fc.constantFrom(2, -3)).map(call('$mod')),
    applied(choose('$sum', '$avg', '$min', '$max'), numberList),
    ...(isPlain ? [] : [numberList.map(call('$stdDevPop'))]),
    applied(choose('$size'), safeList),
    fc.tuple(numberList, fc.integer({ min: -2, max: 2 })).map(call('$arrayElemAt')),
    fc.oneof(numberList.map(some('$first')), numberList.map(some('$last'))),
    fc.tuple(tie('truth'), tie('number'), tie('number')).map(call('$cond')),
    pair.map(call('$ifNull')),
    fc.tuple(compared, compared).map(call('$cmp')),
    fc.tuple(safeList, tie('number')).map(call('$indexOfArray')),
    applied(choose('$strLenCP'), safeText),
    fc.tuple(numberList, tie('number')).map(([input, start]) => ({
      $reduce: { input, initialValue: start, in: { $add: ['$$value', orZero('$$this')] } },
    })),
    pair.map(([x, y]) => ({ $let: { vars: { x, y }, in: { $multiply: ['$$x', '$$y'] } } })),
  );
}

function textOf({ tie, isPlain, safeText }: Parts) {
  return fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    word.map((value) => call('$literal')(value)),
    isPlain ? fc.constant({ $ifNull: ['$b', 'none'] }) : fc.constantFrom('$b', '$e.y'),
    fc.tuple(safeText, safeText).map(call('$concat')),
    applied(choose('$toUpper', '$toLower'), safeText),
    safeText.map((input) => ({ $substrCP: [input, 1, 2] })),
    safeText.map((input) => ({ $trim: { input } })),
    fc.tuple(tie('truth'), tie('text'), tie('text')).map(call('$cond')),
  );
}

function listOf({ tie, isPlain, compared, safeList, numberList }: Parts) {
  const x = isPlain ? orZero('$$p.x') : '$$p.x';
  return fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.constantFrom('$c', '$d.x', '$d', '$missing'),
    fc.array(compared, { maxLength: 3 }),
    fc.tuple(safeList, safeList).map(call('$concatArrays')),
    applied(choose('$reverseArray'), safeList),
    fc.tuple(safeList, fc.integer({ min: 1, max: 3 })).map(call('$slice')),
    fc.tuple(safeList, tie('truth')).map(([input, cond]) => ({
      $filter: { input, ...(isPlain ? { as: 'one' } : {}), cond },
    })),
    fc.tuple(numberList, compared).map(([input, n]) => ({
      $filter: { input, as: 'one', cond: { $gt: ['$$one', n] } },
    })),
    fc
      .tuple(safeList, isPlain ? number : compared)
      .map(([input, n]) => ({ $map: { input, in: ['$$this', n] } })),
    fc.constant({ $map: { input: isListOr('$d'), as: 'p', in: x } }),
    fc.constant({ $range: [0, 3] }),
    fc
      .tuple(numberList, fc.constantFrom(1, -1))
      .map(([input, sortBy]) => ({ $sortArray: { input, sortBy } })),
    fc.tuple(numberList, numberList).map((pair) => ({
      $sortArray: { input: { $setIntersection: pair }, sortBy: 1 },
    })),
  );
}

function truthOf({ tie, compared, safeList, safeText }: Parts) {
  return fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.boolean(),
    applied(choose('$gt', '$gte', '$lt', '$lte', '$eq', '$ne'), fc.tuple(compared, compared)),
    applied(choose('$eq', '$ne', '$gt'), fc.tuple(safeText, safeText)),
    applied(choose('$and', '$or'), fc.array(tie('truth'), { minLength: 1, maxLength: 3 })),
    tie('truth').map((one) => ({ $not: [one] })),
    fc.tuple(compared, safeList).map(call('$in')),
    applied(
      choose('$anyElementTrue', '$allElementsTrue'),
      safeList.map((one) => [one]),
    ),
    applied(choose('$isArray', '$isNumber'), compared),
    safeText.map((input) => ({ $regexMatch: { input, regex: '^a' } })),
  );
}

/**
 * @param isPlain leaves out what mingo is known to get wrong (mingo.test.ts has the list): no
 * missing or mixed values are compared, and a few operators get what they need in any case
 */
function makeExpressions(isPlain: boolean): Expressions {
  return fc.letrec<Record<keyof Expressions, unknown>>((tie) => {
    const safeList = tie('list').map(isListOr);
    const parts: Parts = {
      tie,
      isPlain,
      compared: isPlain ? tie('number').map(orZero) : tie('number'),
      safeList,
      numberList: isPlain ? fc.constant(isListOr('$c')) : safeList,
      safeText: tie('text').map(asText),
    };
    return {
      number: numberOf(parts),
      text: textOf(parts),
      list: listOf(parts),
      truth: truthOf(parts),
    };
  });
}

/** A number or a boolean would be a flag in $project. */
function asExpression(value: unknown): unknown {
  return typeof value === 'object' ? value : { $cond: [true, value, null] };
}

const PATHS = ['a', 'b', 'c', 'd', 'e', 'f', 'd.x', 'e.x', 'e.y', 'z'];
const WHOLE = ['a', 'b', 'c', 'd', 'e', 'f', 'z'];

/** Tests of values of any type, of which mingo gets some wrong. */
function makeMixedTests(path: fc.Arbitrary<string>): fc.Arbitrary<object>[] {
  return [
    fc
      .tuple(fc.constantFrom('c', 'a', 'd.x'), fc.array(number, { minLength: 1, maxLength: 2 }))
      .map(([one, all]) => ({ [one]: { $all: all } })),
    fc
      .tuple(path, fc.constantFrom('string', 'number', 'bool', 'array', 'object'))
      .map(([one, type]) => ({ [one]: { $type: type } })),
    fc
      .tuple(fc.constantFrom('a', 'c', 'f'), fc.integer({ min: -3, max: 3 }))
      .map(([one, rest]) => ({ [one]: { $mod: [4, rest] } })),
    fc
      .tuple(choose('$bitsAllSet', '$bitsAnySet', '$bitsAllClear', '$bitsAnyClear'), fc.nat(5))
      .map(([name, mask]) => ({ a: { [name]: mask } })),
  ];
}

function makeQueries(isPlain: boolean, truth: fc.Arbitrary<unknown>) {
  // Null, and an index in a path, are in the list of what mingo gets wrong.
  const value = isPlain ? scalar.filter((one) => one !== null) : scalar;
  const path = fc.constantFrom(...PATHS, ...(isPlain ? [] : ['c.0', 'd.1.x']));
  const condition = fc.oneof(
    fc.tuple(path, value).map(([one, wanted]) => ({ [one]: wanted })),
    fc
      .tuple(path, choose('$gt', '$gte', '$lt', '$lte', '$eq', '$ne'), value)
      .map(([one, name, wanted]) => ({ [one]: { [name]: wanted } })),
    fc
      .tuple(path, choose('$in', '$nin'), fc.array(value, { maxLength: 3 }))
      .map(([one, name, values]) => ({ [one]: { [name]: values } })),
    fc.tuple(path, fc.boolean()).map(([one, exists]) => ({ [one]: { $exists: exists } })),
    fc.tuple(path, number, number).map(([one, low, high]) => ({ [one]: { $gt: low, $lt: high } })),
    fc.tuple(path, number).map(([one, low]) => ({ [one]: { $not: { $gt: low } } })),
    fc
      .tuple(isPlain ? fc.constantFrom(...WHOLE) : path, fc.integer({ min: 0, max: 3 }))
      .map(([one, size]) => ({ [one]: { $size: size } })),
    number.map((low) => ({ d: { $elemMatch: { x: { $gt: low } } } })),
    number.map((low) => ({ c: { $elemMatch: { $gt: low, $lt: 4 } } })),
    fc.constantFrom('^a', 'b$', 'A').map((pattern) => ({ b: { $regex: pattern } })),
    ...(isPlain ? [] : makeMixedTests(path)),
    truth.map((one) => ({ $expr: one })),
  );
  return fc.oneof(
    condition,
    fc
      .tuple(choose('$and', '$or', '$nor'), fc.array(condition, { minLength: 1, maxLength: 3 }))
      .map(([name, parts]) => ({ [name]: parts })),
  );
}

interface Sources extends Expressions {
  readonly expression: fc.Arbitrary<unknown>;
  readonly query: fc.Arbitrary<object>;
  readonly isPlain: boolean;
}

/** Stages of one document each. */
function makeDocumentStage({ number: numbers, list, expression, query, isPlain }: Sources) {
  const own = isPlain ? [] : ['a', 'b', 'c', 'e', 'e.x'];
  const field = fc.constantFrom('f', 'g', isPlain ? 'k.h' : 'g.h', ...own);
  const newList = isPlain ? fc.constant(isListOr('$c')) : list;
  const given = isPlain ? expression.map(orZero) : expression;
  return fc.oneof<fc.Arbitrary<object>[]>(
    query.map((one) => ({ $match: one })),
    fc.tuple(field, given).map(([name, value]) => ({ $addFields: { [name]: value } })),
    fc
      .tuple(fc.subarray(['a', 'b', 'c', 'd.x', 'f']), fc.constantFrom('g', 'r'), expression)
      .map(([kept, name, value]) => {
        const inclusions = Object.fromEntries(kept.map((one) => [one, 1]));
        return { $project: { ...inclusions, [name]: asExpression(value) } };
      }),
    fc.constantFrom(...WHOLE).map((name) => ({ $unset: name })),
    fc.constantFrom(isPlain ? 'e' : 'd.x', 'e', 'c').map((name) => ({ $project: { [name]: 0 } })),
    fc
      .tuple(numbers, newList)
      .map(([a, c]) => ({ $replaceWith: { _id: '$_id', a, c, old: '$f' } })),
  );
}

/** Stages that see the documents together. */
function makeSetStage({ number: numbers, isPlain }: Sources, documentStage: fc.Arbitrary<object>) {
  const names = choose('$sum', '$avg', '$min', '$max', '$first', '$last', '$push', '$addToSet');
  const taken = isPlain ? numbers.map(orZero) : numbers;
  const output = fc.oneof(applied(names, taken), fc.constant({ $count: {} }));
  const both = isPlain ? '$b' : { a: '$a', b: '$b' };
  const groupKey = fc.constantFrom(null, '$a', '$b', '$f', '$e.y', both);
  const unwind = fc.constantFrom('$c', isPlain ? '$c' : '$d', '$a', {
    path: '$c',
    includeArrayIndex: 'i',
    preserveNullAndEmptyArrays: true,
  });
  const order = fc.constantFrom({ a: 1, _id: 1 }, { b: -1, _id: 1 }, { 'e.x': 1, _id: -1 });
  const boundaries = [-10, 0, 3, 10];
  return fc.oneof<fc.Arbitrary<object>[]>(
    unwind.map((one) => ({ $unwind: one })),
    fc.tuple(groupKey, output, output).map(([_id, r, s]) => ({ $group: { _id, r, s } })),
    order.map((keys) => ({ $sort: keys })),
    fc.integer({ min: 1, max: 4 }).map((count) => ({ $limit: count })),
    fc.integer({ min: 0, max: 3 }).map((count) => ({ $skip: count })),
    ...(isPlain
      ? []
      : [
          fc.constant({ $count: 'n' }),
          output.map((r) => ({
            $bucket: { groupBy: '$a', boundaries, default: 'other', output: { r } },
          })),
        ]),
    fc
      .tuple(documentStage, output)
      .map(([stage, r]) => ({ $facet: { one: [stage], two: [{ $group: { _id: '$b', r } }] } })),
    output.map((r) => {
      const w = { ...r, window: { documents: [-1, 0] } };
      return {
        $setWindowFields: { partitionBy: isPlain ? null : '$b', sortBy: { _id: 1 }, output: { w } },
      };
    }),
  );
}

/** Generators of expressions, queries, stages and pipelines. */
export function makePipelines(isPlain: boolean) {
  const parts = makeExpressions(isPlain);
  const spread = fc.constant(ofSome('$stdDevPop')(isListOr('$c')));
  const expression = fc.oneof(parts.number, parts.text, parts.list, parts.truth, spread);
  const query = makeQueries(isPlain, parts.truth);
  const sources = { ...parts, expression, query, isPlain };
  const documentStage = makeDocumentStage(sources);
  const setStage = makeSetStage(sources, documentStage);
  const stage = fc.oneof(
    { weight: 3, arbitrary: documentStage },
    { weight: 2, arbitrary: setStage },
  );
  const pipeline = fc.array(stage, { minLength: 1, maxLength: 4 });
  return { expression, query, documentStage, setStage, pipeline };
}
