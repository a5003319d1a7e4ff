/** Nights at a place: from one sunset to the next sunrise, and the twilights between. */
import type { Site } from './earth.ts';
import type { Span } from './passages.ts';
import { LAST_LIGHT_DEG, nextSunAt, sunAltitudeDeg, twilights } from './sun-moon.ts';

/** When the Sun passes an altitude, MJD (UTC); null: it does not that night. */
export interface DuskAndDawn {
  duskMjd: number | null;
  dawnMjd: number | null;
}

/** A night. Altitudes are of the Sun's centre. */
export interface Night extends Span {
  /** bright: the Sun does not set; dark: it does not rise. Such a night is from noon to noon. */
  kind: 'night' | 'bright' | 'dark';
  /** At 0°, without refraction. */
  sun: DuskAndDawn;
  /** At −0.833°: when the last of it is seen to go, with refraction. */
  lastLight: DuskAndDawn;
  civil: DuskAndDawn;
  nautical: DuskAndDawn;
  astronomical: DuskAndDawn;
}

/** Noon of a date by the Sun at a longitude: `dateMjd` is the date's 0h UTC. */
export function localNoonMjd(dateMjd: number, lonDeg: number): number {
  return dateMjd + 0.5 - lonDeg / 360;
}

/** The date, as the MJD of its 0h UTC, of the evening on whose night a time falls; its noon is the border. */
export function eveningDateMjd(mjdUtc: number, lonDeg: number): number {
  return Math.floor(mjdUtc + lonDeg / 360 - 0.5);
}

/** The night that begins after a noon. */
export function nightAfter(site: Site, noonMjd: number): Night {
  const passes = (altitudeDeg: number): DuskAndDawn => {
    const next = (fromMjd: number, goes: 'up' | 'down') => {
      const at = nextSunAt(site, fromMjd, { altitudeDeg, goes });
      return at !== null && at < noonMjd + 1 ? at : null;
    };
    const duskMjd = next(noonMjd, 'down');
    return { duskMjd, dawnMjd: next(duskMjd ?? noonMjd, 'up') };
  };
  const sun = passes(twilights.sunset);
  const isDarkAtMidnight = sunAltitudeDeg(site, noonMjd + 0.5) < 0;
  const isNight = sun.duskMjd !== null || sun.dawnMjd !== null;
  return {
    kind: isNight ? 'night' : isDarkAtMidnight ? 'dark' : 'bright',
    fromMjd: sun.duskMjd ?? noonMjd,
    untilMjd: sun.dawnMjd ?? noonMjd + 1,
    sun,
    lastLight: passes(LAST_LIGHT_DEG),
    civil: passes(twilights.civil),
    nautical: passes(twilights.nautical),
    astronomical: passes(twilights.astronomical),
  };
}

/** The night that it is, or the next. */
export function nightAround(site: Site, mjdUtc: number): Night {
  const noon = localNoonMjd(eveningDateMjd(mjdUtc, site.lonDeg), site.lonDeg);
  const night = nightAfter(site, noon);
  return night.untilMjd > mjdUtc ? night : nightAfter(site, noon + 1);
}

/**
 * When it is darker than some twilight that night; null: at no time.
 * Where the Sun stays below it from noon to noon, the whole of the night.
 */
export function darkSpan(
  site: Site,
  night: Night,
  twilight: 'civil' | 'nautical' | 'astronomical',
): Span | null {
  const { duskMjd, dawnMjd } = night[twilight];
  if (duskMjd === null && dawnMjd === null) {
    const middle = (night.fromMjd + night.untilMjd) / 2;
    if (sunAltitudeDeg(site, middle) >= twilights[twilight]) return null;
  }
  return { fromMjd: duskMjd ?? night.fromMjd, untilMjd: dawnMjd ?? night.untilMjd };
}

/** Times from the beginning of a span to its end, as many as wanted. */
export function sampleSpan({ fromMjd, untilMjd }: Span, count: number): number[] {
  const step = (untilMjd - fromMjd) / Math.max(1, count - 1);
  return Array.from({ length: count }, (_, i) => fromMjd + i * step);
}
