import { AdqlFault } from '../adql-error.ts';
import type {
  Expression,
  OrderItem,
  Query,
  Select,
  SelectItem,
  SetOperation,
} from '../parse/tree.ts';
import { castTo, unify } from './coerce.ts';
import { compileExpression } from './compile-expression.ts';
import { compileConjuncts } from './conditions.ts';
import type { CompileContext } from './context.ts';
import { type CompiledQuery, compileValue, type Env, type QueryColumn } from './env.ts';
import { compileFromItem, demandOneNames, type FromScope, type NamedQuery } from './from-nodes.ts';
import { derivedColumns, uniqueNames } from './output-columns.ts';
import { renderFrom } from './render-from.ts';
import { columnValue, findSource, type Scope } from './scope.ts';
import { isNamed } from './source.ts';
import { type Geometry, makeValue, SQL_TYPES, type Value } from './value.ts';
import { weighQuery } from './weights.ts';

/** What a query is compiled in. */
interface QueryEnv {
  readonly context: CompileContext;
  readonly outer: Scope | null;
  readonly named: readonly NamedQuery[];
  /** No more rows than these are wanted; null: all. */
  readonly limit: number | null;
}

/** Subqueries within subqueries are no deeper than this. */
const MAX_DEPTH = 12;

/** @throws AdqlFault */
export function compileQuery(
  context: CompileContext,
  query: Query,
  limit: number | null,
): CompiledQuery {
  return compileNested({ context, outer: null, named: [], limit }, query, 0);
}

function compileNested(env: QueryEnv, query: Query, depth: number): CompiledQuery {
  if (depth > MAX_DEPTH) {
    throw new AdqlFault(query.at, `subqueries are at most ${MAX_DEPTH} deep`);
  }
  const named = [...env.named];
  const withs = query.with.map(({ name, query: own }) => {
    const compiled = compileNested({ ...env, named, limit: null }, own, depth + 1);
    const table = env.context.nextAlias();
    named.push({ name, table, columns: derivedColumns(compiled.columns, name.at) });
    return `${table} AS (${weighQuery(env.context, table, compiled).sql})`;
  });
  const inner = { ...env, named };
  const { body } = query;
  const { sql, columns } =
    body.kind === 'select'
      ? compileSelect(inner, query, body, depth)
      : compileOuter(inner, query, body, depth);
  return { sql: withs.length === 0 ? sql : `WITH ${withs.join(', ')} ${sql}`, columns };
}

/** Where rows begin and end. */
function cutSql(limit: number | null, top: number | null, offset: number | null): string {
  const least = limit === null ? top : top === null ? limit : Math.min(limit, top);
  return `${least === null ? '' : ` LIMIT ${least}`}${offset === null ? '' : ` OFFSET ${offset}`}`;
}

function envOf(env: QueryEnv, scope: Scope, depth: number, noAggregates: string | null): Env {
  return {
    context: env.context,
    scope,
    noAggregates,
    compile: compileExpression,
    compileQuery: (query, outer) => compileNested({ ...env, outer, limit: null }, query, depth + 1),
  };
}

// ── one SELECT ─────────────────────────────────────────────────────────────────────────────────

function compileSelect(
  env: QueryEnv,
  { orderBy, offset }: Query,
  select: Select,
  depth: number,
): CompiledQuery {
  const from = compileFrom(env, select, depth);
  const scope: Scope = {
    sources: from.flatMap(({ sources }) => sources),
    merged: from.flatMap(({ merged }) => merged),
    outer: env.outer,
  };
  demandOneNames(scope.sources);
  const at = (noAggregates: string | null) => envOf(env, scope, depth, noAggregates);
  const where = select.where === null ? [] : compileConjuncts(at('in WHERE'), select.where);
  const columns = compileItems(at(null), select.items);
  const groups = select.groupBy.map((value) => groupSql(at('in GROUP BY'), value, columns));
  const having = select.having === null ? [] : compileConjuncts(at(null), select.having);
  const order = orderBy.map((item) => orderSql(at(null), item, columns));
  const rendered = renderFrom(
    from.map(({ node }) => node),
    where,
  );
  const { conditions } = rendered;
  const sql = [
    `SELECT ${select.isDistinct ? 'DISTINCT ' : ''}${columns.map(selectSql).join(', ')}`,
    `FROM ${rendered.from}`,
    ...(conditions.length === 0 ? [] : [`WHERE ${conditions.join(' AND ')}`]),
    ...(groups.length === 0 ? [] : [`GROUP BY ${groups.join(', ')}`]),
    ...(having.length === 0 ? [] : [`HAVING ${having.map((one) => one.sql).join(' AND ')}`]),
    ...(order.length === 0 ? [] : [`ORDER BY ${order.join(', ')}`]),
  ].join(' ');
  return { sql: sql + cutSql(env.limit, select.top, offset), columns };
}

function compileFrom(env: QueryEnv, { from }: Select, depth: number): FromScope[] {
  const { scope: _none, ...rest } = envOf(env, EMPTY, depth, 'in FROM');
  const fromEnv = { ...rest, outer: env.outer, named: env.named };
  return from.map((item) => compileFromItem(fromEnv, item));
}

const EMPTY: Scope = { sources: [], merged: [], outer: null };

function selectSql({ value }: QueryColumn, i: number): string {
  return `${outputSql(value)} AS c${i}`;
}

/** A value as it is given out; a geometry as a list of numbers (DALI 1.1, 3.3.5). */
function outputSql(value: Value | Geometry): string {
  if (value.kind === 'value') {
    if (value.type === 'null') return 'NULL::text';
    return value.column === null && value.type !== 'timestamp'
      ? `(${value.sql})::${SQL_TYPES[value.type]}`
      : value.sql;
  }
  if (value.kind === 'polygon') return value.sql;
  const parts =
    value.kind === 'point' ? [value.lon, value.lat] : [value.lon, value.lat, value.radius];
  return `ARRAY[${parts.map((part) => castTo(part, 'float8')).join(', ')}]`;
}

function compileItems(env: Env, items: readonly SelectItem[]): QueryColumn[] {
  const found = items.flatMap((item) =>
    item.kind === 'all' ? allColumns(env.scope, item) : [oneColumn(env, item)],
  );
  if (found.length > MAX_COLUMNS) {
    throw new AdqlFault(0, `a result has at most ${MAX_COLUMNS} columns`);
  }
  const names = uniqueNames(found.map(({ name }) => name));
  return found.map(({ value }, i) => ({ name: names[i] ?? `c${i}`, value }));
}

/** PostgreSQL's own limit is 1,664. */
const MAX_COLUMNS = 1600;

function allColumns(scope: Scope, { table, at }: Extract<SelectItem, { kind: 'all' }>) {
  if (table !== null) {
    const source = findSource(scope, table);
    if (source === null) {
      throw new AdqlFault(
        at,
        `there is no table ${table.map(({ text }) => text).join('.')} in FROM`,
      );
    }
    return source.columns.map((column) => ({
      name: column.name,
      value: columnValue(source, column),
    }));
  }
  const isMerged = (column: unknown) =>
    scope.merged.some(({ of }) => of.some((one) => one.column === column));
  return [
    ...scope.merged.map(({ name, value }) => ({ name, value })),
    ...scope.sources.flatMap((source) =>
      source.columns
        .filter((column) => !isMerged(column))
        .map((column) => ({ name: column.name, value: columnValue(source, column) })),
    ),
  ];
}

function oneColumn(env: Env, { value: expression, alias }: Extract<SelectItem, { kind: 'value' }>) {
  const value = env.compile(env, expression);
  if (value.kind === 'condition') {
    throw new AdqlFault(expression.at, 'a condition is no column: a CASE makes a value of it');
  }
  return { name: alias?.text ?? nameOf(expression), value };
}

/** What a column is called that has no other name. */
function nameOf(expression: Expression): string {
  switch (expression.kind) {
    case 'column':
      return expression.path.at(-1)?.text ?? 'value';
    case 'call':
      return expression.name.toLowerCase();
    case 'count':
      return 'count';
    case 'cast':
      return nameOf(expression.value);
    default:
      return 'value';
  }
}

/** A column may go by the name that SELECT gave it, where the tables have none of that name. */
function groupSql(env: Env, expression: Expression, columns: readonly QueryColumn[]): string {
  const alias = findAlias(expression, columns);
  if (alias === null) return compileValue(env, expression).sql;
  try {
    return compileValue(env, expression).sql;
  } catch (error) {
    if (!(error instanceof AdqlFault)) throw error;
    return alias.value.kind === 'value' ? alias.value.sql : compileValue(env, expression).sql;
  }
}

function findAlias(expression: Expression, columns: readonly QueryColumn[]) {
  if (expression.kind !== 'column' || expression.path.length !== 1) return null;
  const [name] = expression.path;
  const i = name === undefined ? -1 : columns.findIndex((column) => isNamed(name, column.name));
  const column = columns[i];
  return column === undefined ? null : { ...column, i };
}

function orderSql(env: Env, item: OrderItem, columns: readonly QueryColumn[]): string {
  const { value: expression, isDescending } = item;
  const direction = isDescending ? ' DESC' : '';
  if (expression.kind === 'number') {
    const place = Number(expression.text);
    if (!(place >= 1 && place <= columns.length)) {
      throw new AdqlFault(expression.at, `there are ${columns.length} columns to order by`);
    }
    return `${place}${direction}`;
  }
  const alias = findAlias(expression, columns);
  if (alias !== null) return `c${alias.i}${direction}`;
  return `${compileValue(env, expression).sql}${direction}`;
}

// ── queries of queries ─────────────────────────────────────────────────────────────────────────

function compileOuter(
  env: QueryEnv,
  { orderBy, offset }: Query,
  body: SetOperation | Query,
  depth: number,
): CompiledQuery {
  const inner = { ...env, limit: null };
  const { sql, columns } =
    body.kind === 'query' ? compileNested(inner, body, depth + 1) : compileSet(inner, body, depth);
  const order = orderBy.map((item) => {
    const isPlain = item.value.kind === 'number' || findAlias(item.value, columns) !== null;
    if (!isPlain) {
      throw new AdqlFault(item.value.at, 'this is ordered by columns of the result');
    }
    return orderSql(envOf(env, EMPTY, depth, null), item, columns);
  });
  const ordered = order.length === 0 ? '' : ` ORDER BY ${order.join(', ')}`;
  const cut = cutSql(env.limit, null, offset);
  if (ordered === '' && cut === '') return { sql, columns };
  const alias = env.context.nextAlias();
  return { sql: `SELECT * FROM (${sql}) AS ${alias}${ordered}${cut}`, columns };
}

function compileSet(env: QueryEnv, operation: SetOperation, depth: number): CompiledQuery {
  const { op, isAll, at } = operation;
  const left = compileNested(env, operation.left, depth + 1);
  const right = compileNested(env, operation.right, depth + 1);
  if (left.columns.length !== right.columns.length) {
    const counts = `${left.columns.length} and ${right.columns.length}`;
    throw new AdqlFault(at, `the two sides of ${op} have ${counts} columns`);
  }
  const columns = left.columns.map((column, i) => unifyColumns(column, right.columns[i], at));
  const side = ({ sql }: CompiledQuery) => {
    const list = columns.map(({ type }, i) => `c${i}::${SQL_TYPES[type]} AS c${i}`);
    return `(SELECT ${list.join(', ')} FROM (${sql}) AS ${env.context.nextAlias()})`;
  };
  return {
    sql: `${side(left)} ${op}${isAll ? ' ALL' : ''} ${side(right)}`,
    columns: columns.map(({ name, type, isUnicode, column }, i) => ({
      name,
      value: makeValue(`c${i}`, type, { isUnicode, column }),
    })),
  };
}

function unifyColumns({ name, value }: QueryColumn, other: QueryColumn | undefined, at: number) {
  if (value.kind !== 'value' || other?.value.kind !== 'value') {
    throw new AdqlFault(at, `${name} is a geometry: UNION and the like have none`);
  }
  const { type, isUnicode } = unify([
    { value, at },
    { value: other.value, at },
  ]);
  const { column } = value;
  return { name, type, isUnicode, column: column?.about.type === type ? column : null };
}
