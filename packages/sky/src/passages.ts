/** When fixed stars come up and go down at a place. */
import { asin, cos, type Site, siderealDegrees, sin } from './earth.ts';
import type { ApparentPlace } from './horizon.ts';

/** How far the Earth turns under the stars in a day (Meeus 12.4). */
const DEGREES_PER_DAY = 360.98564736629;
/** After which the stars stand as before. */
export const SIDEREAL_DAY_DAYS = 360 / DEGREES_PER_DAY;

/** How a star passes an altitude at a place; each time is the next after the one asked from (MJD, UTC). */
export interface Passage {
  /** always: it does not go below the altitude; never: it does not reach it. */
  kind: 'passes' | 'always' | 'never';
  /** When it is highest. */
  transitMjd: number;
  /** At the transit, degrees. */
  highestDeg: number;
  /** null where it does not pass the altitude. */
  riseMjd: number | null;
  setMjd: number | null;
}

/** How a star passes an altitude next. Source: Meeus 1998, chapter 15; to a second. */
export function passageAfter(
  { ra, dec }: ApparentPlace,
  site: Site,
  { fromMjd, altitudeDeg }: { fromMjd: number; altitudeDeg: number },
): Passage {
  const { latDeg } = site;
  const hour = siderealDegrees(fromMjd, site.lonDeg) - ra;
  const after = (hourDeg: number) =>
    fromMjd + ((((hourDeg - hour) % 360) + 360) % 360) / DEGREES_PER_DAY;
  const highestDeg = asin(cos(latDeg - dec));
  const found = { transitMjd: after(0), highestDeg, riseMjd: null, setMjd: null };
  const cosHour =
    (sin(altitudeDeg) - sin(latDeg) * sin(dec)) / Math.max(1e-12, cos(latDeg) * cos(dec));
  if (cosHour >= 1) return { ...found, kind: 'never' };
  if (cosHour <= -1) return { ...found, kind: 'always' };
  const half = (Math.acos(cosHour) * 180) / Math.PI;
  return { ...found, kind: 'passes', riseMjd: after(-half), setMjd: after(half) };
}

/** A span of time, MJD (UTC). */
export interface Span {
  fromMjd: number;
  untilMjd: number;
}

/** The spans within another in which a star is above an altitude, in their order. */
export function spansAbove(
  place: ApparentPlace,
  site: Site,
  { span, altitudeDeg }: { span: Span; altitudeDeg: number },
): Span[] {
  const { fromMjd, untilMjd } = span;
  if (untilMjd <= fromMjd) return [];
  const { kind, riseMjd, setMjd } = passageAfter(place, site, { fromMjd, altitudeDeg });
  if (kind === 'always') return [span];
  if (riseMjd === null || setMjd === null) return [];
  const spans: Span[] = [];
  // It is up at the beginning where it sets before it rises.
  let rise = setMjd < riseMjd ? fromMjd : riseMjd;
  let set = setMjd;
  while (rise < untilMjd) {
    spans.push({ fromMjd: rise, untilMjd: Math.min(set, untilMjd) });
    rise = rise === fromMjd && setMjd < riseMjd ? riseMjd : rise + SIDEREAL_DAY_DAYS;
    set += SIDEREAL_DAY_DAYS;
  }
  return spans;
}

/** How long all of them are, hours. */
export function hoursOf(spans: readonly Span[]): number {
  return spans.reduce((sum, { fromMjd, untilMjd }) => sum + (untilMjd - fromMjd) * 24, 0);
}
