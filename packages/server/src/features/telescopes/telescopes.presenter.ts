import type { TelescopeRow } from '@fritz/archive';
import { naiveUtc, type routes, type Static } from '@fritz/contract';

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
