import type { Name } from '../parse/tree.ts';
import type { TapColumn, TapTable } from '../tables/tap-table.ts';

/** What stands in FROM under one name: a table, or a query in brackets. */
export class Source {
  /** Its name in SQL. */
  readonly alias: string;
  /** Its name in the query. */
  readonly name: Name;
  /** The schema of a table without another name; null otherwise. */
  readonly schema: string | null;
  readonly columns: readonly TapColumn[];
  /** SQL that stands in FROM, without its name. */
  readonly from: string;
  readonly place: TapTable['place'];
  /** Whether it is rows that were sent along. */
  readonly isSent: boolean;
  /** Columns that the query uses, by their names in SQL. */
  readonly used = new Set<string>();

  constructor(source: {
    alias: string;
    name: Name;
    schema: string | null;
    columns: readonly TapColumn[];
    from: string;
    place: TapTable['place'];
    isSent: boolean;
  }) {
    this.alias = source.alias;
    this.name = source.name;
    this.schema = source.schema;
    this.columns = source.columns;
    this.from = source.from;
    this.place = source.place;
    this.isSent = source.isSent;
  }

  /** SQL of a column by its name in SQL. */
  ref(column: string): string {
    this.used.add(column);
    return `${this.alias}.${quoteName(column)}`;
  }
}

export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Whether a name in a query means this one: what is not in quotes has no upper and lower case. */
export function isNamed(name: Name, own: string): boolean {
  return name.isQuoted ? name.text === own : name.text.toUpperCase() === own.toUpperCase();
}

/** Whether two names of a query mean the same. */
export function isSameName(one: Name, other: Name): boolean {
  if (one.isQuoted && other.isQuoted) return one.text === other.text;
  return one.text.toUpperCase() === other.text.toUpperCase();
}
