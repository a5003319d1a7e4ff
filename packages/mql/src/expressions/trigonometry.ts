import { fail } from '../errors.ts';
import { numericPair, onDouble } from './arithmetic.ts';
import type { ExpressionOperator } from './define.ts';

/** A function of a double with its domain, as MongoDB bounds it; NaN passes through. */
function bounded(
  name: string,
  apply: (value: number) => number,
  isInside: (value: number) => boolean,
): ExpressionOperator {
  return onDouble(name, (value, at) => {
    if (!Number.isNaN(value) && !isInside(value)) fail(at, `${name} cannot take ${value}`);
    return apply(value);
  });
}

const isUnit = (value: number): boolean => value >= -1 && value <= 1;

export const TRIGONOMETRY: readonly ExpressionOperator[] = [
  bounded('$sin', Math.sin, Number.isFinite),
  bounded('$cos', Math.cos, Number.isFinite),
  bounded('$tan', Math.tan, Number.isFinite),
  bounded('$asin', Math.asin, isUnit),
  bounded('$acos', Math.acos, isUnit),
  onDouble('$atan', Math.atan),
  numericPair('$atan2', (y, x) => Math.atan2(Number(y), Number(x))),
  onDouble('$sinh', Math.sinh),
  onDouble('$cosh', Math.cosh),
  onDouble('$tanh', Math.tanh),
  onDouble('$asinh', Math.asinh),
  bounded('$acosh', Math.acosh, (value) => value >= 1),
  bounded('$atanh', Math.atanh, isUnit),
  onDouble('$degreesToRadians', (degrees) => (degrees * Math.PI) / 180),
  onDouble('$radiansToDegrees', (radians) => (radians * 180) / Math.PI),
];
