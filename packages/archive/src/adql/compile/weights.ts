import type { CompileContext } from './context.ts';
import type { CompiledQuery, QueryColumn } from './env.ts';

/** PostgreSQL writes a subquery's columns out wherever they are used, up to here. */
const MAX_WEIGHT = 200;
/** Of a column of UNION and the like, whose parts are not looked at. */
const SET_WEIGHT = 50;

/**
 * Notes how much the columns of a subquery weigh, and keeps PostgreSQL from writing them out where that is
 * too much: with subqueries within subqueries it would grow beyond all bounds.
 *
 * @param alias the subquery's name in SQL
 */
export function weighQuery(
  { weights }: CompileContext,
  alias: string,
  { sql, columns }: CompiledQuery,
): { readonly sql: string; readonly isHeavy: boolean } {
  const own = columns.map((column) => weightOf(weights, column));
  const isHeavy = own.some((weight) => weight > MAX_WEIGHT);
  for (const [i, weight] of own.entries()) weights.set(`${alias}.c${i}`, isHeavy ? 1 : weight);
  return { sql: isHeavy ? `SELECT * FROM (${sql}) AS ${alias}_ OFFSET 0` : sql, isHeavy };
}

function weightOf(weights: ReadonlyMap<string, number>, { value }: QueryColumn): number {
  if (value.kind !== 'value') return MAX_WEIGHT;
  if (/^c\d+$/.test(value.sql)) return SET_WEIGHT;
  let sum = 1;
  for (const [, alias, column] of value.sql.matchAll(/\b(t\d+)\."([^"]*)"/g)) {
    sum += weights.get(`${alias}.${column}`) ?? 1;
  }
  return sum;
}
