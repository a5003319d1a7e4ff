import { type Context, spend } from '../context.ts';
import { fail, refuse } from '../errors.ts';
import { compileRegex, type Matcher, type RegexMatch } from '../regex/matcher.ts';
import type { CallNode, Expression } from '../tree.ts';
import { isNullish, isPlainObject, Regex, typeName } from '../values.ts';
import { callNode, compileNamed, type ExpressionOperator, type ParseScope } from './define.ts';

const KEYS = ['input', 'regex', 'options'];

/** A matcher of a pattern and options as values; null where there is no pattern. */
function makeMatcher(regex: unknown, options: unknown, at: string): Matcher | null {
  if (!isNullish(options) && typeof options !== 'string') {
    fail(at, `the regex options must be a string, not ${typeName(options)}`);
  }
  if (isNullish(regex)) {
    compileRegex('', options ?? '', at);
    return null;
  }
  if (typeof regex === 'string') return compileRegex(regex, options ?? '', at);
  if (!(regex instanceof Regex)) return fail(at, `the regex cannot be ${typeName(regex)}`);
  if (!isNullish(options) && regex.options !== '') {
    fail(at, 'the options stand in the regex and in options');
  }
  return compileRegex(regex.pattern, options ?? regex.options, at);
}

function isConstantOrAbsent(node: Expression | undefined): boolean {
  return node === undefined || node.kind === 'constant';
}

function constantOf(node: Expression | undefined): unknown {
  return node?.kind === 'constant' ? node.value : undefined;
}

/** `{input, regex, options}`; a constant regex is tried when the filter is saved. */
function parseRegexCall(operator: string) {
  return (argument: unknown, scope: ParseScope, at: string): CallNode => {
    if (!isPlainObject(argument)) return refuse(at, `${operator} takes {input, regex, options}`);
    const named: Record<string, Expression> = {};
    for (const [key, value] of Object.entries(argument)) {
      if (!KEYS.includes(key)) refuse(`${at}.${key}`, `unrecognized parameter '${key}'`);
      named[key] = scope.parse(value, `${at}.${key}`);
    }
    if (isConstantOrAbsent(named.regex) && isConstantOrAbsent(named.options)) {
      makeMatcher(constantOf(named.regex), constantOf(named.options), `${at}.regex`);
    }
    return callNode(operator, at, { named });
  };
}

/** The matcher for one evaluation: the last one again where pattern and options are the same. */
function compileMatcher(node: CallNode, compile: Parameters<ExpressionOperator['compile']>[1]) {
  const regex = compileNamed(node, 'regex', compile);
  const options = compileNamed(node, 'options', compile);
  let last: { regex: unknown; options: unknown; matcher: Matcher | null } | null = null;
  return (context: Context): Matcher | null => {
    const wanted = { regex: regex(context), options: options(context) };
    if (last === null || last.regex !== wanted.regex || last.options !== wanted.options) {
      const matcher = makeMatcher(wanted.regex, wanted.options, node.at);
      last = { ...wanted, matcher };
    }
    return last.matcher;
  };
}

type Find = (text: string, matcher: Matcher, context: Context) => unknown;

function regexOperator(name: string, otherwise: () => unknown, find: Find): ExpressionOperator {
  return {
    name,
    parse: parseRegexCall(name),
    compile: (node, compile) => {
      const { at } = node;
      const input = compileNamed(node, 'input', compile);
      const matcherOf = compileMatcher(node, compile);
      return (context) => {
        const text = input(context);
        const matcher = matcherOf(context);
        if (!isNullish(text) && typeof text !== 'string') {
          return fail(at, `${name} needs a string as input, not ${typeName(text)}`);
        }
        if (isNullish(text) || matcher === null) return otherwise();
        return find(text, matcher, context);
      };
    },
  };
}

function countCodePoints(text: string): number {
  let count = 0;
  for (const _character of text) count += 1;
  return count;
}

function present(text: string, { start, end, captures }: RegexMatch) {
  const idx = countCodePoints(text.slice(0, start));
  return { match: text.slice(start, end), idx, captures };
}

function findAll(text: string, matcher: Matcher, context: Context): unknown[] {
  const found: unknown[] = [];
  let from = 0;
  do {
    const match = matcher.find(text, from, context);
    if (match === null) break;
    spend(context, 1 + Math.floor(match.start / 64));
    found.push(present(text, match));
    from = match.end;
    if (match.end === match.start) from += (text.codePointAt(from) ?? 0) > 0xffff ? 2 : 1;
  } while (from < text.length);
  return found;
}

export const REGEX: readonly ExpressionOperator[] = [
  regexOperator(
    '$regexMatch',
    () => false,
    (text, matcher, context) => matcher.test(text, context),
  ),
  regexOperator(
    '$regexFind',
    () => null,
    (text, matcher, context) => {
      const match = matcher.find(text, 0, context);
      return match === null ? null : present(text, match);
    },
  ),
  regexOperator('$regexFindAll', () => [], findAll),
];
