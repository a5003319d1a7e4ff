import type { Expression, Stage } from '../tree.ts';
import type { PlainObject } from '../values.ts';

/** The condition that a field was computed by, and the document that it was computed from. */
export interface Definition {
  readonly expression: Expression;
  readonly document: PlainObject;
}

const CONDITIONS = new Set('$and $or $not $eq $ne $gt $gte $lt $lte $in'.split(' '));

function isCondition(expression: Expression): boolean {
  return expression.kind === 'call' && CONDITIONS.has(expression.operator);
}

/** Follows which top-level fields of the document in hand are conditions that a stage computed. */
export class Definitions {
  private readonly byName = new Map<string, Definition>();

  of(path: string): Definition | null {
    return this.byName.get(path) ?? null;
  }

  /** @param input the document that the stage was given */
  after(stage: Stage, input: PlainObject): void {
    switch (stage.kind) {
      case 'match':
        return;
      case 'include':
      case 'addFields':
      case 'exclude': {
        const { leaves, children, computed } = stage.projection;
        for (const name of [...this.byName.keys()]) {
          const stays = stage.kind === 'include' ? leaves.has(name) : !leaves.has(name);
          if (!stays || children.has(name) || computed.has(name)) this.byName.delete(name);
        }
        for (const [name, expression] of computed) {
          if (isCondition(expression)) this.byName.set(name, { expression, document: input });
        }
        return;
      }
      default:
        this.byName.clear();
    }
  }
}
