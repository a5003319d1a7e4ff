import fc from 'fast-check';

/** Generated documents and pipelines over few names, so that stages, and filters, meet often. */
const small = fc.integer({ min: -2, max: 3 });
const top = fc.constantFrom('a', 'b', 'c', 'd', 'list');
const leaf = fc.constantFrom('x', 'y', 'z');
const path = fc.oneof(
  top,
  fc.tuple(top, leaf).map(([one, two]) => `${one}.${two}`),
  fc.tuple(top, leaf, leaf).map((parts) => parts.join('.')),
);
const scalar = fc.oneof(
  small,
  fc.constantFrom(null, 'p', true, false, 0.5, -0, Number.NaN, 3n, Number.MAX_SAFE_INTEGER),
);
const point = fc.record(
  { x: scalar, y: small, z: fc.oneof(small, fc.record({ x: small })) },
  {
    requiredKeys: [],
  },
);
const anything = fc.oneof(
  { weight: 3, arbitrary: scalar },
  { weight: 2, arbitrary: point },
  { weight: 3, arbitrary: fc.array(point, { maxLength: 4 }) },
  { weight: 1, arbitrary: fc.array(fc.oneof(scalar, point, fc.array(point, { maxLength: 2 }))) },
);

export const documents = fc.record(
  { a: scalar, b: fc.oneof(scalar, point), c: point, d: anything, list: anything },
  { requiredKeys: [] },
);

interface Expressions {
  any: unknown;
  body: unknown;
}

/** Expressions over the document, and over `$$p` in the body of a loop. */
const { any } = fc.letrec<Expressions>((tie) => {
  const operators = (inner: fc.Arbitrary<unknown>, one: fc.Arbitrary<unknown>) =>
    fc.oneof(
      { maxDepth: 3, depthIdentifier: 'expression' },
      one,
      fc.tuple(fc.constantFrom('$lt', '$gt', '$eq', '$ne', '$gte'), inner, inner).map(list),
      fc.tuple(fc.constantFrom('$and', '$or', '$subtract', '$add'), inner, inner).map(list),
      inner.map((value) => ({ $not: [value] })),
      fc
        .tuple(fc.constantFrom('$abs', '$sqrt', '$type'), inner)
        .map(([name, v]) => ({ [name]: v })),
      fc.tuple(fc.constantFrom('$divide', '$multiply'), inner, inner).map(list),
      fc.tuple(inner, inner, inner).map((values) => ({ $cond: values })),
      fc.tuple(inner, inner).map((values) => ({ $ifNull: values })),
      fc.tuple(inner, fc.array(scalar, { maxLength: 3 })).map(([v, all]) => ({ $in: [v, all] })),
      inner.map((value) => ({ $max: [value] })),
      fc.tuple(inner, inner).map(([x, y]) => ({ x, n: { m: y } })),
      fc.tuple(inner, tie('body')).map(([input, cond]) => ({ $filter: { input, as: 'p', cond } })),
      fc.tuple(inner, tie('body')).map(([input, one]) => ({ $map: { input, as: 'p', in: one } })),
      fc.tuple(inner, inner).map(([p, value]) => ({
        $let: { vars: { p }, in: { $ifNull: ['$$p.x', value] } },
      })),
      inner.map((input) => ({
        $reduce: { input, initialValue: 0, in: { $max: ['$$value', '$$this.y'] } },
      })),
      inner.map((value) => ({ $anyElementTrue: [value] })),
      fc.tuple(inner, inner).map((values) => ({ $concatArrays: values })),
      inner.map((value) => ({ $size: { $ifNull: [value, []] } })),
    );
  const reads = fc.oneof(
    { weight: 6, arbitrary: path.map((one) => `$${one}`) },
    { weight: 1, arbitrary: scalar.map((value) => ({ $literal: value })) },
    { weight: 1, arbitrary: fc.constantFrom('$$ROOT', '$$REMOVE') },
  );
  const ofElement = fc.oneof(
    leaf.map((one) => `$$p.${one}`),
    fc.constant('$$p'),
    reads,
  );
  return { any: operators(tie('any'), reads), body: operators(tie('body'), ofElement) };
});

function list([operator, ...values]: readonly [string, unknown, unknown]): object {
  return { [operator]: values };
}

const query: fc.Arbitrary<object> = fc.letrec<{ one: object }>((tie) => ({
  one: fc.oneof(
    { maxDepth: 2 },
    fc.tuple(path, scalar).map(([one, value]) => ({ [one]: value })),
    fc.tuple(path, fc.constantFrom('$gt', '$lte', '$ne'), small).map(([one, operator, value]) => ({
      [one]: { [operator]: value },
    })),
    fc.tuple(path, fc.boolean()).map(([one, value]) => ({ [one]: { $exists: value } })),
    fc.tuple(path, fc.array(scalar)).map(([one, values]) => ({ [one]: { $in: values } })),
    fc.tuple(path, small).map(([one, n]) => ({ [one]: { $elemMatch: { x: { $gte: n } } } })),
    fc.tuple(top, fc.nat(2)).map(([one, index]) => ({ [`${one}.${index}`]: { $exists: true } })),
    any.map((value) => ({ $expr: value })),
    fc.tuple(any, any).map((values) => ({ $expr: { $and: values } })),
    fc.array(tie('one'), { minLength: 1, maxLength: 2 }).map((all) => ({ $or: all })),
    fc.array(tie('one'), { minLength: 1, maxLength: 2 }).map((all) => ({ $nor: all })),
  ),
})).one;

const computed = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(top, any).map(([one, value]) => ({ [one]: value })) },
  fc.tuple(top, leaf, any).map(([one, two, value]) => ({ [`${one}.${two}`]: value })),
);
const kept = fc.oneof(
  top.map((one) => ({ [one]: 1 })),
  fc.tuple(top, leaf).map(([one, two]) => ({ [`${one}.${two}`]: 1 })),
);

const stage = fc.oneof(
  { weight: 5, arbitrary: fc.array(query, { minLength: 1, maxLength: 2 }).map(match) },
  { weight: 3, arbitrary: fc.array(computed, { minLength: 1, maxLength: 2 }).map(merge('$set')) },
  {
    weight: 4,
    arbitrary: fc
      .array(fc.oneof(kept, computed), { minLength: 1, maxLength: 4 })
      .map(merge('$project')),
  },
  { weight: 1, arbitrary: fc.array(path, { minLength: 1, maxLength: 2 }).map(drop) },
  {
    weight: 1,
    arbitrary: fc.tuple(any, any).map(([a, c]) => ({ $replaceWith: { a, c, d: '$d' } })),
  },
  { weight: 1, arbitrary: any.map((value) => ({ $replaceRoot: { newRoot: value } })) },
  { weight: 1, arbitrary: top.map((one) => ({ $unwind: `$${one}` })) },
  { weight: 1, arbitrary: fc.constant({ $limit: 1 }) },
);

function match(conditions: readonly object[]): object {
  return { $match: { $and: conditions } };
}

function merge(name: string) {
  return (fields: readonly object[]): object => ({ [name]: Object.assign({}, ...fields) });
}

function drop(names: readonly string[]): object {
  return { $unset: names };
}

/** Pipelines that may be refused: paths that collide, for example. */
export const pipelines = fc.array(stage, { minLength: 1, maxLength: 5 });
