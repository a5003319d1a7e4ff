/** Sky maps made from numbers: error circles, ellipses and polygons. */
import {
  degreesToRadians,
  normalizeRa,
  type Position,
  RADIANS_PER_DEGREE,
  separationArcsec,
} from '../angles.ts';
import { isInEllipse, type SkyEllipse } from '../ellipse.ts';
import { MAX_HEALPIX_ORDER, pixToAng } from '../healpix.ts';
import { coneRanges } from '../healpix-cone.ts';
import { cellsIn, cellToUniq } from './moc.ts';
import { cellSteradians, SkyMap } from './sky-map.ts';
import { SkyMapError } from './sky-map-error.ts';

/** Pixels across an error radius, and how many of these a map goes out, as in SkyPortal's. */
const PIXELS_PER_SIGMA = 16;
const SIGMAS = 4;
/** Pixels across the largest extent of an ellipse or polygon. */
const PIXELS_ACROSS = 128;
const FULL_CIRCLE_ARCSEC = 648_000;

/** The coarsest order with pixels not wider than this, radians. */
function orderFor(radians: number): number {
  const order = Math.ceil(Math.log2(Math.sqrt(Math.PI / 3) / radians));
  return Math.max(0, Math.min(MAX_HEALPIX_ORDER, order));
}

function demandPlace({ ra, dec }: Position): void {
  if (Number.isFinite(ra) && dec >= -90 && dec <= 90) return;
  throw new SkyMapError('bad_shape', `ra ${ra}, dec ${dec} is no place on the sky`);
}

/**
 * A circular Gaussian, of whose distribution in a coordinate `errorDegrees` is the standard deviation.
 * @throws SkyMapError bad_shape
 */
export function coneSkyMap(middle: Position, errorDegrees: number): SkyMap {
  demandPlace(middle);
  if (!(errorDegrees >= 1e-6 && errorDegrees <= 180)) {
    throw new SkyMapError('bad_shape', `an error radius of ${errorDegrees} degrees`);
  }
  const order = orderFor(degreesToRadians(errorDegrees) / PIXELS_PER_SIGMA);
  const reachArcsec = Math.min(FULL_CIRCLE_ARCSEC, SIGMAS * errorDegrees * 3600);
  return mapOf(order, middle, reachArcsec, (place) => {
    const sigmas = separationArcsec(middle, place) / 3600 / errorDegrees;
    return sigmas <= SIGMAS ? Math.exp(-0.5 * sigmas * sigmas) : 0;
  });
}

/** The same probability everywhere in an ellipse. @throws SkyMapError bad_shape */
export function ellipseSkyMap(ellipse: SkyEllipse): SkyMap {
  demandPlace(ellipse);
  const { semiMajorDegrees, axisRatio } = ellipse;
  if (!(semiMajorDegrees >= 1e-5 && semiMajorDegrees <= 90 && axisRatio > 0 && axisRatio <= 1)) {
    throw new SkyMapError('bad_shape', 'the axes of an ellipse go from above 0 to 90 degrees');
  }
  if (!Number.isFinite(ellipse.positionAngle) || axisRatio < 0.02) {
    throw new SkyMapError('bad_shape', 'an ellipse needs a position angle, and is no line');
  }
  const across = degreesToRadians(2 * semiMajorDegrees);
  const order = orderFor(across / PIXELS_ACROSS);
  return mapOf(order, ellipse, semiMajorDegrees * 3600, (place) =>
    isInEllipse(place, ellipse) ? 1 : 0,
  );
}

/**
 * The same probability everywhere in a polygon with great circles as edges, of less than a hemisphere.
 * @throws SkyMapError bad_shape
 */
export function polygonSkyMap(corners: readonly Position[]): SkyMap {
  if (corners.length < 3 || corners.length > 10_000) {
    throw new SkyMapError('bad_shape', 'a polygon has 3 to 10000 corners');
  }
  for (const corner of corners) demandPlace(corner);
  const middle = middleOf(corners);
  const reachArcsec = Math.max(...corners.map((corner) => separationArcsec(middle, corner)));
  if (!(reachArcsec < 80 * 3600)) {
    throw new SkyMapError(
      'bad_shape',
      'the polygon is too large: its corners are all over the sky',
    );
  }
  if (!(reachArcsec > 0.01)) throw new SkyMapError('bad_shape', 'the polygon is a point');
  const flat = corners.map((corner) => gnomonic(middle, corner));
  const order = orderFor((degreesToRadians(reachArcsec / 3600) * 2) / PIXELS_ACROSS);
  return mapOf(order, middle, reachArcsec, (place) =>
    isInside(gnomonic(middle, place), flat) ? 1 : 0,
  );
}

/** Pixels of an order whose middles have a weight, normalised. */
function mapOf(
  order: number,
  middle: Position,
  reachArcsec: number,
  weightAt: (place: Position) => number,
): SkyMap {
  const uniq: bigint[] = [];
  const weights: number[] = [];
  let sum = 0;
  const options = { order, maxRanges: 1_000_000 };
  for (const { from, to } of coneRanges(middle.ra, middle.dec, reachArcsec, options)) {
    for (let pix = from / cellsIn(order); pix <= to / cellsIn(order); pix++) {
      const weight = weightAt(pixToAng(order, pix));
      if (!(weight > 0)) continue;
      uniq.push(cellToUniq({ order, pix }));
      weights.push(weight);
      sum += weight;
    }
  }
  if (uniq.length === 0) throw new SkyMapError('bad_shape', 'the region holds no pixel of the sky');
  const scale = 1 / (sum * cellSteradians(order));
  const values = Float64Array.from(weights, (weight) => weight * scale);
  return SkyMap.ofUniq(BigInt64Array.from(uniq), { values, distances: null });
}

/** In the direction of the corners' sum. */
function middleOf(corners: readonly Position[]): Position {
  let [x, y, z] = [0, 0, 0];
  for (const { ra, dec } of corners) {
    const [lon, lat] = [ra * RADIANS_PER_DEGREE, dec * RADIANS_PER_DEGREE];
    x += Math.cos(lat) * Math.cos(lon);
    y += Math.cos(lat) * Math.sin(lon);
    z += Math.sin(lat);
  }
  if (Math.hypot(x, y, z) < 1e-9) {
    throw new SkyMapError('bad_shape', 'the corners of the polygon lie all around the sky');
  }
  return {
    ra: normalizeRa(Math.atan2(y, x) / RADIANS_PER_DEGREE),
    dec: Math.atan2(z, Math.hypot(x, y)) / RADIANS_PER_DEGREE,
  };
}

type Point = readonly [x: number, y: number];

/** Great circles become straight lines; of what lies nearer than a quarter turn. */
function gnomonic(middle: Position, place: Position): Point {
  const turn = degreesToRadians(place.ra - middle.ra);
  const [lat, lat0] = [degreesToRadians(place.dec), degreesToRadians(middle.dec)];
  const depth = Math.sin(lat0) * Math.sin(lat) + Math.cos(lat0) * Math.cos(lat) * Math.cos(turn);
  const x = Math.cos(lat) * Math.sin(turn);
  const y = Math.cos(lat0) * Math.sin(lat) - Math.sin(lat0) * Math.cos(lat) * Math.cos(turn);
  return [x / depth, y / depth];
}

/** Whether a ray from the point crosses the edges an odd number of times. */
function isInside([x, y]: Point, corners: readonly Point[]): boolean {
  let isIn = false;
  let [beforeX, beforeY] = corners.at(-1) ?? [0, 0];
  for (const [cornerX, cornerY] of corners) {
    const crosses = cornerY > y !== beforeY > y;
    if (crosses && x < ((beforeX - cornerX) * (y - cornerY)) / (beforeY - cornerY) + cornerX) {
      isIn = !isIn;
    }
    [beforeX, beforeY] = [cornerX, cornerY];
  }
  return isIn;
}
