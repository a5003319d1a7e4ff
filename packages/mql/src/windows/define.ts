import type { Context, Evaluate } from '../context.ts';
import type { CompileExpression, ParseScope } from '../expressions/define.ts';
import type { CallNode, SortKey, Window } from '../tree.ts';
import type { PlainObject } from '../values.ts';

/** One partition, in its order. */
export interface Partition {
  readonly documents: readonly PlainObject[];
  /** The value that the documents are in order of; undefined where there is no single key. */
  readonly positions: readonly unknown[];
  /** True where two neighbours are equal in the order. */
  readonly isTied: (index: number) => boolean;
}

/** The values of a function for each document of a partition. */
export type RunFunction = (partition: Partition, context: Context) => readonly unknown[];

/** A function of a window, or of a partition as a whole. */
export interface WindowFunction {
  readonly name: string;
  /** 'none': it has no window of its own. */
  readonly takesWindow: 'none' | 'optional' | 'required';
  /** Whether it needs an order, and one by a single key. */
  readonly needsOrder: 'no' | 'any' | 'single';
  readonly parse: (argument: unknown, scope: ParseScope, at: string) => CallNode;
  readonly compile: (
    node: CallNode,
    compile: CompileExpression,
    around: { readonly window: Window; readonly keys: readonly SortKey[] },
  ) => RunFunction;
}

/** What an expression gives for each document. */
export function takeAll(
  evaluate: Evaluate,
  documents: readonly PlainObject[],
  context: Context,
): unknown[] {
  return documents.map((document) => {
    context.root = document;
    return evaluate(context);
  });
}
