import type { Expression } from '../tree.ts';
import { computedOf, dataOf, INPUT, PROJECT, type ProjectionForm } from './forms.ts';

/** A loop goes through so many elements, as a guess. */
const ELEMENTS_PER_LOOP = 50;
/** A field that is made when it is read costs as much as so many operators. */
const COSTLY_FIELD = 500;

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
        const [top] = dataOf<readonly string[]>(node);
        return top === undefined || costly.has(top) ? COSTLY_FIELD : 1;
      }
      if (node.operator === PROJECT) {
        return 1 + sum([...node.args, ...computedOf(dataOf<ProjectionForm>(node).node)]);
      }
      const { input, ...others } = node.named;
      const once = sum(input === undefined ? node.args : [...node.args, input]);
      const repeated = sum(Object.values(others));
      return 1 + once + repeated * (node.slots.length > 0 ? ELEMENTS_PER_LOOP : 1);
    }
  }
}
