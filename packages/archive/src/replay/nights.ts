import type { JdWindow } from '@fritz/surveys';

const MS_PER_DAY = 86_400_000;
/** Julian date of 1970-01-01 (UTC). */
const JD_OF_EPOCH = 2_440_587.5;

/** A night by its UT date, as surveys name theirs. */
export interface Night {
  /** YYYYMMDD. */
  readonly name: string;
  readonly window: JdWindow;
}

/** The night that a time is in. */
export function nightOfJd(jd: number): Night {
  const fromJd = Math.floor(jd - 0.5) + 0.5;
  const date = new Date((fromJd - JD_OF_EPOCH) * MS_PER_DAY);
  return {
    name: date.toISOString().slice(0, 10).replaceAll('-', ''),
    window: { fromJd, toJd: fromJd + 1 },
  };
}

/** A night by its name; null where that is no date. */
export function nightByName(name: string): Night | null {
  const [, year, month, day] = /^(\d{4})-?(\d{2})-?(\d{2})$/.exec(name) ?? [];
  if (!year || !month || !day) return null;
  const start = new Date(`${year}-${month}-${day}T00:00:00Z`);
  if (Number.isNaN(start.getTime())) return null;
  const night = nightOfJd(jdOfTime(start));
  return night.name === `${year}${month}${day}` ? night : null;
}

export function jdOfTime(time: Date): number {
  return time.getTime() / MS_PER_DAY + JD_OF_EPOCH;
}
