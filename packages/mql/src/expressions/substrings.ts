import { type Context, spend } from '../context.ts';
import { fail } from '../errors.ts';
import { isInteger } from '../numbers.ts';
import { isNullish, isNumeric, typeName } from '../values.ts';
import { type ExpressionOperator, type Place, unary, variadic } from './define.ts';
import { toText } from './strings.ts';

function wholeNumber(value: unknown, what: string, at: Place): number {
  if (isNumeric(value) && isInteger(value)) return Number(value);
  if (typeof value === 'number' && Number.isFinite(value)) return Math.trunc(value);
  return fail(at, `${what} must be a number, not ${typeName(value)}`);
}

function demandString(value: unknown, what: string, at: Place): string {
  return typeof value === 'string'
    ? value
    : fail(at, `${what} must be a string, not ${typeName(value)}`);
}

function substringOfCodePoints(
  [text, start, length]: readonly unknown[],
  at: Place,
  context: Context,
) {
  const characters = [...toText(text, '$substrCP', at)];
  spend(context, Math.ceil(characters.length / 16));
  const from = wholeNumber(start, "$substrCP's start", at);
  const count = wholeNumber(length, "$substrCP's length", at);
  if (from < 0 || count < 0) fail(at, "$substrCP's start and length must not be negative");
  return characters.slice(from, from + count).join('');
}

function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80;
}

/** A negative length takes all that is left. */
function substringOfBytes(name: string) {
  return ([text, start, length]: readonly unknown[], at: Place, context: Context): string => {
    const bytes = new TextEncoder().encode(toText(text, name, at));
    spend(context, Math.ceil(bytes.length / 16));
    const from = wholeNumber(start, `${name}'s start`, at);
    const count = wholeNumber(length, `${name}'s length`, at);
    if (from < 0) fail(at, `${name}'s start must not be negative`);
    if (from >= bytes.length) return '';
    const to = count < 0 ? bytes.length : Math.min(bytes.length, from + count);
    if (isContinuation(bytes[from])) fail(at, `${name}'s start lies within a character`);
    if (isContinuation(bytes[to])) fail(at, `${name}'s end lies within a character`);
    return new TextDecoder().decode(bytes.subarray(from, to));
  };
}

interface Units {
  readonly name: string;
  readonly split: (text: string) => ArrayLike<unknown>;
}

/** The bounds of a search; null where it cannot find anything. */
function readBounds([, , start, end]: readonly unknown[], length: number, name: string, at: Place) {
  const from = start === undefined ? 0 : wholeNumber(start, `${name}'s start`, at);
  const to = end === undefined ? length : wholeNumber(end, `${name}'s end`, at);
  if (from < 0 || to < 0) fail(at, `${name}'s bounds must not be negative`);
  return { from, to: Math.min(to, length) };
}

function indexOfUnits({ name, split }: Units): ExpressionOperator {
  return variadic(name, { min: 2, max: 4 }, (values, at, context) => {
    const [text, wanted] = values;
    if (isNullish(text)) return null;
    const where = split(demandString(text, `${name}'s first argument`, at));
    const what = split(demandString(wanted, `${name}'s second argument`, at));
    const { from, to } = readBounds(values, where.length, name, at);
    for (let start = from; start + what.length <= to; start += 1) {
      let length = 0;
      while (length < what.length && where[start + length] === what[length]) length += 1;
      spend(context, 1 + Math.floor(length / 32));
      if (length === what.length) return start;
    }
    return -1;
  });
}

export const SUBSTRINGS: readonly ExpressionOperator[] = [
  variadic('$substrCP', { min: 3, max: 3 }, substringOfCodePoints),
  variadic('$substrBytes', { min: 3, max: 3 }, substringOfBytes('$substrBytes')),
  variadic('$substr', { min: 3, max: 3 }, substringOfBytes('$substr')),
  indexOfUnits({ name: '$indexOfCP', split: (text) => [...text] }),
  indexOfUnits({ name: '$indexOfBytes', split: (text) => new TextEncoder().encode(text) }),
  unary('$strLenBytes', (value, at) => {
    const text = demandString(value, "$strLenBytes's argument", at);
    return new TextEncoder().encode(text).length;
  }),
];
