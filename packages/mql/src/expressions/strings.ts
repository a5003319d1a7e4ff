import { compareStrings } from '../compare.ts';
import { spend } from '../context.ts';
import { fail } from '../errors.ts';
import { isNullish, isNumeric, typeName } from '../values.ts';
import {
  ANY_NUMBER,
  binary,
  type ExpressionOperator,
  type Place,
  unary,
  variadic,
} from './define.ts';

/** A string, or a number or date as text; "" for null and missing. */
export function toText(value: unknown, name: string, at: Place): string {
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

function lowerCase(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

function upperCase(text: string): string {
  return text.replace(/[a-z]+/g, (letters) => letters.toUpperCase());
}

/** MongoDB changes the case of ASCII letters only. */
export const STRINGS: readonly ExpressionOperator[] = [
  concat,
  split,
  unary('$toLower', (value, at) => lowerCase(toText(value, '$toLower', at))),
  unary('$toUpper', (value, at) => upperCase(toText(value, '$toUpper', at))),
  binary('$strcasecmp', (left, right, at) => {
    const [a, b] = [toText(left, '$strcasecmp', at), toText(right, '$strcasecmp', at)];
    return Math.sign(compareStrings(upperCase(a), upperCase(b)));
  }),
  unary('$strLenCP', (value, at) => {
    if (typeof value !== 'string')
      return fail(at, `$strLenCP needs a string, not ${typeName(value)}`);
    return [...value].length;
  }),
];
