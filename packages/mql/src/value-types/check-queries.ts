import { typeRank } from '../compare.ts';
import { WHOLE_ARRAY_TESTS } from '../query/compile-query.ts';
import type { Query, Test } from '../tree.ts';
import { MaxKey, MinKey, Regex } from '../values.ts';
import {
  elementOf,
  isNullishRank,
  RANK,
  testedAt,
  typeOfConstant,
  type ValueType,
} from './types.ts';
import { adviceFor, type TypeWarning, warning } from './warning.ts';
import { constantWords, typeWords } from './words.ts';

type Ranks = readonly number[];

const OF_TYPE_NAMES: ReadonlyMap<string, number> = new Map([
  ...['number', 'int', 'long', 'double', 'decimal'].map((name) => [name, RANK.number] as const),
  ['string', RANK.text],
  ['object', RANK.document],
  ['array', RANK.list],
  ['bool', RANK.boolean],
  ['date', RANK.date],
]);

/** Ranks that a constant equals, or is ordered with; null where that is not by rank. */
function ranksOfConstant(value: unknown): Ranks | null {
  // Whoever compares with null asks whether something is there.
  if (value === null || value === undefined) return null;
  if (value instanceof MinKey || value instanceof MaxKey) return null;
  return value instanceof Regex ? [RANK.text, RANK.regex] : [typeRank(value)];
}

function ranksOfTypes(names: readonly string[]): Ranks | null {
  const ranks = names.map((name) => OF_TYPE_NAMES.get(name) ?? null);
  return ranks.includes(null) ? null : ranks.filter((rank) => rank !== null);
}

/** The ranks of values that may pass a test; null: of any. */
function ranksOf(test: Test): Ranks | null {
  switch (test.kind) {
    case 'compare':
      return ranksOfConstant(test.value);
    case 'in': {
      const ranks = test.values.map(ranksOfConstant);
      return ranks.includes(null) || ranks.length === 0 ? null : ranks.flatMap((one) => one ?? []);
    }
    case 'regex':
      return [RANK.text, RANK.regex];
    case 'type':
      return ranksOfTypes(test.types);
    case 'size':
    case 'elemMatchObject':
    case 'elemMatchValue':
      return [RANK.list];
    case 'mod':
    case 'bits':
      return [RANK.number];
    case 'exists':
      return null;
  }
}

/** Whether no value of the type has one of these ranks; of what is only ever missing not. */
function isDisjoint({ ranks }: ValueType, others: Ranks | null): boolean {
  if (others === null || ranks === null || [...ranks].every(isNullishRank)) return false;
  return others.every((rank) => !ranks.has(rank));
}

const WANTED: Readonly<Record<Exclude<Test['kind'], 'exists' | 'compare'>, string>> = {
  in: 'all of the list are of other types',
  regex: 'only texts match a regex',
  type: '$type asks for others',
  size: 'only lists have a size',
  mod: '$mod is for numbers',
  bits: 'bits are for numbers',
  elemMatchObject: '$elemMatch is for lists',
  elemMatchValue: '$elemMatch is for lists',
};

function reasonOf(test: Test): string {
  if (test.kind === 'exists') return '';
  if (test.kind !== 'compare') return WANTED[test.kind];
  return `${constantWords(test.value)} is ${typeWords(typeOfConstant(test.value))}`;
}

/** What a query's tests can never find, by the types of the documents. */
export class QueryChecker {
  readonly warnings: TypeWarning[] = [];
  private readonly checkExpression: (query: Extract<Query, { kind: 'expr' }>) => void;

  constructor(checkExpression: (query: Extract<Query, { kind: 'expr' }>) => void) {
    this.checkExpression = checkExpression;
  }

  check(query: Query, type: ValueType, isNegated = false): void {
    switch (query.kind) {
      case 'and':
      case 'or':
      case 'nor':
        for (const part of query.parts) this.check(part, type);
        return;
      case 'not':
        this.check(query.part, type, !isNegated);
        return;
      case 'field':
        this.checkField(query, type, isNegated);
        return;
      case 'expr':
        this.checkExpression(query);
    }
  }

  private checkField(
    { fields, test, at }: Extract<Query, { kind: 'field' }>,
    type: ValueType,
    isNegated: boolean,
  ): void {
    const tested = testedAt(type, fields, !WHOLE_ARRAY_TESTS.has(test.kind));
    const name = fields.length === 0 ? 'an element' : fields.join('.');
    if (isDisjoint(tested, ranksOf(test))) {
      const answer = isNegated ? 'always true' : 'never true';
      const constant = test.kind === 'compare' ? test.value : undefined;
      const text = `${name} is ${typeWords(tested)}, and ${reasonOf(test)}: ${answer}`;
      this.warnings.push(warning(at, text, adviceFor(constant, tested)));
    } else if ('query' in test) {
      this.check(test.query, elementOf(tested));
    }
  }
}
