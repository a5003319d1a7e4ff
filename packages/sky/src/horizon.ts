/** Fixed stars over a place on the Earth: altitude and azimuth, refraction, airmass. */
import type { Position } from './angles.ts';
import {
  type AltAz,
  asin,
  atan2,
  centuriesOf,
  cos,
  meanObliquity,
  nutationAt,
  type Site,
  siderealDegrees,
  sin,
  turnToHorizon,
} from './earth.ts';

/** Of the Earth's speed to that of light, in radians: 20.49552″ (IAU 1976). */
const ABERRATION = (20.49552 / 3600) * (Math.PI / 180);

/** A place on the sky by the true equator and equinox of its date, degrees. */
export interface ApparentPlace {
  ra: number;
  dec: number;
}

type Vector = readonly [number, number, number];

const aboutX = ([x, y, z]: Vector, degrees: number): Vector => [
  x,
  y * cos(degrees) + z * sin(degrees),
  z * cos(degrees) - y * sin(degrees),
];

/**
 * Where an ICRS position appears at a time: precession, nutation and annual aberration, to 1″. For the
 * hours of a night one is as good as another.
 * Source: Meeus 1998, chapters 21 (precession, IAU 1976), 22 (nutation) and 23 (aberration).
 */
export function apparentPlace({ ra, dec }: Position, mjdUtc: number): ApparentPlace {
  const t = centuriesOf(mjdUtc);
  const [zeta, z, theta] = [
    (2306.2181 * t + 0.30188 * t * t + 0.017998 * t ** 3) / 3600,
    (2306.2181 * t + 1.09468 * t * t + 0.018203 * t ** 3) / 3600,
    (2004.3109 * t - 0.42665 * t * t - 0.041833 * t ** 3) / 3600,
  ];
  const onward = cos(theta) * cos(dec) * cos(ra + zeta) - sin(theta) * sin(dec);
  const ofDate = atan2(cos(dec) * sin(ra + zeta), onward) + z;
  const up = sin(theta) * cos(dec) * cos(ra + zeta) + cos(theta) * sin(dec);
  const flat = Math.sqrt(Math.max(0, 1 - up * up));
  const mean: Vector = [flat * cos(ofDate), flat * sin(ofDate), up];
  const [x, y, north] = aboutX(mean, meanObliquity(t));
  const { longitude, obliquity } = nutationAt(t);
  const anomaly = 357.52911 + 35_999.05029 * t;
  const sun = 280.46646 + 36_000.76983 * t + 1.9146 * sin(anomaly);
  const moved: Vector = [
    x * cos(longitude) - y * sin(longitude) + ABERRATION * sin(sun),
    y * cos(longitude) + x * sin(longitude) - ABERRATION * cos(sun),
    north,
  ];
  const seen = aboutX(moved, -obliquity);
  return {
    ra: (atan2(seen[1], seen[0]) + 360) % 360,
    dec: asin(seen[2] / Math.hypot(...seen)),
  };
}

/** Where it stands over the true horizon at a time, without refraction: to 15″, as UT1 is taken as UTC. */
export function altAzOf(place: ApparentPlace, site: Site, mjdUtc: number): AltAz {
  return turnToHorizon(siderealDegrees(mjdUtc, site.lonDeg) - place.ra, place.dec, site.latDeg);
}

/** The air at a place. */
export interface Air {
  pressureHpa: number;
  temperatureC: number;
}

/**
 * How much the air lifts what is at a true altitude, degrees; 0 below −1°, where the formula ends.
 * Source: Sæmundsson 1986, Sky & Telescope 72, 70 (Meeus 16.4), to 0.1′.
 */
export function refractionDeg(altDeg: number, { pressureHpa, temperatureC }: Air): number {
  if (altDeg < -1) return 0;
  const arcmin = 1.02 / Math.tan(((altDeg + 10.3 / (altDeg + 5.11)) * Math.PI) / 180);
  const density = (pressureHpa / 1010) * (283 / (273 + temperatureC));
  return Math.max(0, (arcmin * density) / 60);
}

/** The pressure of the standard atmosphere (ICAO) at a height. */
export function standardAir(elevationM: number): Air {
  const kelvin = 288.15 - 0.0065 * elevationM;
  return { pressureHpa: 1013.25 * (kelvin / 288.15) ** 5.2559, temperatureC: kelvin - 273.15 };
}

/**
 * Through how much air something is seen, of that in the zenith; null at the horizon and below.
 * Source: Pickering 2002, The Southern Limits of the Ancient Star Catalog, DIO 12, 20: by the altitude that
 * is seen, and good to the horizon.
 */
export function airmassAt(altDeg: number): number | null {
  if (altDeg <= 0) return null;
  return 1 / sin(altDeg + 244 / (165 + 47 * altDeg ** 1.1));
}

/** The same as if the Earth were flat: sec z, within 1 % above 20°. */
export function secantAirmass(altDeg: number): number {
  return 1 / sin(altDeg);
}

/** At which altitude the airmass is so much: the inverse of `airmassAt`, degrees. */
export function altitudeOfAirmass(airmass: number): number {
  let [low, high] = [0, 90];
  for (let i = 0; i < 40; i += 1) {
    const middle = (low + high) / 2;
    const there = airmassAt(middle);
    if (there === null || there > airmass) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
