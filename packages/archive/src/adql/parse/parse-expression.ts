import { AdqlFault } from '../adql-error.ts';
import type { Cursor } from './cursor.ts';
import { parsePrimary } from './parse-primary.ts';
import type { Comparison, Expression, Query } from './tree.ts';

export type ParseQuery = (cursor: Cursor) => Query;

/** A value or a condition; which of them it is, is looked at later. */
export function parseExpression(cursor: Cursor, parseQuery: ParseQuery): Expression {
  return cursor.within(() => parseLogical(cursor, parseQuery, 'OR'));
}

function parseLogical(cursor: Cursor, parseQuery: ParseQuery, op: 'AND' | 'OR'): Expression {
  const parsePart = () =>
    op === 'OR' ? parseLogical(cursor, parseQuery, 'AND') : parseNot(cursor, parseQuery);
  const { at } = cursor.peek();
  const first = parsePart();
  if (!cursor.isWord(op)) return first;
  const parts = [first];
  while (cursor.takeWord(op)) parts.push(parsePart());
  return { kind: 'logical', op, parts, at };
}

function parseNot(cursor: Cursor, parseQuery: ParseQuery): Expression {
  const { at } = cursor.peek();
  if (!cursor.takeWord('NOT')) return parsePredicate(cursor, parseQuery);
  return cursor.within(() => ({ kind: 'not', value: parseNot(cursor, parseQuery), at }));
}

const COMPARISONS: ReadonlyMap<string, Comparison> = new Map([
  ['=', '='],
  ['<>', '<>'],
  ['!=', '<>'],
  ['<', '<'],
  ['<=', '<='],
  ['>', '>'],
  ['>=', '>='],
]);

function parsePredicate(cursor: Cursor, parseQuery: ParseQuery): Expression {
  const { at } = cursor.peek();
  if (cursor.takeWord('EXISTS')) {
    cursor.demandSign('(');
    const query = parseQuery(cursor);
    cursor.demandSign(')');
    return { kind: 'exists', query, at };
  }
  const left = parseSum(cursor, parseQuery);
  const token = cursor.peek();
  const op = token.kind === 'sign' ? COMPARISONS.get(token.text) : undefined;
  if (op !== undefined) {
    cursor.next();
    return { kind: 'comparison', op, left, right: parseSum(cursor, parseQuery), at: token.at };
  }
  if (cursor.takeWord('IS')) {
    const isNot = cursor.takeWord('NOT');
    cursor.demandWord('NULL');
    return { kind: 'is-null', value: left, isNot, at };
  }
  const isNot = cursor.takeWord('NOT');
  const after = parseAfterNot(cursor, parseQuery, left, isNot);
  if (after === null && isNot) cursor.refuse('BETWEEN, IN, LIKE or ILIKE');
  return after ?? left;
}

function parseAfterNot(
  cursor: Cursor,
  parseQuery: ParseQuery,
  value: Expression,
  isNot: boolean,
): Expression | null {
  const { at } = cursor.peek();
  if (cursor.takeWord('BETWEEN')) {
    const low = parseSum(cursor, parseQuery);
    cursor.demandWord('AND');
    return { kind: 'between', value, low, high: parseSum(cursor, parseQuery), isNot, at };
  }
  if (cursor.takeWord('IN')) {
    return { kind: 'in', value, among: parseAmong(cursor, parseQuery), isNot, at };
  }
  const ignoresCase = cursor.takeWord('ILIKE');
  if (!ignoresCase && !cursor.takeWord('LIKE')) return null;
  const pattern = parseSum(cursor, parseQuery);
  return { kind: 'like', value, pattern, isNot, ignoresCase, at };
}

function parseAmong(cursor: Cursor, parseQuery: ParseQuery): readonly Expression[] | Query {
  cursor.demandSign('(');
  if (cursor.isWord('SELECT') || cursor.isWord('WITH')) {
    const query = parseQuery(cursor);
    cursor.demandSign(')');
    return query;
  }
  const values: Expression[] = [];
  do values.push(parseSum(cursor, parseQuery));
  while (cursor.takeSign(','));
  cursor.demandSign(')');
  return values;
}

/** Terms that are added, subtracted, or texts that are joined. */
function parseSum(cursor: Cursor, parseQuery: ParseQuery): Expression {
  let left = parseProduct(cursor, parseQuery);
  for (let count = 0; ; count++) {
    const { at } = cursor.peek();
    const op = (['+', '-', '||'] as const).find((sign) => cursor.takeSign(sign));
    if (op === undefined) return left;
    demandShort(count, at);
    left = { kind: 'arithmetic', op, left, right: parseProduct(cursor, parseQuery), at };
  }
}

function parseProduct(cursor: Cursor, parseQuery: ParseQuery): Expression {
  let left = parseFactor(cursor, parseQuery);
  for (let count = 0; ; count++) {
    const { at } = cursor.peek();
    const op = (['*', '/'] as const).find((sign) => cursor.takeSign(sign));
    if (op === undefined) return left;
    demandShort(count, at);
    left = { kind: 'arithmetic', op, left, right: parseFactor(cursor, parseQuery), at };
  }
}

const MAX_TERMS = 500;

/** A tree is as deep as its terms are many. */
function demandShort(count: number, at: number): void {
  if (count >= MAX_TERMS) {
    throw new AdqlFault(at, `a sum or product has at most ${MAX_TERMS} terms`);
  }
}

function parseFactor(cursor: Cursor, parseQuery: ParseQuery): Expression {
  const { at } = cursor.peek();
  if (cursor.takeSign('+')) return cursor.within(() => parseFactor(cursor, parseQuery));
  if (cursor.takeSign('-')) {
    return cursor.within(() => ({ kind: 'negative', value: parseFactor(cursor, parseQuery), at }));
  }
  return parsePrimary(cursor, { parseQuery, parseExpression });
}
