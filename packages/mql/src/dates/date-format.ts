import {
  dayOfMonth,
  dayOfYear,
  isoWeek,
  isoWeekday,
  isoWeekYear,
  monthOf,
  timeOfDay,
  weekdayOf,
  weekOf,
  yearOf,
} from './calendar.ts';

export const MONTHS: readonly string[] =
  'January February March April May June July August September October November December'.split(
    ' ',
  );

export const DEFAULT_FORMAT = '%Y-%m-%dT%H:%M:%S.%LZ';

function padded(value: number, width: number): string {
  return String(value).padStart(width, '0');
}

function offsetText(offsetMs: number): string {
  const minutes = Math.abs(offsetMs) / 60_000;
  const sign = offsetMs < 0 ? '-' : '+';
  return `${sign}${padded(Math.floor(minutes / 60), 2)}${padded(Math.floor(minutes % 60), 2)}`;
}

type Part = (localMs: number, offsetMs: number) => string;

/** What each letter behind a % stands for. */
const PARTS: ReadonlyMap<string, Part> = new Map<string, Part>([
  ['%', () => '%'],
  ['Y', (local) => padded(yearOf(local), 4)],
  ['m', (local) => padded(monthOf(local), 2)],
  ['d', (local) => padded(dayOfMonth(local), 2)],
  ['b', (local) => (MONTHS[monthOf(local) - 1] ?? '').slice(0, 3)],
  ['B', (local) => MONTHS[monthOf(local) - 1] ?? ''],
  ['j', (local) => padded(dayOfYear(local), 3)],
  ['H', (local) => padded(Math.floor(timeOfDay(local) / 3_600_000), 2)],
  ['M', (local) => padded(Math.floor(timeOfDay(local) / 60_000) % 60, 2)],
  ['S', (local) => padded(Math.floor(timeOfDay(local) / 1000) % 60, 2)],
  ['L', (local) => padded(timeOfDay(local) % 1000, 3)],
  ['U', (local) => padded(weekOf(local), 2)],
  ['V', (local) => padded(isoWeek(local), 2)],
  ['G', (local) => padded(isoWeekYear(local), 4)],
  ['u', (local) => String(isoWeekday(local))],
  ['w', (local) => String(weekdayOf(local) + 1)],
  ['z', (_local, offset) => offsetText(offset)],
  ['Z', (_local, offset) => String(offset / 60_000)],
]);

/** The first specifier of a format that is not known; null where all are. */
export function findUnknownSpecifier(format: string): string | null {
  for (const [specifier, letter = ''] of format.matchAll(/%(.?)/gsu)) {
    if (!PARTS.has(letter)) return specifier;
  }
  return null;
}

/** Writes a wall clock's date by a format of which all specifiers are known. */
export function formatDate(localMs: number, offsetMs: number, format: string): string {
  return format.replace(/%(.)/gsu, (whole: string, letter: string) => {
    return PARTS.get(letter)?.(localMs, offsetMs) ?? whole;
  });
}
