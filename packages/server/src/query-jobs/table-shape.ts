import type { JobColumn } from '@fritz/archive';
import type { Cell } from '@fritz/formats';
import { type MqlDocument, ObjectId, writeExtendedJson } from '@fritz/mql';

type Kind = JobColumn['type'];

/** More columns no table has; what lies beyond stands in the last one. */
const MOST_COLUMNS = 1000;
/** The column of what stands in no other: JSON of an object, by the paths. */
export const REST = '_rest';

/** Calls `leaf` with each value that a table has in a cell of its own: lists stay whole. */
function eachLeaf(
  document: MqlDocument,
  prefix: string,
  leaf: (path: string, value: unknown) => void,
): void {
  for (const name of Object.keys(document)) {
    const value = document[name];
    if (value === undefined) continue;
    const path = prefix === '' ? name : `${prefix}.${name}`;
    if (isPlain(value)) eachLeaf(value, path, leaf);
    else leaf(path, value);
  }
}

function isPlain(value: unknown): value is MqlDocument {
  if (typeof value !== 'object' || value === null) return false;
  const proto: unknown = Object.getPrototypeOf(value);
  return proto === Object.prototype || proto === null;
}

function kindOf(value: unknown): Kind {
  switch (typeof value) {
    case 'boolean':
      return 'bool';
    case 'bigint':
      return 'int8';
    case 'number':
      return Number.isSafeInteger(value) && !Object.is(value, -0) ? 'int8' : 'float8';
    case 'string':
      return 'text';
    default:
      return value instanceof Date || value instanceof ObjectId ? 'text' : 'json';
  }
}

/** A column's kind where it has values of both. Integers beside doubles are doubles, unless digits are lost. */
function kindOfBoth(a: Kind, b: Kind): Kind {
  if (a === b) return a;
  const isNumber = (kind: Kind) => kind === 'int8' || kind === 'float8';
  return isNumber(a) && isNumber(b) ? 'float8' : 'json';
}

/** Learns which columns a table of documents has: the paths in the order in which they come. */
export class ShapeLearner {
  private readonly kinds = new Map<string, Kind | null>();
  private readonly beyond = new Set<string>();
  private hasRest = false;

  learn(document: MqlDocument): void {
    eachLeaf(document, '', (path, value) => {
      const known = this.kinds.get(path);
      if (known === undefined && this.kinds.size >= MOST_COLUMNS) {
        this.hasRest = true;
        return;
      }
      if (value === null) {
        if (known === undefined) this.kinds.set(path, null);
        return;
      }
      if (typeof value === 'bigint' && !Number.isSafeInteger(Number(value))) this.beyond.add(path);
      const kind = kindOf(value);
      this.kinds.set(path, known === undefined || known === null ? kind : kindOfBoth(known, kind));
    });
  }

  columns(): JobColumn[] {
    const own = [...this.kinds].map(([name, kind]): JobColumn => {
      // What only ever was null is an empty text.
      const type = kind === 'float8' && this.beyond.has(name) ? 'json' : (kind ?? 'text');
      return { name, type };
    });
    return this.hasRest ? [...own, { name: REST, type: 'json' }] : own;
  }
}

/** Makes rows of documents; what fits into no column goes into `_rest`, where there is that. */
export class TableRows {
  readonly columns: readonly JobColumn[];
  private readonly places: ReadonlyMap<string, number>;
  private readonly restAt: number | null;

  constructor(columns: readonly JobColumn[]) {
    this.columns = columns;
    this.places = new Map(columns.map(({ name }, at) => [name, at]));
    this.restAt = this.places.get(REST) ?? null;
  }

  row(document: MqlDocument): Cell[] {
    const cells: Cell[] = new Array<Cell>(this.columns.length).fill(null);
    let rest: Record<string, unknown> | null = null;
    eachLeaf(document, '', (path, value) => {
      if (value === null) return;
      const at = path === REST ? undefined : this.places.get(path);
      const column = at === undefined ? undefined : this.columns[at];
      const cell = column === undefined ? undefined : cellOf(value, column.type);
      if (at !== undefined && cell !== undefined) cells[at] = cell;
      else {
        rest ??= {};
        rest[path] = value;
      }
    });
    if (rest !== null && this.restAt !== null) cells[this.restAt] = writeExtendedJson(rest);
    return cells;
  }
}

/** The value in a column's kind; undefined where it is of another. */
function cellOf(value: unknown, type: Kind): Cell | undefined {
  switch (type) {
    case 'json':
      return writeExtendedJson(value);
    case 'text':
      if (typeof value === 'string') return value;
      if (value instanceof Date) return value.toISOString();
      return value instanceof ObjectId ? value.hex : undefined;
    case 'bool':
      return typeof value === 'boolean' ? value : undefined;
    case 'float8':
      if (typeof value === 'bigint') {
        return Number.isSafeInteger(Number(value)) ? Number(value) : undefined;
      }
      return typeof value === 'number' ? value : undefined;
    case 'int8':
      if (typeof value === 'bigint') return value;
      return Number.isSafeInteger(value) ? BigInt(Number(value)) : undefined;
  }
}
