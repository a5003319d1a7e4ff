import { radiansToDegrees } from '@fritz/sky';
import type { Bind } from './collection.ts';
import { QueryError } from './query-error.ts';

/** A part of the sky around a place: ICRS degrees, arcseconds. */
export interface SkyCone {
  readonly ra: number;
  readonly dec: number;
  readonly radiusArcsec: number;
  /** What is nearer is left out. */
  readonly fromArcsec: number;
  /** Whether the nearest come first. */
  readonly isSorted: boolean;
}

/** The radius of the Earth that MongoDB takes for metres, in metres. */
const EARTH_METRES = 6_378_100;
const PATH = 'coordinates.radec_geojson';
const GEO = ['$geoWithin', '$nearSphere', '$near', '$geoIntersects'];

type Fields = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Takes the part of the sky out of a filter: `coordinates.radec_geojson` within a sphere's circle, or
 * near a place, beside the other conditions or in an `$and` of them. Longitudes are ra − 180.
 */
export function takeCone(filter: unknown): {
  readonly rest: unknown;
  readonly cone: SkyCone | null;
} {
  if (!isObject(filter)) return { rest: filter, cone: null };
  const cones: SkyCone[] = [];
  const take = (query: Fields): Fields => {
    const kept: Record<string, unknown> = {};
    for (const [key, value] of Object.entries(query)) {
      if (key === PATH && isObject(value) && GEO.some((name) => Object.hasOwn(value, name))) {
        cones.push(readGeo(value));
      } else if (key === '$and' && Array.isArray(value)) {
        kept.$and = value.map((part: unknown) => (isObject(part) ? take(part) : part));
      } else kept[key] = value;
    }
    return kept;
  };
  const rest = take(filter);
  const [cone = null, ...others] = cones;
  if (others.length > 0)
    throw new QueryError('bad_query', 'only one part of the sky can be asked for');
  return { rest, cone };
}

function readGeo(value: Fields): SkyCone {
  const { $geoWithin: within, $nearSphere: near } = value;
  if (isObject(within) && Array.isArray(within.$centerSphere)) {
    const [centre, radius] = within.$centerSphere as unknown[];
    return coneAt(centre, { radians: readNumber(radius, '$centerSphere') });
  }
  if (near === undefined) {
    throw new QueryError(
      'bad_query',
      `${PATH}: only $geoWithin with $centerSphere and $nearSphere are supported`,
    );
  }
  const inside = isObject(near) ? near : value;
  const centre = isObject(near) ? pointOf(near) : near;
  const perUnit = isObject(near) ? EARTH_METRES : 1;
  const far = inside.$maxDistance ?? value.$maxDistance;
  const low = inside.$minDistance ?? value.$minDistance ?? 0;
  return {
    ...coneAt(centre, {
      radians: far === undefined ? Math.PI : readNumber(far, '$maxDistance') / perUnit,
      from: readNumber(low, '$minDistance') / perUnit,
    }),
    isSorted: true,
  };
}

function pointOf({ $geometry: geometry }: Fields): unknown {
  return isObject(geometry) ? geometry.coordinates : undefined;
}

function readNumber(value: unknown, name: string): number {
  const number = typeof value === 'bigint' ? Number(value) : value;
  if (typeof number === 'number' && Number.isFinite(number) && number >= 0) return number;
  throw new QueryError('bad_query', `${name} needs a number that is not negative`);
}

function coneAt(centre: unknown, reach: { radians: number; from?: number }): SkyCone {
  const [longitude, latitude]: readonly unknown[] = Array.isArray(centre) ? centre : [];
  if (typeof longitude !== 'number' || typeof latitude !== 'number') {
    throw new QueryError('bad_query', `${PATH}: the centre must be [ra - 180, dec], in degrees`);
  }
  return makeCone({ ra: longitude + 180, dec: latitude }, reach);
}

/** @throws QueryError bad_query for what is no place, or reaches around the sphere */
export function makeCone(
  { ra, dec }: { readonly ra: number; readonly dec: number },
  { radians, from = 0 }: { readonly radians: number; readonly from?: number },
): SkyCone {
  if (!(Number.isFinite(ra) && dec >= -90 && dec <= 90)) {
    throw new QueryError('bad_query', `no place on the sky: ra ${ra}, dec ${dec}`);
  }
  if (!(radians >= 0)) throw new QueryError('bad_query', 'a radius must not be negative');
  const arcsec = radiansToDegrees(1) * 3600;
  return {
    ra: ((ra % 360) + 360) % 360,
    dec,
    radiusArcsec: Math.min(radians * arcsec, 648_000),
    fromArcsec: from * arcsec,
    isSorted: false,
  };
}

/** The ranges of all cones as one list to join with: `w (cone, low, high)`. */
export function rangesSql(
  ranges: readonly { readonly cone: number; readonly from: bigint; readonly to: bigint }[],
  bind: Bind,
): string {
  const cones = bind(ranges.map(({ cone }) => cone));
  const lows = bind(ranges.map(({ from }) => from));
  const highs = bind(ranges.map(({ to }) => to));
  return `unnest(${cones}::int[], ${lows}::bigint[], ${highs}::bigint[]) AS w (cone, low, high)`;
}
