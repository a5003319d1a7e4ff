import { coneRanges } from '@fritz/sky';
import { asFloat8 } from './coerce.ts';
import { demandSmall } from './env.ts';
import type { Source } from './source.ts';
import { boundingCone } from './spherical.ts';
import {
  type Circle,
  type Condition,
  conditionOf,
  type Geometry,
  type NearJoin,
  type Point,
  type Polygon,
  type Value,
} from './value.ts';

/** A cone is looked up as so many ranges of the index at most. */
const MAX_RANGES = 32;

interface Place {
  readonly lon: Value;
  readonly lat: Value;
}

/** SQL of the square of the sine of half the distance (haversine: exact where it is small). */
function haversine(a: Place, b: Place): string {
  const parts = [a.lon, a.lat, b.lon, b.lat].map(asFloat8);
  demandSmall(...parts);
  const [ra1, dec1, ra2, dec2] = parts;
  return `(sin(radians(${dec1} - ${dec2}) / 2) ^ 2 + cos(radians(${dec1})) * cos(radians(${dec2})) * sin(radians(${ra1} - ${ra2}) / 2) ^ 2)`;
}

/** SQL of a distance in degrees. */
export function distanceSql(a: Place, b: Place): string {
  return `degrees(2 * asin(sqrt(least(1, ${haversine(a, b)}))))`;
}

/** Whether two places are as near as some degrees, the bound itself included where it is not said otherwise. */
export function nearCondition(a: Place, b: Place, radius: Value, isStrict = false): Condition {
  const degrees = asFloat8(radius);
  demandSmall(degrees);
  // Beyond 180 degrees there is nothing; a negative radius holds no place.
  const reach = `sin(radians(least(greatest(${degrees}, 0), 180)) / 2) ^ 2`;
  const sign = isStrict ? '<' : '<=';
  const isReal = radius.constant !== null && radius.constant >= 0 ? [] : [`${degrees} >= 0`];
  const exact = [...isReal, `${haversine(a, b)} ${sign} ${reach}`].join(' AND ');
  const indexed = indexedNear(a, b, radius) ?? indexedNear(b, a, radius);
  if (indexed !== null) return conditionOf(`(${indexed} AND ${exact})`);
  return conditionOf(`(${exact})`, [...nearJoins(a, b, radius), ...nearJoins(b, a, radius)]);
}

/** The table whose rows these coordinates find. */
function placedSource({ lon, lat }: Place): Source | null {
  const { column: ra } = lon;
  const { column: dec } = lat;
  if (ra === null || dec === null || ra.source !== dec.source) return null;
  const { place } = ra.source;
  const isPlace = place?.ra === ra.about.column && place.dec === dec.about.column;
  return isPlace ? ra.source : null;
}

/** The ranges of the index around a place that the text says; null where it does not. */
function indexedNear(a: Place, { lon, lat }: Place, { constant: radius }: Value): string | null {
  const source = placedSource(a);
  if (source === null || lon.constant === null || lat.constant === null) return null;
  if (radius === null || !(radius >= 0) || !(lat.constant >= -90 && lat.constant <= 90))
    return null;
  return rangesSql(source, { ra: lon.constant, dec: lat.constant }, Math.min(radius, 180));
}

function rangesSql(
  source: Source,
  { ra, dec }: { readonly ra: number; readonly dec: number },
  radiusDeg: number,
): string | null {
  if (source.place === null || !Number.isFinite(ra)) return null;
  const hpx = source.ref(source.place.hpx);
  const ranges = coneRanges(ra, dec, Math.min(radiusDeg * 3600, 648_000), {
    maxRanges: MAX_RANGES,
  });
  // Numbers of our own making.
  return `(${ranges.map(({ from, to }) => `${hpx} BETWEEN ${from} AND ${to}`).join(' OR ')})`;
}

/** How the rows of `a` are found around each `b`. */
function nearJoins(a: Place, b: Place, radius: Value): NearJoin[] {
  const found = placedSource(a);
  if (found === null) return [];
  return [{ found, ra: asFloat8(b.lon), dec: asFloat8(b.lat), radius: asFloat8(radius) }];
}

function placeOf({ lon, lat }: Point | Circle): Place {
  return { lon, lat };
}

function polygonHasPoint(point: Point, polygon: Polygon): Condition {
  const [ra, dec] = [asFloat8(point.lon), asFloat8(point.lat)];
  const inside = `fritz.adql_in_polygon(${ra}, ${dec}, ${polygon.sql})`;
  const source = placedSource(point);
  if (source === null || polygon.corners === null) return conditionOf(inside);
  const cone = boundingCone(polygon.corners);
  const ranges = rangesSql(source, cone, cone.radius * (1 + 1e-9));
  return conditionOf(ranges === null ? inside : `(${ranges} AND ${inside})`);
}

const circleSql = ({ lon, lat, radius }: Circle): string =>
  [lon, lat, radius].map(asFloat8).join(', ');

/** Whether the first lies within the second. */
export function containsCondition(inner: Geometry, outer: Geometry): Condition | null {
  if (outer.kind === 'point') return null;
  if (inner.kind === 'point') {
    if (outer.kind === 'polygon') return polygonHasPoint(inner, outer);
    return nearCondition(placeOf(inner), placeOf(outer), outer.radius);
  }
  if (inner.kind === 'circle' && outer.kind === 'circle') {
    const [small, large] = [asFloat8(inner.radius), asFloat8(outer.radius)];
    return conditionOf(`(${distanceSql(inner, outer)} + ${small} <= ${large})`);
  }
  if (inner.kind === 'circle' && outer.kind === 'polygon') {
    return conditionOf(`fritz.adql_polygon_has_circle(${outer.sql}, ${circleSql(inner)})`);
  }
  if (inner.kind === 'polygon' && outer.kind === 'circle') {
    return conditionOf(`fritz.adql_circle_has_polygon(${circleSql(outer)}, ${inner.sql})`);
  }
  if (inner.kind === 'polygon' && outer.kind === 'polygon') {
    return conditionOf(`fritz.adql_polygon_has_polygon(${outer.sql}, ${inner.sql})`);
  }
  return null;
}

/** Whether two have something in common. */
export function intersectsCondition(a: Geometry, b: Geometry): Condition | null {
  if (a.kind === 'point') return b.kind === 'point' ? null : containsCondition(a, b);
  if (b.kind === 'point') return containsCondition(b, a);
  if (a.kind === 'circle' && b.kind === 'circle') {
    const reach = `${asFloat8(a.radius)} + ${asFloat8(b.radius)}`;
    return conditionOf(`(${distanceSql(a, b)} <= ${reach})`);
  }
  if (a.kind === 'polygon' && b.kind === 'polygon') {
    return conditionOf(`fritz.adql_polygons_meet(${a.sql}, ${b.sql})`);
  }
  const [circle, polygon] = a.kind === 'circle' ? [a, b] : [b, a];
  if (circle.kind !== 'circle' || polygon.kind !== 'polygon') return null;
  return conditionOf(`fritz.adql_polygon_meets_circle(${polygon.sql}, ${circleSql(circle)})`);
}
