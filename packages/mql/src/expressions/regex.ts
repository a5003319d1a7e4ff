import { type Context, spend } from '../context.ts';
import { fail, refuse } from '../errors.ts';
import { checkRegex, type Matcher, type RegexMatch } from '../regex/matcher.ts';
import { MatcherCache } from '../regex/matcher-cache.ts';
import type { CallNode, Expression } from '../tree.ts';
import { isNullish, isPlainObject, Regex, typeName } from '../values.ts';
import {
  type CompileExpression,
  callNode,
  compileNamed,
  type ExpressionOperator,
  type ParseScope,
} from './define.ts';

const KEYS = ['input', 'regex', 'options'];

/** Sizes of the matchers that are kept of regexes that filters compute. */
const MAX_KEPT = 200_000;
const kept = new MatcherCache(MAX_KEPT);
/** Regexes that stand in their pipeline, whose allowance they are part of. */
const written = new WeakSet<Expression>();

/** A pattern and its options as values; null where there is no pattern. */
function readRegex(regex: unknown, options: unknown, at: string): Regex | null {
  if (!isNullish(options) && typeof options !== 'string') {
    fail(at, `the regex options must be a string, not ${typeName(options)}`);
  }
  if (isNullish(regex)) {
    checkRegex('', options ?? '', at);
    return null;
  }
  if (typeof regex === 'string') return new Regex(regex, options ?? '');
  if (!(regex instanceof Regex)) return fail(at, `the regex cannot be ${typeName(regex)}`);
  if (!isNullish(options) && regex.options !== '') {
    fail(at, 'the options stand in the regex and in options');
  }
  return new Regex(regex.pattern, options ?? regex.options);
}

function isConstantOrAbsent(node: Expression | undefined): boolean {
  return node === undefined || node.kind === 'constant';
}

function constantOf(node: Expression | undefined): unknown {
  return node?.kind === 'constant' ? node.value : undefined;
}

/** `{input, regex, options}`; a constant regex is checked when the filter is saved. */
function parseRegexCall(operator: string) {
  return (argument: unknown, scope: ParseScope, at: string): CallNode => {
    if (!isPlainObject(argument)) return refuse(at, `${operator} takes {input, regex, options}`);
    const named: Record<string, Expression> = {};
    for (const [key, value] of Object.entries(argument)) {
      if (!KEYS.includes(key)) refuse(`${at}.${key}`, `unrecognized parameter '${key}'`);
      named[key] = scope.parse(value, `${at}.${key}`);
    }
    if (isConstantOrAbsent(named.regex) && isConstantOrAbsent(named.options)) {
      const place = `${at}.regex`;
      const regex = readRegex(constantOf(named.regex), constantOf(named.options), place);
      if (regex !== null) scope.regexes.check(regex.pattern, regex.options, place);
      if (named.regex) written.add(named.regex);
    }
    return callNode(operator, at, { named });
  };
}

/**
 * The matcher for one evaluation; null where there is no pattern. It costs its size in steps each
 * time, also where it is still there from before: what a filter takes does not depend on
 * the documents that came before, nor on how a regex came to be known.
 */
function compileMatcher(node: CallNode, compile: CompileExpression) {
  const regexOf = compileNamed(node, 'regex', compile);
  const optionsOf = compileNamed(node, 'options', compile);
  const isWritten = node.named.regex !== undefined && written.has(node.named.regex);
  let own: Matcher | null = null;
  return (context: Context): Matcher | null => {
    if (own === null) {
      const regex = readRegex(regexOf(context), optionsOf(context), node.at);
      if (regex === null) return null;
      const matcher = kept.get(regex.pattern, regex.options, node.at);
      if (!isWritten) {
        spend(context, matcher.size);
        return matcher;
      }
      own = matcher;
    }
    spend(context, own.size);
    return own;
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
