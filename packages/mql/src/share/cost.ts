import type { Expression, Query, Test } from '../tree.ts';
import { Regex } from '../values.ts';
import {
  computedOf,
  dataOf,
  INPUT,
  PROJECT,
  type ProjectionForm,
  TEST,
  type TestForm,
} from './forms.ts';

/** A loop goes through so many elements, as a guess. */
const ELEMENTS_PER_LOOP = 50;
/** A field that is made when it is read costs as much as so many operators. */
const COSTLY_FIELD = 500;
/** And a part of one, which is made by itself, still more. */
const COSTLY_PART = 5_000;
/** So many characters of a regex cost as much as one operator. */
const CHARACTERS_PER_OPERATOR = 16;

/** How much work an expression may be, in operators: what conditions are ordered by. */
export function costOf(
  node: Expression,
  costly: ReadonlySet<string>,
  known: Map<Expression, number> = new Map(),
): number {
  const before = known.get(node);
  if (before !== undefined) return before;
  const cost = estimate(node, (part) => costOf(part, costly, known), costly);
  known.set(node, cost);
  return cost;
}

function estimate(
  node: Expression,
  costOfPart: (part: Expression) => number,
  costly: ReadonlySet<string>,
): number {
  const sum = (parts: readonly Expression[]): number =>
    parts.reduce((total, part) => total + costOfPart(part), 0);
  switch (node.kind) {
    case 'constant':
      return 0;
    case 'path':
      return 1;
    case 'object':
      return 1 + sum(node.fields.map(([, value]) => value));
    case 'array':
      return 1 + sum(node.items);
    case 'call': {
      if (node.operator === INPUT) {
        return costOfPath(dataOf<readonly string[]>(node), costly);
      }
      if (node.operator === PROJECT) {
        return 1 + sum([...node.args, ...computedOf(dataOf<ProjectionForm>(node).node)]);
      }
      if (node.operator === TEST) {
        return 1 + sum(node.args) + costOfTest(dataOf<TestForm>(node).test);
      }
      const { input, ...others } = node.named;
      const once = sum(input === undefined ? node.args : [...node.args, input]);
      const repeated = sum(Object.values(others));
      return 1 + once + repeated * (node.slots.length > 0 ? ELEMENTS_PER_LOOP : 1);
    }
  }
}

/** Of a path of the input. Names of costly fields may be dotted: those are the costliest. */
function costOfPath(path: readonly string[], costly: ReadonlySet<string>): number {
  const [top] = path;
  if (top === undefined || costly.has(top)) return COSTLY_FIELD;
  const dotted = path.join('.');
  for (const name of costly) {
    const isRead =
      dotted === name || dotted.startsWith(`${name}.`) || name.startsWith(`${dotted}.`);
    if (isRead) return COSTLY_PART;
  }
  return 1;
}

/** What a test costs beside reading its value; numbers and texts of a list are one look-up. */
function costOfTest(test: Test): number {
  switch (test.kind) {
    case 'in':
      return test.values.reduce<number>((total, value) => total + costOfListed(value), 0);
    case 'regex':
      return costOfPattern(test.pattern);
    case 'elemMatchObject':
    case 'elemMatchValue':
      return ELEMENTS_PER_LOOP * costOfQuery(test.query);
    default:
      return 0;
  }
}

function costOfListed(value: unknown): number {
  if (value instanceof Regex) return 1 + costOfPattern(value.pattern);
  return typeof value === 'object' && value !== null ? 1 : 0;
}

function costOfPattern(pattern: string): number {
  return Math.floor(pattern.length / CHARACTERS_PER_OPERATOR);
}

/** Of a query inside of `$elemMatch`, which holds no expressions. */
function costOfQuery(query: Query): number {
  if (query.kind === 'field') return 1 + costOfTest(query.test);
  if (query.kind === 'not') return costOfQuery(query.part);
  if (!('parts' in query)) return 0;
  return query.parts.reduce((total, part) => total + costOfQuery(part), 0);
}
