import { AdqlFault } from '../adql-error.ts';
import type { FromItem, JoinKind, Name } from '../parse/tree.ts';
import { writeName } from '../parse/words.ts';
import type { TapTable } from '../tables/tap-table.ts';
import { matchSides, unify } from './coerce.ts';
import { compileConjuncts } from './conditions.ts';
import type { CompileContext } from './context.ts';
import type { Env } from './env.ts';
import { derivedColumns } from './output-columns.ts';
import { columnValue, type MergedColumn, type Scope, suggest } from './scope.ts';
import { isNamed, Source } from './source.ts';
import { type Condition, conditionOf, makeValue, type Value } from './value.ts';
import { weighQuery } from './weights.ts';

/** What FROM is made of, with everything looked up. */
export type FromNode =
  | { readonly kind: 'source'; readonly source: Source }
  | {
      readonly kind: 'join';
      readonly type: JoinKind;
      readonly left: FromNode;
      readonly right: FromNode;
      readonly on: readonly Condition[];
    };

/** What names mean after a part of FROM. */
export interface FromScope {
  readonly node: FromNode;
  readonly sources: readonly Source[];
  readonly merged: readonly MergedColumn[];
}

/** Names that WITH gave. */
export interface NamedQuery {
  readonly name: Name;
  readonly table: string;
  readonly columns: Source['columns'];
}

/** What a part of FROM is looked up in. */
export interface FromEnv extends Omit<Env, 'scope'> {
  readonly outer: Scope | null;
  readonly named: readonly NamedQuery[];
}

/** A query names so many tables at most: the time to find a way to join them grows with their number. */
const MAX_TABLES = 24;

/** @throws AdqlFault */
export function compileFromItem(env: FromEnv, item: FromItem): FromScope {
  if (item.kind === 'join') return compileJoin(env, item);
  const source = item.kind === 'table' ? tableSource(env, item) : derivedSource(env, item);
  return { node: { kind: 'source', source }, sources: [source], merged: [] };
}

export function demandOneNames(sources: readonly Source[]): void {
  for (const [i, source] of sources.entries()) {
    const same = sources
      .slice(0, i)
      .find(
        (other) =>
          other.schema === source.schema &&
          other.name.text.toUpperCase() === source.name.text.toUpperCase(),
      );
    if (same) {
      throw new AdqlFault(source.name.at, `${source.name.text} is the name of two tables in FROM`);
    }
  }
  const [, extra] = [sources.slice(0, MAX_TABLES), sources[MAX_TABLES]];
  if (extra) throw new AdqlFault(extra.name.at, `FROM has at most ${MAX_TABLES} tables`);
}

function tableSource(env: FromEnv, { path, alias, at }: Extract<FromItem, { kind: 'table' }>) {
  const { context, named } = env;
  const [last] = [path.at(-1)];
  if (last === undefined) throw new AdqlFault(at, 'a table is expected here');
  const common = { alias: context.nextAlias(), name: alias ?? last };
  const own =
    path.length === 1 ? named.findLast(({ name }) => isNamed(last, name.text)) : undefined;
  if (own) {
    for (const { column } of own.columns) {
      const weight = context.weights.get(`${own.table}.${column}`) ?? 1;
      context.weights.set(`${common.alias}.${column}`, weight);
    }
    return new Source({
      ...common,
      ...{ schema: null, columns: own.columns, from: own.table, place: null, isSent: false },
    });
  }
  const table = findTable(context.tables, path, last);
  context.named.add(table);
  const isSent = typeof table.from !== 'string';
  return new Source({
    ...common,
    schema: alias === null ? table.schema : null,
    columns: table.columns,
    from: typeof table.from === 'string' ? table.from : sentRows(context, table, table.from),
    place: table.place,
    isSent,
  });
}

/** Rows that are sent along, as lists of their columns. */
function sentRows(
  { binds }: CompileContext,
  { columns }: TapTable,
  rows: readonly (readonly unknown[])[],
): string {
  const lists = columns.map(({ type }, i) =>
    binds.bindList(
      rows.map((row) => row[i] ?? null),
      type,
    ),
  );
  const names = columns.map(({ column }) => `"${column}"`);
  // Where one would know it by the name of its only column.
  return `(SELECT * FROM unnest(${lists.join(', ')}) AS r (${names.join(', ')}))`;
}

function findTable(tables: readonly TapTable[], path: readonly Name[], last: Name): TapTable {
  const written = path.map(({ text }) => text).join('.');
  const [, schema] = [...path].reverse();
  if (path.length > 2) {
    throw new AdqlFault(last.at, `there is no table ${written}: a name is schema.table`);
  }
  const found = tables.filter(
    (table) => isNamed(last, table.name) && (schema === undefined || isNamed(schema, table.schema)),
  );
  const [first, other] = found;
  const nameOf = (table: TapTable) => `${writeName(table.schema)}.${writeName(table.name)}`;
  if (first !== undefined && other !== undefined) {
    throw new AdqlFault(last.at, `${written} is one of ${found.map(nameOf).join(', ')}: say which`);
  }
  if (first !== undefined) return first;
  const known = tables.map(nameOf);
  const near = suggest(written, known) || suggestLast(last, tables, nameOf);
  throw new AdqlFault(path[0]?.at ?? last.at, `there is no table ${written}${near}`);
}

function suggestLast(
  last: Name,
  tables: readonly TapTable[],
  nameOf: (table: TapTable) => string,
): string {
  const table = tables.find(({ name }) => isNamed({ ...last, isQuoted: false }, name));
  return table === undefined ? '; tap_schema.tables lists them' : ` (is it ${nameOf(table)}?)`;
}

function derivedSource(env: FromEnv, { query, alias }: Extract<FromItem, { kind: 'derived' }>) {
  // Tables beside it are none of its business.
  const compiled = env.compileQuery(query, env.outer ?? EMPTY);
  const own = env.context.nextAlias();
  const { sql } = weighQuery(env.context, own, compiled);
  const { columns } = compiled;
  return new Source({
    ...{ alias: own, name: alias, schema: null, place: null, isSent: false },
    ...{ columns: derivedColumns(columns, alias.at), from: `(${sql})` },
  });
}

const EMPTY: Scope = { sources: [], merged: [], outer: null };

function compileJoin(env: FromEnv, item: Extract<FromItem, { kind: 'join' }>): FromScope {
  const left = compileFromItem(env, item.left);
  const right = compileFromItem(env, item.right);
  const sources = [...left.sources, ...right.sources];
  const merged = [...left.merged, ...right.merged];
  const join = (on: readonly Condition[]) =>
    ({ kind: 'join', type: item.type, left: left.node, right: right.node, on }) as const;
  if (item.using !== null) {
    const pairs = pairsOf(item, left, right);
    const on = pairs.map(({ a, b }) => {
      const [one, other] = matchSides(env.context.binds, a, b, item.at);
      return conditionOf(`(${one} = ${other})`);
    });
    const columns = pairs.map((pair) => mergeColumn(item.type, pair, item.at));
    return { node: join(on), sources, merged: [...merged, ...columns] };
  }
  const scope: Scope = { sources, merged, outer: env.outer };
  const on =
    item.on === null ? [] : compileConjuncts({ ...env, scope, noAggregates: 'in ON' }, item.on);
  return { node: join(on), sources, merged };
}

interface Pair {
  readonly name: string;
  readonly a: Value;
  readonly b: Value;
  readonly of: MergedColumn['of'];
}

function pairsOf(
  { using, at }: Extract<FromItem, { kind: 'join' }>,
  left: FromScope,
  right: FromScope,
): Pair[] {
  if (using === null) return [];
  const names: readonly Name[] = using === 'natural' ? commonNames(left, right, at) : using;
  return names.map((name) => {
    const [a, b] = [columnNamed(left, name), columnNamed(right, name)];
    return { name: a.name, a: a.value, b: b.value, of: [...a.of, ...b.of] };
  });
}

function commonNames(left: FromScope, right: FromScope, at: number): Name[] {
  const namesOf = ({ sources }: FromScope) =>
    sources.flatMap(({ columns }) => columns.map(({ name }) => name));
  const others = new Set(namesOf(right).map((name) => name.toUpperCase()));
  const names = [...new Set(namesOf(left))].filter((name) => others.has(name.toUpperCase()));
  return names.map((text) => ({ text, isQuoted: false, at }));
}

function columnNamed(scope: FromScope, name: Name): MergedColumn {
  const merged = scope.merged.findLast((column) => isNamed(name, column.name));
  if (merged) return merged;
  const found = scope.sources.flatMap((source) =>
    source.columns.flatMap((column) => (isNamed(name, column.name) ? [{ source, column }] : [])),
  );
  const [first, other] = found;
  if (first === undefined || other !== undefined) {
    const problem = first === undefined ? 'is no column' : 'is more than one column';
    throw new AdqlFault(name.at, `${name.text} ${problem} of one side of the join`);
  }
  return { name: first.column.name, value: columnValue(first.source, first.column), of: found };
}

/** Of an outer join the value is of the side that has a row. */
function mergeColumn(type: JoinKind, { name, a, b, of }: Pair, at: number): MergedColumn {
  if (type === 'right') return { name, value: b, of };
  if (type !== 'full') return { name, value: a, of };
  const both = unify([a, b].map((value) => ({ value, at })));
  const value = makeValue(`coalesce(${both.sqls.join(', ')})`, both.type, {
    isUnicode: both.isUnicode,
  });
  return { name, value, of };
}
