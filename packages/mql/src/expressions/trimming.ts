import { type Context, spend } from '../context.ts';
import { fail } from '../errors.ts';
import { isNullish, typeName } from '../values.ts';
import {
  callNode,
  compileNamed,
  type ExpressionOperator,
  type Place,
  readNamed,
} from './define.ts';

/** What MongoDB takes for white space where no characters are named. */
const WHITESPACE = new Set(
  '\0\t\n\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a',
);

interface Sides {
  readonly left: boolean;
  readonly right: boolean;
}

function trimText(text: string, chars: ReadonlySet<string>, { left, right }: Sides): string {
  const characters = [...text];
  let start = 0;
  let end = characters.length;
  while (left && start < end && chars.has(characters[start] ?? '')) start += 1;
  while (right && end > start && chars.has(characters[end - 1] ?? '')) end -= 1;
  return characters.slice(start, end).join('');
}

/** Named string arguments; null where any is null or missing. */
function readTexts(
  values: Readonly<Record<string, unknown>>,
  name: string,
  at: Place,
): Readonly<Record<string, string>> | null {
  const texts: Record<string, string> = {};
  for (const [key, value] of Object.entries(values)) {
    if (!isNullish(value) && typeof value !== 'string') {
      fail(at, `${name}'s ${key} must be a string, not ${typeName(value)}`);
    }
    if (typeof value === 'string') texts[key] = value;
  }
  return Object.keys(texts).length === Object.keys(values).length ? texts : null;
}

interface Keys {
  readonly required: readonly string[];
  readonly optional?: readonly string[];
}

/** An operator of named strings: null where one is null or missing. */
function ofTexts(
  name: string,
  keys: Keys,
  apply: (texts: Readonly<Record<string, string>>, context: Context) => string,
): ExpressionOperator {
  return {
    name,
    parse: (argument, scope, at) => {
      const given = Object.entries(readNamed(argument, keys, at));
      const named = given.map(([key, value]) => [key, scope.parse(value, `${at}.${key}`)] as const);
      return callNode(name, at, { named: Object.fromEntries(named) });
    },
    compile: (node, compile) => {
      const parts = Object.keys(node.named).map(
        (key) => [key, compileNamed(node, key, compile)] as const,
      );
      return (context) => {
        const values = parts.map(([key, evaluate]) => [key, evaluate(context)] as const);
        const texts = readTexts(Object.fromEntries(values), name, node.at);
        return texts === null ? null : apply(texts, context);
      };
    },
  };
}

function trim(name: string, sides: Sides): ExpressionOperator {
  const keys = { required: ['input'], optional: ['chars'] };
  return ofTexts(name, keys, ({ input = '', chars }, context) => {
    spend(context, Math.ceil(input.length / 16));
    return trimText(input, chars === undefined ? WHITESPACE : new Set(chars), sides);
  });
}

const REPLACE_KEYS = { required: ['input', 'find', 'replacement'] };

export const TRIMMING: readonly ExpressionOperator[] = [
  trim('$trim', { left: true, right: true }),
  trim('$ltrim', { left: true, right: false }),
  trim('$rtrim', { left: false, right: true }),
  ofTexts('$replaceOne', REPLACE_KEYS, ({ input = '', find = '', replacement = '' }, context) => {
    spend(context, Math.ceil(input.length / 16));
    return input.replace(find, () => replacement);
  }),
  ofTexts('$replaceAll', REPLACE_KEYS, ({ input = '', find = '', replacement = '' }, context) => {
    // As long as the result can become at most, before it is made.
    const times = Math.ceil((input.length + 1) / Math.max(1, find.length));
    spend(context, Math.ceil((input.length + times * replacement.length) / 64));
    return input.replaceAll(find, () => replacement);
  }),
];
