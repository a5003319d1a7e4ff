import { compileExpression } from '../compile-expression.ts';
import type { Context } from '../context.ts';
import { fail } from '../errors.ts';
import type { GuardStage } from '../order-stages.ts';
import { compileQuery } from '../query/compile-query.ts';
import { collectQuery } from '../reads.ts';
import type { DocumentStage, Expression } from '../tree.ts';
import { isPlainObject, type PlainObject, typeName } from '../values.ts';
import { compileAddition, compileExclusion, compileInclusion } from './projection.ts';

/** One stage: the next document, or null where it does not pass. */
export type RunStage = (input: PlainObject, context: Context) => PlainObject | null;

function compileReplaceRoot(newRoot: Expression, at: string): RunStage {
  const evaluate = compileExpression(newRoot);
  return (_input, context) => {
    const value = evaluate(context);
    return isPlainObject(value)
      ? value
      : fail(at, `the new root must be an object, not ${typeName(value)}`);
  };
}

/** Tries the conditions on the input's fields and the computed ones; what passes is the input. */
function compileGuard({ computed, query }: GuardStage): RunStage {
  const match = compileQuery(query);
  if (computed.size === 0) return (input, context) => (match(input, context) ? input : null);
  const additions = [...computed].map(([name, expression]) => {
    return { name, evaluate: compileExpression(expression) };
  });
  const paths: (readonly string[])[] = [];
  collectQuery(query, paths);
  const own = new Set(paths.flatMap(([top]) => (top && !computed.has(top) ? [top] : [])));
  return (input, context) => {
    const tried: PlainObject = {};
    for (const name of own) if (input[name] !== undefined) tried[name] = input[name];
    for (const { name, evaluate } of additions) {
      const value = evaluate(context);
      if (value !== undefined) tried[name] = value;
    }
    context.root = tried;
    return match(tried, context) ? input : null;
  };
}

/** Compiles a stage; the caller sets `context.root` to the stage's input. */
export function compileStage(stage: DocumentStage | GuardStage): RunStage {
  switch (stage.kind) {
    case 'guard':
      return compileGuard(stage);
    case 'match': {
      const match = compileQuery(stage.query);
      return (input, context) => (match(input, context) ? input : null);
    }
    case 'include':
      return compileInclusion(stage.projection);
    case 'exclude':
      return compileExclusion(stage.projection);
    case 'addFields':
      return compileAddition(stage.projection);
    case 'replaceRoot':
      return compileReplaceRoot(stage.newRoot, stage.at);
  }
}
