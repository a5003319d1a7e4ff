import {
  airmassAt,
  altAzOf,
  apparentPlace,
  localNoonMjd,
  nightAfter,
  nightAround,
  type Position,
  passageAfter,
  type Site,
  sampleSpan,
} from '@fritz/sky';
import { dateToMjd, mjdToDate } from '../../format/time.ts';
import type { OutboxEntry } from '../outbox/outbox-slice.ts';

/** SkyPortal's words for how it stands with a target. */
export const OBSERVED = 'complete';
export const NOT_OBSERVED = 'not observed';
export const PENDING = 'pending';

/** Below that nobody observes, degrees. */
export const UP_DEG = 30;

type Placed = { readonly obj: Position };

/** A target as it stands in the sky at a time. */
export type Seen = {
  readonly altDeg: number;
  readonly azDeg: number;
  readonly airmass: number | null;
  /** When it goes below 30°: MJD; null: it does not, or is not above. */
  readonly setMjd: number | null;
  /** When it comes above 30°; null: it is, or does not. */
  readonly riseMjd: number | null;
  readonly isUp: boolean;
};

/** Where a target is, as of now. */
export function seenNow({ obj }: Placed, site: Site, mjd: number): Seen {
  const place = apparentPlace(obj, mjd);
  const { altDeg, azDeg } = altAzOf(place, site, mjd);
  const { kind, riseMjd, setMjd } = passageAfter(place, site, {
    fromMjd: mjd,
    altitudeDeg: UP_DEG,
  });
  const isUp = altDeg > UP_DEG;
  return {
    altDeg,
    azDeg,
    airmass: airmassAt(altDeg),
    isUp,
    setMjd: kind === 'never' ? null : setMjd,
    riseMjd: isUp ? null : riseMjd,
  };
}

/** The evening of a run's first night, and how many nights it has. */
type Nights = { readonly calendar_date: string; readonly duration: number };

/**
 * The time that a run's targets are shown for: now, from the noon before its first night to the noon after
 * its last; else the evening of its first night.
 */
export function shownTime({ calendar_date: date, duration }: Nights, site: Site, now: Date): Date {
  const noon = localNoonMjd(dateToMjd(new Date(`${date.slice(0, 10)}T00:00:00Z`)), site.lonDeg);
  const mjd = dateToMjd(now);
  if (mjd >= noon && mjd <= noon + duration) return now;
  return mjdToDate(nightAfter(site, noon).fromMjd);
}

/**
 * By when they go: what is up and sets first comes first, what never sets after it; then what is still to
 * rise, the first first; what does not rise is last.
 */
export function bySetTime<T extends { readonly seen: Seen }>(targets: readonly T[]): readonly T[] {
  const rank = ({ seen }: T) => (seen.isUp ? 0 : seen.riseMjd === null ? 2 : 1);
  const time = ({ seen }: T) => (seen.isUp ? seen.setMjd : seen.riseMjd) ?? Number.MAX_VALUE;
  return targets.toSorted((a, b) => rank(a) - rank(b) || time(a) - time(b));
}

/** How a target stands once the viewer's own marks are laid over the server's word. */
export function statusOf(
  target: { readonly id: number; readonly status: string },
  entries: readonly OutboxEntry[],
): { readonly status: string; readonly isWaiting: boolean } {
  const last = entries.findLast(
    ({ decision, status }) =>
      decision.kind === 'mark' && decision.assignmentId === target.id && status !== 'failed',
  );
  if (last?.decision.kind !== 'mark') return { status: target.status, isWaiting: false };
  const isWaiting = last.status === 'waiting' || last.status === 'sending';
  return { status: last.decision.status, isWaiting };
}

/** `04:31` UTC. */
export function clock(mjd: number): string {
  return mjdToDate(mjd).toISOString().slice(11, 16);
}

/** The altitudes of a place through the night that a time is in, or the next. */
export function nightCurve(obj: Position, site: Site, now: Date) {
  const night = nightAround(site, dateToMjd(now));
  const place = apparentPlace(obj, night.fromMjd);
  const points = sampleSpan(night, 96).map((mjd) => {
    return { mjd, altDeg: altAzOf(place, site, mjd).altDeg };
  });
  return { night, points };
}
