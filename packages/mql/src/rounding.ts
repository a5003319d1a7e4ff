import { fromBigInt } from './numbers.ts';
import { isIntegerNumber, type Numeric } from './values.ts';

/** Half to even for place 0; exact, because the fraction of a double is a double. */
function roundHalfEven(value: number): number {
  const below = Math.floor(value);
  const fraction = value - below;
  if (fraction < 0.5) return below === 0 && Object.is(value, -0) ? -0 : below;
  if (fraction > 0.5) return below + 1 === 0 ? -0 : below + 1;
  const even = below % 2 === 0 ? below : below + 1;
  return even === 0 && value < 0 ? -0 : even;
}

/** True where `value` lies exactly between two decimals of `place` digits. */
function isTie(value: number, place: number): boolean {
  const digits = value.toFixed(100);
  const after = digits.slice(digits.indexOf('.') + 1 + place);
  return after.startsWith('5') && /^50*$/.test(after);
}

/** Decimal digits kept to `place` > 0, exactly: the double's own value decides, ties go to even. */
function roundDecimals(value: number, place: number): number {
  if (!Number.isFinite(value) || Math.abs(value) >= 2 ** 53) return value;
  const scale = 10 ** place;
  const scaled = value * scale;
  // Far from a half, one rounding error cannot change the result; n / 10^place is correctly rounded.
  if (place <= 22 && Math.abs(scaled) < 2 ** 40) {
    const distance = Math.abs(scaled - Math.trunc(scaled));
    if (Math.abs(distance - 0.5) > 1e-3) {
      const nearest = Math.round(Math.abs(scaled)) / scale;
      return value < 0 ? -nearest : nearest;
    }
  }
  const rounded = value.toFixed(place);
  if (!isTie(value, place) || Number(rounded.at(-1)) % 2 === 0) return Number(rounded);
  // toFixed takes the larger magnitude of a tie; the even neighbour is one unit nearer to zero.
  const units = BigInt(rounded.replace('.', '').replace('-', '')) - 1n;
  const text = units.toString().padStart(place + 1, '0');
  const magnitude = Number(`${text.slice(0, -place)}.${text.slice(-place)}`);
  return value < 0 ? -magnitude : magnitude;
}

function roundBigInt(value: bigint, unit: bigint, hasFraction: boolean): bigint {
  const magnitude = value < 0n ? -value : value;
  const below = magnitude - (magnitude % unit);
  const twice = (magnitude - below) * 2n;
  const isAbove = twice > unit || (twice === unit && hasFraction);
  const isOddTie = twice === unit && !hasFraction && (below / unit) % 2n === 1n;
  const rounded = isAbove || isOddTie ? below + unit : below;
  return value < 0n ? -rounded : rounded;
}

/** `$round`: half to even on the exact value; place from −20 to 100. Integers stay integers. */
export function roundTo(value: Numeric, place: number): Numeric {
  if (typeof value === 'bigint') {
    return place >= 0 ? value : fromBigInt(roundBigInt(value, 10n ** BigInt(-place), false));
  }
  if (!Number.isFinite(value)) return value;
  if (place === 0) return roundHalfEven(value);
  if (place > 0) return isIntegerNumber(value) ? value : roundDecimals(value, place);
  const whole = Math.trunc(value);
  const rounded = roundBigInt(BigInt(whole), 10n ** BigInt(-place), whole !== value);
  return Number(rounded);
}

/** `$trunc`: towards zero on the exact value; place from −20 to 100. */
export function truncateTo(value: Numeric, place: number): Numeric {
  if (typeof value === 'bigint') {
    if (place >= 0) return value;
    return value - (value % 10n ** BigInt(-place));
  }
  if (!Number.isFinite(value)) return value;
  if (place === 0) return Math.trunc(value);
  if (place > 0) {
    if (isIntegerNumber(value) || Math.abs(value) >= 2 ** 53) return value;
    const digits = value.toFixed(100);
    return Number(digits.slice(0, digits.indexOf('.') + 1 + place));
  }
  const whole = BigInt(Math.trunc(value));
  return Number(whole - (whole % 10n ** BigInt(-place)));
}
