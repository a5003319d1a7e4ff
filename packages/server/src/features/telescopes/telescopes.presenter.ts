import type { TelescopeRow } from '@fritz/archive';
import { naiveUtc, type routes, type Static } from '@fritz/contract';
import { dateToMjd, mjdToDate, nextSunAt, sunAltitudeDeg, twilights } from '@fritz/sky';

type Telescope = Static<typeof routes.listInstruments.response>[number]['telescope'];

export function presentTelescope(row: TelescopeRow): Telescope {
  return {
    id: row.id,
    name: row.name,
    nickname: row.nickname,
    lat: row.lat,
    lon: row.lon,
    elevation: row.elevation_m,
    diameter: row.diameter_m,
    skycam_link: row.skycam_link,
    weather_link: row.weather_link,
    robotic: row.robotic,
    fixed_location: row.fixed_location,
    created_at: naiveUtc(row.created_at),
    modified: naiveUtc(row.modified_at),
  };
}

/** Whether it is night there, and when the next astronomical twilights are. */
export function presentNight(
  { fixed_location, lat, lon, elevation_m }: TelescopeRow,
  now: Date,
): Pick<
  Static<typeof routes.listTelescopes.response>[number],
  'is_night_astronomical' | 'morning' | 'evening'
> {
  if (!fixed_location || lat === null || lon === null) {
    return { is_night_astronomical: false, morning: false, evening: false };
  }
  const site = { latDeg: lat, lonDeg: lon, elevationM: elevation_m ?? 0 };
  const mjd = dateToMjd(now);
  const altitudeDeg = twilights.astronomical;
  const next = (goes: 'up' | 'down') => {
    const at = nextSunAt(site, mjd, { altitudeDeg, goes });
    return at === null ? (false as const) : naiveUtc(mjdToDate(at));
  };
  return {
    is_night_astronomical: sunAltitudeDeg(site, mjd) < altitudeDeg,
    morning: next('up'),
    evening: next('down'),
  };
}
