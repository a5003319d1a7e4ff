import { parseNaiveUtc, toNaiveUtc } from '../../format/time.ts';

/** Which nights are scanned: the last hours, since a moment, or between two (UTC, `datetime-local` text). */
export type TimeWindow =
  /** Since the viewer's last scan ended. */
  | { readonly kind: 'scan' }
  | { readonly kind: 'last'; readonly hours: number }
  | { readonly kind: 'since'; readonly start: string }
  | { readonly kind: 'custom'; readonly start: string; readonly end: string };

/** The query's bounds; `endDate` is always set, so that pages do not shift while new alerts arrive. */
export type WindowBounds = { readonly startDate: string; readonly endDate: string };

export const LAST_HOURS = [6, 12, 24, 48, 72, 168, 720] as const;
export const DEFAULT_WINDOW: TimeWindow = { kind: 'scan' };

/** What is there of candidates that nobody wanted; before that there is nothing to scan. */
const LONGEST_SCAN_HOURS = 168;

const MS_PER_HOUR = 3_600_000;

function hoursBefore(date: Date, hours: number): string {
  return toNaiveUtc(new Date(date.getTime() - hours * MS_PER_HOUR));
}

function isoOr(text: string, fallback: string): string {
  const date = parseNaiveUtc(text);
  return Number.isNaN(date.getTime()) ? fallback : toNaiveUtc(date);
}

/** Since when "since my last scan" is: a day where there was none, a week at most. */
function sinceScan(lastScanAt: string | null, now: Date): string {
  if (lastScanAt === null) return hoursBefore(now, 24);
  const earliest = hoursBefore(now, LONGEST_SCAN_HOURS);
  const last = isoOr(lastScanAt, hoursBefore(now, 24));
  return last < earliest ? earliest : last;
}

/**
 * Turns a window into naive UTC bounds as of `now`; an unreadable date falls back to 24 h.
 * `lastScanAt` is when the viewer's last scan ended.
 */
export function boundsOf(
  window: TimeWindow,
  now: Date,
  lastScanAt: string | null = null,
): WindowBounds {
  const nowText = toNaiveUtc(now);
  switch (window.kind) {
    case 'scan':
      return { startDate: sinceScan(lastScanAt, now), endDate: nowText };
    case 'last':
      return { startDate: hoursBefore(now, window.hours), endDate: nowText };
    case 'since':
      return { startDate: isoOr(window.start, hoursBefore(now, 24)), endDate: nowText };
    case 'custom': {
      const end = isoOr(window.end, nowText);
      return { startDate: isoOr(window.start, hoursBefore(parseNaiveUtc(end), 24)), endDate: end };
    }
  }
}

/** Whether alerts that pass from now on belong to the window. */
export function isOpenEnded(window: TimeWindow): boolean {
  return window.kind !== 'custom';
}

/** `the last 24 h`, `since 2023-10-12 04:00`, for a sentence. */
export function describeWindow(window: TimeWindow): string {
  switch (window.kind) {
    case 'scan':
      return 'since your last scan';
    case 'last':
      return `in the last ${describeHours(window.hours)}`;
    case 'since':
      return `since ${window.start.replace('T', ' ')} UTC`;
    case 'custom':
      return `between ${window.start.replace('T', ' ')} and ${window.end.replace('T', ' ')} UTC`;
  }
}

/** `24 h`, `3 d`. */
export function describeHours(hours: number): string {
  return hours <= 24 ? `${hours} h` : `${Math.round(hours / 24)} d`;
}

/** A date as a `datetime-local` input takes it, in UTC. */
export function toInputValue(date: Date): string {
  return date.toISOString().slice(0, 16);
}

/** The next wider window of the list, or null when it is the widest already. */
export function widen(window: TimeWindow): TimeWindow | null {
  if (window.kind !== 'last') return { kind: 'last', hours: 168 };
  const wider = LAST_HOURS.find((hours) => hours > window.hours);
  return wider === undefined ? null : { kind: 'last', hours: wider };
}
