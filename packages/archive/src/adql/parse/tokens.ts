import { AdqlFault, type At } from '../adql-error.ts';

/** A piece of a query's text. */
export type Token =
  | { readonly kind: 'name'; readonly text: string; readonly upper: string; readonly at: At }
  | { readonly kind: 'quoted'; readonly text: string; readonly at: At }
  | { readonly kind: 'text'; readonly text: string; readonly at: At }
  | { readonly kind: 'number'; readonly text: string; readonly at: At }
  | { readonly kind: 'sign'; readonly text: string; readonly at: At }
  | { readonly kind: 'end'; readonly text: ''; readonly at: At };

/** More text than this is no query that a person wrote. */
export const MAX_QUERY_CHARS = 1_000_000;
/** And more pieces are more than is looked at. */
const MAX_TOKENS = 60_000;

const SPACE = /(?:\s|--[^\n]*(?:\n|$))*/y;
const NAME = /[A-Za-z_]\w*/y;
const NUMBER = /0[xX][0-9a-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y;
const SIGN = /<>|!=|<=|>=|\|\||[-+*/(),.<>=;]/y;

/** Takes a query's text apart. @throws AdqlFault at what belongs to no query */
export function tokenize(text: string): Token[] {
  if (text.length > MAX_QUERY_CHARS) {
    throw new AdqlFault(0, `a query has at most ${MAX_QUERY_CHARS} characters`);
  }
  const tokens: Token[] = [];
  let at = skipSpace(text, 0);
  while (at < text.length) {
    const token = tokenAt(text, at);
    if (tokens.push(token.token) > MAX_TOKENS) {
      throw new AdqlFault(at, `a query has at most ${MAX_TOKENS} words and signs`);
    }
    at = skipSpace(text, token.end);
  }
  tokens.push({ kind: 'end', text: '', at: text.length });
  return tokens;
}

function skipSpace(text: string, at: number): number {
  return at + (match(SPACE, text, at)?.length ?? 0);
}

function match(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? null;
}

function tokenAt(text: string, at: number): { token: Token; end: number } {
  const first = text[at];
  if (first === "'" || first === '"') return quotedAt(text, at, first);
  const name = match(NAME, text, at);
  if (name !== null) {
    return {
      token: { kind: 'name', text: name, upper: name.toUpperCase(), at },
      end: at + name.length,
    };
  }
  const number = match(NUMBER, text, at);
  if (number !== null) {
    const end = at + number.length;
    if (match(NAME, text, end) !== null) {
      throw new AdqlFault(at, 'a name cannot begin with a digit: put it in double quotes');
    }
    return { token: { kind: 'number', text: number, at }, end };
  }
  const sign = match(SIGN, text, at);
  if (sign !== null) return { token: { kind: 'sign', text: sign, at }, end: at + sign.length };
  throw new AdqlFault(at, `no query has the character ${JSON.stringify(first)}`);
}

function quotedAt(text: string, at: number, quote: '"' | "'"): { token: Token; end: number } {
  let from = at + 1;
  for (;;) {
    const close = text.indexOf(quote, from);
    if (close < 0) throw new AdqlFault(at, `the quote ${quote} is not closed`);
    if (text[close + 1] !== quote) {
      const inner = text.slice(at + 1, close).replaceAll(quote + quote, quote);
      if (inner.includes('\0')) throw new AdqlFault(at, 'a text cannot hold the character NUL');
      if (quote === "'") return { token: { kind: 'text', text: inner, at }, end: close + 1 };
      if (inner === '') throw new AdqlFault(at, 'a name in quotes cannot be empty');
      return { token: { kind: 'quoted', text: inner, at }, end: close + 1 };
    }
    from = close + 2;
  }
}
