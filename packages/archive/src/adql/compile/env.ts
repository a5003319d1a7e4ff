import { AdqlFault, type At } from '../adql-error.ts';
import type { Expression, Query } from '../parse/tree.ts';
import type { CompileContext } from './context.ts';
import type { Scope } from './scope.ts';
import type { Compiled, Condition, Geometry, Value } from './value.ts';

/** A query as SQL, and its columns `c0`, `c1` and so on. */
export interface CompiledQuery {
  readonly sql: string;
  readonly columns: readonly QueryColumn[];
}

export interface QueryColumn {
  readonly name: string;
  readonly value: Value | Geometry;
}

/** Where an expression stands. */
export interface Env {
  readonly context: CompileContext;
  readonly scope: Scope;
  /** Why there is no COUNT, SUM and so on here; null: there may be. */
  readonly noAggregates: string | null;
  /** Compiles a query within this one. */
  readonly compileQuery: (query: Query, outer: Scope) => CompiledQuery;
  /** Compiles any expression. */
  readonly compile: (env: Env, expression: Expression) => Compiled;
}

/** The value of an expression. @throws AdqlFault where it is a condition or a geometry */
export function compileValue(env: Env, expression: Expression): Value {
  const compiled = env.compile(env, expression);
  if (compiled.kind === 'value') return compiled;
  throw new AdqlFault(expression.at, `${nounOf(compiled)} is no value`);
}

/** @throws AdqlFault where it is none */
export function compileCondition(env: Env, expression: Expression): Condition {
  const compiled = env.compile(env, expression);
  if (compiled.kind === 'condition') return compiled;
  if (compiled.kind === 'value' && compiled.type === 'bool') {
    return { kind: 'condition', sql: compiled.sql, near: [] };
  }
  throw new AdqlFault(
    expression.at,
    `${nounOf(compiled)} is no condition: compare it with something`,
  );
}

export function nounOf({ kind }: Compiled): string {
  return kind === 'circle' || kind === 'condition' || kind === 'value' || kind === 'point'
    ? `a ${kind}`
    : 'a polygon';
}

export function demand(isRight: boolean, at: At, message: string): asserts isRight {
  if (!isRight) throw new AdqlFault(at, message);
}

/** Some SQL says a part twice: parts within parts would fill the memory. */
const MAX_SQL_CHARS = 20_000;

export function demandSmall(...parts: readonly string[]): void {
  const size = parts.reduce((sum, { length }) => sum + length, 0);
  if (size > MAX_SQL_CHARS) {
    throw new AdqlFault(0, 'an expression of this query becomes too large: take it apart');
  }
}
