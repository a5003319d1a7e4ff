import { ACCUMULATORS } from './accumulators/registry.ts';
import type { PathSchema } from './check-paths.ts';
import { EXPRESSION_OPERATORS } from './expressions/registry.ts';
import { FIELD_OPERATORS } from './query/parse-query.ts';
import { STAGES } from './stages/parse-stages.ts';

/** The words of the language, for editors. */
export const VOCABULARY = {
  stages: [...STAGES.keys()],
  /** On a field of a `$match`. */
  fieldOperators: [...FIELD_OPERATORS.keys(), '$regex', '$options'],
  /** Beside fields in a `$match`. */
  queryOperators: ['$and', '$or', '$nor', '$expr', '$comment'],
  expressionOperators: [...EXPRESSION_OPERATORS.keys()],
  accumulators: [...ACCUMULATORS.keys()],
} as const satisfies Record<string, readonly string[]>;

type Fields = { [name: string]: true | Fields };

/** Dotted paths of all fields as `checkPaths` takes them; a field without fields of its own may hold anything. */
export function pathSchemaOf(paths: Iterable<string>): PathSchema {
  const root: Fields = {};
  for (const path of paths) {
    const parts = path.split('.');
    const last = parts.pop() ?? '';
    let level = root;
    for (const part of parts) {
      const next = level[part];
      const child: Fields = next === undefined || next === true ? {} : next;
      level[part] = child;
      level = child;
    }
    level[last] ??= true;
  }
  return root;
}
