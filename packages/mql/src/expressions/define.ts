import type { Evaluate } from '../context.ts';
import { refuse } from '../errors.ts';
import type { RegexAllowance } from '../regex/allowance.ts';
import type { CallNode, Expression } from '../tree.ts';
import { isPlainObject } from '../values.ts';

/** What an operator's parser may ask of the expression parser around it. */
export interface ParseScope {
  readonly regexes: RegexAllowance;
  parse(value: unknown, at: string): Expression;
  /** Declares a variable; returns its slot and the scope in which it is visible. */
  bind(name: string, at: string): { readonly slot: number; readonly scope: ParseScope };
}

export type CompileExpression = (expression: Expression) => Evaluate;

/** One entry of the allow-list. */
export interface ExpressionOperator {
  readonly name: string;
  readonly parse: (argument: unknown, scope: ParseScope, at: string) => CallNode;
  readonly compile: (node: CallNode, compile: CompileExpression) => Evaluate;
}

export interface Arity {
  readonly min: number;
  readonly max: number;
}

const NO_NAMED: Readonly<Record<string, Expression>> = {};

export function callNode(operator: string, at: string, parts: Partial<CallNode>): CallNode {
  return { kind: 'call', operator, args: [], named: NO_NAMED, slots: [], at, ...parts };
}

function describeArity({ min, max }: Arity): string {
  if (min === max) return `exactly ${min} argument${min === 1 ? '' : 's'}`;
  if (max === Number.POSITIVE_INFINITY) return `at least ${min} arguments`;
  return `${min} to ${max} arguments`;
}

/** `[a, b]` or a lone `a`, with the number of arguments checked. */
export function parsePositional(operator: string, arity: Arity) {
  return (argument: unknown, scope: ParseScope, at: string): CallNode => {
    const given: readonly unknown[] = Array.isArray(argument) ? argument : [argument];
    if (given.length < arity.min || given.length > arity.max) {
      refuse(at, `${operator} takes ${describeArity(arity)}, not ${given.length}`);
    }
    const isList = Array.isArray(argument);
    const args = given.map((value, index) => scope.parse(value, isList ? `${at}.${index}` : at));
    return callNode(operator, at, { args });
  };
}

/** The argument as an object with known keys only; `required` must all be there. */
export function readNamed(
  argument: unknown,
  keys: { readonly required: readonly string[]; readonly optional?: readonly string[] },
  at: string,
): Readonly<Record<string, unknown>> {
  if (!isPlainObject(argument)) refuse(at, 'the argument must be an object');
  const optional = keys.optional ?? [];
  for (const key of Object.keys(argument)) {
    if (!keys.required.includes(key) && !optional.includes(key)) {
      refuse(`${at}.${key}`, `unrecognized parameter '${key}'`);
    }
  }
  for (const key of keys.required) {
    if (!Object.hasOwn(argument, key)) refuse(at, `missing '${key}' parameter`);
  }
  return argument;
}

/** Where an error of this call is reported. */
export type Place = string;

/** An operator of one argument. */
export function unary(
  name: string,
  apply: (value: unknown, at: Place) => unknown,
): ExpressionOperator {
  return {
    name,
    parse: parsePositional(name, { min: 1, max: 1 }),
    compile: (node, compile) => {
      const { at } = node;
      const argument = compile(firstArgument(node));
      return (context) => apply(argument(context), at);
    },
  };
}

/** An operator of two arguments. */
export function binary(
  name: string,
  apply: (left: unknown, right: unknown, at: Place) => unknown,
): ExpressionOperator {
  return {
    name,
    parse: parsePositional(name, { min: 2, max: 2 }),
    compile: (node, compile) => {
      const { at } = node;
      const left = compile(argumentAt(node, 0));
      const right = compile(argumentAt(node, 1));
      return (context) => apply(left(context), right(context), at);
    },
  };
}

/** An operator that takes the values of all its arguments, in order. */
export function variadic(
  name: string,
  arity: Arity,
  apply: (values: readonly unknown[], at: Place, context: Parameters<Evaluate>[0]) => unknown,
): ExpressionOperator {
  return {
    name,
    parse: parsePositional(name, arity),
    compile: (node, compile) => {
      const { at } = node;
      const args = node.args.map(compile);
      return (context) =>
        apply(
          args.map((argument) => argument(context)),
          at,
          context,
        );
    },
  };
}

export const ANY_NUMBER: Arity = { min: 0, max: Number.POSITIVE_INFINITY };

export function argumentAt(node: CallNode, index: number): Expression {
  return node.args[index] ?? { kind: 'constant', value: undefined };
}

export function firstArgument(node: CallNode): Expression {
  return argumentAt(node, 0);
}

/** A named argument compiled; a missing one evaluates to missing. */
export function compileNamed(node: CallNode, name: string, compile: CompileExpression): Evaluate {
  return compile(node.named[name] ?? { kind: 'constant', value: undefined });
}
