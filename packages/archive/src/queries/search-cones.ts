import { compileStream, type MqlDocument } from '@fritz/mql';
import type { ViewerTx } from '../viewer/viewer-tx.ts';
import type { Collection, Row } from './collection.ts';
import type { SkyCone } from './geo.ts';
import { planPipeline, type QueryPlan } from './plan-query.ts';
import { withinCone } from './run-query.ts';
import { selectOf } from './select-sql.ts';

/** What is asked of a collection around each place. */
export interface ConeQuery {
  readonly collection: Collection;
  readonly cones: readonly SkyCone[];
  /** Stages for the documents of each cone: a match first, then sort, skip, limit, project. */
  readonly pipeline: readonly unknown[];
}

/** The documents within each cone, in the order of the cones: one statement for all of them. */
export async function searchCones(
  tx: Pick<ViewerTx, 'query'>,
  { collection, cones, pipeline }: ConeQuery,
): Promise<MqlDocument[][]> {
  if (cones.length === 0) return [];
  // Planned as one with a cone: what sorts and limits is of each cone by itself.
  const planned = planPipeline(collection, pipeline, cones[0] ?? null);
  const rows = await rowsAround(tx, planned, cones);
  const byCone = Map.groupBy(rows, ({ cone }) => Number(cone));
  const ordered: Row[] = [];
  const counts = cones.map((cone, index) => {
    const near = withinCone(byCone.get(index) ?? [], cone);
    if (cone.isSorted) near.sort((a, b) => a.arcsec - b.arcsec);
    for (const { row } of near) ordered.push(row);
    return near.length;
  });
  const documents: MqlDocument[] = [];
  for (let at = 0; at < ordered.length; at += collection.batchRows) {
    const some = ordered.slice(at, at + collection.batchRows);
    documents.push(...(await collection.documents(tx, some, planned.reads)));
  }
  let at = 0;
  return counts.map((count) => {
    const own = documents.slice(at, at + count);
    at += count;
    if (planned.residual.length === 0) return own;
    const stream = compileStream(planned.residual, { slotCount: planned.slotCount });
    return [...stream.push(own), ...stream.finish()];
  });
}

/** The rows about cones, each with the number of its own. */
export function rowsAround(
  tx: Pick<ViewerTx, 'query'>,
  plan: QueryPlan,
  cones: readonly SkyCone[],
): Promise<readonly Row[]> {
  const { collection, reads } = plan;
  if (collection.around) return collection.around(cones, reads);
  const { text, values } = selectOf(plan, cones);
  return tx.query<Record<string, unknown>>(text, values);
}
