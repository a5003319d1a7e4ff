/**
 * Angles on the sphere. Positions are ICRS degrees: ra 0 to 360, dec −90 to 90.
 * Position angles are degrees east of north, 0 to 360.
 */

export const RADIANS_PER_DEGREE = Math.PI / 180;
export const ARCSEC_PER_DEGREE = 3600;
const SECONDS_OF_TIME_PER_DEGREE = 240;

export interface Position {
  ra: number;
  dec: number;
}

export function degreesToRadians(degrees: number): number {
  return degrees * RADIANS_PER_DEGREE;
}

export function radiansToDegrees(radians: number): number {
  return radians / RADIANS_PER_DEGREE;
}

/** The same direction in 0 ≤ ra < 360. */
export function normalizeRa(ra: number): number {
  const turned = ra % 360;
  if (turned >= 0) return turned + 0; // −0 becomes 0
  const positive = turned + 360;
  return positive < 360 ? positive : 0;
}

/** The same direction in −180 < angle ≤ 180. */
export function wrapTo180(degrees: number): number {
  const turned = normalizeRa(degrees);
  return turned > 180 ? turned - 360 : turned;
}

/**
 * Great-circle distance, accurate at every separation, poles and antipodes included.
 * Source: the inverse formula of Vincenty 1975, Survey Review 23, 88, on a sphere.
 */
export function separationArcsec(a: Position, b: Position): number {
  const dec1 = a.dec * RADIANS_PER_DEGREE;
  const dec2 = b.dec * RADIANS_PER_DEGREE;
  // The difference in degrees first: nearby positions keep all their digits.
  const dRa = (b.ra - a.ra) * RADIANS_PER_DEGREE;
  const sinHalf = Math.sin(dRa / 2);
  const across = Math.cos(dec2) * Math.sin(dRa);
  // cos a sin b − sin a cos b cos Δ, without the cancellation at small angles
  const along =
    Math.sin((b.dec - a.dec) * RADIANS_PER_DEGREE) +
    2 * Math.sin(dec1) * Math.cos(dec2) * sinHalf * sinHalf;
  const facing = Math.sin(dec1) * Math.sin(dec2) + Math.cos(dec1) * Math.cos(dec2) * Math.cos(dRa);
  const radians = Math.atan2(Math.hypot(across, along), facing);
  return (radians / RADIANS_PER_DEGREE) * ARCSEC_PER_DEGREE;
}

/** Direction from `a` to `b`, degrees east of north, 0 to 360. Source: Meeus 1998, ch. 17. */
export function positionAngleDegrees(a: Position, b: Position): number {
  const dec1 = a.dec * RADIANS_PER_DEGREE;
  const dec2 = b.dec * RADIANS_PER_DEGREE;
  const dRa = (b.ra - a.ra) * RADIANS_PER_DEGREE;
  const sinHalf = Math.sin(dRa / 2);
  const east = Math.cos(dec2) * Math.sin(dRa);
  const north =
    Math.sin((b.dec - a.dec) * RADIANS_PER_DEGREE) +
    2 * Math.sin(dec1) * Math.cos(dec2) * sinHalf * sinHalf;
  return normalizeRa(Math.atan2(east, north) / RADIANS_PER_DEGREE);
}

/** How far to go east and north (arcsec, along the great circle) from `from` to `to`. */
export function offsetArcsec(from: Position, to: Position): { east: number; north: number } {
  const separation = separationArcsec(from, to);
  const angle = positionAngleDegrees(from, to) * RADIANS_PER_DEGREE;
  return { east: separation * Math.sin(angle), north: separation * Math.cos(angle) };
}

/** The position at a distance and position angle from another. Inverse of the two above. */
export function offsetPosition(
  from: Position,
  separationInArcsec: number,
  positionAngle: number,
): Position {
  const distance = (separationInArcsec / ARCSEC_PER_DEGREE) * RADIANS_PER_DEGREE;
  const angle = positionAngle * RADIANS_PER_DEGREE;
  const dec = from.dec * RADIANS_PER_DEGREE;
  const forward = Math.cos(distance);
  const north = Math.sin(distance) * Math.cos(angle);
  const east = Math.sin(distance) * Math.sin(angle);
  const outward = forward * Math.cos(dec) - north * Math.sin(dec);
  const up = forward * Math.sin(dec) + north * Math.cos(dec);
  return {
    ra: normalizeRa(from.ra + Math.atan2(east, outward) / RADIANS_PER_DEGREE),
    dec: Math.atan2(up, Math.hypot(outward, east)) / RADIANS_PER_DEGREE,
  };
}

/** `hh:mm:ss.ssss`; rounding carries over into minutes and hours, 24h becomes 00h. */
export function formatRa(ra: number, decimals = 4): string {
  const units = 10 ** decimals;
  const day = 86_400 * units;
  const total = Math.round(normalizeRa(ra) * SECONDS_OF_TIME_PER_DEGREE * units) % day;
  return formatSexagesimal(total, decimals);
}

/** `±dd:mm:ss.sss`, the sign always written, also of −00. */
export function formatDec(dec: number, decimals = 3): string {
  const total = Math.round(Math.abs(dec) * ARCSEC_PER_DEGREE * 10 ** decimals);
  const sign = dec < 0 && total > 0 ? '-' : '+';
  return sign + formatSexagesimal(total, decimals);
}

/** `total` is in units of the last decimal of the seconds. */
function formatSexagesimal(total: number, decimals: number): string {
  const units = 10 ** decimals;
  const wholeSeconds = Math.floor(total / units);
  const two = (value: number) => String(value).padStart(2, '0');
  const first = two(Math.floor(wholeSeconds / 3600));
  const minutes = two(Math.floor(wholeSeconds / 60) % 60);
  const fraction = String(total % units).padStart(decimals, '0');
  const seconds = two(wholeSeconds % 60) + (decimals > 0 ? `.${fraction}` : '');
  return `${first}:${minutes}:${seconds}`;
}

const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const SEXAGESIMAL =
  /^([+-]?)\s*(\d{1,3})\s*[:hd°\s]\s*(\d{1,2})(?:\s*[:m'′\s]\s*(\d{1,2}(?:\.\d*)?)\s*(?:s|"|″|'')?|\s*[m'′]?)$/i;

/**
 * Right ascension in degrees from `hh:mm:ss.s`, `hh mm ss`, `5h34m30.7s` or `hh:mm` (hours), or
 * from a plain number (degrees).
 * @returns null if the text is neither, or out of range (0 to 24 h, 0 to 360°).
 */
export function parseRa(text: string): number | null {
  const trimmed = text.trim();
  if (DECIMAL.test(trimmed)) {
    const degrees = Number(trimmed);
    return degrees >= 0 && degrees <= 360 ? normalizeRa(degrees) : null;
  }
  if (/[d°]/i.test(trimmed) || trimmed.startsWith('-')) return null;
  const hours = parseSexagesimal(trimmed);
  return hours === null || hours > 24 ? null : normalizeRa(hours * 15);
}

/**
 * Declination in degrees from `±dd:mm:ss.s`, `±dd mm ss`, `-0d30m0s`, `±dd:mm` or a plain number.
 * @returns null if the text is neither, or beyond ±90°.
 */
export function parseDec(text: string): number | null {
  const trimmed = text.trim().replace(/^[−–]/, '-');
  const degrees = DECIMAL.test(trimmed)
    ? Number(trimmed)
    : /h/i.test(trimmed)
      ? null
      : parseSexagesimal(trimmed);
  return degrees !== null && Math.abs(degrees) <= 90 ? degrees : null;
}

/** The sign stands before all three parts, so that −00:30 is minus half a degree. */
function parseSexagesimal(text: string): number | null {
  const match = SEXAGESIMAL.exec(text);
  if (match === null) return null;
  const minutes = Number(match[3]);
  const seconds = Number(match[4] ?? 0);
  if (minutes >= 60 || seconds >= 60) return null;
  const value = Number(match[2]) + (minutes * 60 + seconds) / 3600;
  return match[1] === '-' ? -value : value;
}
