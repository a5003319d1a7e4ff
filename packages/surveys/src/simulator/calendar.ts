/**
 * When the camera can observe: ZTF's night number, the Sun and the Moon over Palomar. Low-precision
 * formulae of the Astronomical Almanac (section C, "Low precision formulas for the Sun"; good to
 * 0.01 deg), far better than a simulated cadence needs.
 */

/** JD of 2017 January 1 UTC, from which ZTF counts its nights (`nid`). */
export const JD_OF_NID_ZERO = 2457754.5;

export const PALOMAR_LATITUDE_DEG = 33.3558;
export const PALOMAR_LONGITUDE_DEG = -116.8639;

const DEG = Math.PI / 180;
const MS_PER_DAY = 86400000;
const UNIX_MS_OF_NID_ZERO = Date.UTC(2017, 0, 1);

function modulo(value: number, period: number): number {
  return ((value % period) + period) % period;
}

/**
 * ZTF's night number of a UT date written YYYYMMDD (2017-01-01 is 0; a Palomar night lies within
 * one UT date). Throws RangeError when the text is no date since 2018-03-01, the survey's start.
 */
export function nightToNid(night: string): number {
  const parts = /^(\d{4})(\d{2})(\d{2})$/.exec(night);
  const ms = parts
    ? Date.UTC(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3]))
    : Number.NaN;
  const nid = (ms - UNIX_MS_OF_NID_ZERO) / MS_PER_DAY;
  if (!Number.isFinite(nid) || nidToNight(nid) !== night || nid < SURVEY_START_NID) {
    throw new RangeError(`"${night}" is no night of the survey: give YYYYMMDD from 20180301 on`);
  }
  return nid;
}

/** Night number of 2018-03-01. */
export const SURVEY_START_NID = 424;

/** UT date YYYYMMDD of a night number. */
export function nidToNight(nid: number): string {
  const date = new Date(UNIX_MS_OF_NID_ZERO + nid * MS_PER_DAY);
  return date.toISOString().slice(0, 10).replaceAll('-', '');
}

interface SunPosition {
  readonly raDeg: number;
  readonly decDeg: number;
}

function sunPosition(jd: number): SunPosition {
  const n = jd - 2451545;
  const anomaly = modulo(357.528 + 0.9856003 * n, 360) * DEG;
  const longitude =
    (280.46 + 0.9856474 * n + 1.915 * Math.sin(anomaly) + 0.02 * Math.sin(2 * anomaly)) * DEG;
  const obliquity = (23.439 - 0.0000004 * n) * DEG;
  return {
    raDeg: modulo(
      Math.atan2(Math.cos(obliquity) * Math.sin(longitude), Math.cos(longitude)) / DEG,
      360,
    ),
    decDeg: Math.asin(Math.sin(obliquity) * Math.sin(longitude)) / DEG,
  };
}

/** Local sidereal time at Palomar in degrees (GMST, IAU 1982 to first order). */
export function siderealTimeDeg(jd: number): number {
  return modulo(280.46061837 + 360.98564736629 * (jd - 2451545) + PALOMAR_LONGITUDE_DEG, 360);
}

export interface NightSpan {
  readonly startJd: number;
  readonly endJd: number;
}

const TWILIGHT_ALTITUDE_DEG = -14;

/** From evening to morning twilight (Sun at -14 deg) of a night number, JD UTC. */
export function darkHours(nid: number): NightSpan {
  const noonOffset = -PALOMAR_LONGITUDE_DEG / 360;
  const midnightJd = JD_OF_NID_ZERO + nid + noonOffset;
  const sun = sunPosition(midnightJd);
  const latitude = PALOMAR_LATITUDE_DEG * DEG;
  const cosine =
    (Math.sin(TWILIGHT_ALTITUDE_DEG * DEG) - Math.sin(latitude) * Math.sin(sun.decDeg * DEG)) /
    (Math.cos(latitude) * Math.cos(sun.decDeg * DEG));
  const halfDayDeg = Math.acos(Math.max(-1, Math.min(1, cosine))) / DEG;
  const hourAngle = modulo(siderealTimeDeg(midnightJd) - sun.raDeg, 360);
  const darkestJd = midnightJd + (180 - hourAngle) / 360.9856;
  const halfNight = (180 - halfDayDeg) / 360.9856;
  return { startJd: darkestJd - halfNight, endJd: darkestJd + halfNight };
}

const NEW_MOON_JD = 2451550.1;
const SYNODIC_MONTH_DAYS = 29.530588861;

/** Illuminated fraction of the Moon, 0 to 1, from the mean synodic month (Meeus 1998, ch. 49). */
export function moonIllumination(jd: number): number {
  const phase = modulo((jd - NEW_MOON_JD) / SYNODIC_MONTH_DAYS, 1);
  return (1 - Math.cos(2 * Math.PI * phase)) / 2;
}

/** Plane-parallel airmass of a place over Palomar, at most 10; ICRS degrees, JD UTC. */
export function airmassAt(raDeg: number, decDeg: number, jd: number): number {
  const hourAngle = (siderealTimeDeg(jd) - raDeg) * DEG;
  const latitude = PALOMAR_LATITUDE_DEG * DEG;
  const sine =
    Math.sin(latitude) * Math.sin(decDeg * DEG) +
    Math.cos(latitude) * Math.cos(decDeg * DEG) * Math.cos(hourAngle);
  return sine <= 0.1 ? 10 : 1 / sine;
}
