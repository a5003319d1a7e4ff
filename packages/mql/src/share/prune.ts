import type { DocumentStage, Expression, ProjectionNode } from '../tree.ts';
import { computedOf } from './forms.ts';

/** Names of fields that are read later on; null: any may be. */
type Live = ReadonlySet<string> | null;

/** A stage of which only is made what later ones read. */
export interface PrunedStage {
  readonly stage: DocumentStage;
  /** What it computed besides: to be evaluated, since it may throw. */
  readonly effects: readonly Expression[];
}

function computes(node: ProjectionNode): boolean {
  return node.computed.size > 0 || [...node.children.values()].some(computes);
}

/** Keeps of a projection what is live, and of the rest what is computed below the top. */
function pruneProjection(node: ProjectionNode, live: ReadonlySet<string>) {
  const children = [...node.children].filter(([name, child]) => live.has(name) || computes(child));
  const computed = [...node.computed].filter(([name]) => live.has(name));
  const kept = new Set([...children, ...computed].map(([name]) => name));
  const projection: ProjectionNode = {
    leaves: new Set([...node.leaves].filter((name) => live.has(name))),
    children: new Map(children),
    computed: new Map(computed),
    order: node.order.filter((name) => kept.has(name)),
  };
  const effects = [...node.computed].flatMap(([name, value]) => (live.has(name) ? [] : [value]));
  return { projection, effects };
}

function prune(stage: DocumentStage, live: Live): PrunedStage {
  if (live === null || (stage.kind !== 'include' && stage.kind !== 'addFields')) {
    return { stage, effects: [] };
  }
  const { projection, effects } = pruneProjection(stage.projection, live);
  return { stage: { ...stage, projection }, effects };
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
 * Takes out of the stages what no later one reads: what later stages compute, they compute from the
 * input.
 *
 * @param isResolved whether an expression is evaluated over the input
 */
export function pruneStages(
  stages: readonly DocumentStage[],
  isResolved: (expression: Expression) => boolean,
): readonly PrunedStage[] {
  const pruned: PrunedStage[] = [];
  let live: Live = null;
  for (const stage of stages.toReversed()) {
    const kept = prune(stage, live);
    pruned.push(kept);
    live = liveBefore(kept.stage, live, expressionsOf(stage).every(isResolved));
  }
  return pruned.reverse();
}

function expressionsOf(stage: DocumentStage): readonly Expression[] {
  if (stage.kind === 'match') return [];
  return stage.kind === 'replaceRoot' ? [stage.newRoot] : computedOf(stage.projection);
}
