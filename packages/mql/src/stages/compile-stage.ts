import { compileExpression } from '../compile-expression.ts';
import type { Context } from '../context.ts';
import { fail } from '../errors.ts';
import { compileQuery } from '../query/compile-query.ts';
import type { Expression, Stage } from '../tree.ts';
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

/** Compiles a stage; the caller sets `context.root` to the stage's input. */
export function compileStage(stage: Stage): RunStage {
  switch (stage.kind) {
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
