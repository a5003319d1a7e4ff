import { collectQuery } from './reads.ts';
import type { Stage } from './tree.ts';

/** True where the query of `match` reads nothing that `stage` computes. */
function isIndependent(match: Stage, stage: Stage): boolean {
  if (match.kind !== 'match' || stage.kind !== 'addFields') return false;
  const paths: (readonly string[])[] = [];
  collectQuery(match.query, paths);
  const { computed, children } = stage.projection;
  return paths.every(([top]) => top !== undefined && !computed.has(top) && !children.has(top));
}

/**
 * Moves each `$match` before the `$addFields` stages that it does not depend on, as MongoDB's
 * optimizer does: most alerts fail an early cut, and then nothing is computed for them.
 */
export function orderStages(stages: readonly Stage[]): readonly Stage[] {
  const ordered: Stage[] = [];
  for (const stage of stages) {
    let position = ordered.length;
    while (position > 0) {
      const before = ordered[position - 1];
      if (before === undefined || !isIndependent(stage, before)) break;
      position -= 1;
    }
    ordered.splice(position, 0, stage);
  }
  return ordered;
}
