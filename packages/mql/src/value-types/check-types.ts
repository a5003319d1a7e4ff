import type { Pipeline } from '../parse-pipeline.ts';
import type { Expression, ProjectionNode, Stage } from '../tree.ts';
import { warnOfAbsent } from './absent.ts';
import { ExpressionChecker } from './check-expressions.ts';
import { QueryChecker } from './check-queries.ts';
import { type FieldType, typeOfDocuments } from './schema.ts';
import { typeAfter } from './stages.ts';
import { ANYTHING, type ValueType } from './types.ts';
import type { TypeWarning } from './warning.ts';

class Checker {
  readonly warnings: TypeWarning[] = [];

  checkStages(stages: readonly Stage[], root: ValueType): void {
    let type = root;
    for (const stage of stages) {
      this.checkStage(stage, type);
      type = typeAfter(stage, type);
    }
  }

  private checkStage(stage: Stage, root: ValueType): void {
    switch (stage.kind) {
      case 'match': {
        const queries = new QueryChecker(({ expression }) =>
          this.checkExpressions([expression], root),
        );
        queries.check(stage.query, root);
        this.warnings.push(...queries.warnings);
        return;
      }
      case 'include':
      case 'addFields':
        this.checkExpressions(computedOf(stage.projection), root);
        return;
      case 'replaceRoot':
        this.checkExpressions([stage.newRoot], root);
        return;
      case 'facet':
        for (const { stages } of stage.facets) this.checkStages(stages, root);
        return;
      case 'lookup':
        // Of the rows of catalogs no types are known here.
        this.checkStages(stage.stages, ANYTHING);
    }
  }

  private checkExpressions(expressions: readonly Expression[], root: ValueType): void {
    const checker = new ExpressionChecker();
    for (const expression of expressions) checker.check(expression, { root, variables: new Map() });
    this.warnings.push(...checker.warnings);
  }
}

function computedOf({ computed, children }: ProjectionNode): readonly Expression[] {
  return [...computed.values(), ...[...children.values()].flatMap(computedOf)];
}

/**
 * Conditions that can never hold, or always do, and operators that always fail, on documents of
 * these fields: constants of another type than what they are compared with. MongoDB allows them
 * all, so these are warnings. What is not known for certain is not said.
 */
export function checkTypes(
  { stages }: Pipeline,
  fields: readonly FieldType[],
): readonly TypeWarning[] {
  const checker = new Checker();
  checker.checkStages(stages, typeOfDocuments(fields));
  return [...checker.warnings, ...warnOfAbsent(stages, fields)];
}
