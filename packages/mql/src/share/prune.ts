import type { DocumentStage, Expression, ProjectionNode } from '../tree.ts';
import { computedOf } from './forms.ts';

/** Names of fields that are read later on; null: any may be. */
type Live = ReadonlySet<string> | null;

function computes(node: ProjectionNode): boolean {
  return node.computed.size > 0 || [...node.children.values()].some(computes);
}

/** Keeps of an inclusion what is live, and what it computes: that may throw. */
function pruneInclusion(node: ProjectionNode, live: ReadonlySet<string>): ProjectionNode {
  return {
    ...node,
    leaves: new Set([...node.leaves].filter((name) => live.has(name))),
    children: new Map(
      [...node.children].filter(([name, child]) => live.has(name) || computes(child)),
    ),
  };
}

function liveBefore(stage: DocumentStage, live: Live, isResolved: boolean): Live {
  if (!isResolved || stage.kind === 'match') return null;
  if (stage.kind === 'replaceRoot') return new Set();
  const { leaves, children, computed } = stage.projection;
  if (stage.kind === 'include') return new Set([...leaves, ...children.keys()]);
  if (live === null || stage.kind === 'exclude') return live;
  return new Set([...live, ...children.keys()].filter((name) => !computed.has(name)));
}

/**
 * Takes out of inclusions what no later stage reads: what later stages compute, they compute from
 * the input.
 *
 * @param isResolved whether an expression is evaluated over the input
 */
export function pruneStages(
  stages: readonly DocumentStage[],
  isResolved: (expression: Expression) => boolean,
): readonly DocumentStage[] {
  const pruned: DocumentStage[] = [];
  let live: Live = null;
  for (const stage of stages.toReversed()) {
    const own =
      stage.kind === 'match'
        ? []
        : stage.kind === 'replaceRoot'
          ? [stage.newRoot]
          : computedOf(stage.projection);
    const kept: DocumentStage =
      stage.kind === 'include' && live !== null
        ? { ...stage, projection: pruneInclusion(stage.projection, live) }
        : stage;
    pruned.push(kept);
    live = liveBefore(kept, live, own.every(isResolved));
  }
  return pruned.reverse();
}
