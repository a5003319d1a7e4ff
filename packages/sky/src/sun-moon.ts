/**
 * Where the Sun and the Moon are, and when it is night. Good to 0.01° for either, which is
 * seconds of time at the horizon. Altitudes are of the centre, without refraction.
 * Source: Meeus 1998, Astronomical Algorithms, chapters 12, 22, 25, 47 and 48.
 */
import {
  type AltAz,
  type Apparent,
  atan2,
  centuriesOf,
  cos,
  nutationAt,
  type Site,
  seenFrom,
  siderealDegrees,
  sin,
  toEquator,
} from './earth.ts';
import { LATITUDE_TERMS, LONGITUDE_TERMS } from './moon-terms.ts';

const KM_PER_AU = 149_597_870.7;

/** The Sun (Meeus 25, to 0.01°). */
function sunAt(mjdUtc: number): Apparent {
  const t = centuriesOf(mjdUtc);
  const anomaly = 357.52911 + 35_999.05029 * t - 0.0001537 * t * t;
  const eccentricity = 0.016708634 - 0.000042037 * t;
  const centre =
    (1.914602 - 0.004817 * t) * sin(anomaly) +
    (0.019993 - 0.000101 * t) * sin(2 * anomaly) +
    0.000289 * sin(3 * anomaly);
  const distanceAu =
    (1.000001018 * (1 - eccentricity ** 2)) / (1 + eccentricity * cos(anomaly + centre));
  const { longitude, obliquity } = nutationAt(t);
  const mean = 280.46646 + 36_000.76983 * t + 0.0003032 * t * t;
  // 20.4898″ at one astronomical unit is the aberration.
  const apparent = mean + centre + longitude - 0.00569161 / distanceAu;
  return { ...toEquator(apparent, 0, obliquity), distanceKm: distanceAu * KM_PER_AU };
}

/** The Moon, from the Earth's centre. */
function moonAt(mjdUtc: number): Apparent {
  const t = centuriesOf(mjdUtc);
  const mean = 218.3164477 + 481_267.88123421 * t - 0.0015786 * t * t;
  const elongation = 297.8501921 + 445_267.1114034 * t - 0.0018819 * t * t;
  const sunAnomaly = 357.5291092 + 35_999.0502909 * t;
  const anomaly = 134.9633964 + 477_198.8675055 * t + 0.0087414 * t * t;
  const node = 93.272095 + 483_202.0175233 * t - 0.0036539 * t * t;
  // The Earth's orbit becomes rounder: terms with the Sun's anomaly shrink with it.
  const shrink = (m: number) => (1 - 0.002516 * t - 0.0000074 * t * t) ** Math.abs(m);
  const argument = (d: number, m: number, moon: number, f: number) =>
    d * elongation + m * sunAnomaly + moon * anomaly + f * node;
  // What Venus, Jupiter and the flattening of the Earth do to it.
  const [venus, jupiter] = [119.75 + 131.849 * t, 53.09 + 479_264.29 * t];
  let lon = 3958 * sin(venus) + 1962 * sin(mean - node) + 318 * sin(jupiter);
  let metres = 385_000_560;
  for (const [d, m, moon, f, ofLon, ofMetres] of LONGITUDE_TERMS) {
    lon += ofLon * shrink(m) * sin(argument(d, m, moon, f));
    metres += ofMetres * shrink(m) * cos(argument(d, m, moon, f));
  }
  let lat =
    -2235 * sin(mean) +
    382 * sin(313.45 + 481_266.484 * t) +
    175 * (sin(venus - node) + sin(venus + node)) +
    127 * sin(mean - anomaly) -
    115 * sin(mean + anomaly);
  for (const [d, m, moon, f, ofLat] of LATITUDE_TERMS) {
    lat += ofLat * shrink(m) * sin(argument(d, m, moon, f));
  }
  const { longitude, obliquity } = nutationAt(t);
  return {
    ...toEquator(mean + lon / 1e6 + longitude, lat / 1e6, obliquity),
    distanceKm: metres / 1000,
  };
}

/** The altitude of the Sun's centre above the true horizon, degrees. */
export function sunAltitudeDeg(site: Site, mjdUtc: number): number {
  return seenFrom(sunAt(mjdUtc), site, mjdUtc).altDeg;
}

/** The altitude of the Moon's centre above the true horizon, degrees. */
export function moonAltitudeDeg(site: Site, mjdUtc: number): number {
  return seenFrom(moonAt(mjdUtc), site, mjdUtc).altDeg;
}

/** Where the Moon is seen from the ground: equator and equinox of date, altitude and azimuth. */
export function moonSeen(site: Site, mjdUtc: number): AltAz & { ra: number; dec: number } {
  return seenFrom(moonAt(mjdUtc), site, mjdUtc);
}

/** How much of the Moon's disc is lit, 0 to 1 (Meeus 48). */
export function moonIllumination(mjdUtc: number): number {
  const [sun, moon] = [sunAt(mjdUtc), moonAt(mjdUtc)];
  const cosElongation =
    sin(sun.dec) * sin(moon.dec) + cos(sun.dec) * cos(moon.dec) * cos(sun.ra - moon.ra);
  const sinElongation = Math.sqrt(Math.max(0, 1 - cosElongation ** 2));
  const phase = atan2(
    sun.distanceKm * sinElongation,
    moon.distanceKm - sun.distanceKm * cosElongation,
  );
  return (1 + cos(phase)) / 2;
}

/** Which point of the Earth (degrees) has the Sun in its zenith. */
export function subsolarPoint(mjdUtc: number): { latDeg: number; lonDeg: number } {
  const { ra, dec } = sunAt(mjdUtc);
  const lon = ra - siderealDegrees(mjdUtc, 0);
  return { latDeg: dec, lonDeg: ((((lon + 180) % 360) + 360) % 360) - 180 };
}

/** Altitudes of the Sun's centre at which the parts of the night begin, degrees. */
export const twilights = { sunset: 0, civil: -6, nautical: -12, astronomical: -18 } as const;

/**
 * Where the centre of the Sun or the Moon is when the last of it goes behind the horizon of the sea: 34′ of
 * refraction and a radius of 16′ (Meeus 15). `twilights.sunset` is of the centre, without either.
 */
export const LAST_LIGHT_DEG = -50 / 60;

const STEP_DAYS = 1 / 144;
const HALVINGS = 16;

/** An altitude, and which way it is passed. */
export interface AltitudeGoal {
  altitudeDeg: number;
  goes: 'up' | 'down';
}

/**
 * When the Sun next comes to an altitude, going up or down.
 *
 * @returns MJD (UTC), to a second or two; null where it does not within a day and a half
 */
export function nextSunAt(site: Site, fromMjdUtc: number, goal: AltitudeGoal): number | null {
  return nextAt((mjd) => sunAltitudeDeg(site, mjd), fromMjdUtc, goal);
}

/** The same of the Moon. */
export function nextMoonAt(site: Site, fromMjdUtc: number, goal: AltitudeGoal): number | null {
  return nextAt((mjd) => moonAltitudeDeg(site, mjd), fromMjdUtc, goal);
}

function nextAt(
  altitudeAt: (mjd: number) => number,
  fromMjdUtc: number,
  goal: AltitudeGoal,
): number | null {
  const sign = goal.goes === 'up' ? 1 : -1;
  const above = (mjd: number) => sign * (altitudeAt(mjd) - goal.altitudeDeg) > 0;
  // Looked for from the same instants whoever asks when: else each answer differs by milliseconds.
  const first = Math.floor(fromMjdUtc / STEP_DAYS);
  let wasAbove = above(first * STEP_DAYS);
  for (let step = first + 1; step <= first + 1 + 1.5 / STEP_DAYS; step += 1) {
    const isAbove = above(step * STEP_DAYS);
    if (isAbove && !wasAbove) {
      const found = bisect(above, (step - 1) * STEP_DAYS, step * STEP_DAYS);
      if (found > fromMjdUtc) return found;
    }
    wasAbove = isAbove;
  }
  return null;
}

function bisect(above: (mjd: number) => boolean, from: number, to: number): number {
  let [low, high] = [from, to];
  for (let i = 0; i < HALVINGS; i += 1) {
    const middle = (low + high) / 2;
    if (above(middle)) high = middle;
    else low = middle;
  }
  return (low + high) / 2;
}
