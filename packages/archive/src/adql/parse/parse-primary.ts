import type { Cursor } from './cursor.ts';
import type { Expression, ExpressionOf, Query } from './tree.ts';
import { RESERVED_WORDS } from './words.ts';

interface Parsers {
  readonly parseQuery: (cursor: Cursor) => Query;
  readonly parseExpression: (cursor: Cursor, parseQuery: Parsers['parseQuery']) => Expression;
}

/** Reserved words that are called. */
const CALLED = new Set(
  `ABS ACOS AREA ASIN ATAN ATAN2 AVG BOX CEILING CENTROID CIRCLE COALESCE CONTAINS COORD1 COORD2 COORDSYS
   COS COT COUNT DEGREES DISTANCE EXP FLOOR INTERSECTS IN_UNIT LOG LOG10 LOWER MAX MIN MOD NULLIF PI POINT
   POLYGON POWER RADIANS RAND REGION ROUND SIN SQRT SUM TAN TRUNCATE UPPER`.split(/\s+/),
);

/** A literal, a column, a call, or what is in brackets. */
export function parsePrimary(cursor: Cursor, parsers: Parsers): Expression {
  const token = cursor.peek();
  const { at } = token;
  if (token.kind === 'number' || token.kind === 'text') {
    cursor.next();
    return { kind: token.kind, text: token.text, at };
  }
  if (cursor.takeSign('(')) return parseBrackets(cursor, parsers, at);
  if (token.kind === 'name') {
    if (cursor.takeWord('NULL')) return { kind: 'null', at };
    if (cursor.takeWord('TRUE')) return { kind: 'boolean', value: true, at };
    if (cursor.takeWord('FALSE')) return { kind: 'boolean', value: false, at };
    if (cursor.isWord('CASE')) return parseCase(cursor, parsers);
    if (cursor.isSign('(', 1)) {
      if (cursor.isWord('CAST')) return parseCast(cursor, parsers);
      if (CALLED.has(token.upper) || !RESERVED_WORDS.has(token.upper)) {
        return parseCall(cursor, parsers);
      }
    }
  }
  return { kind: 'column', path: cursor.takePath('a value or a column'), at };
}

function parseBrackets(
  cursor: Cursor,
  { parseQuery, parseExpression }: Parsers,
  at: number,
): Expression {
  if (cursor.isWord('SELECT') || cursor.isWord('WITH')) {
    const query = parseQuery(cursor);
    cursor.demandSign(')');
    return { kind: 'subquery', query, at };
  }
  const inner = parseExpression(cursor, parseQuery);
  cursor.demandSign(')');
  return inner;
}

function parseCall(cursor: Cursor, { parseQuery, parseExpression }: Parsers): Expression {
  const token = cursor.next();
  const { at } = token;
  const name = token.text.toUpperCase();
  cursor.demandSign('(');
  if (name === 'COUNT' && cursor.takeSign('*')) {
    cursor.demandSign(')');
    return { kind: 'count', at };
  }
  const isDistinct = cursor.takeWord('DISTINCT');
  if (!isDistinct) cursor.takeWord('ALL');
  const args: Expression[] = [];
  if (!cursor.isSign(')')) {
    do args.push(parseExpression(cursor, parseQuery));
    while (cursor.takeSign(','));
  }
  cursor.demandSign(')');
  return { kind: 'call', name, args, isDistinct, at };
}

/** `CAST(value AS DOUBLE PRECISION)`, `CAST(value AS VARCHAR(20))` */
function parseCast(cursor: Cursor, { parseQuery, parseExpression }: Parsers): Expression {
  const { at } = cursor.next();
  cursor.demandSign('(');
  const value = parseExpression(cursor, parseQuery);
  cursor.demandWord('AS');
  const words: string[] = [];
  for (let token = cursor.peek(); token.kind === 'name'; token = cursor.peek()) {
    words.push(token.upper);
    cursor.next();
  }
  if (words.length === 0) cursor.refuse('a type');
  // How long a text may be is not asked: nothing is cut.
  if (cursor.takeSign('(')) {
    cursor.takeCount('the type');
    cursor.demandSign(')');
  }
  cursor.demandSign(')');
  return { kind: 'cast', value, type: words.join(' '), at };
}

function parseCase(cursor: Cursor, { parseQuery, parseExpression }: Parsers): Expression {
  const { at } = cursor.next();
  const subject = cursor.isWord('WHEN') ? null : parseExpression(cursor, parseQuery);
  const cases: { when: Expression; result: Expression }[] = [];
  while (cursor.takeWord('WHEN')) {
    const when = parseExpression(cursor, parseQuery);
    cursor.demandWord('THEN');
    cases.push({ when, result: parseExpression(cursor, parseQuery) });
  }
  if (cases.length === 0) cursor.refuse('WHEN');
  const otherwise = cursor.takeWord('ELSE') ? parseExpression(cursor, parseQuery) : null;
  cursor.demandWord('END');
  const found: ExpressionOf<'case'> = { kind: 'case', subject, cases, otherwise, at };
  return found;
}
