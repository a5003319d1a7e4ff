import { compileSets, type RunSet } from '../stages/compile-sets.ts';
import { isDocumentStage, type Stage } from '../tree.ts';
import { type Condition, conditionOf } from './conditions.ts';

/** One stage, ready to be run by itself. */
export interface ExplainableStage {
  readonly stage: Stage;
  readonly at: string;
  /** The stage's operator as written. */
  readonly name: string;
  readonly run: RunSet;
  /** Of a `$match`. */
  readonly condition: Condition | null;
}

/** '4.$match' and 'upstream.$match' name the stage; a stage of another kind has its kind. */
function nameOf({ at, kind }: Stage): string {
  return at.split('.').find((part) => part.startsWith('$')) ?? `$${kind}`;
}

/** Compiles each stage by itself. A filter passes where one document is left in the end. */
export function compileStages(stages: readonly Stage[]): readonly ExplainableStage[] {
  const compiled = stages.map((stage, index) => ({
    stage,
    at: stage.at,
    name: nameOf(stage),
    run: compileSets([stage]),
    condition: stage.kind === 'match' ? conditionOf(stage.query, String(index)) : null,
  }));
  const isEachForOne = stages.every(isDocumentStage);
  const last = compiled.at(-1);
  if (isEachForOne || last === undefined) return compiled;
  // Of a filter exactly one document comes out; more of them, as none, are a rejection.
  const { run } = last;
  const onlyOne: RunSet = (documents, context) => {
    const output = run(documents, context);
    return output.length === 1 ? output : [];
  };
  return [...compiled.slice(0, -1), { ...last, run: onlyOne }];
}
