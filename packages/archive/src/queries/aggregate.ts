import { compareValues, compileStream, isEqual, type MqlDocument, parsePipeline } from '@fritz/mql';
import type { ViewerTx } from '../viewer/viewer-tx.ts';
import type { Collection } from './collection.ts';
import { demandCollection } from './collections.ts';
import { planPipeline, type QueryPlan, type SkyRegion } from './plan-query.ts';
import { QueryError } from './query-error.ts';
import { type QueryLimits, runPlan } from './run-query.ts';

type Query = Pick<ViewerTx, 'query'>;

/** A look-up of another collection's documents by a field, and what comes behind it. */
interface JoinedPart {
  readonly from: string;
  readonly localField: string;
  readonly foreignField: string;
  readonly as: string;
  /** Stages up to the next look-up. */
  readonly stages: readonly unknown[];
}

type Fields = Readonly<Record<string, unknown>>;

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Splits a pipeline at its look-ups by a field: each of them asks the database again. */
function splitAtLookups(pipeline: readonly unknown[]): {
  readonly first: readonly unknown[];
  readonly joined: readonly JoinedPart[];
} {
  const first: unknown[] = [];
  const joined: (JoinedPart & { stages: unknown[] })[] = [];
  for (const stage of pipeline) {
    const lookup = isFields(stage) ? stage.$lookup : undefined;
    if (isFields(lookup) && Object.hasOwn(lookup, 'localField')) {
      joined.push({ ...readLookup(lookup), stages: [] });
    } else (joined.at(-1)?.stages ?? first).push(stage);
  }
  return { first, joined };
}

function readLookup(lookup: Fields): Omit<JoinedPart, 'stages'> {
  const { from, localField, foreignField, as, ...others } = lookup;
  for (const name of Object.keys(others)) {
    throw new QueryError('bad_query', `$lookup: ${name} is not supported beside localField`);
  }
  const text = (value: unknown, name: string): string => {
    if (typeof value === 'string' && value !== '') return value;
    throw new QueryError('bad_query', `$lookup needs ${name}, a text`);
  };
  return {
    from: text(from, 'from'),
    localField: text(localField, 'localField'),
    foreignField: text(foreignField, 'foreignField'),
    as: text(as, 'as'),
  };
}

/** What an aggregate does first, in the database. */
export interface AggregatePlan {
  readonly plan: QueryPlan;
  readonly joined: readonly JoinedPart[];
}

/** @param region the part of the sky whose documents are meant, where it is not all */
export function planAggregate(
  collection: Collection,
  pipeline: readonly unknown[],
  region: SkyRegion | null = null,
): AggregatePlan {
  const { first, joined } = splitAtLookups(pipeline);
  const plan = planPipeline(collection, first);
  if (region === null) return { plan, joined };
  if (plan.cone !== null) {
    throw new QueryError('bad_query', 'only one part of the sky can be asked for');
  }
  if (collection.place === null) {
    throw new QueryError('bad_query', `${collection.name} has no positions`);
  }
  return { plan: { ...plan, region }, joined };
}

/** The documents that a pipeline gives, batch by batch. */
export async function* runAggregate(
  tx: Query,
  { plan, joined }: AggregatePlan,
  limits: QueryLimits,
): AsyncGenerator<readonly MqlDocument[]> {
  let batches: AsyncIterable<readonly MqlDocument[]> = runPlan(tx, plan, limits);
  for (const part of joined) batches = join(tx, batches, part, limits);
  yield* batches;
}

async function* join(
  tx: Query,
  batches: AsyncIterable<readonly MqlDocument[]>,
  part: JoinedPart,
  limits: QueryLimits,
): AsyncGenerator<readonly MqlDocument[]> {
  const collection = await demandCollection(tx, part.from);
  const { stages, slotCount } = parsePipeline(part.stages, { purpose: 'query' });
  const maxMs = Math.max(1, limits.deadlineMs - performance.now());
  const stream = compileStream(stages, { slotCount, maxMs });
  for await (const documents of batches) {
    for (let at = 0; at < documents.length; at += collection.batchRows) {
      const some = documents.slice(at, at + collection.batchRows);
      const passed = stream.push(await lookUp(tx, collection, some, part, limits));
      if (passed.length > 0) yield passed;
    }
    if (stream.isDone()) break;
  }
  const last = stream.finish();
  if (last.length > 0) yield last;
}

/** What a path leads to: a list's elements are each a value, and what is missing is null. */
function valuesAt(value: unknown, fields: readonly string[]): readonly unknown[] {
  if (Array.isArray(value)) return value.flatMap((item: unknown) => valuesAt(item, fields));
  const [name, ...rest] = fields;
  if (name === undefined) return [value ?? null];
  return valuesAt(isFields(value) ? value[name] : null, rest);
}

async function lookUp(
  tx: Query,
  collection: Collection,
  documents: readonly MqlDocument[],
  { localField, foreignField, as }: JoinedPart,
  limits: QueryLimits,
): Promise<MqlDocument[]> {
  const local = localField.split('.');
  const wanted = documents.map((document) => valuesAt(document, local));
  const keys = [...new Set(wanted.flat())].sort(compareValues);
  const filter = { [foreignField]: { $in: keys } };
  const found: MqlDocument[] = [];
  for await (const batch of runPlan(tx, planPipeline(collection, [{ $match: filter }]), limits)) {
    found.push(...batch);
  }
  const foreign = foreignField.split('.');
  const of = found.map((document) => ({ document, values: valuesAt(document, foreign) }));
  return documents.map((document, index) => {
    const own = wanted[index] ?? [];
    const matches = of.filter(({ values }) =>
      values.some((value) => own.some((one) => isEqual(one, value))),
    );
    return withList(
      document,
      as,
      matches.map((match) => match.document),
    );
  });
}

function withList(document: MqlDocument, as: string, list: readonly MqlDocument[]): MqlDocument {
  const [name = '', ...rest] = as.split('.');
  if (rest.length === 0) return { ...document, [name]: list };
  const inner = document[name];
  return { ...document, [name]: withList(isFields(inner) ? inner : {}, rest.join('.'), list) };
}

/** A find as a pipeline. */
export function findPipeline(asked: {
  readonly filter: unknown;
  readonly projection?: unknown;
  readonly sort?: unknown;
  readonly skip?: number;
  readonly limit?: number;
}): readonly unknown[] {
  const { filter, projection, sort, skip = 0, limit = 0 } = asked;
  const hasFields = isFields(projection) && Object.keys(projection).length > 0;
  return [
    { $match: filter },
    ...(isFields(sort) && Object.keys(sort).length > 0 ? [{ $sort: sort }] : []),
    ...(skip > 0 ? [{ $skip: skip }] : []),
    ...(limit > 0 ? [{ $limit: limit }] : []),
    ...(hasFields ? [{ $project: projection }] : []),
  ];
}
