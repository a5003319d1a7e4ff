import type { TelescopeRow } from '@fritz/archive';
import { naiveUtc, type routes, type Static } from '@fritz/contract';
import {
  airmassAt,
  altAzOf,
  apparentPlace,
  darkSpan,
  eveningDateMjd,
  hoursOf,
  isoToMjd,
  LAST_LIGHT_DEG,
  localNoonMjd,
  MJD_OF_UNIX_EPOCH,
  mjdToDate,
  moonIllumination,
  moonSeen,
  type Night,
  nextMoonAt,
  nightAfter,
  type Position,
  passageAfter,
  SIDEREAL_DAY_DAYS,
  type Site,
  separationArcsec,
  spansAbove,
} from '@fritz/sky';

type Run = Static<typeof routes.getObservingRun.response>;
type Ephemeris = NonNullable<Run['ephemeris']>;
type Observability = NonNullable<Run['assignments'][number]['observability']>;

/** From which altitude on SkyPortal takes a target to be up, degrees. */
export const UP_DEG = 30;

/** Where a telescope stands; null: at no place, or in space. */
export function siteOf({
  lat,
  lon,
  elevation_m,
  fixed_location,
}: Pick<TelescopeRow, 'lat' | 'lon' | 'elevation_m' | 'fixed_location'>): Site | null {
  if (!fixed_location || lat === null || lon === null) return null;
  return { latDeg: lat, lonDeg: lon, elevationM: elevation_m ?? 0 };
}

/** The night of the evening of a date, or some nights later. */
export function nightOfDate(site: Site, date: string, later = 0): Night {
  const dateMjd = isoToMjd(date);
  if (dateMjd === null) throw new Error(`${date} is no date`);
  return nightAfter(site, localNoonMjd(dateMjd + later, site.lonDeg));
}

/** Which night of a run, from 1, a time is in: the first before it, the last after it. */
export function nightOfRun(
  site: Site,
  run: { calendar_date: string; duration: number },
  nowMjd: number,
): number {
  const first = isoToMjd(run.calendar_date) ?? 0;
  const passed = eveningDateMjd(nowMjd, site.lonDeg) - first;
  return Math.min(Math.max(passed, 0), run.duration - 1) + 1;
}

const textOf = (mjd: number | null) => (mjd === null ? null : naiveUtc(mjdToDate(mjd)));
const unixMsOf = (mjd: number | null) =>
  mjd === null ? null : Math.round((mjd - MJD_OF_UNIX_EPOCH) * 86_400_000);

/** A night, in SkyPortal's words. */
export function presentEphemeris(site: Site, night: Night): Ephemeris {
  const { sun, astronomical, nautical, civil, lastLight } = night;
  const moon = (goes: 'up' | 'down') =>
    textOf(nextMoonAt(site, night.fromMjd, { altitudeDeg: LAST_LIGHT_DEG, goes }));
  return {
    sunset_utc: textOf(sun.duskMjd),
    sunrise_utc: textOf(sun.dawnMjd),
    twilight_evening_astronomical_utc: textOf(astronomical.duskMjd),
    twilight_morning_astronomical_utc: textOf(astronomical.dawnMjd),
    twilight_evening_nautical_utc: textOf(nautical.duskMjd),
    twilight_morning_nautical_utc: textOf(nautical.dawnMjd),
    sunset_unix_ms: unixMsOf(sun.duskMjd),
    sunrise_unix_ms: unixMsOf(sun.dawnMjd),
    twilight_evening_astronomical_unix_ms: unixMsOf(astronomical.duskMjd),
    twilight_morning_astronomical_unix_ms: unixMsOf(astronomical.dawnMjd),
    twilight_evening_nautical_unix_ms: unixMsOf(nautical.duskMjd),
    twilight_morning_nautical_unix_ms: unixMsOf(nautical.dawnMjd),
    utc_offset_hours: Math.round(site.lonDeg / 15),
    twilight_evening_civil_utc: textOf(civil.duskMjd),
    twilight_morning_civil_utc: textOf(civil.dawnMjd),
    sunset_refracted_utc: textOf(lastLight.duskMjd),
    sunrise_refracted_utc: textOf(lastLight.dawnMjd),
    moonrise_utc: moon('up'),
    moonset_utc: moon('down'),
    moon_illumination: moonIllumination((night.fromMjd + night.untilMjd) / 2),
    kind: night.kind,
  };
}

/**
 * When a target is up in a night, as SkyPortal tells it: it rises next after sunset, or rose before where it is up
 * already. What never sets is up from sunset to sunrise; what never rises has neither time, and it alone.
 */
export function upTimes(
  position: Position,
  site: Site,
  night: Night,
): { rise_time_utc: string; set_time_utc: string } {
  const { fromMjd, untilMjd } = night;
  const place = apparentPlace(position, fromMjd);
  const { kind, riseMjd, setMjd } = passageAfter(place, site, { fromMjd, altitudeDeg: UP_DEG });
  if (kind === 'always') {
    return { rise_time_utc: textOf(fromMjd) ?? '', set_time_utc: textOf(untilMjd) ?? '' };
  }
  const isUpBefore = riseMjd !== null && riseMjd > untilMjd;
  return {
    rise_time_utc: textOf(isUpBefore ? riseMjd - SIDEREAL_DAY_DAYS : riseMjd) ?? '',
    set_time_utc: textOf(setMjd) ?? '',
  };
}

/** How a target is seen in a night. */
export function presentObservability(position: Position, site: Site, night: Night): Observability {
  const { fromMjd, untilMjd } = night;
  const middle = (fromMjd + untilMjd) / 2;
  const place = apparentPlace(position, middle);
  const { transitMjd, highestDeg } = passageAfter(place, site, { fromMjd, altitudeDeg: 0 });
  const dark = darkSpan(site, night, 'nautical');
  const spans = dark === null ? [] : spansAbove(place, site, { span: dark, altitudeDeg: UP_DEG });
  const bestDeg =
    transitMjd <= untilMjd
      ? highestDeg
      : Math.max(altAzOf(place, site, fromMjd).altDeg, altAzOf(place, site, untilMjd).altDeg);
  return {
    transit_time_utc: naiveUtc(mjdToDate(transitMjd)),
    highest_deg: round(highestDeg, 2),
    dark_hours: round(hoursOf(spans), 2),
    best_airmass: roundOrNull(airmassAt(bestDeg), 3),
    moon_separation_deg: round(separationArcsec(place, moonSeen(site, middle)) / 3600, 2),
  };
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}

function roundOrNull(value: number | null, digits: number): number | null {
  return value === null ? null : round(value, digits);
}
