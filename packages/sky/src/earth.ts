/** The Earth under the sky: how it is turned, and what is seen from a place on it (Meeus 1998). */
import { RADIANS_PER_DEGREE } from './angles.ts';
import { utcToTtMjd } from './time.ts';

/** A place on the Earth: degrees (east and north positive), metres above the sea. */
export interface Site {
  latDeg: number;
  lonDeg: number;
  elevationM: number;
}

/** A direction of the equator and equinox of date, in degrees, and how far, in km. */
export interface Apparent {
  ra: number;
  dec: number;
  distanceKm: number;
}

const MJD_J2000 = 51_544.5;
const DAYS_PER_CENTURY = 36_525;
/** WGS 84. */
const EARTH_RADIUS_KM = 6378.137;
const EARTH_FLATTENING = 1 / 298.257223563;

export const sin = (degrees: number) => Math.sin(degrees * RADIANS_PER_DEGREE);
export const cos = (degrees: number) => Math.cos(degrees * RADIANS_PER_DEGREE);
export const atan2 = (y: number, x: number) => Math.atan2(y, x) / RADIANS_PER_DEGREE;
export const asin = (x: number) => Math.asin(Math.max(-1, Math.min(1, x))) / RADIANS_PER_DEGREE;

export function centuriesOf(mjdUtc: number): number {
  return (utcToTtMjd(mjdUtc) - MJD_J2000) / DAYS_PER_CENTURY;
}

/** Of the Earth's axis to the ecliptic, without nutation, degrees. */
export const meanObliquity = (t: number) => 23.439291 - 0.0130042 * t;

/** Nutation in longitude and the true obliquity, degrees (Meeus 22, low accuracy: 0.5″). */
export function nutationAt(t: number): { longitude: number; obliquity: number } {
  const node = 125.04452 - 1934.136261 * t;
  const [sunDouble, moonDouble] = [
    2 * (280.4665 + 36_000.7698 * t),
    2 * (218.3165 + 481_267.8813 * t),
  ];
  const longitude =
    (-17.2 * sin(node) - 1.32 * sin(sunDouble) - 0.23 * sin(moonDouble) + 0.21 * sin(2 * node)) /
    3600;
  const tilt =
    (9.2 * cos(node) + 0.57 * cos(sunDouble) + 0.1 * cos(moonDouble) - 0.09 * cos(2 * node)) / 3600;
  return { longitude, obliquity: meanObliquity(t) + tilt };
}

export function toEquator(
  lon: number,
  lat: number,
  obliquity: number,
): { ra: number; dec: number } {
  return {
    ra: atan2(sin(lon) * cos(obliquity) - (sin(lat) / cos(lat)) * sin(obliquity), cos(lon)),
    dec: asin(sin(lat) * cos(obliquity) + cos(lat) * sin(obliquity) * sin(lon)),
  };
}

/** Apparent sidereal time at a longitude, degrees; UT1 is taken as UTC (less than 0.9 s apart). */
export function siderealDegrees(mjdUtc: number, lonDeg: number): number {
  const days = mjdUtc - MJD_J2000;
  const t = days / DAYS_PER_CENTURY;
  const mean = 280.46061837 + 360.98564736629 * days + 0.000387933 * t * t;
  const { longitude, obliquity } = nutationAt(t);
  return mean + longitude * cos(obliquity) + lonDeg;
}

type Vector = readonly [number, number, number];

/** Degrees: the altitude above the true horizon, the azimuth from north through east. */
export interface AltAz {
  altDeg: number;
  azDeg: number;
}

/** Where something near is, seen from the ground and not from the Earth's centre. */
export function seenFrom(
  { ra, dec, distanceKm }: Apparent,
  site: Site,
  mjdUtc: number,
): AltAz & { ra: number; dec: number } {
  const sidereal = siderealDegrees(mjdUtc, site.lonDeg);
  const hour = sidereal - ra;
  const { latDeg: lat } = site;
  // Axes: towards the meridian on the equator, west, north.
  const body: Vector = [
    distanceKm * cos(dec) * cos(hour),
    distanceKm * cos(dec) * sin(hour),
    distanceKm * sin(dec),
  ];
  const polar = 1 - EARTH_FLATTENING;
  const curve = EARTH_RADIUS_KM / Math.sqrt(cos(lat) ** 2 + polar ** 2 * sin(lat) ** 2);
  const height = site.elevationM / 1000;
  const seen: Vector = [
    body[0] - (curve + height) * cos(lat),
    body[1],
    body[2] - (curve * polar ** 2 + height) * sin(lat),
  ];
  const hourSeen = atan2(seen[1], seen[0]);
  const decSeen = asin(seen[2] / Math.hypot(...seen));
  return {
    ...turnToHorizon(hourSeen, decSeen, lat),
    ra: (((sidereal - hourSeen) % 360) + 360) % 360,
    dec: decSeen,
  };
}

/** From hour angle and declination, degrees (Meeus 13.5 and 13.6, turned to north). */
export function turnToHorizon(hourDeg: number, dec: number, latDeg: number): AltAz {
  const south = cos(hourDeg) * sin(latDeg) * cos(dec) - sin(dec) * cos(latDeg);
  const west = sin(hourDeg) * cos(dec);
  return {
    altDeg: asin(sin(latDeg) * sin(dec) + cos(latDeg) * cos(dec) * cos(hourDeg)),
    azDeg: (atan2(west, south) + 540) % 360,
  };
}
