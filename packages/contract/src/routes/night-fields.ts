import { closed, datetime, nullable, Type } from '../schema.ts';

const time = (what: string) => nullable(datetime(`${what}; null: not that night`));
const unixMs = (what: string) =>
  nullable(Type.Number({ description: `${what}, Unix time in milliseconds` }));

/**
 * A night at a telescope in SkyPortal's words, whose sunset and sunrise are of the Sun's centre at 0° without
 * refraction; and what it does not tell.
 */
export const ephemeris = closed({
  sunset_utc: time('The Sun’s centre goes below 0°, without refraction'),
  sunrise_utc: time('The Sun’s centre comes above 0°, without refraction'),
  twilight_evening_astronomical_utc: time('The Sun goes below −18°'),
  twilight_morning_astronomical_utc: time('The Sun comes above −18°'),
  twilight_evening_nautical_utc: time('The Sun goes below −12°'),
  twilight_morning_nautical_utc: time('The Sun comes above −12°'),
  sunset_unix_ms: unixMs('sunset_utc'),
  sunrise_unix_ms: unixMs('sunrise_utc'),
  twilight_evening_astronomical_unix_ms: unixMs('twilight_evening_astronomical_utc'),
  twilight_morning_astronomical_unix_ms: unixMs('twilight_morning_astronomical_utc'),
  twilight_evening_nautical_unix_ms: unixMs('twilight_evening_nautical_utc'),
  twilight_morning_nautical_unix_ms: unixMs('twilight_morning_nautical_utc'),
  utc_offset_hours: Type.Number({ description: 'Of the zone of its longitude, whole hours' }),
  twilight_evening_civil_utc: time('The Sun goes below −6°'),
  twilight_morning_civil_utc: time('The Sun comes above −6°'),
  sunset_refracted_utc: time('The last of the Sun is seen to go: its centre at −0.833°'),
  sunrise_refracted_utc: time('The first of the Sun is seen to come: its centre at −0.833°'),
  moonrise_utc: time('The next time that the Moon’s centre is at −0.833°, upwards'),
  moonset_utc: time('The next time that the Moon’s centre is at −0.833°, downwards'),
  moon_illumination: Type.Number({ description: 'In the middle of the night, 0 to 1' }),
  kind: Type.Enum(['night', 'bright', 'dark'], {
    description: 'bright: the Sun does not set; dark: it does not rise. From noon to noon then',
  }),
});

/** How a place on the sky is seen in a night. */
export const observability = closed({
  transit_time_utc: datetime('When it is highest, next after the night began'),
  highest_deg: Type.Number({ description: 'Its altitude then, degrees' }),
  dark_hours: Type.Number({
    description: 'Hours of the night (the Sun below −12°) in which it is above 30°',
  }),
  best_airmass: nullable(
    Type.Number({ description: 'Its least within the night; null: below 0°' }),
  ),
  moon_separation_deg: Type.Number({ description: 'In the middle of the night' }),
});
