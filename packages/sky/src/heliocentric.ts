/**
 * Heliocentric times: when light would have passed the Sun.
 * Source: Meeus 1998, Astronomical Algorithms, chapter 25 (the Sun, to 0.01°); to 0.1 s.
 */

import type { Position } from './angles.ts';
import { RADIANS_PER_DEGREE } from './angles.ts';
import { utcToTtMjd } from './time.ts';

const MJD_J2000 = 51_544.5;
const DAYS_PER_CENTURY = 36_525;
const JD_OF_MJD = 2_400_000.5;
/** Light takes so long for an astronomical unit (IAU 2012). */
const AU_DAYS = 499.004_783_8 / 86_400;
const OBLIQUITY_J2000_DEG = 23.439_291;
/** General precession in longitude, degrees in a century (IAU 1976). */
const PRECESSION_DEG = 1.396_971;

/** How much later light of a place passes the Earth than the Sun, negated: HJD − JD, in days. */
export function heliocentricCorrectionDays({ ra, dec }: Position, mjdUtc: number): number {
  const t = (utcToTtMjd(mjdUtc) - MJD_J2000) / DAYS_PER_CENTURY;
  const sin = (degrees: number) => Math.sin(degrees * RADIANS_PER_DEGREE);
  const cos = (degrees: number) => Math.cos(degrees * RADIANS_PER_DEGREE);
  const anomaly = 357.52911 + 35_999.05029 * t - 0.0001537 * t * t;
  const eccentricity = 0.016708634 - 0.000042037 * t;
  const centre =
    (1.914602 - 0.004817 * t) * sin(anomaly) +
    (0.019993 - 0.000101 * t) * sin(2 * anomaly) +
    0.000289 * sin(3 * anomaly);
  const distance =
    (1.000001018 * (1 - eccentricity ** 2)) / (1 + eccentricity * cos(anomaly + centre));
  const mean = 280.46646 + 36_000.76983 * t + 0.0003032 * t * t;
  const longitude = mean + centre - PRECESSION_DEG * t;
  const sun = [
    cos(longitude),
    sin(longitude) * cos(OBLIQUITY_J2000_DEG),
    sin(longitude) * sin(OBLIQUITY_J2000_DEG),
  ] as const;
  const along = sun[0] * cos(dec) * cos(ra) + sun[1] * cos(dec) * sin(ra) + sun[2] * sin(dec);
  return -distance * along * AU_DAYS;
}

/** UTC (MJD) of a heliocentric Julian date. */
export function mjdOfHjd(hjd: number, place: Position): number {
  const first = hjd - JD_OF_MJD;
  // Minutes later the Earth is where it was, to a millisecond of light.
  return first - heliocentricCorrectionDays(place, first);
}
