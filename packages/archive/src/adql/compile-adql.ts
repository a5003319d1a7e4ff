import { withPlaces } from './adql-error.ts';
import { Binds } from './compile/binds.ts';
import { compileQuery } from './compile/compile-query.ts';
import type { QueryColumn } from './compile/env.ts';
import { parseAdql } from './parse/parse-query.ts';
import type { TapTable, TapType } from './tables/tap-table.ts';

/** A column of a result. */
export interface ResultColumn {
  readonly name: string;
  /** `point`, `circle` and `polygon` are lists of numbers. */
  readonly type: TapType | 'point' | 'circle' | 'polygon';
  readonly isUnicode: boolean;
  readonly unit: string | null;
  readonly ucd: string | null;
  readonly description: string | null;
}

/** A query as a statement. */
export interface CompiledAdql {
  readonly text: string;
  readonly values: readonly unknown[];
  readonly columns: readonly ResultColumn[];
  /** The tables that it names. */
  readonly tables: readonly TapTable[];
}

/**
 * The statement that a query is. All that is of the query's text are parameters; names are those that
 * tables and columns have in the database.
 *
 * @param limit no more rows than these are read; null: all
 * @throws AdqlError
 */
export function compileAdql(
  text: string,
  tables: readonly TapTable[],
  limit: number | null,
): CompiledAdql {
  return withPlaces(text, () => {
    const query = parseAdql(text);
    const binds = new Binds();
    const named = new Set<TapTable>();
    let aliases = 0;
    const context = {
      ...{ binds, tables, named, weights: new Map<string, number>() },
      nextAlias: () => `t${aliases++}`,
    };
    const { sql, columns } = compileQuery(context, query, limit);
    return {
      ...binds.finish(sql),
      columns: columns.map(resultColumn),
      tables: [...named],
    };
  });
}

function resultColumn({ name, value }: QueryColumn): ResultColumn {
  if (value.kind !== 'value') {
    const ucd = value.kind === 'point' ? 'pos.eq' : 'pos.outline';
    const rest = { isUnicode: false, unit: 'deg', ucd, description: null };
    return { name, type: value.kind, ...rest };
  }
  const { type, isUnicode, column } = value;
  return {
    ...{ name, type: type === 'null' ? 'text' : type, isUnicode },
    unit: column?.about.unit ?? null,
    ucd: column?.about.ucd ?? null,
    description: column?.about.description ?? null,
  };
}
