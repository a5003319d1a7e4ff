import { findPipeline, isTimeOver, QueryError, type SkyCone } from '@fritz/archive';
import { MqlError } from '@fritz/mql';
import { FritzError } from '../http/fritz-error.ts';
import { KowalskiError } from '../kowalski/kowalski-error.ts';
import {
  type AskedCatalog,
  readCatalogs,
  readConeSearch,
  readNear,
} from '../kowalski/read-around.ts';
import {
  type Fields,
  isFields,
  type QueryKwargs,
  readCatalog,
  readFilter,
  readKwargs,
  readPipeline,
  readProjection,
} from '../kowalski/read-query.ts';

/** A query in the words of Kowalski's clients, read. */
export type AskedQuery = AskedPipeline | AskedAround;

interface Asked {
  /** What a file of its answer is called. */
  readonly name: string;
  readonly maxTimeMs: number;
  /** Where in what was asked each stage stands; null: it is a stage of its pipeline. */
  readonly places: readonly string[] | null;
}

/** Documents of one collection. */
export interface AskedPipeline extends Asked {
  readonly kind: 'pipeline';
  readonly catalog: string;
  readonly pipeline: readonly unknown[];
  /** A sky map in whose credible region the documents lie; undefined: anywhere. */
  readonly skymap: unknown;
}

/** What lies around places, of several collections. */
export interface AskedAround extends Asked {
  readonly kind: 'around';
  readonly catalogs: readonly AskedCatalog[];
  readonly cones: readonly (SkyCone & { readonly name: string })[];
}

/** How long a query may take that somebody waits for, and one that nobody does. */
export const WAITED_MS = 300_000;
export const JOB_MS = 6 * 3_600_000;

type Reader = (query: Fields, kwargs: QueryKwargs, asked: Fields) => AskedQuery;

const READERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['find', readFind],
  ['aggregate', readAggregate],
  ['count_documents', readCount],
  ['skymap', readSkymap],
  ['cone_search', (query, kwargs, asked) => readAround(query, kwargs, asked, readConeSearch)],
  ['near', (query, kwargs, asked) => readAround(query, kwargs, asked, readNear)],
]);

/**
 * Reads a `find`, an `aggregate`, a `count_documents`, a `skymap`, a `cone_search` or a `near`.
 *
 * @throws FritzError bad_query
 */
export function readAskedQuery(asked: Fields, mostMs: number): AskedQuery {
  return told(null, () => {
    const { query_type: type, query, kwargs } = asked;
    const read = typeof type === 'string' ? READERS.get(type) : undefined;
    if (read === undefined) {
      throw badQuery(`query_type must be one of ${[...READERS.keys()].join(', ')}`, 'query_type');
    }
    if (!isFields(query)) throw badQuery('query must be an object', 'query');
    return read(query, readKwargs(kwargs, mostMs), asked);
  });
}

function readFind(query: Fields, { maxTimeMs, skip, limit, sort }: QueryKwargs): AskedQuery {
  const [filter, projection] = [readFilter(query), readProjection(query)];
  const places = ['query.filter', ...cutPlaces({ skip, limit, sort }), 'query.projection'];
  const pipeline = findPipeline({ filter, projection, sort, skip, limit });
  return { ...ofCatalog(query), pipeline, maxTimeMs, places };
}

function readSkymap(query: Fields, kwargs: QueryKwargs): AskedQuery {
  if (!isFields(query.skymap)) throw badQuery('skymap must be an object', 'query.skymap');
  return readFind(query, kwargs);
}

/** Where the stages stand that `kwargs` make. */
function cutPlaces({ skip, limit, sort }: Pick<QueryKwargs, 'skip' | 'limit' | 'sort'>): string[] {
  return [
    ...(Object.keys(sort).length > 0 ? ['kwargs.sort'] : []),
    ...(skip > 0 ? ['kwargs.skip'] : []),
    ...(limit > 0 ? ['kwargs.limit'] : []),
  ];
}

function readAggregate(query: Fields, { maxTimeMs }: QueryKwargs): AskedQuery {
  return { ...ofCatalog(query), pipeline: readPipeline(query), maxTimeMs, places: null };
}

function readCount(query: Fields, { maxTimeMs }: QueryKwargs): AskedQuery {
  const pipeline = [...findPipeline({ filter: readFilter(query) }), { $count: 'count' }];
  return { ...ofCatalog(query), pipeline, maxTimeMs, places: ['query.filter', 'query'] };
}

function ofCatalog(query: Fields): Omit<AskedPipeline, 'pipeline' | 'maxTimeMs' | 'places'> {
  const catalog = readCatalog(query);
  return { kind: 'pipeline', catalog, name: catalog, skymap: query.skymap };
}

function readAround(
  query: Fields,
  kwargs: QueryKwargs,
  asked: Fields,
  read: typeof readNear,
): AskedAround {
  const written = (path: readonly string[]) =>
    path.reduce<unknown>((value, name) => (isFields(value) ? value[name] : undefined), asked);
  const { places, coneAt } = read(query, written);
  return {
    ...{ kind: 'around', name: String(asked.query_type), maxTimeMs: kwargs.maxTimeMs },
    catalogs: readCatalogs(query, kwargs),
    cones: places.map((place) => ({ ...coneAt(place), name: place.name })),
    places: ['query.catalogs.*.filter', ...cutPlaces(kwargs), 'query.catalogs.*.projection'],
  };
}

function told<T>(asked: AskedQuery | null, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw toldError(asked, error);
  }
}

/**
 * The error that whoever asked is told of, with its place in what he asked.
 *
 * @param catalog which of several it is about
 */
export function toldError(
  asked: Pick<AskedQuery, 'places' | 'kind'> | null,
  error: unknown,
  catalog: string | null = null,
): unknown {
  if (isTimeOver(error)) return new FritzError('query_too_long', { cause: error });
  if (error instanceof MqlError) {
    const place = placeOf(asked?.places ?? null, error.path);
    const { message, hint, code: reason } = error;
    return new FritzError('bad_query', {
      message,
      details: { path: catalog === null ? place : place.replace('*', catalog), hint, reason },
      cause: error,
    });
  }
  if (error instanceof QueryError) {
    const named = asked?.kind === 'around' ? `query.catalogs.${catalog ?? ''}` : 'query.catalog';
    const path = error.code === 'unknown_collection' ? named.replace(/\.$/, '') : 'query';
    return badQuery(error.message, path, error);
  }
  if (error instanceof KowalskiError) {
    const [, text = error.message] = /^(?:KeyError|ValueError): (.*)$/s.exec(error.message) ?? [];
    const [, path = 'query'] = /^((?:query|kwargs)(?:\.\w+)?)/.exec(text) ?? [];
    return badQuery(text, path, error);
  }
  return error;
}

/** A query that was stopped, with how much it was to look at. */
export function tooLong(maxTimeMs: number, documents: number, cause: unknown): FritzError {
  return new FritzError('query_too_long', {
    message: `The query was stopped after ${maxTimeMs} ms: about ${documents} documents were to be looked at.`,
    details: { estimated_documents: documents },
    cause,
  });
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
