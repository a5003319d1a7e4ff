import type { ViewerTx } from '../viewer/viewer-tx.ts';
import type { QueryPlan } from './plan-query.ts';

/** What a query would cost, and which part of it the database does. */
export interface ExplainedQuery {
  readonly collection: string;
  /** What the database does. */
  readonly pushed: readonly string[];
  /** The fields by which an index finds the documents; none: all of them are looked at. */
  readonly indexes: readonly string[];
  /** The stages that are done afterwards, document by document. */
  readonly residual: readonly string[];
  /** About how many documents have to be looked at. */
  readonly estimated_documents: number;
}

/** The part of the sphere within a radius. */
function shareOfSky(radiusArcsec: number): number {
  return (1 - Math.cos((radiusArcsec / 3600) * (Math.PI / 180))) / 2;
}

/** Explains a plan; how many documents there are is of those that the viewer sees. */
export async function explainPlan(
  tx: Pick<ViewerTx, 'query'>,
  plan: QueryPlan,
): Promise<ExplainedQuery> {
  const { collection, pushed, indexes, residual } = plan;
  return {
    collection: collection.name,
    pushed: plan.cone === null && !plan.region ? pushed : ['match position', ...pushed],
    indexes,
    residual: residual.map(({ kind, at }) => (at === '' ? kind : at)),
    estimated_documents: await estimateCost(tx, plan),
  };
}

/** About how many documents a plan looks at. */
export async function estimateCost(
  tx: Pick<ViewerTx, 'query'>,
  plan: Pick<QueryPlan, 'collection' | 'cone' | 'region' | 'indexes' | 'limit' | 'residual'>,
): Promise<number> {
  const { collection, cone, region, indexes, limit, residual } = plan;
  if (indexes.some((path) => collection.indexed.includes(path))) return 1;
  const all = await collection.estimate(tx);
  if (cone !== null) return Math.ceil(all * shareOfSky(cone.radiusArcsec));
  if (region !== undefined) return Math.ceil(all * region.fraction);
  if (limit !== null && residual.length === 0) return Math.min(limit, all);
  return all;
}
