import type { Corner } from './value.ts';

/** A direction; its length need not be 1. */
type Vector = readonly [x: number, y: number, z: number];

const RADIANS = Math.PI / 180;

export function toVector({ ra, dec }: Corner): Vector {
  const s = Math.cos(dec * RADIANS);
  return [s * Math.cos(ra * RADIANS), s * Math.sin(ra * RADIANS), Math.sin(dec * RADIANS)];
}

function toCorner([x, y, z]: Vector): Corner {
  const ra = Math.atan2(y, x) / RADIANS;
  return { ra: ra < 0 ? ra + 360 : ra, dec: Math.atan2(z, Math.hypot(x, y)) / RADIANS };
}

const cross = ([a, b, c]: Vector, [d, e, f]: Vector): Vector => [
  b * f - c * e,
  c * d - a * f,
  a * e - b * d,
];
const dot = ([a, b, c]: Vector, [d, e, f]: Vector): number => a * d + b * e + c * f;
const length = ([x, y, z]: Vector): number => Math.hypot(x, y, z);

function angle(a: Vector, b: Vector): number {
  return Math.atan2(length(cross(a, b)), dot(a, b));
}

/**
 * The corners of a box: its sides are great circles at right angles to a cross of its sizes at its
 * middle, so it is a rectangle of the gnomonic projection.
 * Source: ADQL 2.0 (IVOA Recommendation, Ortiz et al. 2008), section 2.4.5.
 */
export function boxCorners({ ra, dec }: Corner, width: number, height: number): Corner[] {
  const [halfU, halfV] = [Math.tan((width / 2) * RADIANS), Math.tan((height / 2) * RADIANS)];
  const middle = toVector({ ra, dec });
  const east: Vector = [-Math.sin(ra * RADIANS), Math.cos(ra * RADIANS), 0];
  const north = cross(middle, east);
  const signs = [
    [-1, -1],
    [1, -1],
    [1, 1],
    [-1, 1],
  ] as const;
  return signs.map(([u, v]) =>
    toCorner([
      middle[0] + u * halfU * east[0] + v * halfV * north[0],
      middle[1] + u * halfU * east[1] + v * halfV * north[1],
      middle[2] + u * halfU * east[2] + v * halfV * north[2],
    ]),
  );
}

/** What is wrong with the corners of a polygon; null where nothing is. */
export function checkCorners(corners: readonly Corner[]): string | null {
  if (corners.some(({ ra, dec }) => !Number.isFinite(ra) || !(dec >= -90 && dec <= 90))) {
    return 'a corner has a latitude between -90 and 90';
  }
  const { radius } = boundingCone(corners);
  return radius < 90 ? null : 'a polygon is smaller than half of the sky';
}

/** A circle around all corners, and so around the polygon where it is smaller than 90 degrees. */
export function boundingCone(corners: readonly Corner[]): Corner & { readonly radius: number } {
  const vectors = corners.map(toVector);
  const sum = vectors.reduce<Vector>((a, b) => [a[0] + b[0], a[1] + b[1], a[2] + b[2]], [0, 0, 0]);
  const middle = toCorner(sum);
  const axis = toVector(middle);
  const radius = Math.max(...vectors.map((vector) => angle(axis, vector))) / RADIANS;
  return { ...middle, radius: length(sum) < 1e-9 ? 180 : radius };
}

function pairs(corners: readonly Corner[]): (readonly [Vector, Vector])[] {
  const vectors = corners.map(toVector);
  return vectors.flatMap((from, i) => {
    const to = vectors[(i + 1) % vectors.length];
    return to === undefined ? [] : [[from, to] as const];
  });
}

/**
 * The middle of a polygon's area: half the sum of its sides, each the normal of its great circle times
 * its length.
 */
export function polygonCentroid(corners: readonly Corner[]): Corner {
  const sum = pairs(corners).reduce<Vector>(
    ([x, y, z], [from, to]) => {
      const normal = cross(from, to);
      const size = length(normal);
      if (size === 0) return [x, y, z];
      const factor = angle(from, to) / size;
      return [x + factor * normal[0], y + factor * normal[1], z + factor * normal[2]];
    },
    [0, 0, 0],
  );
  const middle = toVector(boundingCone(corners));
  const sign = dot(sum, middle) < 0 ? -1 : 1;
  return toCorner([sign * sum[0], sign * sum[1], sign * sum[2]]);
}

/** The area of a polygon in square degrees: triangles that meet at its first corner (van Oosterom & Strackee 1983). */
export function polygonArea(corners: readonly Corner[]): number {
  const [first, ...others] = corners.map(toVector);
  if (first === undefined) return 0;
  let sum = 0;
  for (let i = 0; i + 1 < others.length; i++) {
    const [b, c] = [others[i], others[i + 1]];
    if (b === undefined || c === undefined) break;
    const volume = dot(first, cross(b, c));
    sum += 2 * Math.atan2(volume, 1 + dot(first, b) + dot(b, c) + dot(c, first));
  }
  return Math.abs(sum) / RADIANS ** 2;
}
