import { parseExact } from '@fritz/contract';
import type { LazyMatches } from '@fritz/surveys';
import type { ListedCatalogs } from './match-lists.ts';

/** What an object was matched with once, as it is stored. */
export interface MatchRow {
  /** What it was matched with. */
  readonly list: ListedCatalogs;
  /** JSON text; null where it was not asked for. */
  readonly found: string | null;
}

type Found = Readonly<Record<string, readonly unknown[]>>;

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
    const parsed = new Map<MatchRow, Found>();
    const matches: Record<string, readonly unknown[]> = {};
    for (const { configId, name } of this.list.catalogs) {
      const row = this.rows.findLast(({ list }) => covers(list, configId));
      // Left out, for nobody knows: a mounted catalog could not be read. It is not empty.
      if (!row) continue;
      if (row.found === null) {
        matches[name] = [];
        continue;
      }
      let found = parsed.get(row);
      if (!found) {
        // Written by whoever matched: `{catalog: [documents]}`.
        found = parseExact(row.found) as Found;
        parsed.set(row, found);
      }
      matches[name] = found[name] ?? [];
    }
    return matches;
  }
}

export function covers(list: ListedCatalogs, configId: number): boolean {
  return list.catalogs.some((catalog) => catalog.configId === configId);
}
