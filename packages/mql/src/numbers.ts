import type { Numeric } from './values.ts';
import { isIntegerNumber } from './values.ts';

const LONG_MIN = -(2n ** 63n);
const LONG_MAX = 2n ** 63n - 1n;

/** A long, or a double where 64 bits are not enough. */
export function fromBigInt(value: bigint): Numeric {
  return value >= LONG_MIN && value <= LONG_MAX ? value : Number(value);
}

export function isLong(value: bigint): boolean {
  return value >= LONG_MIN && value <= LONG_MAX;
}

export function isInteger(value: Numeric): boolean {
  return typeof value === 'bigint' || isIntegerNumber(value);
}

type Operation = readonly [
  onDoubles: (a: number, b: number) => number,
  onLongs: (a: bigint, b: bigint) => bigint,
];

/** The widest type of the two decides; integers that outgrow it go int → long → double. */
function combine(a: Numeric, b: Numeric, [onDoubles, onLongs]: Operation): Numeric {
  if (typeof a === 'number' && typeof b === 'number') {
    const result = onDoubles(a, b);
    if (Math.abs(result) <= Number.MAX_SAFE_INTEGER) return result;
    if (!isIntegerNumber(a) || !isIntegerNumber(b)) return result;
  } else if (!isInteger(a) || !isInteger(b)) {
    return onDoubles(Number(a), Number(b));
  }
  return fromBigInt(onLongs(BigInt(a), BigInt(b)));
}

const ADD: Operation = [(a, b) => a + b, (a, b) => a + b];
const SUBTRACT: Operation = [(a, b) => a - b, (a, b) => a - b];
const MULTIPLY: Operation = [(a, b) => a * b, (a, b) => a * b];

export function add(a: Numeric, b: Numeric): Numeric {
  return combine(a, b, ADD);
}

export function subtract(a: Numeric, b: Numeric): Numeric {
  return combine(a, b, SUBTRACT);
}

export function multiply(a: Numeric, b: Numeric): Numeric {
  return combine(a, b, MULTIPLY);
}

/** The remainder with the dividend's sign; the divisor is not 0. */
export function remainder(a: Numeric, b: Numeric): Numeric {
  if (typeof a === 'number' && typeof b === 'number') {
    const result = a % b;
    // An integer has no negative zero.
    return result === 0 && isIntegerNumber(a) && isIntegerNumber(b) ? 0 : result;
  }
  if (isInteger(a) && isInteger(b)) return BigInt(a) % BigInt(b);
  return Number(a) % Number(b);
}

/** Integer power where it is exact in 64 bits; otherwise IEEE doubles. Base 0 needs exponent ≥ 0. */
export function power(base: Numeric, exponent: Numeric): Numeric {
  const asDouble = Number(base) ** Number(exponent);
  if (!isInteger(base) || !isInteger(exponent)) return asDouble;
  const isLongResult = typeof base === 'bigint' || typeof exponent === 'bigint';
  if (exponent < 0) {
    const unitBase = Number(base);
    if (Math.abs(unitBase) !== 1) return asDouble;
    const unit = unitBase === 1 || BigInt(exponent) % 2n === 0n ? 1 : -1;
    return isLongResult ? BigInt(unit) : unit;
  }
  if (Math.abs(asDouble) <= Number.MAX_SAFE_INTEGER && !isLongResult) return asDouble;
  if (Math.abs(asDouble) > 2 ** 64) return asDouble;
  return fromBigInt(BigInt(base) ** BigInt(exponent));
}

/** Sum in double-double arithmetic (Knuth's two-sum), as MongoDB's accumulators add. */
export class CompensatedSum {
  private high = 0;
  private low = 0;
  private integers: Numeric = 0;
  private isIntegral = true;
  private hasLong = false;

  add(value: Numeric): void {
    if (typeof value === 'bigint') this.hasLong = true;
    if (!isInteger(value)) this.isIntegral = false;
    else if (this.isIntegral) this.addInteger(value);
    this.addDouble(Number(value));
  }

  private addInteger(value: Numeric): void {
    if (typeof value === 'number' && typeof this.integers === 'number') {
      const sum = this.integers + value;
      if (Number.isSafeInteger(sum)) {
        this.integers = sum;
        return;
      }
    }
    this.integers = BigInt(this.integers) + BigInt(value);
  }

  private addDouble(value: number): void {
    const sum = this.high + value;
    const part = sum - this.high;
    this.low += this.high - (sum - part) + (value - part);
    this.high = sum;
  }

  /** The exact integer where all terms were integers, else the double nearest to the sum. */
  total(): Numeric {
    if (!this.isIntegral) return this.double();
    if (typeof this.integers === 'bigint') return fromBigInt(this.integers);
    return this.hasLong ? BigInt(this.integers) : this.integers;
  }

  double(): number {
    return Number.isFinite(this.high) ? this.high + this.low : this.high;
  }
}
