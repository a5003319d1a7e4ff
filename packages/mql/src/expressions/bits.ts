import { fail } from '../errors.ts';
import { isInteger } from '../numbers.ts';
import { isNullish, isNumeric, type Numeric, typeName } from '../values.ts';
import { ANY_NUMBER, type ExpressionOperator, type Place, unary, variadic } from './define.ts';

function demandInteger(value: unknown, name: string, at: Place): Numeric {
  if (isNumeric(value) && isInteger(value)) return value;
  return fail(at, `${name} needs ints or longs, not ${typeName(value)}`);
}

/** An int where all are ints, else a long. */
function combine(name: string, unit: bigint, apply: (a: bigint, b: bigint) => bigint) {
  return variadic(name, ANY_NUMBER, (values, at) => {
    let result = unit;
    let isLong = false;
    let isNull = false;
    for (const value of values) {
      if (isNullish(value)) isNull = true;
      else {
        const number = demandInteger(value, name, at);
        isLong ||= typeName(number) === 'long';
        result = apply(result, BigInt(number));
      }
    }
    if (isNull) return null;
    return isLong ? result : Number(result);
  });
}

export const BITS: readonly ExpressionOperator[] = [
  combine('$bitAnd', -1n, (a, b) => a & b),
  combine('$bitOr', 0n, (a, b) => a | b),
  combine('$bitXor', 0n, (a, b) => a ^ b),
  unary('$bitNot', (value, at) => {
    if (isNullish(value)) return null;
    const number = demandInteger(value, '$bitNot', at);
    return typeName(number) === 'long' ? ~BigInt(number) : ~Number(number);
  }),
];
