import {
  addMonths,
  dayNumber,
  fromParts,
  MS_PER_DAY,
  monthOf,
  weekdayOf,
  yearOf,
} from './calendar.ts';
import { fromLocal, type TimeZone, toLocal } from './time-zones.ts';

/** Units of a fixed length, in milliseconds; days and more follow the wall clock. */
const FIXED_UNITS: ReadonlyMap<string, number> = new Map([
  ['millisecond', 1],
  ['second', 1000],
  ['minute', 60_000],
  ['hour', 3_600_000],
]);

const DAY_UNITS: ReadonlyMap<string, number> = new Map([
  ['day', 1],
  ['week', 7],
]);

const MONTH_UNITS: ReadonlyMap<string, number> = new Map([
  ['month', 1],
  ['quarter', 3],
  ['year', 12],
]);

export const UNITS: readonly string[] = [
  ...FIXED_UNITS.keys(),
  ...DAY_UNITS.keys(),
  ...MONTH_UNITS.keys(),
];

/** Milliseconds of a unit that is always as long; null for months and more. */
export function fixedUnitMs(unit: string): number | null {
  return FIXED_UNITS.get(unit) ?? ((DAY_UNITS.get(unit) ?? 0) * MS_PER_DAY || null);
}

const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const WEEKDAY_NAMES = [
  'sunday',
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
];

/** 0 (Sunday) to 6; null for what is no weekday. */
export function parseWeekday(name: string): number | null {
  const lower = name.toLowerCase();
  const index = Math.max(WEEKDAYS.indexOf(lower), WEEKDAY_NAMES.indexOf(lower));
  return index === -1 ? null : index;
}

/** How dates are counted. */
export interface Counting {
  readonly unit: string;
  readonly zone: TimeZone;
  /** 0 (Sunday) to 6. */
  readonly startOfWeek: number;
}

/** The instant that is `amount` units later. */
export function addUnits(epochMs: number, amount: number, { unit, zone }: Counting): number {
  const fixed = FIXED_UNITS.get(unit);
  if (fixed !== undefined) return epochMs + amount * fixed;
  const local = toLocal(zone, epochMs);
  const days = DAY_UNITS.get(unit);
  if (days !== undefined) return fromLocal(zone, local + amount * days * MS_PER_DAY);
  return fromLocal(zone, addMonths(local, amount * (MONTH_UNITS.get(unit) ?? 0)));
}

function monthNumber(localMs: number): number {
  return yearOf(localMs) * 12 + monthOf(localMs) - 1;
}

/** The first day of the week that a day is in. */
function weekStart(localMs: number, startOfWeek: number): number {
  return dayNumber(localMs) - ((weekdayOf(localMs) - startOfWeek + 7) % 7);
}

/** How many times the wall clock begins a new unit from one instant to the other. */
export function countUnits(startMs: number, endMs: number, counting: Counting): number {
  const { unit, zone, startOfWeek } = counting;
  const start = toLocal(zone, startMs);
  const end = toLocal(zone, endMs);
  const fixed = FIXED_UNITS.get(unit);
  if (fixed !== undefined) {
    // What the clock was put forward or back is not time that went by.
    const shift = end - endMs - (start - startMs);
    return Math.floor(end / fixed) - Math.floor(start / fixed) - Math.floor(shift / fixed);
  }
  if (unit === 'day') return dayNumber(end) - dayNumber(start);
  if (unit === 'week') return (weekStart(end, startOfWeek) - weekStart(start, startOfWeek)) / 7;
  const months = MONTH_UNITS.get(unit) ?? 1;
  return Math.floor(monthNumber(end) / months) - Math.floor(monthNumber(start) / months);
}

const REFERENCE_MS = Date.UTC(2000, 0, 1);
const REFERENCE_DAY = REFERENCE_MS / MS_PER_DAY;

function floorTo(value: number, size: number): number {
  return Math.floor(value / size) * size;
}

/** The start of the bin of `size` units that an instant lies in; bins are counted from 2000. */
export function truncateToUnits(epochMs: number, size: number, counting: Counting): number {
  const { unit, zone, startOfWeek } = counting;
  const local = toLocal(zone, epochMs);
  const fixed = FIXED_UNITS.get(unit);
  if (fixed !== undefined) {
    const start = REFERENCE_MS + floorTo(local - REFERENCE_MS, size * fixed);
    return start - (local - epochMs);
  }
  if (DAY_UNITS.has(unit)) {
    // The first week that begins in 2000 is the reference of weeks; that year began on a Saturday.
    const offset = unit === 'week' ? (startOfWeek - 6 + 7) % 7 : 0;
    const days = size * (DAY_UNITS.get(unit) ?? 1);
    const reference = REFERENCE_DAY + offset;
    const start = reference + floorTo(dayNumber(local) - reference, days);
    return fromLocal(zone, start * MS_PER_DAY);
  }
  const months = size * (MONTH_UNITS.get(unit) ?? 1);
  const start = floorTo(monthNumber(local) - 2000 * 12, months);
  return fromLocal(zone, fromParts(2000, 1 + start, 1));
}
