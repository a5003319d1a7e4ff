import { AdqlFault } from '../adql-error.ts';
import type { Cursor } from './cursor.ts';
import { parseExpression } from './parse-expression.ts';
import type { FromItem, JoinKind, Name, Query } from './tree.ts';

type ParseQuery = (cursor: Cursor) => Query;

/** What stands after FROM, items between commas. */
export function parseFrom(cursor: Cursor, parseQuery: ParseQuery): FromItem[] {
  const items: FromItem[] = [];
  do items.push(parseJoined(cursor, parseQuery));
  while (cursor.takeSign(','));
  return items;
}

/** Tables that are joined, from left to right. */
function parseJoined(cursor: Cursor, parseQuery: ParseQuery): FromItem {
  return cursor.within(() => {
    let left = parseTable(cursor, parseQuery);
    for (;;) {
      const join = parseJoin(cursor, parseQuery, left);
      if (join === null) return left;
      left = join;
    }
  });
}

function parseJoin(cursor: Cursor, parseQuery: ParseQuery, left: FromItem): FromItem | null {
  const { at } = cursor.peek();
  const isNatural = cursor.takeWord('NATURAL');
  const type = parseJoinKind(cursor);
  if (type === null) {
    if (isNatural) cursor.refuse('JOIN');
    return null;
  }
  const right = parseTable(cursor, parseQuery);
  const join = { kind: 'join', type, left, right, at } as const;
  if (type === 'cross') {
    if (isNatural) throw new AdqlFault(at, 'a CROSS JOIN is not NATURAL');
    return { ...join, on: null, using: null };
  }
  if (isNatural) return { ...join, on: null, using: 'natural' };
  if (cursor.takeWord('ON')) {
    return { ...join, on: parseExpression(cursor, parseQuery), using: null };
  }
  if (!cursor.takeWord('USING')) cursor.refuse('ON or USING');
  cursor.demandSign('(');
  const using: Name[] = [];
  do using.push(cursor.takeName('a column'));
  while (cursor.takeSign(','));
  cursor.demandSign(')');
  return { ...join, on: null, using };
}

const OUTER: readonly (readonly [string, JoinKind])[] = [
  ['LEFT', 'left'],
  ['RIGHT', 'right'],
  ['FULL', 'full'],
];

/** The kind of the join that is next, past the word JOIN; null where none is. */
function parseJoinKind(cursor: Cursor): JoinKind | null {
  if (cursor.takeWord('JOIN')) return 'inner';
  for (const [word, kind] of [
    ['INNER', 'inner'],
    ['CROSS', 'cross'],
  ] as const) {
    if (!cursor.takeWord(word)) continue;
    cursor.demandWord('JOIN');
    return kind;
  }
  for (const [word, kind] of OUTER) {
    if (!cursor.takeWord(word)) continue;
    cursor.takeWord('OUTER');
    cursor.demandWord('JOIN');
    return kind;
  }
  return null;
}

function parseTable(cursor: Cursor, parseQuery: ParseQuery): FromItem {
  const { at } = cursor.peek();
  if (cursor.takeSign('(')) {
    if (cursor.isWord('SELECT') || cursor.isWord('WITH') || isNestedQuery(cursor)) {
      const query = parseQuery(cursor);
      cursor.demandSign(')');
      cursor.takeWord('AS');
      return { kind: 'derived', query, alias: cursor.takeName('a name of the subquery'), at };
    }
    const joined = parseJoined(cursor, parseQuery);
    cursor.demandSign(')');
    return joined;
  }
  const path = cursor.takePath('a table');
  const alias = cursor.takeWord('AS') ? cursor.takeName('a name after AS') : cursor.tryName();
  return { kind: 'table', path, alias, at };
}

/** `((SELECT …) UNION …)`: brackets that begin with a query, not with a join. */
function isNestedQuery(cursor: Cursor): boolean {
  let ahead = 0;
  while (cursor.isSign('(', ahead)) ahead += 1;
  return ahead > 0 && (cursor.isWord('SELECT', ahead) || cursor.isWord('WITH', ahead));
}
