/** Parts of a wall clock's date; `localMs` as of time-zones.ts. */

export const MS_PER_DAY = 86_400_000;

/** Milliseconds of a calendar date; parts out of range carry over. */
export function fromParts(year: number, month: number, day: number, timeMs = 0): number {
  const date = new Date(0);
  // setUTCFullYear, since Date.UTC takes years below 100 for those of the 20th century.
  date.setUTCFullYear(year, month - 1, day);
  return date.getTime() + timeMs;
}

export function yearOf(localMs: number): number {
  return new Date(localMs).getUTCFullYear();
}

/** 1 to 12. */
export function monthOf(localMs: number): number {
  return new Date(localMs).getUTCMonth() + 1;
}

export function dayOfMonth(localMs: number): number {
  return new Date(localMs).getUTCDate();
}

/** Days since 1970-01-01. */
export function dayNumber(localMs: number): number {
  return Math.floor(localMs / MS_PER_DAY);
}

/** 1 to 366. */
export function dayOfYear(localMs: number): number {
  return dayNumber(localMs) - dayNumber(fromParts(yearOf(localMs), 1, 1)) + 1;
}

/** 0 (Sunday) to 6. */
export function weekdayOf(localMs: number): number {
  return new Date(localMs).getUTCDay();
}

/** 1 (Monday) to 7 (ISO 8601). */
export function isoWeekday(localMs: number): number {
  return weekdayOf(localMs) || 7;
}

/** Weeks that begin on Sunday, 0 to 53: the days before the first Sunday are in week 0. */
export function weekOf(localMs: number): number {
  return Math.floor((dayOfYear(localMs) + 6 - weekdayOf(localMs)) / 7);
}

/** The Thursday of the week decides which year the week is of (ISO 8601). */
function thursdayOf(localMs: number): number {
  return (dayNumber(localMs) + 4 - isoWeekday(localMs)) * MS_PER_DAY;
}

export function isoWeekYear(localMs: number): number {
  return yearOf(thursdayOf(localMs));
}

/** 1 to 53. */
export function isoWeek(localMs: number): number {
  return Math.ceil(dayOfYear(thursdayOf(localMs)) / 7);
}

/** The date of a day of an ISO week. */
export function fromIsoWeek(year: number, week: number, day: number, timeMs = 0): number {
  const january4 = fromParts(year, 1, 4);
  const days = dayNumber(january4) - isoWeekday(january4) + (week - 1) * 7 + day;
  return days * MS_PER_DAY + timeMs;
}

/** Milliseconds since midnight. */
export function timeOfDay(localMs: number): number {
  return localMs - dayNumber(localMs) * MS_PER_DAY;
}

/** Moves by months; a day that the month does not have becomes its last. */
export function addMonths(localMs: number, months: number): number {
  const year = yearOf(localMs);
  const month = monthOf(localMs) + months;
  const lastDay = dayOfMonth(fromParts(year, month + 1, 0));
  return fromParts(year, month, Math.min(dayOfMonth(localMs), lastDay), timeOfDay(localMs));
}
