import { compileStream, type MqlDocument, type Stage } from '@fritz/mql';
import type { ViewerTx } from '../viewer/viewer-tx.ts';
import type { Collection, Row } from './collection.ts';
import type { SkyCone } from './geo.ts';
import { planPipeline, type QueryPlan } from './plan-query.ts';
import { withinCone } from './run-query.ts';
import { textsOf, writerOf } from './run-texts.ts';
import { selectOf } from './select-sql.ts';

/** What is asked of a collection around each place. */
export interface ConeQuery {
  readonly collection: Collection;
  readonly cones: readonly SkyCone[];
  /** Stages for the documents of each cone: a match first, then sort, skip, limit, project. */
  readonly pipeline: readonly unknown[];
}

/** The documents within each cone as extended JSON, in the order of the cones: one statement for all of them. */
export async function searchCones(
  tx: Pick<ViewerTx, 'query'>,
  { collection, cones, pipeline }: ConeQuery,
): Promise<string[][]> {
  if (cones.length === 0) return [];
  // Planned as one with a cone: what sorts and limits is of each cone by itself.
  const planned = planPipeline(collection, pipeline, cones[0] ?? null);
  const rows = await rowsAround(tx, planned, cones);
  const byCone = Map.groupBy(rows, ({ cone }) => Number(cone));
  const { skip, limit, residual } = cutsOf(planned.residual);
  const ordered: Row[] = [];
  const counts = cones.map((cone, index) => {
    const near = withinCone(byCone.get(index) ?? [], cone);
    if (cone.isSorted) near.sort((a, b) => a.arcsec - b.arcsec);
    // What is cut off anyway is not made a document.
    const kept = near.slice(skip, limit === null ? undefined : skip + limit);
    for (const { row } of kept) ordered.push(row);
    return kept.length;
  });
  const write = writerOf({ ...planned, residual });
  if (write !== null) return parted(await write(tx, ordered), counts);
  const documents: MqlDocument[] = [];
  for (let at = 0; at < ordered.length; at += collection.batchRows) {
    const some = ordered.slice(at, at + collection.batchRows);
    documents.push(...(await collection.documents(tx, some, planned.reads)));
  }
  const compile = () => compileStream(residual, { slotCount: planned.slotCount });
  if (residual.every(({ kind }) => ONE_FOR_ONE.has(kind))) {
    const projected = residual.length === 0 ? documents : compile().push(documents);
    return parted(textsOf(projected, collection), counts);
  }
  return parted(documents, counts).map((own) => {
    const stream = compile();
    return textsOf([...stream.push(own), ...stream.finish()], collection);
  });
}

/** Stages that give a document for each. */
const ONE_FOR_ONE: ReadonlySet<string> = new Set(['include', 'exclude', 'addFields']);

/** Lists of so many each. */
function parted<T>(items: readonly T[], counts: readonly number[]): T[][] {
  let at = 0;
  return counts.map((count) => {
    const own = items.slice(at, at + count);
    at += count;
    return own;
  });
}

/** What the first stages leave of rows in their order, and the stages behind them. */
function cutsOf(stages: readonly Stage[]): {
  readonly skip: number;
  readonly limit: number | null;
  readonly residual: readonly Stage[];
} {
  let [skip, limit]: [number, number | null] = [0, null];
  let next = 0;
  for (const stage of stages) {
    if (stage.kind === 'limit') limit = Math.min(limit ?? stage.count, stage.count);
    else if (stage.kind === 'skip') {
      skip += stage.count;
      if (limit !== null) limit = Math.max(0, limit - stage.count);
    } else break;
    next += 1;
  }
  return { skip, limit, residual: stages.slice(next) };
}

/** The rows about cones, each with the number of its own. */
export function rowsAround(
  tx: Pick<ViewerTx, 'query'>,
  plan: QueryPlan,
  cones: readonly SkyCone[],
): Promise<readonly Row[]> {
  const { collection, reads } = plan;
  if (collection.files) return collection.files.around(tx, cones, reads);
  const { text, values } = selectOf(plan, cones);
  return tx.query<Record<string, unknown>>(text, values);
}
