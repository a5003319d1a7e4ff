import { expressionText } from '../explain/to-text.ts';
import type { CallNode, Expression } from '../tree.ts';
import { type Surroundings, typeOfExpression, variablesOf } from './expressions.ts';
import { anyOf, isNullishRank, RANK, type ValueType } from './types.ts';
import { adviceFor, type TypeWarning, warning } from './warning.ts';
import { constantWords, typeWords } from './words.ts';

/** Whether a comparison holds where the first value comes before the second, and where behind. */
const COMPARISONS: ReadonlyMap<string, readonly [before: boolean, behind: boolean]> = new Map([
  ['$eq', [false, false]],
  ['$ne', [true, true]],
  ['$gt', [false, true]],
  ['$gte', [false, true]],
  ['$lt', [true, false]],
  ['$lte', [true, false]],
]);

/** What operators take; any other value that is not null is an error. */
interface Taken {
  readonly ranks: readonly number[];
  readonly what: string;
  /** Positions among the arguments, all by default, or names. */
  readonly positions?: readonly number[];
  readonly names?: readonly string[];
}

const TEXTS = { ranks: [RANK.text], what: 'texts' };
const NUMBERS = { ranks: [RANK.number], what: 'numbers' };
const LISTS = { ranks: [RANK.list], what: 'lists' };

const TAKEN: ReadonlyMap<string, Taken> = new Map<string, Taken>([
  ...['$concat', '$split', '$strLenCP', '$strLenBytes'].map((name) => [name, TEXTS] as const),
  ...['$indexOfCP', '$indexOfBytes'].map(
    (name) => [name, { ...TEXTS, positions: [0, 1] }] as const,
  ),
  ...['$trim', '$ltrim', '$rtrim', '$regexMatch', '$regexFind', '$regexFindAll'].map(
    (name) => [name, { ...TEXTS, names: ['input'] }] as const,
  ),
  ...['$replaceOne', '$replaceAll'].map(
    (name) => [name, { ...TEXTS, names: ['input', 'find', 'replacement'] }] as const,
  ),
  ...['$multiply', '$divide', '$mod', '$pow', '$abs', '$ceil', '$floor'].map(
    (name) => [name, NUMBERS] as const,
  ),
  ...['$sqrt', '$exp', '$ln', '$log', '$log10', '$round', '$trunc'].map(
    (name) => [name, NUMBERS] as const,
  ),
  ...['$add', '$subtract'].map(
    (name) => [name, { ranks: [RANK.number, RANK.date], what: 'numbers and dates' }] as const,
  ),
  ...['$map', '$filter', '$reduce'].map((name) => [name, { ...LISTS, names: ['input'] }] as const),
  ['$size', LISTS],
  ['$arrayElemAt', { ...LISTS, positions: [0] }],
]);

/** What expressions compare or compute that cannot be meant, by the types of the documents. */
export class ExpressionChecker {
  readonly warnings: TypeWarning[] = [];

  check(node: Expression, around: Surroundings): void {
    switch (node.kind) {
      case 'object':
        for (const [, value] of node.fields) this.check(value, around);
        return;
      case 'array':
        for (const item of node.items) this.check(item, around);
        return;
      case 'call':
        this.checkCall(node, around);
    }
  }

  private checkCall(node: CallNode, around: Surroundings): void {
    if (node.operator === '$literal') return;
    const holds = COMPARISONS.get(node.operator);
    if (holds !== undefined) this.checkComparison(node, holds, around);
    else if (node.operator === '$in') this.checkIn(node, around);
    this.checkTaken(node, around);
    const inner = variablesOf(node, around);
    for (const argument of node.args) this.check(argument, around);
    for (const [name, argument] of Object.entries(node.named)) {
      this.check(argument, name === 'input' ? around : inner);
    }
  }

  private checkComparison(
    node: CallNode,
    [before, behind]: readonly [boolean, boolean],
    around: Surroundings,
  ): void {
    const [left, right] = node.args;
    if (left === undefined || right === undefined) return;
    if (left.kind !== 'constant' && right.kind !== 'constant') return;
    const [a, b] = [typeOfExpression(left, around), typeOfExpression(right, around)];
    const outcomes = outcomesOf(a, b, before, behind);
    if (outcomes === null || outcomes.size !== 1) return;
    const answer = outcomes.has(true) ? 'always true' : 'never true';
    const text = `${describe(left, a)}, and ${describe(right, b)}: ${node.operator} is ${answer}`;
    this.warnings.push(warning(node.at, text, adviceOf([left, right], [a, b])));
  }

  private checkIn(node: CallNode, around: Surroundings): void {
    const [left, list] = node.args;
    if (left === undefined || list?.kind !== 'array') return;
    const type = typeOfExpression(left, around);
    const others = anyOf(list.items.map((item) => typeOfExpression(item, around)));
    // Lists such as [1, "1", true] are there to take whatever comes.
    if (outcomesOf(type, others, false, false) === null) return;
    const text = `${describe(left, type)}, and all of the list are ${typeWords(others)}`;
    this.warnings.push(warning(node.at, `${text}: $in is never true`, null));
  }

  private checkTaken(node: CallNode, around: Surroundings): void {
    const taken = TAKEN.get(node.operator);
    if (taken === undefined) return;
    const { positions, names, ranks, what } = taken;
    const parts = names
      ? names.flatMap((name) => node.named[name] ?? [])
      : node.args.filter((_, index) => positions?.includes(index) ?? true);
    for (const part of parts) {
      const type = typeOfExpression(part, around);
      const given = [...(type.ranks ?? [])].filter((rank) => !isNullishRank(rank));
      if (type.ranks === null || given.length === 0) continue;
      if (given.some((rank) => ranks.includes(rank))) continue;
      const text = `${node.operator} takes ${what}, and ${describe(part, type)}: it always fails`;
      this.warnings.push(warning(node.at, text, adviceOf([part], [type])));
      return;
    }
  }
}

/** What a comparison may give; null where values of one type may meet, or one is null. */
function outcomesOf(
  a: ValueType,
  b: ValueType,
  before: boolean,
  behind: boolean,
): ReadonlySet<boolean> | null {
  if (a.ranks === null || b.ranks === null) return null;
  if ([...a.ranks].every(isNullishRank) || [...b.ranks].every(isNullishRank)) return null;
  const outcomes = new Set<boolean>();
  for (const left of a.ranks) {
    for (const right of b.ranks) {
      if (left === right) return null;
      outcomes.add(left < right ? before : behind);
    }
  }
  return outcomes;
}

function describe(node: Expression, type: ValueType): string {
  const text = node.kind === 'constant' ? constantWords(node.value) : expressionText(node);
  return `${text} is ${typeWords(type)}`;
}

/** A text that looks like a name may be a field whose dollar was forgotten. */
function adviceOf(nodes: readonly Expression[], types: readonly ValueType[]): string | null {
  for (const [index, node] of nodes.entries()) {
    if (node.kind !== 'constant') continue;
    const other = types[types.length - 1 - index];
    const advice = other && adviceFor(node.value, other);
    if (advice) return advice;
    if (typeof node.value === 'string' && /^[A-Za-z_][\w.]*$/.test(node.value)) {
      return `a field has a dollar: "$${node.value}"`;
    }
  }
  return null;
}
