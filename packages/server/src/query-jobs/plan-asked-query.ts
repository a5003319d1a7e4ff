import {
  type Collection,
  type ConeQuery,
  demandCollection,
  type ExplainedQuery,
  estimateCost,
  explainPlan,
  planAggregate,
  planPipeline,
  type QueryLimits,
  runAggregate,
  streamCones,
  type ViewerTx,
} from '@fritz/archive';
import type { Doubles, MqlDocument } from '@fritz/mql';
import { readSkymapRegion } from '../kowalski/skymap-region.ts';
import { type AskedAround, type AskedPipeline, type AskedQuery, toldError } from './asked-query.ts';

type Query = Pick<ViewerTx, 'query'>;

/** A query that can be run. */
export interface PlannedQuery {
  /** Which numbers of its documents are doubles. */
  readonly doubles: Doubles;
  documents(tx: Query, limits: QueryLimits): AsyncIterable<readonly MqlDocument[]>;
  explain(tx: Query): Promise<ExplainedQuery>;
  /** About how many documents are looked at. */
  estimate(tx: Query): Promise<number>;
}

/** @throws FritzError bad_query */
export function planAskedQuery(tx: Query, asked: AskedQuery): Promise<PlannedQuery> {
  return asked.kind === 'around' ? planAround(tx, asked) : planOne(tx, asked);
}

async function planOne(tx: Query, asked: AskedPipeline): Promise<PlannedQuery> {
  try {
    const collection = await demandCollection(tx, asked.catalog);
    const region = await readSkymapRegion(tx, asked.skymap);
    const plan = planAggregate(collection, asked.pipeline, region);
    return {
      doubles: collection.doubles,
      documents: (own, limits) => runAggregate(own, plan, limits),
      explain: (own) => explainPlan(own, plan.plan),
      estimate: (own) => estimateCost(own, plan.plan),
    };
  } catch (error) {
    throw toldError(asked, error);
  }
}

async function planAround(tx: Query, asked: AskedAround): Promise<PlannedQuery> {
  const parts: (ConeQuery & { readonly name: string })[] = [];
  for (const { name, pipeline } of asked.catalogs) {
    try {
      const collection = await demandCollection(tx, name);
      const [cone = null] = asked.cones;
      planPipeline(collection, pipeline, cone);
      parts.push({ name, collection, pipeline, cones: asked.cones });
    } catch (error) {
      throw toldError(asked, error, name);
    }
  }
  return {
    doubles: joined(parts.map(({ collection }) => collection)),
    async *documents(own, limits) {
      for (const part of parts) yield* documentsAround(own, part, asked, limits);
    },
    explain: (own) => explainAround(own, parts),
    estimate: async (own) => (await explainAround(own, parts)).estimated_documents,
  };
}

/** A document for each place and what lies around it: a table, where Kowalski answers with lists by name. */
async function* documentsAround(
  tx: Query,
  { name, ...query }: ConeQuery & { readonly name: string },
  asked: AskedAround,
  limits: QueryLimits,
): AsyncGenerator<readonly MqlDocument[]> {
  try {
    for await (const { cone, documents } of streamCones(tx, query, limits)) {
      const own = { _catalog: name, _place: asked.cones[cone]?.name ?? '' };
      yield documents.map((document) => ({ ...own, ...document }));
    }
  } catch (error) {
    throw toldError(asked, error, name);
  }
}

async function explainAround(tx: Query, parts: readonly ConeQuery[]): Promise<ExplainedQuery> {
  const each: ExplainedQuery[] = [];
  for (const { collection, pipeline, cones } of parts) {
    const [first = null] = cones;
    const one = await explainPlan(tx, planPipeline(collection, pipeline, first));
    // Cones are of one size.
    each.push({ ...one, estimated_documents: one.estimated_documents * cones.length });
  }
  const all = (of: (one: ExplainedQuery) => readonly string[]) => [...new Set(each.flatMap(of))];
  return {
    collection: each.map(({ collection }) => collection).join(', '),
    pushed: all(({ pushed }) => pushed),
    indexes: all(({ indexes }) => indexes),
    residual: all(({ residual }) => residual),
    estimated_documents: each.reduce((sum, one) => sum + one.estimated_documents, 0),
  };
}

/** Of several collections: a field that is a double in one is written as such in all. */
function joined(collections: readonly Collection[]): Doubles {
  const [first, ...others] = collections.map(({ doubles }) => doubles);
  return others.reduce<Doubles>(merge, first ?? new Map());
}

function merge(a: Doubles, b: Doubles): Doubles {
  if (a === true || b === true) return true;
  const both = new Map(a);
  for (const [name, node] of b) {
    const known = both.get(name);
    both.set(name, known === undefined ? node : merge(known, node));
  }
  return both;
}
