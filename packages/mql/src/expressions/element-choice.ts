import { compareValues } from '../compare.ts';
import { type Context, spend } from '../context.ts';
import { fail } from '../errors.ts';
import { isInteger } from '../numbers.ts';
import { parseElementOrder } from '../parse-sort-keys.ts';
import { sortBy } from '../sort-keys.ts';
import type { SortKey } from '../tree.ts';
import { isNullish, isNumeric, typeName } from '../values.ts';
import {
  callNode,
  compileNamed,
  type ExpressionOperator,
  type Place,
  readNamed,
} from './define.ts';

/** A positive whole number of elements. */
export function readCount(value: unknown, operator: string, at: string): number {
  if (isNumeric(value) && isInteger(value) && value > 0) return Number(value);
  return fail(at, `${operator}'s n must be a positive integer`);
}

export type Choose = (
  values: readonly unknown[],
  n: number,
  context: Context,
) => readonly unknown[];

/** The n lowest (direction 1) or highest, sorted so; null and missing do not count. */
export function extremes(direction: 1 | -1): Choose {
  return (values, n, context) => {
    spend(context, values.length);
    return values
      .filter((value) => !isNullish(value))
      .sort((a, b) => compareValues(a, b) * direction)
      .slice(0, n);
  };
}

/** `{input, n}`, of operators and of accumulators. */
export function parseInputAndCount(name: string): ExpressionOperator['parse'] {
  return (argument, scope, at) => {
    const given = readNamed(argument, { required: ['input', 'n'] }, at);
    const named = {
      input: scope.parse(given.input, `${at}.input`),
      n: scope.parse(given.n, `${at}.n`),
    };
    return callNode(name, at, { named });
  };
}

/** The chosen elements of an array. */
function chosen(name: string, choose: Choose): ExpressionOperator {
  return {
    name,
    parse: parseInputAndCount(name),
    compile: (node, compile) => {
      const input = compileNamed(node, 'input', compile);
      const n = compileNamed(node, 'n', compile);
      return (context) => {
        const array = input(context);
        const count = readCount(n(context), name, node.at);
        if (!Array.isArray(array)) {
          return fail(node.at, `${name}'s input must be an array, not ${typeName(array)}`);
        }
        return choose(array, count, context);
      };
    },
  };
}

/** The keys of an order travel in the tree as a constant. */
export function readKeys(node: { readonly named: Readonly<Record<string, unknown>> }) {
  const keys = node.named.sortBy;
  return isConstantKeys(keys) ? keys.value : [];
}

function isConstantKeys(node: unknown): node is { readonly value: readonly SortKey[] } {
  return typeof node === 'object' && node !== null && 'value' in node && Array.isArray(node.value);
}

function sortElements(
  array: readonly unknown[],
  keys: readonly SortKey[],
  at: Place,
  context: Context,
): readonly unknown[] {
  const [first] = keys;
  // Elements that are compared whole are not gone into where they are arrays themselves.
  if (first?.fields.length !== 0) return sortBy(array, keys, at, context);
  spend(context, array.length * Math.ceil(Math.log2(array.length + 2)));
  return array.toSorted((a, b) => compareValues(a, b) * first.direction);
}

/** `{input, sortBy}`, where sortBy is 1, −1 or keys. */
const sortArray: ExpressionOperator = {
  name: '$sortArray',
  parse: (argument, scope, at) => {
    const given = readNamed(argument, { required: ['input', 'sortBy'] }, at);
    const keys = parseElementOrder(given.sortBy, `${at}.sortBy`);
    const input = scope.parse(given.input, `${at}.input`);
    return callNode('$sortArray', at, {
      named: { input, sortBy: { kind: 'constant', value: keys } },
    });
  },
  compile: (node, compile) => {
    const input = compileNamed(node, 'input', compile);
    const keys = readKeys(node);
    return (context) => {
      const array = input(context);
      if (isNullish(array)) return null;
      if (!Array.isArray(array)) {
        return fail(node.at, `$sortArray's input must be an array, not ${typeName(array)}`);
      }
      return sortElements(array, keys, node.at, context);
    };
  },
};

export const ELEMENT_CHOICE: readonly ExpressionOperator[] = [
  chosen('$firstN', (values, n) => values.slice(0, n)),
  chosen('$lastN', (values, n) => values.slice(-n)),
  chosen('$minN', extremes(1)),
  chosen('$maxN', extremes(-1)),
  sortArray,
];
