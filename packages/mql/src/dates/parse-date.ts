import { fromIsoWeek, fromParts, MS_PER_DAY } from './calendar.ts';
import { MONTHS } from './date-format.ts';
import { findTimeZone, fromLocal, type TimeZone } from './time-zones.ts';

const TIME = String.raw`(\d{1,2}):(\d{2})(?:[:.](\d{2})(?:[.,](\d{1,9}))?)?`;
const OFFSET = String.raw`(?:GMT|UTC)?[+-]\d{1,2}(?::?\d{2})?`;
const ZONE = String.raw`(${OFFSET}|[A-Z]{1,5}|[A-Z][A-Za-z_]+\/[A-Za-z_/+-]+)?`;
const ISO = new RegExp(String.raw`^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]${TIME})?\s*${ZONE}$`);

/** Hours ahead of UTC, of the abbreviations that are in use and unambiguous. */
const ABBREVIATIONS: ReadonlyMap<string, number> = new Map([
  ['EST', -5],
  ['EDT', -4],
  ['CST', -6],
  ['CDT', -5],
  ['MST', -7],
  ['MDT', -6],
  ['PST', -8],
  ['PDT', -7],
  ['WET', 0],
  ['WEST', 1],
  ['CET', 1],
  ['CEST', 2],
  ['EET', 2],
  ['EEST', 3],
  ['JST', 9],
]);

/** The letters of military time zones; J is not among them. */
const EAST = 'ABCDEFGHIKLM';
const WEST = 'NOPQRSTUVWXY';

function hoursOf(name: string): number | null {
  const known = ABBREVIATIONS.get(name);
  if (known !== undefined || name.length !== 1) return known ?? null;
  if (EAST.includes(name)) return EAST.indexOf(name) + 1;
  return WEST.includes(name) ? -(WEST.indexOf(name) + 1) : null;
}

/** The time zone that a text of a date ends in; null for one that is not known. */
function readZone(text: string): TimeZone | null {
  const hours = hoursOf(text);
  if (hours !== null) return { isUtc: hours === 0, offsetMs: () => hours * 3_600_000 };
  const [, sign, offsetHours, minutes = '00'] =
    /^(?:GMT|UTC)?([+-])(\d{1,2}):?(\d{2})?$/.exec(text) ?? [];
  if (sign === undefined || offsetHours === undefined) return findTimeZone(text);
  return findTimeZone(`${sign}${offsetHours.padStart(2, '0')}:${minutes}`);
}

/** Milliseconds of the digits behind a decimal point. */
function fractionMs(digits: string): number {
  return Math.floor(Number(digits.padEnd(3, '0').slice(0, 3)));
}

/** What a text says about a date; what it does not say is undefined. */
interface Fields {
  year?: number;
  month?: number;
  day?: number;
  dayOfYear?: number;
  isoYear?: number;
  isoWeek?: number;
  isoDay?: number;
  hour?: number;
  minute?: number;
  second?: number;
  millisecond?: number;
  offsetMs?: number;
}

function isBetween(value: number | undefined, low: number, high: number): boolean {
  return value === undefined || (value >= low && value <= high);
}

function toLocalMs(fields: Fields): number | null {
  const { year, month, day, hour = 0, minute = 0, second = 0, millisecond = 0 } = fields;
  const isInRange =
    isBetween(month, 1, 12) &&
    isBetween(day, 1, 31) &&
    isBetween(hour, 0, 24) &&
    isBetween(minute, 0, 59) &&
    isBetween(second, 0, 60);
  if (!isInRange) return null;
  const timeMs = hour * 3_600_000 + minute * 60_000 + second * 1000 + millisecond;
  const { isoYear, isoWeek, isoDay, dayOfYear } = fields;
  if (isoYear !== undefined) return fromIsoWeek(isoYear, isoWeek ?? 1, isoDay ?? 1, timeMs);
  if (year === undefined) return null;
  if (dayOfYear !== undefined) return fromParts(year, 1, 1, timeMs) + (dayOfYear - 1) * MS_PER_DAY;
  return month === undefined || day === undefined ? null : fromParts(year, month, day, timeMs);
}

/** A date of ISO 8601, in UTC where it does not say; null for anything else. */
export function parseIsoDate(text: string, zone: TimeZone | null): number | null {
  const found = ISO.exec(text.trim());
  if (found === null) return null;
  const [year, month, day, hour, minute, second] = found
    .slice(1, 7)
    .map((part) => (part === undefined ? undefined : Number(part)));
  const millisecond = fractionMs(found[7] ?? '0');
  const own = found[8] === undefined ? null : readZone(found[8]);
  if (found[8] !== undefined && own === null) return null;
  // A time zone that is given twice is an error to MongoDB.
  if (own !== null && zone !== null) return null;
  const local = toLocalMs({
    ...(year === undefined ? {} : { year }),
    ...(month === undefined ? {} : { month }),
    ...(day === undefined ? {} : { day }),
    ...(hour === undefined ? {} : { hour }),
    ...(minute === undefined ? {} : { minute }),
    ...(second === undefined ? {} : { second }),
    millisecond,
  });
  if (local === null) return null;
  const used = own ?? zone;
  return used === null ? local : fromLocal(used, local);
}

type Read = (text: string, fields: Fields) => void;

function number(key: keyof Fields): Read {
  return (text, fields) => {
    fields[key] = Number(text);
  };
}

function monthByName(text: string, fields: Fields): void {
  const index = MONTHS.findIndex((name) =>
    name.toLowerCase().startsWith(text.toLowerCase().slice(0, 3)),
  );
  fields.month = index + 1;
}

/** Per specifier the pattern of its text and what it says. */
const SPECIFIERS: ReadonlyMap<string, readonly [pattern: string, read: Read]> = new Map([
  ['Y', [String.raw`\d{4}`, number('year')]],
  ['m', [String.raw`\d{1,2}`, number('month')]],
  ['d', [String.raw`\d{1,2}`, number('day')]],
  ['b', ['[A-Za-z]{3}', monthByName]],
  ['B', ['[A-Za-z]{3,9}', monthByName]],
  ['j', [String.raw`\d{1,3}`, number('dayOfYear')]],
  ['H', [String.raw`\d{1,2}`, number('hour')]],
  ['M', [String.raw`\d{1,2}`, number('minute')]],
  ['S', [String.raw`\d{1,2}`, number('second')]],
  [
    'L',
    [
      String.raw`\d{1,3}`,
      (text: string, fields: Fields) => {
        fields.millisecond = fractionMs(text);
      },
    ],
  ],
  ['G', [String.raw`\d{4}`, number('isoYear')]],
  ['V', [String.raw`\d{1,2}`, number('isoWeek')]],
  ['u', ['[1-7]', number('isoDay')]],
  [
    'z',
    [
      String.raw`\s*(?:${OFFSET}|[A-Z]{1,5})`,
      (text: string, fields: Fields) => {
        fields.offsetMs = readZone(text.trim())?.offsetMs(0) ?? Number.NaN;
      },
    ],
  ],
  [
    'Z',
    [
      String.raw`[+-]\d{1,4}`,
      (text: string, fields: Fields) => {
        fields.offsetMs = Number(text) * 60_000;
      },
    ],
  ],
] as const satisfies [string, readonly [string, Read]][]);

/** The specifier of a format that cannot be read; null where all can. */
export function findUnreadableSpecifier(format: string): string | null {
  for (const [specifier, letter = ''] of format.matchAll(/%(.?)/gsu)) {
    if (letter !== '%' && !SPECIFIERS.has(letter)) return specifier;
  }
  return null;
}

function escapeForRegex(text: string): string {
  return text.replace(/[$()*+./?[\\\]^{|}]/g, '\\$&');
}

/** Reads a date by a format of which all specifiers are known; null where the text is another. */
export function parseFormattedDate(
  text: string,
  format: string,
  zone: TimeZone | null,
): number | null {
  const reads: Read[] = [];
  const pattern = format
    .split(/(%.)/su)
    .map((part) => {
      const specifier = part.startsWith('%') ? SPECIFIERS.get(part.slice(1)) : undefined;
      if (specifier === undefined) return escapeForRegex(part === '%%' ? '%' : part);
      reads.push(specifier[1]);
      return `(${specifier[0]})`;
    })
    .join('');
  const found = new RegExp(`^${pattern}$`, 'u').exec(text);
  if (found === null) return null;
  const fields: Fields = {};
  for (const [index, read] of reads.entries()) read(found[index + 1] ?? '', fields);
  const local = toLocalMs(fields);
  if (local === null || (fields.offsetMs !== undefined && zone !== null)) return null;
  if (Number.isNaN(fields.offsetMs)) return null;
  if (fields.offsetMs !== undefined) return local - fields.offsetMs;
  return zone === null ? local : fromLocal(zone, local);
}
