import { AdqlFault } from '../adql-error.ts';
import type { Comparison, Expression, ExpressionOf } from '../parse/tree.ts';
import { asFloat8 } from './coerce.ts';
import { compileValue, type Env, nounOf } from './env.ts';
import { compileGeometry, GEOMETRIES } from './geometry.ts';
import {
  containsCondition,
  distanceSql,
  intersectsCondition,
  nearCondition,
} from './sky-conditions.ts';
import { polygonArea, polygonCentroid } from './spherical.ts';
import {
  type Compiled,
  type Condition,
  conditionOf,
  type Geometry,
  isNumber,
  makeValue,
  type Point,
  type Value,
} from './value.ts';

type Call = ExpressionOf<'call'>;

const SKY_VALUES = new Set([
  ...['AREA', 'COORD1', 'COORD2', 'COORDSYS', 'DISTANCE', 'CONTAINS', 'INTERSECTS', 'REGION'],
]);

/** A call that is of places or geometries; null where it is another. @throws AdqlFault */
export function compileSkyCall(env: Env, call: Call): Compiled | null {
  const { name } = call;
  if (name === 'CENTROID') return centroid(env, call);
  if (GEOMETRIES.has(name)) return compileGeometry(env, call);
  if (!SKY_VALUES.has(name)) return null;
  switch (name) {
    case 'COORD1':
    case 'COORD2': {
      const point = demandPoint(env, call.args[0], call);
      demandArgs(call, 1);
      const value = name === 'COORD1' ? point.lon : point.lat;
      return value.type === 'float8' ? value : makeValue(asFloat8(value), 'float8');
    }
    case 'DISTANCE': {
      const [a, b] = distancePoints(env, call);
      return makeValue(distanceSql(a, b), 'float8');
    }
    case 'CONTAINS':
    case 'INTERSECTS':
      return makeValue(`(${relation(env, call).sql})::integer`, 'int4');
    case 'AREA':
      return area(env, call);
    case 'COORDSYS': {
      demandArgs(call, 1);
      demandGeometry(env, call.args[0], call);
      return makeValue(env.context.binds.bind('ICRS', 'text'), 'text');
    }
    default:
      throw new AdqlFault(call.at, 'REGION is not read: write POINT, CIRCLE, BOX or POLYGON');
  }
}

function demandArgs({ args, name, at }: Call, count: number): void {
  if (args.length !== count) {
    throw new AdqlFault(at, `${name} takes ${count} value${count === 1 ? '' : 's'}`);
  }
}

function demandGeometry(env: Env, expression: Expression | undefined, call: Call): Geometry {
  if (expression === undefined) throw new AdqlFault(call.at, `${call.name} is of a geometry`);
  const compiled = env.compile(env, expression);
  if (compiled.kind === 'value' || compiled.kind === 'condition') {
    throw new AdqlFault(expression.at, `${call.name} is of a geometry, not of ${nounOf(compiled)}`);
  }
  return compiled;
}

function demandPoint(env: Env, expression: Expression | undefined, call: Call): Point {
  const geometry = demandGeometry(env, expression, call);
  if (geometry.kind === 'point') return geometry;
  throw new AdqlFault(call.at, `${call.name} is of a point, not of ${nounOf(geometry)}`);
}

/** Of two points, or of four numbers. */
function distancePoints(env: Env, call: Call): [Point, Point] {
  const { args, at } = call;
  if (args.length === 4) {
    const [lon1, lat1, lon2, lat2] = args.map((arg) => {
      const value = compileValue(env, arg);
      if (!isNumber(value)) throw new AdqlFault(arg.at, 'a number of degrees is needed here');
      return value;
    });
    if (lon1 && lat1 && lon2 && lat2) {
      return [
        { kind: 'point', lon: lon1, lat: lat1 },
        { kind: 'point', lon: lon2, lat: lat2 },
      ];
    }
  }
  if (args.length !== 2) throw new AdqlFault(at, 'DISTANCE is of two points or of four numbers');
  return [demandPoint(env, args[0], call), demandPoint(env, args[1], call)];
}

/** What CONTAINS or INTERSECTS says. */
function relation(env: Env, call: Call): Condition {
  demandArgs(call, 2);
  const a = demandGeometry(env, call.args[0], call);
  const b = demandGeometry(env, call.args[1], call);
  const found = call.name === 'CONTAINS' ? containsCondition(a, b) : intersectsCondition(a, b);
  if (found !== null) return found;
  throw new AdqlFault(call.at, `${call.name} is not of ${nounOf(a)} and ${nounOf(b)}`);
}

function area(env: Env, call: Call): Value {
  demandArgs(call, 1);
  const geometry = demandGeometry(env, call.args[0], call);
  const { binds } = env.context;
  if (geometry.kind === 'point') return makeValue(binds.bind(0, 'float8'), 'float8');
  if (geometry.kind === 'circle') {
    const radius = asFloat8(geometry.radius);
    return makeValue(`(4 * pi() * sin(radians(${radius}) / 2) ^ 2 * (180 / pi()) ^ 2)`, 'float8');
  }
  if (geometry.corners === null) {
    throw new AdqlFault(call.at, 'AREA is of polygons whose corners are written as numbers');
  }
  return makeValue(binds.bind(polygonArea(geometry.corners), 'float8'), 'float8');
}

function centroid(env: Env, call: Call): Point {
  demandArgs(call, 1);
  const geometry = demandGeometry(env, call.args[0], call);
  if (geometry.kind !== 'polygon') {
    return { kind: 'point', lon: geometry.lon, lat: geometry.lat };
  }
  if (geometry.corners === null) {
    throw new AdqlFault(call.at, 'CENTROID is of polygons whose corners are written as numbers');
  }
  const { ra, dec } = polygonCentroid(geometry.corners);
  const number = (constant: number) =>
    makeValue(env.context.binds.bind(constant, 'float8'), 'float8', { constant });
  return { kind: 'point', lon: number(ra), lat: number(dec) };
}

/**
 * `CONTAINS(…) = 1` and `DISTANCE(…) < r`, on whichever side: what an index can answer; null where a
 * comparison is another.
 */
export function compileSkyComparison(
  env: Env,
  { op, left, right }: ExpressionOf<'comparison'>,
): Condition | null {
  return skyComparison(env, left, op, right) ?? skyComparison(env, right, MIRRORED[op], left);
}

const MIRRORED: Readonly<Record<Comparison, Comparison>> = {
  '=': '=',
  '<>': '<>',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
};

function skyComparison(
  env: Env,
  call: Expression,
  op: Comparison,
  other: Expression,
): Condition | null {
  if (call.kind !== 'call') return null;
  if (call.name === 'CONTAINS' || call.name === 'INTERSECTS') {
    if (other.kind !== 'number' || !/^[01]$/.test(other.text)) return null;
    if (op !== '=' && op !== '<>') return null;
    const holds = (other.text === '1') === (op === '=');
    const found = relation(env, call);
    return holds ? found : conditionOf(`(NOT ${found.sql})`);
  }
  if (call.name !== 'DISTANCE' || (op !== '<' && op !== '<=')) return null;
  const [a, b] = distancePoints(env, call);
  const radius = compileValue(env, other);
  if (!isNumber(radius)) throw new AdqlFault(other.at, 'a number of degrees is needed here');
  return nearCondition(a, b, radius, op === '<');
}
