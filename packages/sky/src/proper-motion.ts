/** Stars move: where a catalog's object was, or will be, at another epoch. */
import { normalizeRa, type Position, RADIANS_PER_DEGREE } from './angles.ts';

/** Days; astronomers' years are Julian. */
export const JULIAN_YEAR_DAYS = 365.25;

const MAS_PER_DEGREE = 3_600_000;

/** Milliarcseconds a year; that in right ascension is times cos δ. */
export interface ProperMotion {
  readonly raMasYr: number;
  readonly decMasYr: number;
}

/**
 * The direction in which an object lies after some years (or before, where negative), which moves on
 * a straight line in space at an unchanging distance per year: without a radial velocity.
 * Source: The Hipparcos and Tycho Catalogues (ESA SP-1200), vol. 1, §1.5.5, with ζ = 0.
 */
export function moveByProperMotion(
  { ra, dec }: Position,
  { raMasYr, decMasYr }: ProperMotion,
  years: number,
): Position {
  const a = ra * RADIANS_PER_DEGREE;
  const d = dec * RADIANS_PER_DEGREE;
  const east = ((raMasYr * years) / MAS_PER_DEGREE) * RADIANS_PER_DEGREE;
  const north = ((decMasYr * years) / MAS_PER_DEGREE) * RADIANS_PER_DEGREE;
  const outward = Math.cos(d) - Math.sin(d) * north;
  const up = Math.sin(d) + Math.cos(d) * north;
  return {
    ra: normalizeRa((a + Math.atan2(east, outward)) / RADIANS_PER_DEGREE),
    dec: Math.atan2(up, Math.hypot(outward, east)) / RADIANS_PER_DEGREE,
  };
}
