import { compareNumbers, compareValues, isEqual } from '../compare.ts';
import { argumentAt, binary, type ExpressionOperator, parsePositional } from './define.ts';

/** A comparison whose common case, two doubles, takes no call; the rest is BSON's total order. */
function ordering(
  name: string,
  holds: (order: number) => boolean,
  onNumbers: (left: number, right: number) => boolean,
): ExpressionOperator {
  return {
    name,
    parse: parsePositional(name, { min: 2, max: 2 }),
    compile: (node, compile) => {
      const left = compile(argumentAt(node, 0));
      const right = compile(argumentAt(node, 1));
      return (context) => {
        const a = left(context);
        const b = right(context);
        if (typeof a === 'number' && typeof b === 'number') return onNumbers(a, b);
        return holds(compareValues(a, b));
      };
    },
  };
}

export const COMPARISON: readonly ExpressionOperator[] = [
  binary('$cmp', (left, right) => Math.sign(compareValues(left, right))),
  binary('$eq', isEqual),
  binary('$ne', (left, right) => !isEqual(left, right)),
  ordering(
    '$gt',
    (order) => order > 0,
    (a, b) => a > b || (Number.isNaN(b) && !Number.isNaN(a)),
  ),
  ordering(
    '$gte',
    (order) => order >= 0,
    (a, b) => a >= b || compareNumbers(a, b) >= 0,
  ),
  ordering(
    '$lt',
    (order) => order < 0,
    (a, b) => a < b || (Number.isNaN(a) && !Number.isNaN(b)),
  ),
  ordering(
    '$lte',
    (order) => order <= 0,
    (a, b) => a <= b || compareNumbers(a, b) <= 0,
  ),
];
