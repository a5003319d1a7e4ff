import { spend } from '../context.ts';
import { fail, refuse } from '../errors.ts';
import type { CallNode, Expression } from '../tree.ts';
import { isNumeric } from '../values.ts';
import {
  callNode,
  compileNamed,
  type ExpressionOperator,
  type ParseScope,
  readNamed,
} from './define.ts';

/**
 * The smallest value that at least the fraction p of all is not above (MongoDB's discrete
 * definition; its t-digest gives the same for up to some thousand values).
 */
export function percentilesOf(values: readonly unknown[], fractions: readonly number[]): unknown[] {
  const numbers = values
    .flatMap((value) => (isNumeric(value) ? [Number(value)] : []))
    .filter((value) => !Number.isNaN(value))
    .sort((a, b) => a - b);
  return fractions.map((fraction) => {
    const rank = Math.max(0, Math.ceil(fraction * numbers.length) - 1);
    return numbers[rank] ?? null;
  });
}

/** The fractions, checked: an array of numbers from 0 to 1. */
export function readFractions(value: unknown, at: string): readonly number[] {
  if (Array.isArray(value) && value.length > 0) {
    const fractions = value.filter((p) => isNumeric(p) && p >= 0 && p <= 1).map(Number);
    if (fractions.length === value.length) return fractions;
  }
  return fail(at, "$percentile's p must be an array of numbers from 0 to 1");
}

/** `{input, method[, p]}`; the method is 'approximate', which is the only one there is. */
export function parsePercentile(operator: string) {
  return (argument: unknown, scope: ParseScope, at: string): CallNode => {
    const required = operator === '$median' ? ['input', 'method'] : ['input', 'p', 'method'];
    const given = readNamed(argument, { required }, at);
    if (given.method !== 'approximate') {
      refuse(`${at}.method`, "the method must be 'approximate'");
    }
    const named: Record<string, Expression> = {
      input: scope.parse(given.input, `${at}.input`),
      p:
        operator === '$median'
          ? { kind: 'constant', value: [0.5] }
          : scope.parse(given.p, `${at}.p`),
    };
    return callNode(operator, at, { named });
  };
}

function percentile(name: string): ExpressionOperator {
  return {
    name,
    parse: parsePercentile(name),
    compile: (node, compile) => {
      const input = compileNamed(node, 'input', compile);
      const p = compileNamed(node, 'p', compile);
      return (context) => {
        const value = input(context);
        const list: readonly unknown[] = Array.isArray(value) ? value : [value];
        spend(context, list.length);
        const found = percentilesOf(list, readFractions(p(context), node.at));
        return name === '$median' ? found[0] : found;
      };
    },
  };
}

export const PERCENTILES: readonly ExpressionOperator[] = [
  percentile('$median'),
  percentile('$percentile'),
];
