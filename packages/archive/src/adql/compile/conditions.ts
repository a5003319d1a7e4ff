import { AdqlFault } from '../adql-error.ts';
import type { Expression, ExpressionOf, Query } from '../parse/tree.ts';
import { commonType, matchSides } from './coerce.ts';
import { compileCondition, compileValue, demand, demandSmall, type Env } from './env.ts';
import { compileSkyComparison } from './sky-calls.ts';
import { type Condition, conditionOf, TYPE_NAMES, type Value } from './value.ts';

/** Conditions that all hold; of OR and NOT nothing follows for an index across tables. */
export function compileLogical(env: Env, { op, parts }: ExpressionOf<'logical'>): Condition {
  const compiled = parts.map((part) => compileCondition(env, part));
  const sql = `(${compiled.map((part) => part.sql).join(` ${op} `)})`;
  return conditionOf(sql, op === 'AND' ? compiled.flatMap(({ near }) => near) : []);
}

/** The conditions that stand beside each other. */
export function compileConjuncts(env: Env, expression: Expression): Condition[] {
  if (expression.kind === 'logical' && expression.op === 'AND') {
    return expression.parts.flatMap((part) => compileConjuncts(env, part));
  }
  return [compileCondition(env, expression)];
}

export function compileComparison(env: Env, expression: ExpressionOf<'comparison'>): Condition {
  const sky = compileSkyComparison(env, expression);
  if (sky !== null) return sky;
  const { op, at } = expression;
  const left = compileValue(env, expression.left);
  const right = compileValue(env, expression.right);
  const [a, b] = matchSides(env.context.binds, left, right, at);
  return conditionOf(`(${a} ${op} ${b})`);
}

export function compileBetween(env: Env, expression: ExpressionOf<'between'>): Condition {
  const { isNot, at } = expression;
  const value = compileValue(env, expression.value);
  demandSmall(value.sql);
  const { binds } = env.context;
  const [low, high] = [compileValue(env, expression.low), compileValue(env, expression.high)];
  const [atLeast, from] = matchSides(binds, value, low, at);
  const [atMost, to] = matchSides(binds, value, high, at);
  return conditionOf(`(${isNot ? 'NOT ' : ''}(${atLeast} >= ${from} AND ${atMost} <= ${to}))`);
}

export function compileIn(env: Env, expression: ExpressionOf<'in'>): Condition {
  const { among, isNot, at } = expression;
  const value = compileValue(env, expression.value);
  const word = isNot ? 'NOT IN' : 'IN';
  if (!isQuery(among)) {
    const { binds } = env.context;
    const sides = among.map((one) => matchSides(binds, value, compileValue(env, one), one.at));
    return conditionOf(`(${sides[0]?.[0]} ${word} (${sides.map(([, b]) => b).join(', ')}))`);
  }
  const { sql, columns } = env.compileQuery(among, env.scope);
  const [column] = columns;
  demand(
    column?.value.kind === 'value' && columns.length === 1,
    at,
    'a subquery after IN has one column',
  );
  if (commonType(value.type, column.value.type) === null) {
    throw new AdqlFault(
      at,
      `a ${TYPE_NAMES[value.type]} is not among ${TYPE_NAMES[column.value.type]}s`,
    );
  }
  return conditionOf(`(${value.sql} ${word} (${sql}))`);
}

function isQuery(among: readonly Expression[] | Query): among is Query {
  return 'kind' in among;
}

export function compileLike(env: Env, expression: ExpressionOf<'like'>): Condition {
  const value = demandText(compileValue(env, expression.value), expression);
  const pattern = demandText(compileValue(env, expression.pattern), expression);
  const word = `${expression.isNot ? 'NOT ' : ''}${expression.ignoresCase ? 'ILIKE' : 'LIKE'}`;
  // No character takes the meaning of % and _ away: ADQL has none for it.
  return conditionOf(`(${value.sql} ${word} ${pattern.sql} ESCAPE '')`);
}

function demandText(value: Value, { at }: ExpressionOf<'like'>): Value {
  if (value.type === 'text' || value.type === 'null') return value;
  throw new AdqlFault(at, `LIKE is of texts, not of ${TYPE_NAMES[value.type]}`);
}
