import type { Cell, CellType, TableColumn } from '@fritz/formats';
import type { ColumnType } from '@fritz/surveys';
import { type CatalogColumn, systemColumns } from './catalog.ts';
import { CatalogError } from './catalog-error.ts';

const SQL_TYPES: Readonly<Record<CellType, string>> = {
  bool: 'boolean',
  int2: 'smallint',
  int4: 'integer',
  int8: 'bigint',
  float4: 'real',
  float8: 'double precision',
  text: 'text',
  json: 'jsonb',
};

/** PostgreSQL's own columns of every table. */
const RESERVED = ['cat_row', 'ctid', 'xmin', 'xmax', 'cmin', 'cmax', 'tableoid'];
const MAX_NAME_BYTES = 63;
/** PostgreSQL's limit is 1,600; some are ours. */
const MAX_COLUMNS = 1590;

export function sqlType(type: CellType): string {
  return SQL_TYPES[type];
}

export function copyType(type: CellType): ColumnType {
  return type === 'json' ? 'jsonb' : type;
}

/**
 * The columns of a catalog's table for those of its file: by their names, but for names that are
 * taken, too long, or have characters that SQL text should not hold.
 * @throws CatalogError `bad_plan` when there are none, or more than a table can have
 */
export function nameColumns(columns: readonly TableColumn[]): CatalogColumn[] {
  if (columns.length === 0) throw new CatalogError('bad_plan', 'the file has no columns');
  if (columns.length > MAX_COLUMNS) {
    throw new CatalogError(
      'bad_plan',
      `the file has ${columns.length} columns, at most ${MAX_COLUMNS} fit`,
    );
  }
  const taken = new Set<string>([...systemColumns, ...RESERVED]);
  return columns.map(({ name, type, unit, ucd, description }) => {
    const column = freeName(name, taken);
    taken.add(column);
    return { name, column, type, unit, ucd, description };
  });
}

function freeName(name: string, taken: ReadonlySet<string>): string {
  const plain = name.replaceAll(/["\\\p{C}]/gu, '_').trim() || 'column';
  for (let number = 1; ; number++) {
    const suffix = number === 1 ? '' : `_${number}`;
    const candidate = cutBytes(plain, MAX_NAME_BYTES - suffix.length) + suffix;
    if (!taken.has(candidate)) return candidate;
  }
}

function cutBytes(text: string, most: number): string {
  let cut = text;
  while (Buffer.byteLength(cut) > most) cut = Array.from(cut).slice(0, -1).join('');
  return cut;
}

const RANKS: readonly CellType[] = ['int2', 'int4', 'int8', 'float4', 'float8'];

/** The type that holds the values of both, exactly where they are integers; null where none does. */
export function widerType(a: CellType, b: CellType): CellType | null {
  if (a === b) return a;
  const [low, high] = [RANKS.indexOf(a), RANKS.indexOf(b)].sort((x, y) => x - y) as [
    number,
    number,
  ];
  if (low < 0) return null;
  const wide = RANKS[high] ?? null;
  // A float32 does not hold an integer of 32 bits.
  return wide === 'float4' ? 'float8' : wide;
}

/**
 * The columns of several files that make one catalog: the same names, in any order, each in a type
 * that holds all of it.
 * @throws CatalogError `bad_plan` naming the column that is missing or does not fit
 */
export function mergeColumns(
  files: readonly { readonly title: string; readonly columns: readonly TableColumn[] }[],
): TableColumn[] {
  const [first, ...others] = files;
  if (!first) throw new CatalogError('bad_plan', 'no file');
  return first.columns.map((column) => {
    let { type } = column;
    for (const { title, columns } of others) {
      const extra = columns.find(({ name }) => !first.columns.some((one) => one.name === name));
      if (extra)
        throw new CatalogError(
          'bad_plan',
          `${title} has a column "${extra.name}" that ${first.title} has not`,
        );
      const same = columns.find(({ name }) => name === column.name);
      if (!same)
        throw new CatalogError(
          'bad_plan',
          `${title} has no column "${column.name}", as ${first.title} has`,
        );
      const wide = widerType(type, same.type);
      if (wide === null) {
        throw new CatalogError(
          'bad_plan',
          `column "${column.name}" is ${type} in ${first.title} and ${same.type} in ${title}`,
        );
      }
      type = wide;
    }
    return { ...column, type };
  });
}

/** What brings a value of a file's column to a wider type; null where it fits as it is. */
export function widening(from: CellType, to: CellType): ((value: Cell) => Cell) | null {
  if (from !== 'int8' || to !== 'float8') return null;
  return (value) => (typeof value === 'bigint' ? Number(value) : value);
}
