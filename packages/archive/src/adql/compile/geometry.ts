import { AdqlFault, type At } from '../adql-error.ts';
import type { Expression, ExpressionOf } from '../parse/tree.ts';
import { asFloat8 } from './coerce.ts';
import { type Env, nounOf } from './env.ts';
import { boxCorners, checkCorners } from './spherical.ts';
import {
  type Corner,
  type Geometry,
  isNumber,
  type Point,
  type Polygon,
  type Value,
} from './value.ts';

export const GEOMETRIES: ReadonlySet<string> = new Set([
  'POINT',
  'CIRCLE',
  'BOX',
  'POLYGON',
  'CENTROID',
]);

/** Frames that are ICRS, or nearer to it than anybody asks. */
const ICRS = /^(?:ICRS|FK5|UNKNOWNFRAME)?(?:\s.*)?$/i;

type Call = ExpressionOf<'call'>;
type Argument = { readonly at: At; readonly compiled: Value | Geometry };

/** A geometry of a call; what its coordinates are is worked out by SQL. @throws AdqlFault */
export function compileGeometry(env: Env, call: Call): Geometry {
  const args = compileArguments(env, call);
  switch (call.name) {
    case 'POINT':
      return makePoint(args, call.at);
    case 'CIRCLE':
      return makeCircle(args, call.at);
    case 'BOX':
      return makeBox(env, args, call.at);
    case 'POLYGON':
      return makePolygon(env, args, call.at);
    default:
      throw new AdqlFault(call.at, `there is no geometry ${call.name}`);
  }
}

/** The arguments without a frame in front, which ADQL 2.0 wants and 2.1 has not. */
function compileArguments(env: Env, { args }: Call): Argument[] {
  const [first] = args;
  const hasFrame = first?.kind === 'text';
  if (hasFrame && !ICRS.test(first.text.trim())) {
    throw new AdqlFault(first.at, `places are in ICRS here, not in ${first.text.slice(0, 40)}`);
  }
  return args.slice(hasFrame ? 1 : 0).map((arg) => compileArgument(env, arg));
}

function compileArgument(env: Env, expression: Expression): Argument {
  const compiled = env.compile(env, expression);
  if (compiled.kind === 'condition') {
    throw new AdqlFault(expression.at, 'a condition is no coordinate');
  }
  return { at: expression.at, compiled };
}

function demandCoordinate({ at, compiled }: Argument): Value {
  if (compiled.kind === 'value' && (isNumber(compiled) || compiled.type === 'null'))
    return compiled;
  throw new AdqlFault(at, `a number of degrees is needed here, not ${nounOf(compiled)}`);
}

/** The place that arguments begin with, a point or two numbers, and the others. */
function takePlace(args: readonly Argument[], at: At): { point: Point; rest: readonly Argument[] } {
  const [first, second] = args;
  if (first?.compiled.kind === 'point') return { point: first.compiled, rest: args.slice(1) };
  if (first === undefined || second === undefined) {
    throw new AdqlFault(at, 'a place has a longitude and a latitude');
  }
  const [lon, lat] = [demandCoordinate(first), demandCoordinate(second)];
  checkLatitude(lat.constant, second.at);
  return { point: { kind: 'point', lon, lat }, rest: args.slice(2) };
}

function checkLatitude(lat: number | null, at: At): void {
  if (lat !== null && !(lat >= -90 && lat <= 90)) {
    throw new AdqlFault(at, `a latitude is between -90 and 90, not ${lat}`);
  }
}

function demandCount(rest: readonly Argument[], count: number, at: At, what: string): void {
  if (rest.length !== count) throw new AdqlFault(at, `${what} is of ${writeCount(count)}`);
}

function writeCount(more: number): string {
  return more === 0
    ? 'a longitude and a latitude'
    : `a longitude, a latitude and ${more} more number${more === 1 ? '' : 's'}`;
}

function makePoint(args: readonly Argument[], at: At): Point {
  const { point, rest } = takePlace(args, at);
  demandCount(rest, 0, at, 'POINT');
  return point;
}

function makeCircle(args: readonly Argument[], at: At): Geometry {
  const { point, rest } = takePlace(args, at);
  demandCount(rest, 1, at, 'CIRCLE');
  const [last] = rest;
  if (last === undefined) throw new AdqlFault(at, 'a circle has a radius');
  const radius = demandCoordinate(last);
  const { constant } = radius;
  if (constant !== null && !(constant >= 0 && constant <= 180)) {
    throw new AdqlFault(last.at, `a radius is between 0 and 180 degrees, not ${constant}`);
  }
  return { kind: 'circle', lon: point.lon, lat: point.lat, radius };
}

function makeBox(env: Env, args: readonly Argument[], at: At): Polygon {
  const { point, rest } = takePlace(args, at);
  demandCount(rest, 2, at, 'BOX');
  const sizes = rest.map(demandCoordinate);
  const numbers = [point.lon, point.lat, ...sizes].map(({ constant }) => constant);
  const [lon, lat, width, height] = numbers;
  if (!numbers.includes(null) && lon != null && lat != null && width != null && height != null) {
    if (!(width > 0 && width < 180 && height > 0 && height < 180)) {
      throw new AdqlFault(at, 'the sizes of a box are above 0 and below 180 degrees');
    }
    return constantPolygon(env, boxCorners({ ra: lon, dec: lat }, width, height), at);
  }
  const values = [point.lon, point.lat, ...sizes].map(asFloat8);
  return { kind: 'polygon', sql: `fritz.adql_box(${values.join(', ')})`, corners: null };
}

function makePolygon(env: Env, args: readonly Argument[], at: At): Polygon {
  const corners: { lon: Value; lat: Value; at: At }[] = [];
  for (let rest = args; rest.length > 0; ) {
    const { point, rest: others } = takePlace(rest, rest[0]?.at ?? at);
    corners.push({ ...point, at: rest[0]?.at ?? at });
    rest = others;
  }
  if (corners.length < 3) throw new AdqlFault(at, 'a polygon has three corners or more');
  const constant = corners.flatMap(({ lon, lat }) =>
    lon.constant === null || lat.constant === null ? [] : [{ ra: lon.constant, dec: lat.constant }],
  );
  if (constant.length === corners.length) return constantPolygon(env, constant, at);
  const values = corners.flatMap(({ lon, lat }) => [asFloat8(lon), asFloat8(lat)]);
  return { kind: 'polygon', sql: `ARRAY[${values.join(', ')}]`, corners: null };
}

function constantPolygon(env: Env, corners: readonly Corner[], at: At): Polygon {
  const problem = checkCorners(corners);
  if (problem !== null) throw new AdqlFault(at, problem);
  const numbers = corners.flatMap(({ ra, dec }) => [ra, dec]);
  return { kind: 'polygon', sql: env.context.binds.bindList(numbers, 'float8'), corners };
}
