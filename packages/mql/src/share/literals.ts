import type { Expression } from '../tree.ts';
import { ALL, ANY, dataOf, isForm, NONE, NOT, TEST, type TestForm } from './forms.ts';

/** An expression that has to be truthy, or with `wanted` false has not to be. */
export interface Literal {
  readonly expression: Expression;
  readonly wanted: boolean;
}

const BOOLEANS: ReadonlySet<string> = new Set([
  ...`$and $or $not $eq $ne $gt $gte $lt $lte $in $anyElementTrue $allElementsTrue $isArray
  $isNumber`.split(/\s+/),
  ...[TEST, ALL, ANY, NONE, NOT],
]);

function isBoolean(node: Expression): boolean {
  return node.kind === 'call' && BOOLEANS.has(node.operator);
}

/** For the test of a condition that an author gave a name, `{real: true}`: what it is to be. */
function namedCondition(node: Expression): Literal | null {
  if (!isForm(node, TEST)) return null;
  const { fields, isOnInput, test } = dataOf<TestForm>(node);
  const [expression] = node.args;
  if (isOnInput || fields.length > 0 || expression === undefined) return null;
  if (test.kind !== 'compare' || test.operator !== '$eq') return null;
  if (typeof test.value !== 'boolean' || !isBoolean(expression)) return null;
  return { expression, wanted: test.value };
}

/** Operators whose parts all have to be truthy, or all not to be, for them to be truthy or not. */
const PARTS: ReadonlyMap<string, readonly [ofTrue: boolean | null, ofFalse: boolean | null]> =
  new Map([
    ['$and', [true, null]],
    [ALL, [true, null]],
    ['$or', [null, false]],
    [ANY, [null, false]],
    [NONE, [false, null]],
    ['$not', [false, true]],
    [NOT, [false, true]],
  ]);

/** The least conditions of which all have to be met. */
export function splitCondition({ expression, wanted }: Literal): readonly Literal[] {
  const named = namedCondition(expression);
  if (named !== null) {
    return splitCondition({ expression: named.expression, wanted: named.wanted === wanted });
  }
  if (expression.kind !== 'call') return [{ expression, wanted }];
  const [ofTrue = null, ofFalse = null] = PARTS.get(expression.operator) ?? [];
  const ofParts = wanted ? ofTrue : ofFalse;
  if (ofParts === null) return [{ expression, wanted }];
  return expression.args.flatMap((part) => splitCondition({ expression: part, wanted: ofParts }));
}

/** The literals of which one has to hold. */
export function alternativesOf({ expression, wanted }: Literal): readonly Literal[] {
  if (expression.kind !== 'call') return [{ expression, wanted }];
  const { operator, args } = expression;
  const isAny = operator === '$or' || operator === ANY;
  const isAll = operator === '$and' || operator === ALL;
  // `$or` of nothing is false, `$and` of nothing is true: there is nothing to choose from.
  if (!(wanted ? isAny : isAll) || args.length === 0) return [{ expression, wanted }];
  return args.flatMap((part) => alternativesOf({ expression: part, wanted }));
}

export type Bound = '$gt' | '$gte' | '$lt' | '$lte';

/** A value that is to be above or below a number. */
export interface Threshold {
  readonly value: Expression;
  readonly bound: Bound;
  readonly limit: number;
}

const NEGATED: Readonly<Record<Bound, Bound>> = {
  $gt: '$lte',
  $gte: '$lt',
  $lt: '$gte',
  $lte: '$gt',
};
const MIRRORED: Readonly<Record<Bound, Bound>> = {
  $gt: '$lt',
  $gte: '$lte',
  $lt: '$gt',
  $lte: '$gte',
};

function isBound(name: string): name is Bound {
  return Object.hasOwn(NEGATED, name);
}

function limitOf(node: Expression | undefined): number | null {
  if (node?.kind !== 'constant' || typeof node.value !== 'number') return null;
  return Number.isNaN(node.value) ? null : node.value;
}

/** The threshold that a literal is, where the value is a number; null for other literals. */
export function thresholdOf({ expression, wanted }: Literal): Threshold | null {
  if (expression.kind !== 'call') return null;
  const found = isForm(expression, TEST)
    ? thresholdOfTest(expression)
    : thresholdOfCall(expression);
  if (found === null || wanted) return found;
  return { ...found, bound: NEGATED[found.bound] };
}

function thresholdOfTest(node: Expression & { kind: 'call' }): Threshold | null {
  const { fields, isOnInput, test } = dataOf<TestForm>(node);
  const [value] = node.args;
  if (value === undefined || (fields.length > 0 && !isOnInput)) return null;
  if (test.kind !== 'compare' || !isBound(test.operator)) return null;
  const limit = typeof test.value === 'number' && !Number.isNaN(test.value) ? test.value : null;
  return limit === null ? null : { value, bound: test.operator, limit };
}

function thresholdOfCall({ operator, args }: Expression & { kind: 'call' }): Threshold | null {
  if (!isBound(operator)) return null;
  const [left, right] = args;
  const onRight = limitOf(right);
  if (onRight !== null && left?.kind === 'call') {
    return { value: left, bound: operator, limit: onRight };
  }
  const onLeft = limitOf(left);
  if (onLeft === null || right?.kind !== 'call') return null;
  return { value: right, bound: MIRRORED[operator], limit: onLeft };
}

/** True for a literal that compares one value with constants. */
export function isAtomic({ expression }: Literal): boolean {
  if (expression.kind !== 'call' || expression.slots.length > 0) return false;
  if (expression.operator === TEST) return true;
  if (!BOOLEANS.has(expression.operator) || PARTS.has(expression.operator)) return false;
  return expression.args.filter((argument) => argument.kind === 'call').length <= 1;
}
