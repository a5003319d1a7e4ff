import { airmassAt, altAzOf, apparentPlace, type Site } from '@fritz/sky';

/** Something to be observed in a night. */
export interface ScheduleTarget {
  requestId: number;
  objId: string;
  /** ICRS, degrees. */
  ra: number;
  dec: number;
  /** A higher one first. */
  priority: number;
  hours: number;
  maxAirmass: number;
  /** MJD, UTC; null: at any time. */
  fromMjd: number | null;
  untilMjd: number | null;
  /** What is asked for, in words. */
  what: string;
}

/** When a target is to be observed. */
export interface ScheduledTarget extends ScheduleTarget {
  startMjd: number;
  endMjd: number;
  /** In the middle of it. */
  airmass: number;
}

/** A night's order, and what finds no place in it. */
export interface Schedule {
  rows: ScheduledTarget[];
  left: ScheduleTarget[];
}

const stepDays = 5 / 1440;
/** Of what nobody says how long it takes. */
const leastHours = 0.1;

/**
 * Puts targets into an order for a dark span: at each moment the one of the highest priority that can be
 * observed for all of its time, of several the one that is soonest too low. Greedy, as an observer is.
 */
export function scheduleNight(
  targets: readonly ScheduleTarget[],
  site: Site,
  { fromMjd, untilMjd }: { fromMjd: number; untilMjd: number },
): Schedule {
  const waiting = targets.map((target) => new Visibility(target, site, fromMjd));
  const rows: ScheduledTarget[] = [];
  let now = fromMjd;
  while (now < untilMjd && waiting.length > 0) {
    const best = waiting
      .filter((one) => one.canBegin(now, untilMjd))
      .toSorted(
        (a, b) => b.target.priority - a.target.priority || a.lastBegin(now) - b.lastBegin(now),
      )
      .at(0);
    if (best === undefined) {
      now += stepDays;
      continue;
    }
    rows.push(best.rowAt(now));
    now += best.days;
    waiting.splice(waiting.indexOf(best), 1);
  }
  return { rows, left: waiting.map(({ target }) => target) };
}

/** Where a target stands in a night. */
class Visibility {
  readonly target: ScheduleTarget;
  readonly days: number;
  private readonly site: Site;
  private readonly place: ReturnType<typeof apparentPlace>;

  constructor(target: ScheduleTarget, site: Site, mjd: number) {
    this.target = target;
    this.site = site;
    this.days = Math.max(leastHours, target.hours) / 24;
    this.place = apparentPlace(target, mjd);
  }

  canBegin(mjd: number, endOfNight: number): boolean {
    const { fromMjd, untilMjd } = this.target;
    const end = mjd + this.days;
    if (end > endOfNight || (fromMjd !== null && mjd < fromMjd)) return false;
    if (untilMjd !== null && end > untilMjd) return false;
    return [mjd, mjd + this.days / 2, end].every(
      (at) => this.airmass(at) <= this.target.maxAirmass,
    );
  }

  /** Until when it can be begun, of the next half day. */
  lastBegin(mjd: number): number {
    let at = mjd;
    while (at < mjd + 0.5 && this.canBegin(at + stepDays, Number.POSITIVE_INFINITY)) at += stepDays;
    return at;
  }

  rowAt(mjd: number): ScheduledTarget {
    const airmass = this.airmass(mjd + this.days / 2);
    return { ...this.target, startMjd: mjd, endMjd: mjd + this.days, airmass };
  }

  private airmass(mjd: number): number {
    const { altDeg } = altAzOf(this.place, this.site, mjd);
    return airmassAt(altDeg) ?? Number.POSITIVE_INFINITY;
  }
}
