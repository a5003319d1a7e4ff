/**
 * Julian dates, modified Julian dates and ISO 8601 text.
 *
 * An `mjd` is UTC unless its name says otherwise. Days of UTC are taken as 86,400 s (the
 * quasi-JD convention of SOFA/ERFA, without its stretched leap-second days).
 */

/** JD of MJD 0, 1858-11-17T00:00 (IAU 1973). */
export const JD_OF_MJD_ZERO = 2_400_000.5;
/** MJD of the Unix epoch, 1970-01-01T00:00 UTC. */
export const MJD_OF_UNIX_EPOCH = 40_587;
export const SECONDS_PER_DAY = 86_400;
export const MILLISECONDS_PER_DAY = 86_400_000;
/** TT − TAI in seconds, by definition (IAU 1991, Recommendation IV). */
export const TT_MINUS_TAI_SECONDS = 32.184;

/**
 * First UTC day (MJD) on which TAI − UTC takes the value in seconds.
 * Source: IERS Bulletin C, up to the leap second of 2016-12-31.
 */
const LEAP_SECONDS: readonly (readonly [firstMjd: number, taiMinusUtcSeconds: number])[] = [
  [41317, 10],
  [41499, 11],
  [41683, 12],
  [42048, 13],
  [42413, 14],
  [42778, 15],
  [43144, 16],
  [43509, 17],
  [43874, 18],
  [44239, 19],
  [44786, 20],
  [45151, 21],
  [45516, 22],
  [46247, 23],
  [47161, 24],
  [47892, 25],
  [48257, 26],
  [48804, 27],
  [49169, 28],
  [49534, 29],
  [50083, 30],
  [50630, 31],
  [51179, 32],
  [53736, 33],
  [54832, 34],
  [56109, 35],
  [57204, 36],
  [57754, 37],
];

export function jdToMjd(jd: number): number {
  return jd - JD_OF_MJD_ZERO;
}

/** A double holds a present-day JD to 40 µs only; prefer `mjd` where precision counts. */
export function mjdToJd(mjd: number): number {
  return mjd + JD_OF_MJD_ZERO;
}

/** To the nearest millisecond. A non-finite or unrepresentable `mjd` gives an invalid Date. */
export function mjdToDate(mjd: number): Date {
  return new Date(Math.round((mjd - MJD_OF_UNIX_EPOCH) * MILLISECONDS_PER_DAY));
}

export function dateToMjd(date: Date): number {
  return date.getTime() / MILLISECONDS_PER_DAY + MJD_OF_UNIX_EPOCH;
}

/**
 * ISO 8601 UTC with milliseconds and a final `Z`, e.g. `2024-04-24T04:54:05.593Z`.
 * @throws RangeError if `mjd` is not a representable time.
 */
export function mjdToIso(mjd: number): string {
  return mjdToDate(mjd).toISOString();
}

const ISO_TIME =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(\.\d*)?)?\s*(Z|[+-]\d{2}:?\d{2})?)?$/i;

/**
 * Parse an ISO 8601 date or time to an MJD (UTC). Without an offset the text is UTC, as in all
 * of astronomy (unlike `Date.parse`). Fractions of a second are kept to the precision of the
 * double (about 1 µs). A 60th second counts as the next minute's first.
 * @returns null if the text is not such a time.
 */
export function isoToMjd(text: string): number | null {
  const match = ISO_TIME.exec(text.trim());
  if (match === null) return null;
  const [year, month, day, hour, minute, second] = match
    .slice(1, 7)
    .map((part) => Number(part ?? 0));
  if (year === undefined || month === undefined || day === undefined) return null;
  if (hour === undefined || minute === undefined || second === undefined) return null;
  if (hour > 24 || minute > 59 || second > 60) return null;
  const midnight = new Date(0);
  midnight.setUTCFullYear(year, month - 1, day);
  // 30 February rolls over silently; a changed month or day gives it away.
  if (midnight.getUTCMonth() !== month - 1 || midnight.getUTCDate() !== day) return null;
  const fraction = Number(`0${match[7] ?? ''}`);
  const offsetMinutes = parseOffsetMinutes(match[8]);
  if (offsetMinutes === null || !Number.isFinite(fraction)) return null;
  const seconds = hour * 3600 + (minute - offsetMinutes) * 60 + second + fraction;
  if (hour === 24 && (minute > 0 || second > 0 || fraction > 0)) return null;
  return dateToMjd(midnight) + seconds / SECONDS_PER_DAY;
}

function parseOffsetMinutes(offset: string | undefined): number | null {
  if (offset === undefined || offset.toUpperCase() === 'Z') return 0;
  const hours = Number(offset.slice(1, 3));
  const minutes = Number(offset.slice(-2));
  if (hours > 23 || minutes > 59) return null;
  return (offset.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}

/** TAI − UTC in seconds at a UTC time; 10 s before 1972, where UTC was not stepped. */
export function taiMinusUtcSeconds(mjd: number): number {
  for (let i = LEAP_SECONDS.length - 1; i >= 0; i--) {
    const entry = LEAP_SECONDS[i];
    if (entry !== undefined && mjd >= entry[0]) return entry[1];
  }
  return 10;
}

export function utcToTaiMjd(mjd: number): number {
  return mjd + taiMinusUtcSeconds(mjd) / SECONDS_PER_DAY;
}

/** Inverse of `utcToTaiMjd`; inside a leap second the result stands still at the day's end. */
export function taiToUtcMjd(mjdTai: number): number {
  for (let i = LEAP_SECONDS.length - 1; i >= 0; i--) {
    const entry = LEAP_SECONDS[i];
    if (entry === undefined) continue;
    const [firstMjd, offsetSeconds] = entry;
    if (mjdTai >= firstMjd + offsetSeconds / SECONDS_PER_DAY) {
      return mjdTai - offsetSeconds / SECONDS_PER_DAY;
    }
    if (mjdTai >= firstMjd + (offsetSeconds - 1) / SECONDS_PER_DAY && i > 0) return firstMjd;
  }
  return mjdTai - 10 / SECONDS_PER_DAY;
}

export function utcToTtMjd(mjd: number): number {
  return utcToTaiMjd(mjd) + TT_MINUS_TAI_SECONDS / SECONDS_PER_DAY;
}
