import { compareValues } from '../compare.ts';
import { type Context, spend } from '../context.ts';
import { CompensatedSum } from '../numbers.ts';
import { isNullish, isNumeric } from '../values.ts';
import { ANY_NUMBER, type ExpressionOperator, type Place, variadic } from './define.ts';

/** An accumulator as an expression: a lone argument that is an array is gone through, once. */
export function accumulator(
  name: string,
  apply: (values: readonly unknown[], at: Place) => unknown,
): ExpressionOperator {
  return variadic(name, ANY_NUMBER, (values, at, context: Context) => {
    const [only] = values;
    const items: readonly unknown[] = values.length === 1 && Array.isArray(only) ? only : values;
    spend(context, items.length);
    return apply(items, at);
  });
}

/** The lowest (sign −1) or highest (sign 1) in BSON order; null and missing do not count. */
export function extreme(sign: number) {
  return (values: readonly unknown[]): unknown => {
    let best: unknown = null;
    for (const value of values) {
      if (isNullish(value)) continue;
      if (typeof value === 'number' && typeof best === 'number' && value !== best) {
        // All but NaN is decided here.
        const order = value > best ? sign : value < best ? -sign : 0;
        if (order > 0) best = value;
        if (order !== 0) continue;
      }
      if (best === null || compareValues(value, best) * sign > 0) best = value;
    }
    return best;
  };
}

export function sum(values: readonly unknown[]): unknown {
  const total = new CompensatedSum();
  for (const value of values) if (isNumeric(value)) total.add(value);
  return total.total();
}

export function average(values: readonly unknown[]): unknown {
  const total = new CompensatedSum();
  let count = 0;
  for (const value of values) {
    if (!isNumeric(value)) continue;
    total.add(value);
    count += 1;
  }
  return count === 0 ? null : total.double() / count;
}

/** Welford's running variance; `missingDegrees` is 1 for a sample, 0 for a population. */
export function standardDeviation(missingDegrees: number) {
  return (values: readonly unknown[]): unknown => {
    let count = 0;
    let mean = 0;
    let squares = 0;
    for (const value of values) {
      if (!isNumeric(value)) continue;
      const x = Number(value);
      count += 1;
      const delta = x - mean;
      mean += delta / count;
      squares += delta * (x - mean);
    }
    const degrees = count - missingDegrees;
    if (degrees <= 0) return null;
    return Number.isFinite(squares) ? Math.sqrt(squares / degrees) : null;
  };
}

export const ACCUMULATORS: readonly ExpressionOperator[] = [
  accumulator('$min', extreme(-1)),
  accumulator('$max', extreme(1)),
  accumulator('$sum', sum),
  accumulator('$avg', average),
  accumulator('$stdDevPop', standardDeviation(0)),
  accumulator('$stdDevSamp', standardDeviation(1)),
];
