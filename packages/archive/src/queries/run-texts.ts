import { type MqlDocument, writeExtendedJson } from '@fritz/mql';
import type { ViewerTx } from '../viewer/viewer-tx.ts';
import { type AggregatePlan, runAggregate } from './aggregate.ts';
import type { Collection, Row } from './collection.ts';
import type { QueryPlan } from './plan-query.ts';
import { type QueryLimits, rowBatches } from './run-query.ts';

type Query = Pick<ViewerTx, 'query'>;
type WriteRows = (tx: Query, rows: readonly Row[]) => Promise<string[]>;

/** What writes the rows of a plan whose last and only stage keeps some fields; null where there is more to do. */
export function writerOf({ collection, gives, residual }: QueryPlan): WriteRows | null {
  const [stage, ...others] = residual;
  if (gives !== 'rows' || others.length > 0 || stage?.kind !== 'include') return null;
  return collection.texts?.(stage.projection) ?? null;
}

export function textsOf(documents: readonly MqlDocument[], { doubles }: Collection): string[] {
  return documents.map((document) => writeExtendedJson(document, doubles));
}

/** The documents that a pipeline gives, as extended JSON, batch by batch. */
export async function* runTexts(
  tx: Query,
  asked: AggregatePlan,
  limits: QueryLimits,
): AsyncGenerator<readonly string[]> {
  const { plan, joined } = asked;
  const write = joined.length === 0 && !plan.cone?.isSorted ? writerOf(plan) : null;
  if (write === null) {
    for await (const documents of runAggregate(tx, asked, limits)) {
      yield textsOf(documents, plan.collection);
    }
    return;
  }
  for await (const rows of rowBatches(tx, plan, limits)) yield await write(tx, rows);
}
