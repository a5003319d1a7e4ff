import type { Context, Evaluate } from '../context.ts';
import { refuse } from '../errors.ts';
import type { CompileExpression, ParseScope } from '../expressions/define.ts';
import { callNode } from '../expressions/define.ts';
import type { CallNode } from '../tree.ts';

/** A compiled accumulator: what it takes of each document, and what it makes of all that. */
export interface Accumulation {
  readonly take: Evaluate;
  /**
   * @param taken what `take` gave for each document, in order
   * @param id the group's `_id`, for what may depend on it
   */
  readonly finish: (taken: readonly unknown[], id: unknown, context: Context) => unknown;
}

/** One entry of the allow-list of accumulators. */
export interface Accumulator {
  readonly name: string;
  readonly parse: (argument: unknown, scope: ParseScope, at: string) => CallNode;
  readonly compile: (node: CallNode, compile: CompileExpression) => Accumulation;
}

/** An accumulator of one expression. */
export function simple(
  name: string,
  finish: (values: readonly unknown[], at: string, context: Context) => unknown,
): Accumulator {
  return {
    name,
    parse: (argument, scope, at) => callNode(name, at, { args: [parseOne(argument, scope, at)] }),
    compile: (node, compile) => ({
      take: compile(node.args[0] ?? { kind: 'constant', value: undefined }),
      finish: (values, _id, context) => finish(values, node.at, context),
    }),
  };
}

/** Accumulators take one expression: a list of one is that one, a longer list is an error. */
function parseOne(argument: unknown, scope: ParseScope, at: string) {
  if (!Array.isArray(argument)) return scope.parse(argument, at);
  if (argument.length !== 1) refuse(at, 'an accumulator takes exactly one expression');
  return scope.parse(argument[0], `${at}.0`);
}
