/** Ellipses on the sky: the outlines of galaxies. */
import {
  ARCSEC_PER_DEGREE,
  type Position,
  positionAngleDegrees,
  RADIANS_PER_DEGREE,
  separationArcsec,
} from './angles.ts';

export interface SkyEllipse extends Position {
  /** Semi-major axis, degrees. */
  readonly semiMajorDegrees: number;
  /** Minor by major axis, above 0 and at most 1. */
  readonly axisRatio: number;
  /** Of the major axis, degrees east of north. */
  readonly positionAngle: number;
}

/**
 * Whether a position lies within an ellipse: nearer to its centre than the border in that direction.
 * The border is that of the plane ellipse in distance and position angle, as for an azimuthal
 * equidistant map around the centre.
 */
export function isInEllipse(place: Position, ellipse: SkyEllipse): boolean {
  const { semiMajorDegrees, axisRatio, positionAngle } = ellipse;
  const distance = separationArcsec(ellipse, place) / ARCSEC_PER_DEGREE;
  if (distance > semiMajorDegrees) return false;
  const angle = (positionAngleDegrees(ellipse, place) - positionAngle) * RADIANS_PER_DEGREE;
  const along = distance * Math.cos(angle);
  const across = (distance * Math.sin(angle)) / axisRatio;
  return Math.hypot(along, across) <= semiMajorDegrees;
}
