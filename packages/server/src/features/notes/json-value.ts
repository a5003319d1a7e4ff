import { stringifyExact } from '@fritz/contract';
import { InvalidRequestError } from '../../http/fritz-error.ts';

/** Deeper JSON overflows the stack of some who read it, the database's parser among them. */
const maxDepth = 32;

/**
 * People's JSON as text that the database can keep and anybody can read again.
 *
 * @throws InvalidRequestError where it is too large or too deep, or has text that is none
 */
export function jsonText(field: string, value: unknown, maxBytes: number): string {
  const refuse = (message: string): never => {
    throw new InvalidRequestError([{ in: 'body', field, message }]);
  };
  if (!isShallow(value, maxDepth)) refuse(`is nested deeper than ${maxDepth} levels`);
  const text = stringifyExact(value);
  // What has no pair is written as an escape; `\\ud8…` in a text of two backslashes is not one.
  if (/(^|[^\\])(\\\\)*\\u(d[89a-f]|0000)/i.test(text)) {
    refuse('has the character NUL, or half of a character');
  }
  if (Buffer.byteLength(text) > maxBytes) refuse(`has more than ${maxBytes} bytes`);
  return text;
}

function isShallow(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return depth > 0 && Object.values(value).every((inner) => isShallow(inner, depth - 1));
}
