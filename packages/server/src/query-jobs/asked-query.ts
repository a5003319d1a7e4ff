import {
  type AggregatePlan,
  type Collection,
  demandCollection,
  findPipeline,
  isTimeOver,
  planAggregate,
  QueryError,
  type ViewerTx,
} from '@fritz/archive';
import { MqlError } from '@fritz/mql';
import { FritzError } from '../http/fritz-error.ts';
import { KowalskiError } from '../kowalski/kowalski-error.ts';
import {
  type Fields,
  isFields,
  readCatalog,
  readFilter,
  readKwargs,
  readPipeline,
  readProjection,
} from '../kowalski/read-query.ts';

/** A query in the words of Kowalski's clients, read. */
export interface AskedQuery {
  readonly catalog: string;
  readonly pipeline: readonly unknown[];
  readonly maxTimeMs: number;
  /** Where in what was asked each stage stands; null: it is a stage of its pipeline. */
  readonly places: readonly string[] | null;
}

/** How long a query may take that somebody waits for, and one that nobody does. */
export const WAITED_MS = 300_000;
export const JOB_MS = 6 * 3_600_000;

const TYPES = ['find', 'aggregate', 'count_documents'] as const;

/**
 * Reads a `find`, an `aggregate` or a `count_documents`.
 *
 * @throws FritzError bad_query
 */
export function readAskedQuery(asked: Fields, mostMs: number): AskedQuery {
  return told(null, () => {
    const { query_type: type, query, kwargs } = asked;
    if (!TYPES.some((known) => known === type)) {
      throw badQuery(`query_type must be one of ${TYPES.join(', ')}`, 'query_type');
    }
    if (!isFields(query)) throw badQuery('query must be an object', 'query');
    const { maxTimeMs, skip, limit, sort } = readKwargs(kwargs, mostMs);
    const catalog = readCatalog(query);
    if (type === 'aggregate') {
      return { catalog, pipeline: readPipeline(query), maxTimeMs, places: null };
    }
    const filter = readFilter(query);
    if (type === 'count_documents') {
      const pipeline = [...findPipeline({ filter }), { $count: 'count' }];
      return { catalog, pipeline, maxTimeMs, places: ['query.filter', 'query'] };
    }
    const projection = readProjection(query);
    const places = [
      'query.filter',
      ...(Object.keys(sort).length > 0 ? ['kwargs.sort'] : []),
      ...(skip > 0 ? ['kwargs.skip'] : []),
      ...(limit > 0 ? ['kwargs.limit'] : []),
      'query.projection',
    ];
    const pipeline = findPipeline({ filter, projection, sort, skip, limit });
    return { catalog, pipeline, maxTimeMs, places };
  });
}

/** A query that can be run. */
export interface PlannedQuery {
  readonly collection: Collection;
  readonly plan: AggregatePlan;
}

/** @throws FritzError bad_query */
export async function planAskedQuery(
  tx: Pick<ViewerTx, 'query'>,
  asked: AskedQuery,
): Promise<PlannedQuery> {
  try {
    const collection = await demandCollection(tx, asked.catalog);
    return { collection, plan: planAggregate(collection, asked.pipeline) };
  } catch (error) {
    throw toldError(asked, error);
  }
}

function told<T>(asked: AskedQuery | null, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw toldError(asked, error);
  }
}

/** The error that whoever asked is told of, with its place in what he asked. */
export function toldError(asked: Pick<AskedQuery, 'places'> | null, error: unknown): unknown {
  if (isTimeOver(error)) return new FritzError('query_too_long', { cause: error });
  if (error instanceof MqlError) {
    const place = placeOf(asked?.places ?? null, error.path);
    const { message, hint, code: reason } = error;
    return new FritzError('bad_query', {
      message,
      details: { path: place, hint, reason },
      cause: error,
    });
  }
  if (error instanceof QueryError) {
    const path = error.code === 'unknown_collection' ? 'query.catalog' : 'query';
    return badQuery(error.message, path, error);
  }
  if (error instanceof KowalskiError) {
    const [, text = error.message] = /^(?:KeyError|ValueError): (.*)$/s.exec(error.message) ?? [];
    const [, path = 'query'] = /^((?:query|kwargs)(?:\.\w+)?)/.exec(text) ?? [];
    return badQuery(text, path, error);
  }
  return error;
}

function badQuery(message: string, path: string, cause?: unknown): FritzError {
  return new FritzError('bad_query', { message, details: { path }, cause });
}

/** `1.$sort.jd` → `kwargs.sort.jd`: where in what was asked a place of the pipeline stands. */
function placeOf(places: readonly string[] | null, path: string): string {
  if (places === null) return path === '' ? 'query.pipeline' : `query.pipeline.${path}`;
  const [index = '', , ...rest] = path.split('.');
  return [places[Number(index)] ?? 'query', ...rest].join('.');
}
