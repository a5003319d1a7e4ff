import { spend } from '../context.ts';
import { fail } from '../errors.ts';
import { isNullish, isNumeric, typeName } from '../values.ts';
import { ANY_NUMBER, type ExpressionOperator, type Place, unary, variadic } from './define.ts';

/** A string, or a number or date as text; "" for null and missing. */
function toText(value: unknown, name: string, at: Place): string {
  if (typeof value === 'string') return value;
  if (isNullish(value)) return '';
  if (isNumeric(value)) return String(value);
  if (value instanceof Date) return value.toISOString();
  return fail(at, `${name} needs a string, not ${typeName(value)}`);
}

const concat = variadic('$concat', ANY_NUMBER, (values, at, context) => {
  let result = '';
  for (const value of values) {
    if (isNullish(value)) return null;
    if (typeof value !== 'string') fail(at, `$concat needs strings, not ${typeName(value)}`);
    spend(context, Math.ceil(value.length / 64));
    result += value;
  }
  return result;
});

const split = variadic('$split', { min: 2, max: 2 }, ([text, separator], at, context) => {
  if (isNullish(text) || isNullish(separator)) return null;
  if (typeof text !== 'string' || typeof separator !== 'string') {
    return fail(at, `$split needs strings, not ${typeName(text)} and ${typeName(separator)}`);
  }
  if (separator === '') fail(at, "$split's separator must not be empty");
  spend(context, text.length);
  return text.split(separator);
});

/** MongoDB changes the case of ASCII letters only. */
export const STRINGS: readonly ExpressionOperator[] = [
  concat,
  split,
  unary('$toLower', (value, at) =>
    toText(value, '$toLower', at).replace(/[A-Z]+/g, (letters) => letters.toLowerCase()),
  ),
  unary('$toUpper', (value, at) =>
    toText(value, '$toUpper', at).replace(/[a-z]+/g, (letters) => letters.toUpperCase()),
  ),
  unary('$strLenCP', (value, at) => {
    if (typeof value !== 'string')
      return fail(at, `$strLenCP needs a string, not ${typeName(value)}`);
    return [...value].length;
  }),
];
