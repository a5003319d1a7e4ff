import { ACCUMULATORS } from '../accumulators/registry.ts';
import { compareValues, typeRank } from '../compare.ts';
import { joinPath, MqlError, refuse } from '../errors.ts';
import { readNamed } from '../expressions/define.ts';
import { FORBIDDEN_OPERATORS } from '../expressions/registry.ts';
import { decodeExtendedJson } from '../extended-json.ts';
import { refuseReserved } from '../field-paths.ts';
import { isInteger } from '../numbers.ts';
import { type Frame, parseExpression, rootScope } from '../parse-expression.ts';
import { suggestName } from '../suggest.ts';
import type { CallNode, Output, SetStage } from '../tree.ts';
import { isNumeric, isPlainObject } from '../values.ts';

/** `{$sum: "$a"}`: exactly one accumulator. */
export function parseAccumulator(value: unknown, frame: Frame, at: string): CallNode {
  if (!isPlainObject(value)) {
    return refuse(at, 'the field must be an accumulator, as in {$sum: "$field"}');
  }
  const [name, ...others] = Object.keys(value);
  if (name === undefined || others.length > 0) {
    return refuse(at, 'the field must have exactly one accumulator');
  }
  const place = joinPath(at, name);
  const accumulator = ACCUMULATORS.get(name);
  if (accumulator === undefined) throw unknownAccumulator(name, place);
  return accumulator.parse(value[name], rootScope(frame), place);
}

function unknownAccumulator(name: string, at: string): MqlError {
  const instead = FORBIDDEN_OPERATORS.get(name);
  if (instead !== undefined) {
    return new MqlError('forbidden', at, `${name} is not allowed in filters`, instead);
  }
  const hint = suggestName(name, ACCUMULATORS.keys());
  return new MqlError('unknown_operator', at, `unknown group operator '${name}'`, hint);
}

/** Each of `{field: accumulator, …}`. */
function parseOutputs(
  given: Readonly<Record<string, unknown>>,
  frame: Frame,
  at: string,
): readonly Output[] {
  return Object.keys(given).map((name) => {
    const place = joinPath(at, name);
    if (name === '' || name.includes('.') || name.startsWith('$')) {
      refuse(
        place,
        `'${name}' is no field name: it must not be empty, hold a '.' or start with '$'`,
      );
    }
    refuseReserved(name, place);
    return { fields: [name], call: parseAccumulator(given[name], frame, place) };
  });
}

export function parseGroup(argument: unknown, frame: Frame, at: string): SetStage {
  if (!isPlainObject(argument)) return refuse(at, "a group's specification must be an object");
  if (!Object.hasOwn(argument, '_id')) refuse(at, 'a group needs an _id (null: one group of all)');
  const { _id, ...fields } = argument;
  const id = parseExpression(_id, frame, joinPath(at, '_id'));
  return { kind: 'group', id, outputs: parseOutputs(fields, frame, at), at };
}

/** What `$bucket` and `$bucketAuto` give where nothing else is asked for. */
function parseBucketOutputs(output: unknown, frame: Frame, at: string): readonly Output[] {
  if (output === undefined) return parseOutputs({ count: { $sum: 1 } }, frame, at);
  if (!isPlainObject(output)) return refuse(joinPath(at, 'output'), "'output' must be an object");
  return parseOutputs(output, frame, joinPath(at, 'output'));
}

function parseGroupBy(value: unknown, frame: Frame, at: string) {
  const isExpression =
    (typeof value === 'string' && value.startsWith('$')) ||
    (isPlainObject(value) && Object.keys(value)[0]?.startsWith('$'));
  if (!isExpression) refuse(at, "'groupBy' must be a field path or an expression");
  return parseExpression(value, frame, at);
}

/** A constant, or an expression without a field. */
function parseConstant(value: unknown, frame: Frame, at: string): unknown {
  const expression = parseExpression(decodeExtendedJson(value), frame, at);
  if (expression.kind === 'constant') return expression.value;
  if (expression.kind === 'call' && expression.operator === '$literal') {
    const [argument] = expression.args;
    if (argument?.kind === 'constant') return argument.value;
  }
  return refuse(at, 'must be a constant');
}

function parseBoundaries(value: unknown, frame: Frame, at: string): readonly unknown[] {
  if (!Array.isArray(value) || value.length < 2) {
    return refuse(at, "'boundaries' must be an array of at least two values");
  }
  const boundaries = value.map((item: unknown, index) =>
    parseConstant(item, frame, joinPath(at, index)),
  );
  for (let index = 1; index < boundaries.length; index += 1) {
    const [low, high] = [boundaries[index - 1], boundaries[index]];
    if (typeRank(low) !== typeRank(high)) refuse(at, "'boundaries' must have the same type");
    if (compareValues(low, high) >= 0) refuse(at, "'boundaries' must be in ascending order");
  }
  return boundaries;
}

export function parseBucket(argument: unknown, frame: Frame, at: string): SetStage {
  const keys = { required: ['groupBy', 'boundaries'], optional: ['default', 'output'] };
  const given = readNamed(argument, keys, at);
  const boundaries = parseBoundaries(given.boundaries, frame, `${at}.boundaries`);
  const hasDefault = Object.hasOwn(given, 'default');
  const otherwise = hasDefault ? parseConstant(given.default, frame, `${at}.default`) : undefined;
  const isInside =
    compareValues(otherwise, boundaries[0]) >= 0 && compareValues(otherwise, boundaries.at(-1)) < 0;
  if (hasDefault && isInside)
    refuse(`${at}.default`, "'default' must lie outside of the boundaries");
  const by = parseGroupBy(given.groupBy, frame, `${at}.groupBy`);
  const outputs = parseBucketOutputs(given.output, frame, at);
  return { kind: 'bucket', by, boundaries, otherwise, outputs, at };
}

export function parseBucketAuto(argument: unknown, frame: Frame, at: string): SetStage {
  const keys = { required: ['groupBy', 'buckets'], optional: ['output', 'granularity'] };
  const given = readNamed(argument, keys, at);
  if (given.granularity !== undefined) {
    const hint = 'leave it out, or use $bucket with boundaries of your own';
    throw new MqlError('unsupported', `${at}.granularity`, 'granularity is not supported', hint);
  }
  const buckets = decodeExtendedJson(given.buckets);
  if (!isNumeric(buckets) || !isInteger(buckets) || buckets < 1) {
    return refuse(`${at}.buckets`, "'buckets' must be a positive integer");
  }
  const by = parseGroupBy(given.groupBy, frame, `${at}.groupBy`);
  const outputs = parseBucketOutputs(given.output, frame, at);
  return { kind: 'bucketAuto', by, count: Number(buckets), outputs, at };
}

/** `$sortByCount` is a group that counts, and a sort of it. */
export function parseSortByCount(argument: unknown, frame: Frame, at: string): readonly SetStage[] {
  const id = parseGroupBy(argument, frame, at);
  const outputs = parseOutputs({ count: { $sum: 1 } }, frame, at);
  const keys = [{ fields: ['count'], direction: -1 }] as const;
  return [
    { kind: 'group', id, outputs, at },
    { kind: 'sort', keys, at },
  ];
}
