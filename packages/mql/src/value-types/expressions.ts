import type { CallNode, Expression } from '../tree.ts';
import {
  ANYTHING,
  anyOf,
  documentOf,
  elementOf,
  listOf,
  MISSING,
  NULLISH,
  ofRanks,
  RANK,
  typeAt,
  typeOfConstant,
  type ValueType,
} from './types.ts';

/** What expressions see at a place of the pipeline. */
export interface Surroundings {
  readonly root: ValueType;
  /** By slot. */
  readonly variables: ReadonlyMap<number, ValueType>;
}

const words = (text: string): readonly string[] => text.trim().split(/\s+/);
const NULL = ofRanks(RANK.null);
const NUMBER_OR_NULL = ofRanks(RANK.number, RANK.null);

/** What operators give, where that does not depend on what they are given. */
const RESULTS: ReadonlyMap<string, ValueType> = new Map(
  (
    [
      [
        `$and $or $not $eq $ne $gt $gte $lt $lte $in $isArray $isNumber $regexMatch
        $anyElementTrue $allElementsTrue`,
        ofRanks(RANK.boolean),
      ],
      ['$size $strLenCP $strLenBytes $cmp $strcasecmp $sum', ofRanks(RANK.number)],
      [
        `$multiply $divide $mod $pow $log $log10 $ln $exp $sqrt $abs $ceil $floor $round $trunc
        $avg $stdDevPop $stdDevSamp $sin $cos $tan $asin $acos $atan $atan2 $degreesToRadians
        $radiansToDegrees $indexOfCP $indexOfBytes $indexOfArray $toDouble $toInt $toLong`,
        NUMBER_OR_NULL,
      ],
      ['$add $subtract', ofRanks(RANK.number, RANK.date, RANK.null)],
      [
        '$concat $toString $replaceOne $replaceAll $trim $ltrim $rtrim',
        ofRanks(RANK.text, RANK.null),
      ],
      ['$toLower $toUpper $type', ofRanks(RANK.text)],
    ] as const
  ).flatMap(([names, type]) => words(names).map((name) => [name, type] as const)),
);

/** What the variables of a call are inside of it. */
export function variablesOf(node: CallNode, outer: Surroundings): Surroundings {
  if (node.slots.length === 0) return outer;
  const variables = new Map(outer.variables);
  const [first] = node.slots;
  if (node.operator === '$let') {
    for (const [index, slot] of node.slots.entries()) {
      variables.set(
        slot,
        typeOfExpression(node.args[index] ?? { kind: 'constant', value: null }, outer),
      );
    }
  } else if (['$map', '$filter', '$reduce'].includes(node.operator) && first !== undefined) {
    const { input } = node.named;
    variables.set(
      first,
      input === undefined ? ANYTHING : elementOf(typeOfExpression(input, outer)),
    );
  }
  return { root: outer.root, variables };
}

/** What an expression gives, as far as that can be told; a superset of what it ever gives. */
export function typeOfExpression(node: Expression, around: Surroundings): ValueType {
  switch (node.kind) {
    case 'constant':
      return typeOfConstant(node.value);
    case 'path': {
      const base = node.slot === null ? around.root : around.variables.get(node.slot);
      return typeAt(base ?? ANYTHING, node.fields);
    }
    case 'object':
      return documentOf(
        new Map(node.fields.map(([name, value]) => [name, typeOfExpression(value, around)])),
      );
    case 'array': {
      const items = node.items.map((item) => typeOfExpression(item, around));
      return listOf(items.length === 0 ? null : anyOf([...items, NULL]));
    }
    case 'call':
      return typeOfCall(node, around);
  }
}

function typeOfCall(node: CallNode, around: Surroundings): ValueType {
  const known = RESULTS.get(node.operator);
  if (known !== undefined) return known;
  const of = (part: Expression | undefined): ValueType =>
    part === undefined ? MISSING : typeOfExpression(part, around);
  const [first, second, third] = node.args;
  switch (node.operator) {
    case '$cond':
      return anyOf([of(second), of(third)]);
    case '$ifNull':
      return anyOf(node.args.map(of));
    case '$literal':
      return first?.kind === 'constant' ? typeOfConstant(first.value) : ANYTHING;
    case '$filter':
      return anyOf([of(node.named.input), NULL]);
    case '$slice':
    case '$reverseArray':
      return anyOf([of(first), NULL]);
    case '$arrayElemAt':
    case '$first':
    case '$last':
      return anyOf([elementOf(of(first)), NULLISH]);
    case '$map':
      return anyOf([listOf(bodyType(node, around)), NULL]);
    case '$let':
      return bodyType(node, around);
    default:
      return ANYTHING;
  }
}

function bodyType(node: CallNode, around: Surroundings): ValueType {
  const body = node.named.in;
  if (body === undefined) return ANYTHING;
  const type = typeOfExpression(body, variablesOf(node, around));
  return node.operator === '$map' ? anyOf([type, NULL]) : type;
}
