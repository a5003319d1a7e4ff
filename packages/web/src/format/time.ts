const MJD_OF_UNIX_EPOCH = 40587;
const MS_PER_DAY = 86_400_000;

export function mjdToDate(mjd: number): Date {
  return new Date((mjd - MJD_OF_UNIX_EPOCH) * MS_PER_DAY);
}

export function dateToMjd(date: Date): number {
  return date.getTime() / MS_PER_DAY + MJD_OF_UNIX_EPOCH;
}

/** `2023-10-12 04:31:07` (UTC); the unit is named where it is shown. */
export function formatUtc(date: Date): string {
  return date.toISOString().slice(0, 19).replace('T', ' ');
}

/** The server's naive ISO times are UTC; a bare `new Date` would read them as local. */
export function parseNaiveUtc(iso: string): Date {
  const isZoned = /(?:[zZ]|[+-]\d\d:?\d\d)$/.test(iso);
  return new Date(isZoned ? iso : `${iso}Z`);
}

/** `2023-10-12T04:31:07.123`, as the API takes it: UTC without a zone. */
export function toNaiveUtc(date: Date): string {
  return date.toISOString().slice(0, 23);
}

/** A span of days in the unit a person would choose: `40 s`, `12 min`, `3.5 h`, `12.4 d`, `2.1 yr`. */
export function formatSpan(days: number): string {
  const size = Math.abs(days);
  if (size < 1 / 1440) return `${Math.round(size * 86_400)} s`;
  if (size < 1 / 24) return `${Math.round(size * 1440)} min`;
  if (size < 1) return `${(size * 24).toFixed(1)} h`;
  if (size < 100) return `${size.toFixed(1)} d`;
  if (size < 1000) return `${Math.round(size)} d`;
  return `${(size / 365.25).toFixed(1)} yr`;
}

/** `3.5 h ago`, or `in 2 min` when clocks disagree. */
export function formatAgo(then: Date, now: Date): string {
  const days = (now.getTime() - then.getTime()) / MS_PER_DAY;
  return days >= 0 ? `${formatSpan(days)} ago` : `in ${formatSpan(days)}`;
}
