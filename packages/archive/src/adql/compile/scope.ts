import { AdqlFault } from '../adql-error.ts';
import type { Name } from '../parse/tree.ts';
import type { TapColumn } from '../tables/tap-table.ts';
import { isNamed, isSameName, type Source } from './source.ts';
import { makeValue, type Value } from './value.ts';

/** Columns of two tables that USING or NATURAL made one. */
export interface MergedColumn {
  readonly name: string;
  readonly value: Value;
  readonly of: readonly { readonly source: Source; readonly column: TapColumn }[];
}

/** What names mean at a place of a query. */
export interface Scope {
  readonly sources: readonly Source[];
  readonly merged: readonly MergedColumn[];
  /** The query around it. */
  readonly outer: Scope | null;
}

/** The value of a column. @throws AdqlFault where nothing, or more than one thing, is called so */
export function resolveColumn(scope: Scope, path: readonly Name[]): Value {
  const name = path.at(-1);
  if (name === undefined) throw new Error('a path has a name');
  const table = path.slice(0, -1);
  for (let here: Scope | null = scope; here !== null; here = here.outer) {
    const found = table.length === 0 ? findPlain(here, name) : findIn(here, table, name);
    if (found !== null) return found;
  }
  throw unknownColumn(scope, path, name);
}

function findPlain(scope: Scope, name: Name): Value | null {
  const merged = scope.merged.findLast((column) => isNamed(name, column.name));
  const isMerged = (source: Source, column: TapColumn) =>
    merged?.of.some((one) => one.source === source && one.column === column) ?? false;
  const found = scope.sources.flatMap((source) =>
    source.columns.flatMap((column) =>
      isNamed(name, column.name) && !isMerged(source, column) ? [{ source, column }] : [],
    ),
  );
  const [first, other] = found;
  if (other !== undefined || (merged && first)) {
    const names = found.map(({ source }) => source.name.text);
    throw new AdqlFault(
      name.at,
      `${name.text} is a column of ${names.join(' and ')}: say of which`,
    );
  }
  if (merged) return merged.value;
  return first === undefined ? null : columnValue(first.source, first.column);
}

function findIn(scope: Scope, table: readonly Name[], name: Name): Value | null {
  const source = findSource(scope, table);
  if (source === null) return null;
  const column = source.columns.find((one) => isNamed(name, one.name));
  if (column === undefined) {
    throw new AdqlFault(
      name.at,
      `${source.name.text} has no column ${name.text}${suggest(
        name.text,
        source.columns.map((one) => one.name),
      )}`,
    );
  }
  return columnValue(source, column);
}

/** The table of this scope that a path names; null where none is. */
export function findSource({ sources }: Scope, table: readonly Name[]): Source | null {
  const [last, schema, ...more] = [...table].reverse();
  if (last === undefined || more.length > 1) return null;
  const found = sources.filter(
    (source) =>
      isSameName(last, source.name) &&
      (schema === undefined || (source.schema !== null && isNamed(schema, source.schema))),
  );
  if (found.length > 1) throw new AdqlFault(last.at, `${last.text} is the name of two tables here`);
  return found[0] ?? null;
}

export function columnValue(source: Source, about: TapColumn): Value {
  const ref = source.ref(about.column);
  const sql = about.isShownAsText ? `(${ref})::text` : ref;
  return makeValue(sql, about.type, {
    isUnicode: about.isUnicode,
    column: { source, about },
  });
}

function unknownColumn(scope: Scope, path: readonly Name[], name: Name): AdqlFault {
  const written = path.map(({ text }) => text).join('.');
  if (path.length > 1) {
    const table = written.slice(0, written.lastIndexOf('.'));
    return new AdqlFault(path[0]?.at ?? name.at, `there is no table ${table} in FROM`);
  }
  const names = scope.sources.flatMap(({ columns }) => columns.map((column) => column.name));
  return new AdqlFault(name.at, `there is no column ${written}${suggest(name.text, names)}`);
}

/** `; is it … ?` where a name is nearly the one that was asked for. */
export function suggest(name: string, known: readonly string[]): string {
  const wanted = name.toUpperCase();
  const near = known.find((one) => {
    const upper = one.toUpperCase();
    if (upper === wanted) return true;
    return wanted.length >= 3 && (upper.startsWith(wanted) || wanted.startsWith(upper));
  });
  return near === undefined ? '' : ` (is it ${near}?)`;
}
