import { parseExact } from '@fritz/contract';
import type { LazyMatches } from '@fritz/surveys';
import { partsOfObject } from './json-parts.ts';
import type { ListedCatalogs } from './match-lists.ts';

/** What an object was matched with once, as it is stored. */
export interface MatchRow {
  /** What it was matched with. */
  readonly list: ListedCatalogs;
  /** JSON text; null where it was not asked for. */
  readonly found: string | null;
}

type Found = Readonly<Record<string, readonly unknown[]>>;

/** Where the matches with each catalog stand; read when somebody asks for them. */
class MatchSources {
  private readonly rows = new Map<string, MatchRow>();
  private readonly parts = new Map<MatchRow, ReadonlyMap<string, string>>();
  private readonly made = new Map<string, readonly unknown[]>();

  add(name: string, row: MatchRow): void {
    this.rows.set(name, row);
  }

  read(name: string): readonly unknown[] {
    let made = this.made.get(name);
    if (!made) {
      const text = this.textOf(name);
      // Written by whoever matched: `{catalog: [documents]}`.
      made = text === undefined ? [] : (parseExact(text) as readonly unknown[]);
      this.made.set(name, made);
    }
    return made;
  }

  private textOf(name: string): string | undefined {
    const row = this.rows.get(name);
    if (!row || row.found === null) return undefined;
    const parts = this.parts.get(row) ?? partsOfObject(row.found);
    this.parts.set(row, parts);
    return parts.get(name);
  }
}

const SOURCES = Symbol('matches to be read');

interface LazyFound {
  readonly [SOURCES]: MatchSources;
}

const accessors = new Map<string, PropertyDescriptor>();

/** One accessor a catalog, shared by all objects: else each would have a hidden class of its own. */
function accessorOf(name: string): PropertyDescriptor {
  let accessor = accessors.get(name);
  if (!accessor) {
    const lazy: PropertyDescriptor & ThisType<LazyFound> = {
      enumerable: true,
      get() {
        return this[SOURCES].read(name);
      },
    };
    accessor = lazy;
    accessors.set(name, accessor);
  }
  return accessor;
}

/** An object's matches as filters see them while a list of catalogs is in force. */
export class ObjectMatches implements LazyMatches {
  private readonly list: ListedCatalogs;
  private readonly rows: readonly MatchRow[];
  private made: Found | null = null;

  /** @param rows in the order in which they became known */
  constructor(list: ListedCatalogs, rows: readonly MatchRow[]) {
    this.list = list;
    this.rows = rows;
  }

  read(): Found {
    this.made ??= this.make();
    return this.made;
  }

  private make(): Found {
    const sources = new MatchSources();
    const matches: Record<string, readonly unknown[]> = {};
    Object.defineProperty(matches, SOURCES, { value: sources });
    for (const { configId, name } of this.list.catalogs) {
      const row = this.rows.findLast(({ list }) => covers(list, configId));
      // Left out, for nobody knows: a mounted catalog could not be read. It is not empty.
      if (!row) continue;
      sources.add(name, row);
      Object.defineProperty(matches, name, accessorOf(name));
    }
    return matches;
  }
}

export function covers(list: ListedCatalogs, configId: number): boolean {
  return list.catalogs.some((catalog) => catalog.configId === configId);
}
