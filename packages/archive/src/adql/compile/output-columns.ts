import { AdqlFault, type At } from '../adql-error.ts';
import { type TapColumn, tapColumn } from '../tables/tap-table.ts';
import type { QueryColumn } from './env.ts';

/** The columns of a query that stands for a table: `c0` and so on, by their names. */
export function derivedColumns(columns: readonly QueryColumn[], at: At): TapColumn[] {
  return columns.map(({ name, value }, i) => {
    if (value.kind !== 'value') {
      throw new AdqlFault(at, `${name} is a geometry: a subquery has none`);
    }
    const about = value.column?.about;
    return tapColumn(name, value.type === 'null' ? 'text' : value.type, {
      column: `c${i}`,
      isUnicode: value.isUnicode,
      ...(about?.unit ? { unit: about.unit } : {}),
      ...(about?.ucd ? { ucd: about.ucd } : {}),
      ...(about?.description ? { description: about.description } : {}),
    });
  });
}

/** Names that are each there once: `ra`, `ra_2`. */
export function uniqueNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    let own = name;
    for (let number = 2; taken.has(own.toUpperCase()); number++) own = `${name}_${number}`;
    taken.add(own.toUpperCase());
    return own;
  });
}
