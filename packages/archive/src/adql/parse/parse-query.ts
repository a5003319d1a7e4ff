import { AdqlFault } from '../adql-error.ts';
import { Cursor } from './cursor.ts';
import { parseExpression } from './parse-expression.ts';
import { parseFrom } from './parse-from.ts';
import { tokenize } from './tokens.ts';
import type { Expression, OrderItem, Query, Select, SelectItem, WithItem } from './tree.ts';

/**
 * Reads a query of the Astronomical Data Query Language; nothing is looked up yet.
 *
 * Source: ADQL 2.1 (IVOA Recommendation, Mantelet et al. 2023), appendix A. Beyond it CASE is read.
 *
 * @throws AdqlFault where the text is none
 */
export function parseAdql(text: string): Query {
  const cursor = new Cursor(tokenize(text));
  const query = parseQuery(cursor);
  cursor.takeSign(';');
  const rest = cursor.peek();
  if (rest.kind !== 'end') cursor.refuse('the end of the query');
  return query;
}

/** A query with what stands around it: WITH, ORDER BY, OFFSET. */
export function parseQuery(cursor: Cursor): Query {
  return cursor.within(() => {
    const { at } = cursor.peek();
    const named = parseWith(cursor);
    const body = parseUnion(cursor);
    const orderBy = parseOrderBy(cursor);
    const offset = cursor.takeWord('OFFSET') ? cursor.takeCount('OFFSET') : null;
    return { kind: 'query', with: named, body, orderBy, offset, at };
  });
}

function parseWith(cursor: Cursor): WithItem[] {
  if (!cursor.takeWord('WITH')) return [];
  const items: WithItem[] = [];
  do {
    const name = cursor.takeName('a name after WITH');
    cursor.demandWord('AS');
    cursor.demandSign('(');
    const query = parseQuery(cursor);
    cursor.demandSign(')');
    items.push({ name, query });
  } while (cursor.takeSign(','));
  return items;
}

type Body = Query['body'];

/** UNION and EXCEPT from left to right; INTERSECT binds closer. */
function parseUnion(cursor: Cursor): Body {
  let left = parseIntersect(cursor);
  for (;;) {
    const { at } = cursor.peek();
    const op = cursor.takeWord('UNION') ? 'UNION' : cursor.takeWord('EXCEPT') ? 'EXCEPT' : null;
    if (op === null) return left;
    const isAll = cursor.takeWord('ALL');
    const right = parseIntersect(cursor);
    left = { kind: 'set', op, isAll, left: asQuery(left), right: asQuery(right), at };
  }
}

function parseIntersect(cursor: Cursor): Body {
  let left = parseTerm(cursor);
  for (;;) {
    const { at } = cursor.peek();
    if (!cursor.takeWord('INTERSECT')) return left;
    const isAll = cursor.takeWord('ALL');
    const right = parseTerm(cursor);
    left = { kind: 'set', op: 'INTERSECT', isAll, left: asQuery(left), right: asQuery(right), at };
  }
}

function asQuery(body: Body): Query {
  if (body.kind === 'query') return body;
  return { kind: 'query', with: [], body, orderBy: [], offset: null, at: body.at };
}

function parseTerm(cursor: Cursor): Body {
  if (!cursor.takeSign('(')) return parseSelect(cursor);
  const query = parseQuery(cursor);
  cursor.demandSign(')');
  return query;
}

function parseSelect(cursor: Cursor): Select {
  const { at } = cursor.peek();
  cursor.demandWord('SELECT');
  const isDistinct = cursor.takeWord('DISTINCT');
  if (!isDistinct) cursor.takeWord('ALL');
  const top = cursor.takeWord('TOP') ? cursor.takeCount('TOP') : null;
  const items = parseItems(cursor);
  cursor.demandWord('FROM');
  const from = parseFrom(cursor, parseQuery);
  const where = cursor.takeWord('WHERE') ? parseCondition(cursor) : null;
  const groupBy = parseGroupBy(cursor);
  const having = cursor.takeWord('HAVING') ? parseCondition(cursor) : null;
  return { kind: 'select', isDistinct, top, items, from, where, groupBy, having, at };
}

function parseCondition(cursor: Cursor): Expression {
  return parseExpression(cursor, parseQuery);
}

function parseItems(cursor: Cursor): SelectItem[] {
  const items: SelectItem[] = [];
  do items.push(parseItem(cursor));
  while (cursor.takeSign(','));
  return items;
}

function parseItem(cursor: Cursor): SelectItem {
  const { at } = cursor.peek();
  if (cursor.takeSign('*')) return { kind: 'all', table: null, at };
  if (isTableStar(cursor)) {
    const table = cursor.takePath('a table');
    cursor.demandSign('.');
    cursor.demandSign('*');
    return { kind: 'all', table, at };
  }
  const value = parseExpression(cursor, parseQuery);
  const alias = cursor.takeWord('AS') ? cursor.takeName('a name after AS') : cursor.tryName();
  return { kind: 'value', value, alias };
}

/** Whether `a.b.*` is next. */
function isTableStar(cursor: Cursor): boolean {
  for (let ahead = 0; ; ahead += 2) {
    const { kind } = cursor.peek(ahead);
    if ((kind !== 'name' && kind !== 'quoted') || !cursor.isSign('.', ahead + 1)) return false;
    if (cursor.isSign('*', ahead + 2)) return true;
  }
}

function parseGroupBy(cursor: Cursor): Expression[] {
  if (!cursor.takeWord('GROUP')) return [];
  cursor.demandWord('BY');
  const values: Expression[] = [];
  do values.push(parseExpression(cursor, parseQuery));
  while (cursor.takeSign(','));
  return values;
}

function parseOrderBy(cursor: Cursor): OrderItem[] {
  if (!cursor.takeWord('ORDER')) return [];
  cursor.demandWord('BY');
  const items: OrderItem[] = [];
  do {
    const value = parseExpression(cursor, parseQuery);
    if (value.kind === 'number' && !/^\d{1,4}$/.test(value.text)) {
      throw new AdqlFault(value.at, 'ORDER BY counts columns with whole numbers');
    }
    const isDescending = cursor.takeWord('DESC');
    if (!isDescending) cursor.takeWord('ASC');
    items.push({ value, isDescending });
  } while (cursor.takeSign(','));
  return items;
}
