import { compileStream, type MqlDocument, type Stage } from '@fritz/mql';
import type { ViewerTx } from '../viewer/viewer-tx.ts';
import type { Collection, Row } from './collection.ts';
import type { SkyCone } from './geo.ts';
import { planPipeline, type QueryPlan } from './plan-query.ts';
import { checkLimits, type QueryLimits, runPlan, withinCone } from './run-query.ts';
import { textsOf, writerOf } from './run-texts.ts';
import { selectOf } from './select-sql.ts';

type Query = Pick<ViewerTx, 'query'>;

/** What is asked of a collection around each place. */
export interface ConeQuery {
  readonly collection: Collection;
  readonly cones: readonly SkyCone[];
  /** Stages for the documents of each cone: a match first, then sort, skip, limit, project. */
  readonly pipeline: readonly unknown[];
}

/** The documents within each cone as extended JSON, in the order of the cones: one statement for all of them. */
export async function searchCones(
  tx: Query,
  { collection, cones, pipeline }: ConeQuery,
): Promise<string[][]> {
  if (cones.length === 0) return [];
  const found = await findRows(tx, { collection, cones, pipeline });
  const write = writerOf({ ...found.planned, residual: found.residual });
  if (write !== null) return parted(await write(tx, found.ordered), found.counts);
  return (await documentsOf(tx, found)).map((own) => textsOf(own, collection));
}

/** Wider cones are read one by one, as streams. */
const SMALL_ARCSEC = 300;
const AT_ONCE = 100;

/** The documents within many cones, some at a time, each list with the number of its cone. */
export async function* streamCones(
  tx: Query,
  { collection, cones, pipeline }: ConeQuery,
  limits: QueryLimits,
): AsyncGenerator<{ readonly cone: number; readonly documents: readonly MqlDocument[] }> {
  const isSmall = cones.every(({ radiusArcsec }) => radiusArcsec <= SMALL_ARCSEC);
  if (!isSmall) {
    for (const [cone, around] of cones.entries()) {
      const plan = planPipeline(collection, pipeline, around);
      for await (const documents of runPlan(tx, plan, limits)) yield { cone, documents };
    }
    return;
  }
  for (let from = 0; from < cones.length; from += AT_ONCE) {
    const some = cones.slice(from, from + AT_ONCE);
    const found = await findRows(tx, { collection, cones: some, pipeline });
    limits.onRead?.(found.looked);
    for (const [i, documents] of (await documentsOf(tx, found)).entries()) {
      if (documents.length > 0) yield { cone: from + i, documents };
    }
    checkLimits(limits);
  }
}

/** The rows that lie in cones, one cone after the other, and what is left to do with each cone's. */
interface FoundRows {
  readonly planned: QueryPlan;
  readonly residual: readonly Stage[];
  readonly ordered: readonly Row[];
  /** How many of them each cone has. */
  readonly counts: readonly number[];
  readonly looked: number;
}

async function findRows(tx: Query, { collection, cones, pipeline }: ConeQuery): Promise<FoundRows> {
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
  return { planned, residual, ordered, counts, looked: rows.length };
}

async function documentsOf(
  tx: Query,
  { planned, residual, ordered, counts }: FoundRows,
): Promise<MqlDocument[][]> {
  const { collection, reads, slotCount } = planned;
  const documents: MqlDocument[] = [];
  for (let at = 0; at < ordered.length; at += collection.batchRows) {
    const some = ordered.slice(at, at + collection.batchRows);
    documents.push(...(await collection.documents(tx, some, reads)));
  }
  const compile = () => compileStream(residual, { slotCount });
  if (residual.every(({ kind }) => ONE_FOR_ONE.has(kind))) {
    const projected = residual.length === 0 ? documents : compile().push(documents);
    return parted(projected, counts);
  }
  return parted(documents, counts).map((own) => {
    const stream = compile();
    return [...stream.push(own), ...stream.finish()];
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
  tx: Query,
  plan: QueryPlan,
  cones: readonly SkyCone[],
): Promise<readonly Row[]> {
  const { collection, reads } = plan;
  if (collection.files) return collection.files.around(tx, cones, reads);
  const { text, values } = selectOf(plan, cones);
  return tx.query<Record<string, unknown>>(text, values);
}
