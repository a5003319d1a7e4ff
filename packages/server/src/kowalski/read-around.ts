import { findPipeline, makeCone, type SkyCone } from '@fritz/archive';
import { type NamedPlace, readPlaces, readRadians } from './coordinates.ts';
import { KowalskiError } from './kowalski-error.ts';
import {
  checkCatalog,
  type Fields,
  isFields,
  type QueryKwargs,
  readFilter,
  readProjection,
} from './read-query.ts';

/** The parts of the sky that a `cone_search` or a `near` asks about. */
export interface Around {
  readonly places: readonly NamedPlace[];
  readonly coneAt: (place: NamedPlace) => SkyCone;
}

/** Gives what stands at a path of what was asked, numbers that were written as floats marked. */
export type Written = (path: readonly string[]) => unknown;

/** @throws KowalskiError */
export function readConeSearch(query: Fields, written: Written): Around {
  const { object_coordinates: asked } = query;
  if (!isFields(asked)) throw KowalskiError.of('KeyError', "'object_coordinates'");
  const radians = readRadians(asked.cone_search_radius, asked.cone_search_unit);
  const path = ['query', 'object_coordinates', 'radec'];
  const places = readPlaces(namedPlaces(asked.radec) ?? writtenRadec(written(path)));
  return { places, coneAt: (place) => makeCone(place, { radians }) };
}

/** @throws KowalskiError */
export function readNear(query: Fields, written: Written): Around {
  const unit = query.distance_units ?? 'rad';
  const from = readRadians(query.min_distance ?? 0, unit);
  const radians = readRadians(query.max_distance ?? Math.PI / 180 / 60, unit);
  const path = ['query', 'radec'];
  const places = readPlaces(namedPlaces(query.radec) ?? writtenRadec(written(path)));
  return {
    places,
    coneAt: (place) => ({ ...makeCone(place, { radians, from }), isSorted: true }),
  };
}

/** Places that have names of their own: how their numbers were written is nobody's matter. */
function namedPlaces(radec: unknown): Fields | null {
  if (!isFields(radec)) return null;
  const isPlain = Object.values(radec).every(
    (place) => Array.isArray(place) && place.every((part) => typeof part === 'number'),
  );
  return isPlain && Object.keys(radec).every((name) => !name.startsWith('$')) ? radec : null;
}

/** The places as they were written: 71.0 is not 71 where it is to be a name. */
function writtenRadec(value: unknown): unknown {
  if (value === undefined) throw KowalskiError.of('KeyError', "'radec'");
  return value;
}

/** What is asked of a collection around each place. */
export interface AskedCatalog {
  readonly name: string;
  readonly pipeline: readonly unknown[];
}

/** The collections that are asked around places. @throws KowalskiError */
export function readCatalogs(
  { catalogs }: Fields,
  { skip, limit, sort }: Pick<QueryKwargs, 'skip' | 'limit' | 'sort'>,
): AskedCatalog[] {
  if (!isFields(catalogs)) throw KowalskiError.of('KeyError', "'catalogs'");
  return Object.entries(catalogs).map(([name, given]) => {
    const part = isFields(given) ? given : {};
    const filter = part.filter === undefined ? {} : readFilter(part);
    const projection = readProjection(part);
    const pipeline = findPipeline({ filter, projection, sort, skip, limit });
    return { name: checkCatalog(name), pipeline };
  });
}
