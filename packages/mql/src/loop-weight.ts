import type { Expression } from './tree.ts';

/** A step stands for so many operators. */
const OPERATORS_PER_STEP = 8;

interface Count {
  readonly count: number;
  readonly isOpen: boolean;
}

/** Parts of a tree may stand in many places. */
const counted = new WeakMap<Expression, Count>();

function countOpen(node: Expression): Count {
  const known = counted.get(node);
  if (known !== undefined) return known;
  const count = countAnew(node);
  counted.set(node, count);
  return count;
}

/**
 * The operators that a loop's body goes through for each element. What does not read a variable
 * counts as one: it is computed once.
 */
function countAnew(node: Expression): Count {
  if (node.kind === 'path') return { count: 1, isOpen: node.slot !== null };
  const parts = partsOf(node).map(countOpen);
  const isOpen = parts.some((part) => part.isOpen);
  return { count: isOpen ? parts.reduce((sum, part) => sum + part.count, 1) : 1, isOpen };
}

function partsOf(node: Expression): readonly Expression[] {
  switch (node.kind) {
    case 'constant':
    case 'path':
      return [];
    case 'object':
      return node.fields.map(([, value]) => value);
    case 'array':
      return node.items;
    case 'call':
      return [...node.args, ...Object.values(node.named)];
  }
}

/** The steps that one turn of a loop takes: 1, and more for a long body. */
export function loopWeight(body: Expression | undefined): number {
  return body === undefined ? 1 : Math.ceil(countOpen(body).count / OPERATORS_PER_STEP);
}
