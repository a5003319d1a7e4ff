import { compileExpression } from '../compile-expression.ts';
import type { Context, Evaluate } from '../context.ts';
import { fail } from '../errors.ts';
import type { CompileExpression } from '../expressions/define.ts';
import { compileQuery } from '../query/compile-query.ts';
import type { DocumentStage } from '../tree.ts';
import { isPlainObject, type PlainObject, typeName } from '../values.ts';
import { compileAddition, compileExclusion, compileInclusion } from './projection.ts';

/** One stage: the next document, or null where it does not pass. */
export type RunStage = (input: PlainObject, context: Context) => PlainObject | null;

function compileReplaceRoot(evaluate: Evaluate, at: string): RunStage {
  return (_input, context) => {
    const value = evaluate(context);
    return isPlainObject(value)
      ? value
      : fail(at, `the new root must be an object, not ${typeName(value)}`);
  };
}

/**
 * Compiles a stage; the caller sets `context.root` to the stage's input.
 *
 * @param compile how the expressions of computed fields are compiled
 */
export function compileStage(
  stage: DocumentStage,
  compile: CompileExpression = compileExpression,
): RunStage {
  switch (stage.kind) {
    case 'match': {
      const match = compileQuery(stage.query);
      return (input, context) => (match(input, context) ? input : null);
    }
    case 'include':
      return compileInclusion(stage.projection, compile);
    case 'exclude':
      return compileExclusion(stage.projection);
    case 'addFields':
      return compileAddition(stage.projection, compile);
    case 'replaceRoot':
      return compileReplaceRoot(compile(stage.newRoot), stage.at);
  }
}
